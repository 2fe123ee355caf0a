"""What the home page shows whoever proposes and shares: drafts, what came back, what waits to be recorded."""

from django.urls import reverse
from django.utils import timezone

from staff.days import start_of
from staff.home import MOST, Item, Shelf, brings
from staff.roles import Can

from . import apart, wizard
from .models import Decision, Disagreement, Draft, Reply, Request


@brings(Shelf.UNFINISHED, before_undertaking=True)
def drafts(user):
    found = Draft.objects.open_to(user).prefetch_related("people").select_related("colleague")[: MOST + 1]
    return [
        Item(
            "An emergency to record" if draft.is_emergency else f"May this be shared: {draft.whom}",
            wizard.resume(draft, user),
            draft.updated_at,
            urgent=draft.is_emergency,
            hint=draft.said("woken").get("why", ""),
            status="Weigh again" if draft.said("woken") else "Not sent",
            colour="yellow",
        )
        for draft in found
        if draft.is_emergency or user.has_undertaken  # an emergency waits for no promise, and names nobody here
    ]


@brings(Shelf.NEEDS_YOU, Can.PROPOSE)
def returned(user):
    """What came back with a comment, and what is signed and waits to be recorded as shared."""
    mine = (
        Decision.objects.proposals_of(user)
        .filter(state__in=["returned", "to_share"])
        .exclude(second_first=True, second_at=None)
        .with_people()[: MOST + 1]
    )
    return [_waiting(decision) for decision in mine]


def _waiting(decision):
    names = decision.whom
    if decision.state == "to_share":
        url = reverse("sharing:disclose", args=[decision.public_id])
        title, since, status = f"Record what was shared: {names}", decision.signed_at, ("Signed", "green")
    else:
        url, since, status = reverse("sharing:mine"), decision.proposed_at, ("Returned", "yellow")
        title = f"{apart.who_decides(decision.colleague_id).capitalize()} asks for more: {names}"
    return Item(title, url, since, decision.urgent, "", *status, decision)


@brings(Shelf.WAITING, Can.PROPOSE)
def asked(user):
    waiting = Decision.objects.proposals_of(user).filter(state__in=["proposed", "advice"]).with_people()[: MOST + 1]
    return [
        Item(
            f"Asked {apart.who_decides(decision.colleague_id)}: {decision.whom}",
            reverse("sharing:mine"),
            decision.proposed_at,
            decision.urgent,
            status="Being decided",
            colour="blue",
            about=decision,
        )
        for decision in reversed(list(waiting))
    ]


@brings(Shelf.WAITING, Can.PROPOSE)
def disagreed(user):
    """Whoever disagreed with a decision sees by when somebody answers."""
    mine = Disagreement.objects.open_to(user).waiting().filter(by=user.pk).select_related("decision__colleague")
    return [
        Item(
            f"You disagree with a decision: {one.decision.whom}",
            reverse("sharing:decision", args=[one.decision.public_id]),
            one.said_at,
            one.decision.urgent,
            status="Being looked at",
            colour="blue",
            about=one.decision,
        )
        for one in mine.prefetch_related("decision__about__person").order_by("pk")[: MOST + 1]
    ]


@brings(Shelf.WAITING)
def requests(user):
    """What this user wrote down and somebody else decides; whoever leads has it among what needs them."""
    mine = Request.objects.waiting_for(user).filter(received_by=user.pk).exclude(state="deciding").soonest_first()
    return [asked_item(request) for request in ([] if user.decides else mine[: MOST + 1])]


def asked_item(request):
    due = timezone.localtime(request.answer_by)
    return Item(
        f"{'We ask' if request.direction == 'out' else 'Asks us'}: {request.name}",
        reverse("sharing:asked_request", args=[request.public_id]),
        request.asked_at,
        urgent=request.urgency == "now" or request.is_overdue,
        hint=f"{request.organisation or request.get_kind_display()}. An answer is due {due.day} {due:%B, %H:%M}.",
        status=request.state_words,
        colour=request.colour,
        about=request,
    )


@brings(Shelf.NEEDS_YOU, Can.PROPOSE)
def silent_partners(user):
    """What was shared, and nobody has said in time what came of it: to whoever asked, and to those who decide."""
    late = Reply.objects.awaited_by(user).late().prefetch_related("decision__about__person").order_by("expected_on")
    return [
        Item(
            f"No answer yet: {reply.decision.whom}",
            reverse("sharing:reply", args=[reply.public_id]),
            start_of(reply.expected_on),
            reply.decision.urgent,
            status="Ask them",
            colour="yellow",
            about=reply.decision,
        )
        for reply in late[: MOST + 1]
    ]
