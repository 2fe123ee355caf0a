"""What the home page shows of records: concerns and questions that wait, one's own reports, one's people."""

from django.utils import timezone

from staff.home import MOST, Item, Shelf, brings
from staff.roles import Can

from .address import to
from .forms.asking import named
from .models import Concern, Likeness, Person, Question

STATES = {"received": ("Received", "yellow"), "seen": ("Being looked at", "blue"), "acted": ("Acted on", "green")}


@brings(Shelf.NEEDS_YOU)
def concerns(user):
    if not user.can(Can.SECOND):
        return None
    waiting = Concern.objects.open_to(user).unanswered().most_pressing_first().with_people()
    return [_waiting(concern) for concern in waiting[: MOST + 1]]


def _waiting(concern):
    status, colour = ("Urgent", "red") if concern.urgent else STATES[concern.state]
    due = timezone.localtime(concern.look_by)
    nobody = f"Nobody has looked yet: due {due.day} {due:%B, %H:%M}."
    looked = nobody if concern.state == "received" else "Being looked at, not answered yet."
    return Item(
        f"Concern: {concern.whom}",
        to("concern", concern),
        since=concern.reported_at,
        urgent=concern.urgent,
        hint=f"“{concern.begins}” From {concern.reporter.name}. {looked}",
        status=status,
        colour=colour,
        about=concern,
    )


@brings(Shelf.NEEDS_YOU)
def questions(user):
    if not user.stands_over:
        return None
    return [
        Item("A question", to("question", question), question.waiting_since, hint=question.begins, about=question)
        for question in Question.objects.waiting_for(user)[: MOST + 1]
    ]


@brings(Shelf.NEEDS_YOU)
def likenesses(user):
    if not user.can(Can.GRANT):
        return None
    waiting = Likeness.objects.open_to(user).waiting().order_by("found_at", "pk")
    return [
        Item(
            "Two records may be one person",
            to("likeness", alike),
            alike.found_at,
            hint=f"{named(alike.earlier)} and {named(alike.newer)}. {alike.why_alike}.",
            about=alike,
        )
        for alike in waiting[: MOST + 1]
    ]


@brings(Shelf.REPORTED, before_undertaking=True)
def reported(user):
    """How far each report has come, with the first of the reporter's own words; nothing of what came of it."""
    return [
        Item(
            "A concern",
            to("sent", concern),
            concern.reported_at,
            False,
            concern.begins,
            *STATES[concern.state],
            concern,
        )
        for concern in Concern.objects.written_by(user)[: MOST + 1]
    ]


@brings(Shelf.REPORTED, before_undertaking=True)
def asked(user):
    return [
        Item("A question", to("question", question), question.asked_at, False, "", *question.standing, question)
        for question in Question.objects.written_by(user)[: MOST + 1]
    ]


@brings(Shelf.PEOPLE)
def people(user):
    if not user.can(Can.WORK_WITH_PEOPLE):
        return None
    mine = Person.objects.open_to(user).filter(key_person=user).order_by("name", "pk")[: MOST + 1]
    found = [Item(named(person), to("person", person), about=person) for person in mine]
    return found or (None if user.decides else [])
