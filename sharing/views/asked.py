"""Requests for information, to us or from us: the inbox, one request, and the steps until it is answered (H-02)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from records.models import Person
from records.paging import page_of
from staff.access import asked, holds, lists, loads
from staff.roles import Can

from .. import wizard
from ..forms import asked as forms
from ..from_request import draft_from, page_of_request, people_of
from ..leaving import guard
from ..models import Request
from ..states import NotNow

LEADS = "A safeguarding lead does this, while the request still waits. Its page says how far it is."
ENDED = "This request is answered or closed already, or it is not yours to end."
CALLED = "They were called back already, or an answer has ended it. The page of the request says which."
NO_RECORD = (
    "This request names nobody whose record you may open. A lead says whose record it is; then it can be decided."
)


@require_safe
@lists(Request.objects.open_to)
def requests(request, requests):
    waiting = request.showing(requests.waiting().soonest_first().with_people()[:50])
    page = page_of(requests.settled().with_people(), request.GET.get("after"), "-ended_at", "-pk")
    known = _known(request.user, [*waiting, *page])
    return render(request, "sharing/requests.html", {"waiting": waiting, "page": page, "known": known})


def _known(user, requests):
    """Those of the people in these requests whom this user may know of; of the others only words are shown."""
    named = {about.person_id for one in requests for about in one.about.all() if about.person_id}
    return set(Person.objects.open_to(user).filter(pk__in=named).values_list("pk", flat=True))


@require_http_methods(["GET", "POST"])
@holds(Can.LOG_CONCERN)
def receive(request):
    form = asked(request, forms.ReceiveForm, by=request.user)
    if form.is_valid():
        taken = Request.receive(by=request.user, **form.details)
        messages.success(request, "Written down, and the lead has been told. Nothing has been promised to anybody.")
        return redirect("sharing:asked_request", taken.public_id)
    request.showing(form.offered)
    return render(request, "sharing/receive.html", {"form": form})


@require_http_methods(["GET", "POST"])
@holds(Can.PROPOSE)
def send_request(request):
    form = asked(request, forms.SendForm, by=request.user)
    if form.is_valid():
        sent = Request.receive(by=request.user, **form.details)
        messages.success(request, "Written down. If no answer comes in time, the lead is told.")
        return redirect("sharing:asked_request", sent.public_id)
    request.showing(form.offered)
    return render(request, "sharing/send_request.html", {"form": form})


@require_safe
@loads(Request.objects.open_to)
def asked_request(request, asked_for):
    """One request: what it says, how far it is, and the one next step."""
    return render(request, "sharing/asked_request.html", page_of_request(asked_for, request.user))


@require_http_methods(["GET", "POST"])
@loads(Request.objects.verifiable_by, otherwise=CALLED)
def call_back(request, asked_for):
    form = asked(request, forms.RingForm, asked=asked_for, by=request.user)
    if form.is_valid():
        asked_for.verify(by=request.user, **form.reached)
        messages.success(request, "Recorded: who was rung, by whom and when.")
        return redirect("sharing:asked_request", asked_for.public_id)
    return render(request, "sharing/call_back.html", {"form": form, "asked": asked_for})


@require_http_methods(["GET", "POST"])
@loads(Request.objects.closable_by, otherwise=LEADS)
def link_request(request, asked_for):
    form = asked(request, forms.LinkForm, by=request.user)
    if form.is_valid():
        asked_for.link(by=request.user, person=form.cleaned_data["person"])
        messages.success(request, "It is known now whose record this is about.")
        return redirect("sharing:asked_request", asked_for.public_id)
    request.showing(form.offered)
    return render(request, "sharing/link_request.html", {"form": form, "asked": asked_for})


@require_http_methods(["GET", "POST"])
@loads(Request.objects.closable_by, otherwise=LEADS)
def close_request(request, asked_for):
    form = asked(request, forms.CloseForm)
    if form.is_valid() and _tried(form, asked_for.close, by=request.user, why=form.cleaned_data["why"]):
        messages.success(request, "Closed, with your reason.")
        return redirect("sharing:asked_request", asked_for.public_id)
    return render(request, "sharing/close_request.html", {"form": form, "asked": asked_for})


def _tried(form, act, **said):
    try:
        act(**said)
    except NotNow as refusal:
        form.add_error(None, str(refusal))
    return not form.errors


@require_http_methods(["GET", "POST"])
@loads(Request.objects.awaited_by, otherwise=ENDED)
def reply_came(request, asked_for):
    form = asked(request, forms.ReplyForm)
    if form.is_valid():
        asked_for.answer(by=request.user, words=form.cleaned_data["said"])
        messages.success(request, "Recorded. What they told us about somebody belongs in that person’s folder.")
        return redirect("sharing:asked_request", asked_for.public_id)
    return render(request, "sharing/reply_came.html", {"form": form, "asked": asked_for})


@require_safe
@loads(Request.objects.answered_for, copies=True)
def letter(request, asked_for):
    """What whoever asked was told, to be printed and posted: read once more, as something may be locked since."""
    guard.unless_given_away(asked_for.ended_words, asked_for.whom)
    return render(request, "sharing/letter.html", {"asked": asked_for})


@require_POST
@loads(Request.objects.decidable_by, otherwise=ENDED)
def start_from_request(request, asked_for):
    """Straight to the questions, with what was asked filled in."""
    people = people_of(asked_for, request.user)
    if not people:
        raise PermissionDenied(NO_RECORD)
    return redirect(wizard.onward(draft_from(asked_for, people, by=request.user), request.user))
