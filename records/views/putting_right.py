"""Putting right: what somebody says is wrong, what we answer, and an entry that stands in the wrong file."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from records.forms import MoveForm, RectificationAnswerForm, RectificationForm
from records.models import Entry, Moved, Rectification
from records.uses import uses_of
from staff.access import asked, loads

OF_OTHERS = (
    "Whoever wrote an entry moves it, or a safeguarding lead. Ask one of them. A concern is put right on its own page, "
    "by saying whom it is about."
)

NOT_TO_ANSWER = (
    "It is answered once, by whoever works with this folder, or by a safeguarding lead. What you know of it, tell one "
    "of them."
)


@require_http_methods(["GET", "POST"])
@loads(Entry.objects.open_to)
def rectify(request, entry):
    subject, home = entry.folder.subject, entry.home_for(request.user)
    form = asked(request, RectificationForm, person=subject, by=request.user)
    if form.is_valid():
        Rectification.ask(by=request.user, entry=entry, **form.said)
        messages.success(request, "Their statement now stands beside the entry. Answer it within a month.")
        return redirect(home)
    context = {"form": form, "entry": entry, "subject": subject, "back": home}
    return render(request, "records/rectify.html", context)


@require_http_methods(["GET", "POST"])
@loads(Rectification.objects.answerable_by, otherwise=NOT_TO_ANSWER)
def answer_rectification(request, one):
    form, home = asked(request, RectificationAnswerForm), one.entry.home_for(request.user)
    if form.is_valid():
        one.give_answer(by=request.user, **form.cleaned_data)
        messages.success(request, "The answer stands beside their statement. Tell them what it is, and why.")
        return redirect(home)
    context = {"form": form, "one": one, "entry": one.entry, "back": home}
    return render(request, "records/answer_rectification.html", context)


@require_http_methods(["GET", "POST"])
@loads(Entry.objects.movable_by, otherwise=OF_OTHERS)
def move(request, entry):
    """To another person's folder of the same kind. What already relied on it is listed before and afterwards."""
    uses = uses_of(entry, request.user)
    form = asked(request, MoveForm, entry=entry, by=request.user, uses=uses)
    if form.is_valid():
        Moved.move(by=request.user, entry=entry, to=form.to, why=form.cleaned_data["why"])
        return redirect("records:moved", entry.public_id)
    request.showing(form.offered)
    return render(request, "records/move.html", {"form": form, "entry": entry, "uses": uses})


@require_safe
@loads(Entry.objects.open_to)
def moved(request, entry):
    uses = uses_of(entry, request.user)
    context = {"entry": entry, "uses": uses, "home": entry.home_for(request.user)}
    return render(request, "records/moved.html", context)
