"""Asking to be let in, seeing how far it has come, and answering it (S-08)."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from records.forms import AnswerAccessForm, AnswerByNameForm, AskByNameForm, AskForm, RenewForm
from records.models import AccessRequest, Folder, FolderGrant, Person
from records.paging import page_of
from staff.access import asked, holds, loads
from staff.roles import Can

OPEN_ALREADY = "This folder is open to you already."
SENT = "The lead has been told that there is a request. The answer comes here."


@require_http_methods(["GET", "POST"])
@loads(Folder.objects.askable_by, otherwise=OPEN_ALREADY, writes=False)
def ask_access(request, folder):
    form = asked(request, AskForm, folder=folder, among=Folder.objects.askable_by(request.user))
    if form.is_valid():
        about = {"person": folder.person, "group": folder.person.group}
        return _sent(request, AccessRequest.ask(by=request.user, **about, **form.cleaned_data))
    return render(request, "records/ask_access.html", {"form": form, "folder": folder})


@require_http_methods(["GET", "POST"])
@holds(Can.WORK_WITH_PEOPLE)
def ask_by_name(request):
    form = asked(request, AskByNameForm)
    if form.is_valid():
        return _sent(request, AccessRequest.ask(by=request.user, **form.cleaned_data))
    return render(request, "records/ask_by_name.html", {"form": form})


@require_http_methods(["GET", "POST"])
@loads(FolderGrant.objects.renewable_by)
def renew(request, grant):
    form = asked(request, RenewForm)
    if form.is_valid():
        folder = grant.content_object
        about = {"person": folder.person, "group": folder.person.group, "kinds": [folder.kind], "renews": grant}
        return _sent(request, AccessRequest.ask(by=request.user, **about, **form.cleaned_data))
    return render(request, "records/renew.html", {"form": form, "grant": grant})


@require_safe
@holds(Can.WORK_WITH_PEOPLE)
def access_requests(request):
    page = page_of(AccessRequest.objects.open_to(request.user), request.GET.get("after"), "-asked_at", "-pk")
    request.showing(page)
    return render(request, "records/access_requests.html", {"page": page})


@require_http_methods(["GET", "POST"])
@loads(AccessRequest.objects.open_to)
def access_request(request, wanted):
    """The asker sees how far it has come; a lead who did not ask it answers."""
    form = None
    if AccessRequest.objects.answerable_by(request.user).contains(wanted):
        form = _answer_form(request, wanted)
        if form.is_valid():
            return _answer(request, wanted, form)
    context = {"asked": wanted, "form": form, "mine": wanted.asked_by == request.user}
    return render(request, "records/access_request.html", context)


def _answer_form(request, wanted):
    if wanted.person:
        return asked(request, AnswerAccessForm, asked=wanted, by=request.user)
    among = Person.objects.run_by(request.user).served()
    form = asked(request, AnswerByNameForm, asked=wanted, by=request.user, among=among)
    request.showing(form.offered)
    return form


def _answer(request, wanted, form):
    if form.cleaned_data["answer"] == "yes":
        wanted.let_in(by=request.user, folders=form.folders, until=form.cleaned_data["until"])
        messages.success(request, "They may open it now, until the day you chose.")
    else:
        wanted.refuse(by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, "They are told that there is an answer, and read your reason here.")
    return redirect("records:access_request", wanted.public_id)


def _sent(request, wanted):
    messages.success(request, SENT)
    return redirect("records:access_request", wanted.public_id)
