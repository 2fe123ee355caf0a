"""What stands on a designated person's home page: proposals to decide, work to review, dates that are near."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from staff.days import start_of
from staff.home import MOST, Item, Shelf, brings
from staff.roles import Can

from .home import asked_item
from .models import Decision, Disagreement, Request, SharingAgreement
from .states import State
from .waking import LOOKED_AT_NEXT, TELLING_NEXT

SOON = timedelta(days=7)


def _item(decision, title, since, page="decision", **more):
    url = reverse(f"sharing:{page}", args=[decision.public_id])
    asks = title if title.endswith("?") else f"{title}:"
    return Item(f"{asks} {decision.whom}", url, since, about=decision, **more)


@brings(Shelf.NEEDS_YOU, Can.SECOND)
def proposals(user):
    """Questions that wait for somebody who decides, most urgent first."""
    waiting = Decision.objects.decidable_by(user).filter(state__in=[State.PROPOSED, State.ADVICE])
    return [
        _item(
            decision,
            "May this be shared?",
            decision.proposed_at,
            urgent=decision.urgent,
            hint=f"Asked by {decision.proposed_by.name}",
            status="Urgent" if decision.urgent else "To decide",
            colour="red" if decision.urgent else "yellow",
        )
        for decision in waiting.with_people().most_urgent_first()[: MOST + 1]
    ]


@brings(Shelf.NEEDS_YOU, Can.DECIDE)
def requests(user):
    """What was asked of us, or by us, and nobody has put to a decision or answered yet; soonest due first."""
    waiting = Request.objects.waiting_for(user).exclude(state="deciding").soonest_first()
    return [asked_item(request) for request in waiting[: MOST + 1]]


@brings(Shelf.NEEDS_YOU, Can.SECOND)
def held_back(user):
    """What the guard stopped, and what has left that should not have: somebody may be at risk."""
    wrong = Decision.objects.gone_wrong(user).with_people()[: MOST + 1]
    waiting = Decision.objects.holding_back(user).distinct().with_people()[: MOST + 1]
    said = {"status": "Urgent", "colour": "red", "urgent": True}
    return [
        *(
            _item(one, "Something went wrong in sharing", one.signed_at or one.proposed_at, "mistake", **said)
            for one in wrong
        ),
        *(_item(one, "Held back: may it leave?", one.signed_at, "let_go", **said) for one in waiting),
    ]


@brings(Shelf.NEEDS_YOU, Can.SECOND)
def to_review(user):
    """What one person did alone, or in an emergency, and a second person must look at."""
    waiting = Decision.objects.reviewable_by(user).with_people().order_by("second_due_at")[: MOST + 1]
    return [
        _item(
            decision,
            "Emergency to review" if decision.state == State.EMERGENCY else "Decision to review",
            decision.second_due_at - timedelta(hours=24),
            page="review",
            urgent=decision.state == State.EMERGENCY,
            status="Review",
            colour="yellow",
        )
        for decision in waiting
    ]


@brings(Shelf.NEEDS_YOU, Can.SECOND)
def disagreements(user):
    """Somebody disagrees with a decision in which this user took no part, and they are to answer."""
    waiting = Disagreement.objects.to_answer(user).select_related("decision", "decision__colleague").order_by("due_at")
    return [
        Item(
            f"Somebody disagrees with a decision: {one.decision.whom}",
            reverse("sharing:answer_disagreement", args=[one.public_id]),
            one.said_at,
            urgent=one.decision.urgent or one.is_late,
            status="Overdue" if one.is_late else "Answer",
            colour="red" if one.is_late else "yellow",
            about=one.decision,
        )
        for one in waiting.prefetch_related("decision__about__person")[: MOST + 1]
    ]


@brings(Shelf.NEEDS_YOU, Can.DECIDE)
def to_weigh_again(user):
    """Signed decisions whose ground has moved since."""
    reopened = Decision.objects.reopened_for(user)
    return [
        _item(
            decision,
            "Look at this decision again",
            decision.signed_at,
            page="look_again",
            hint=decision.comment,
            status="Opened again",
            colour="yellow",
        )
        for decision in reopened.with_people()[: MOST + 1]
    ]


@brings(Shelf.NEEDS_YOU, Can.DECIDE)
def families_to_tell(user):
    """Where the day has come to tell the family, or to say why not yet."""
    due = Decision.objects.telling_for(user).family_untold().annotate(next_on=TELLING_NEXT)
    due = due.filter(next_on__lte=timezone.localdate()).order_by("next_on", "pk")
    return [
        _item(decision, "Tell the family, or say why not yet", start_of(decision.next_on), page="family")
        for decision in due.with_people()[: MOST + 1]
    ]


@brings(Shelf.SOON, Can.DECIDE)
def reviews(user):
    """Decisions not to share, and people not told yet, whose day has nearly come."""
    near = timezone.localdate() + SOON
    due = Decision.objects.resting_for(user).annotate(next_on=LOOKED_AT_NEXT).filter(next_on__lte=near)
    return [
        _item(decision, "Not shared: look again", start_of(decision.next_on))
        for decision in due.order_by("next_on", "pk").with_people()[: MOST + 1]
    ]


@brings(Shelf.SOON, Can.REGISTER)
def agreements_to_review(user):
    due = SharingAgreement.objects.open_to(user).to_review(timezone.localdate() + SOON)[: MOST + 1]
    return [
        Item(
            f"Look at the sharing agreement with {one.agency.name}",
            reverse("sharing:sharing_agreement", args=[one.public_id]),
            start_of(one.review_on),
            about=one,
        )
        for one in due
    ]
