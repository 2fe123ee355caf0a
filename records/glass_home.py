"""What the home page shows of records opened in an emergency, and of reading that a lead looks at."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from staff.days import start_of
from staff.home import MOST, Item, Shelf, brings
from staff.roles import Can

from .address import to
from .models import BreakGlass, UnusualReading, WeekReview

READ_WITHIN = timedelta(days=7)
GLASS = "A record opened in an emergency"


@brings(Shelf.NEEDS_YOU, Can.GRANT)
def asked_in_an_emergency(user):
    waiting = BreakGlass.objects.allowable_by(user)[: MOST + 1]
    return [
        Item(
            "Somebody needs a record now: say yes or no",
            to("glass", one),
            one.asked_at,
            urgent=True,
            hint=f"{one.user.name}: {one.why}",
            about=one,
        )
        for one in waiting
    ]


@brings(Shelf.NEEDS_YOU, Can.GRANT)
def to_answer_for(user):
    return [_opened(one) for one in BreakGlass.objects.answerable_by(user)[: MOST + 1]]


def _opened(one):
    due = timezone.localtime(one.answer_by)
    status, colour = ("Overdue", "red") if one.is_late else ("To look at", "yellow")
    hint = f"{one.user.name}: {one.why}. Was it needed? Say so by {due.day} {due:%B, %H:%M}."
    return Item(GLASS, to("glass", one), one.opened_at, one.is_late, hint, status, colour, one)


@brings(Shelf.WAITING, Can.GRANT)
def opened_in_the_other_group(user):
    """Every lead learns that a record was opened; whose it was is for those who look after it."""
    others = BreakGlass.objects.noticed_by(user).filter(opened_at__gt=timezone.now() - READ_WITHIN, answered_at=None)
    others = others.exclude(user=user.pk).exclude(pk__in=BreakGlass.objects.open_to(user).values("pk"))
    hint = "It belongs to the other group: its leads look at it."
    page = reverse("records:glasses")
    return [Item(GLASS, page, one.opened_at, hint=f"By {one.user.name}. {hint}") for one in others[: MOST + 1]]


@brings(Shelf.WAITING)
def own_glass(user):
    """What this user opened, or asked to open, until a week after the answer."""
    mine = BreakGlass.objects.written_by(user)
    lately = timezone.now() - READ_WITHIN
    recent = mine.filter(answered_at=None, asked_at__gt=lately) | mine.filter(answered_at__gt=lately)
    return [_own(one) for one in recent[: MOST + 1]]


def _own(one):
    said = {"waiting": "You asked. A lead says yes or no.", "refused": "A lead said no, and why."}
    hint = said.get(one.state, "Your access was reported to the leads.")
    if one.is_live:
        hint += f" You can read it until {timezone.localtime(one.until):%H:%M}."
    status = one.get_answer_display() if one.answered_at else one.get_state_display()
    return Item("You opened a record in an emergency", to("glass", one), one.asked_at, False, hint, status, "blue", one)


@brings(Shelf.NEEDS_YOU, Can.GRANT)
def unusual_reading(user):
    waiting = UnusualReading.objects.run_by(user).not_looked_at().order_by("noticed_at", "pk")
    return [
        Item(
            "Unusual reading",
            to("unusual", one),
            one.noticed_at,
            hint=f"{one.reader.name}: {one.in_words}.",
            about=one,
        )
        for one in waiting[: MOST + 1]
    ]


@brings(Shelf.WAITING)
def own_unusual_reading(user):
    recent = UnusualReading.objects.written_by(user).filter(noticed_at__gt=timezone.now() - READ_WITHIN)
    hint = "A lead looks at it. You can say why."
    return [
        Item(f"Noticed: {one.in_words}", to("unusual", one), one.noticed_at, hint=hint, about=one)
        for one in recent[: MOST + 1]
    ]


@brings(Shelf.NEEDS_YOU, Can.GRANT)
def weeks_that_are_due(user):
    hint = "Who opened what, whose access ends, who was shut out: ten minutes."
    return [
        Item("The week: look through it", reverse(f"records:week_{group}"), start_of(day), hint=hint)
        for group, day in WeekReview.objects.due_for(user)
    ]
