"""Recording what was shared: pieces chosen one by one, shown exactly as they leave, and then confirmed (S-23)."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from policy import packs
from records.paper.pressroom import Unavailable
from staff.access import asked, keep, loads

from .. import archive
from ..forms.disclosure import DiscloseForm
from ..forms.guard import LetGoForm, MistakeForm
from ..leaving import document, guard
from ..models import Decision
from ..models.delivery import FILE, LINK
from ..preview import parcel_of, preview_of
from ..states import NotNow

NOT_NOW = (
    "It can be recorded as shared once it is signed to share, and only once; where a second person looks at it first, "
    "after that. Is somebody in danger? Share now, and record it as an emergency."
)
LEAD = "A designated safeguarding lead answers this, once. Whether somebody did stands on the page of the decision."


@require_http_methods(["GET", "POST"])
@loads(Decision.objects.shareable_by, otherwise=NOT_NOW)
def disclose(request, decision):
    form = asked(request, DiscloseForm, decision=decision, user=request.user)
    if request.method != "POST" or not form.is_valid() or "change" in request.POST:
        shown = {"form": form, "decision": decision, "pack": packs.current()}
        return render(request, "sharing/disclose.html", shown)
    if "as_pdf" in request.POST:
        return _as_pdf(decision, form, request.user)
    preview, guarded = preview_of(decision, form, by=request.user), guard.judged(decision, form.parcel, form.items)
    if request.POST.get("previewed") != preview.sha256 or guarded.waits(request.POST):
        return _shown_first(request, decision, form, preview, guarded)
    yes = {name: name in request.POST for name in guard.SAID}
    said = {"disclosure": form.disclosure, "items": form.items, "delivery": form.delivery}
    decision.record_disclosure(by=request.user, **said, **form.told, **yes)
    archive.on_commit(decision)
    messages.success(request, "Recorded. It now counts as shared.")
    return redirect(_next_page(decision, request.user), decision.public_id)


def _shown_first(request, decision, form, preview, guarded):
    shown = {"decision": decision, "preview": preview, "guarded": guarded, "carried": _carried(request.POST)}
    shown["by_link"] = form.cleaned_data["method"] == LINK
    shown["again"] = request.POST.get("previewed") == preview.sha256
    shown["letter"] = lambda: document.as_letter(parcel_of(decision, form, by=request.user))
    return render(request, "sharing/preview.html", shown)


def _next_page(decision, user):
    """Where the code for a link, or the password of a sealed file, is shown; else where the decision stands."""
    if decision.disclosure.method in (LINK, FILE):
        return "sharing:sent"
    return "sharing:proposed" if decision.proposed_by == user else "sharing:decision"


def _as_pdf(decision, form, user):
    """Its pages, to be looked at and not kept: neither sealed nor proved, and none while the guard stops them."""
    if guard.judged(decision, form.parcel, form.items).answer == guard.Answer.STOPPED:
        raise NotNow(*guard.STOPPED)
    account = parcel_of(decision, form, by=user)
    name = {"Content-Disposition": 'attachment; filename="not-sent-yet.pdf"'}
    try:
        return HttpResponse(document.looked_at(account), content_type="application/pdf", headers=name)
    except Unavailable as later:
        raise NotNow(str(later), "Read the letter on the page instead: it has the same words.") from later


def _carried(posted):
    """What was filled in goes with the preview, so that what is confirmed is what was shown."""
    left = {"csrfmiddlewaretoken", "once", "previewed", "change", "as_pdf", "why_all_the_same", *guard.SAID}
    return [(name, value) for name, values in posted.lists() if name not in left for value in values]


@require_POST
@loads(Decision.objects.shareable_by, otherwise=NOT_NOW)
def hold_back(request, decision):
    """Ask a lead about exactly what was shown; what was filled in stays there until they have answered."""
    page = reverse("sharing:disclose", args=[decision.public_id])
    form = DiscloseForm(request.POST, decision=decision, user=request.user)
    if not form.is_valid():
        return redirect(page)
    why = request.POST.get("why_all_the_same", "").strip() or "No reason was given."
    decision.hold_back(by=request.user, why=why[:4000], **guard.parcel(decision, form.parcel, form.items))
    keep(request.user, page, request.POST)
    messages.success(request, "The lead has been asked. What you filled in is kept here; nothing has left.")
    return redirect("home")


@require_http_methods(["GET", "POST"])
@loads(Decision.objects.holding_back, otherwise=LEAD)
def let_go(request, decision):
    held = decision.held_back.filter(answered_at=None).order_by("pk").first()
    form = asked(request, LetGoForm, among=decision.held_back.all(), shown=held)
    if form.is_valid():
        decision.answer_held_back(by=request.user, held=form.cleaned_data["seen"], **form.answer)
        messages.success(request, "Answered. Whoever asked has been told to look.")
        return redirect("sharing:decision", decision.public_id)
    return render(request, "sharing/let_go.html", {"form": form, "decision": decision, "held": held})


@require_http_methods(["GET", "POST"])
@loads(Decision.objects.gone_wrong, otherwise=LEAD)
def mistake(request, decision):
    incident = decision.disclosure.incidents.filter(closed_at=None).order_by("pk").first()
    form = asked(request, MistakeForm, among=decision.disclosure.incidents.all(), shown=incident)
    if form.is_valid():
        said = form.cleaned_data
        decision.settle_mistake(by=request.user, incident=said["seen"], done=said["done"])
        messages.success(request, "Written down, beside what went wrong.")
        return redirect("sharing:decision", decision.public_id)
    return render(request, "sharing/mistake.html", {"form": form, "decision": decision, "incident": incident})
