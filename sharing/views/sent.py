"""What has left: whether it was opened, the code to tell, taking it back, and the one press when it went wrong."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from records.paper.pressroom import Unavailable
from staff.access import loads, only_reads
from staff.door import is_offered

from ..forms.sent import AgainForm, TakeForm
from ..leaving import document
from ..models import Decision
from ..models.delivery import FILE, LINK
from ..states import NotNow

WRONG = "{name} pressed the button that says: it went to the wrong person."
TOLD = "The link is stopped, nothing more goes, and the lead has been told. Ring whoever has it, and ask for it back."
THEIRS = "Whoever asked for this or shared it, or decides about it, takes it and sends links. Ask one of them."
NAME = "shared-in-confidence"


@require_safe
@loads(Decision.objects.left_from)
def sent(request, decision):
    deliveries = decision.disclosure.deliveries.select_related("made_by").order_by("-pk")
    shown = {"decision": decision, "deliveries": deliveries, "link": LINK, "file": FILE}
    shown["items"] = decision.disclosure.items.order_by("pk")
    shown["wrong"] = decision.disclosure.incidents.filter(closed_at=None).order_by("pk").first()
    shown["hands_over"] = Decision.objects.handed_over_by(request.user).contains(decision)
    shown["only_reads"] = only_reads(request.user, decision)
    return render(request, "sharing/sent.html", shown | {"offered": is_offered()})


@require_POST
@loads(Decision.objects.left_from)
def take_back(request, decision):
    decision.take_back(by=request.user)
    messages.success(request, "Taken back. The link opens nothing any more.")
    return redirect("sharing:sent", decision.public_id)


@require_POST
@loads(Decision.objects.handed_over_by, otherwise=THEIRS)
def text_code(request, decision):
    decision.text_code(by=request.user)
    messages.success(request, "The code is on its way by text. Has it not come in five minutes? Ring, and tell it.")
    return redirect("sharing:sent", decision.public_id)


@require_POST
@loads(Decision.objects.handed_over_by, otherwise=THEIRS)
def send_again(request, decision):
    form = AgainForm(request.POST)
    if is_offered() and form.is_valid():
        decision.send_again(by=request.user, **form.cleaned_data)
        messages.success(request, "Another link is on its way. Tell them the new code by telephone.")
    else:
        messages.error(request, "Nothing was sent. Give their own e-mail address at work.")
    return redirect("sharing:sent", decision.public_id)


@require_POST
@loads(Decision.objects.left_from)
def wrong_person(request, decision):
    decision.report_mistake(by=request.user, kind="wrong", words=WRONG.format(name=request.user.name))
    messages.warning(request, TOLD)
    return redirect("sharing:sent", decision.public_id)


@require_POST
@loads(Decision.objects.handed_over_by, otherwise=THEIRS, copies=True)
def take_parcel(request, decision):
    form = TakeForm(request.POST)
    if not form.is_valid():
        return redirect("sharing:sent", decision.public_id)
    try:
        data, media, name = _made(decision.disclosure, form.cleaned_data["form"])
    except Unavailable as later:
        messages.error(request, str(later))
        return redirect("sharing:sent", decision.public_id)
    decision.take_parcel(by=request.user, form=form.cleaned_data["form"])
    return HttpResponse(data, content_type=media, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _made(disclosure, form):
    """What is taken: (bytes, media type, file name)."""
    if form == "letter":
        return document.letter(disclosure), "text/plain; charset=utf-8", f"{NAME}.txt"
    data, media, ending = document.bundled(disclosure)
    if form == "locked":
        data = _locked(disclosure, data, ending)
    return data, media, f"{NAME}.{ending}"


def _locked(disclosure, data, ending):
    if ending != "pdf":
        raise NotNow("It holds files, or more than a hundred pages, and no password covers all that.", "Send a link.")
    file = disclosure.deliveries.filter(way=FILE).order_by("-pk").first()
    if file is None:
        raise NotNow("This does not go as a file under a password.", "Take it as a sealed PDF.")
    return document.locked(data, file.passphrase)
