"""What the home page shows of tasks and flags: what is due, what somebody else has not done, flags to look at again."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from staff.days import start_of
from staff.home import MOST, Item, Shelf, brings
from staff.roles import Can

from .address import to
from .models import Flag, PrivateNote, Received, Task

SOON = timedelta(days=7)


def _item(task, url):
    overdue = {"status": "Overdue", "colour": "red"} if task.is_overdue else {}
    hint = task.person.name if task.person else ""
    return Item(task.what, url, start_of(task.due_on), hint=hint, about=task.person, **overdue)


@brings(Shelf.NEEDS_YOU, Can.WORK_WITH_PEOPLE)
def tasks_due(user):
    """By today; and what one gave to somebody who has let the day pass."""
    due = Task.objects.doable_by(user).waiting().filter(due_on__lte=timezone.localdate())[: MOST + 1]
    late = Task.objects.overdue_given_by(user)[: MOST + 1]
    found = [_item(task, to("task", task)) for task in due]
    return found + [_item(task, reverse("records:tasks")) for task in late] or None


@brings(Shelf.SOON, Can.WORK_WITH_PEOPLE)
def tasks_soon(user):
    today = timezone.localdate()
    soon = Task.objects.doable_by(user).waiting().filter(due_on__gt=today, due_on__lte=today + SOON)
    return [_item(task, to("task", task)) for task in soon[: MOST + 1]]


@brings(Shelf.NEEDS_YOU, Can.GRANT)
def flags_to_look_at(user):
    return [
        Item(
            f"A flag to look at again: {flag.person.name}",
            to("review_flag", flag),
            start_of(flag.review_on),
            hint=flag.reason,
            about=flag.person,
            **({"status": "Overdue", "colour": "red"} if flag.is_overdue else {}),
        )
        for flag in Flag.objects.due(user)[: MOST + 1]
    ]


@brings(Shelf.NEEDS_YOU, Can.WORK_WITH_PEOPLE)
def notes_kept_too_long(user):
    """One's own, never one's workers': what is to become an entry or go."""
    return [_note(one) for one in PrivateNote.objects.due(user)[: MOST + 1]] or None


def _note(one):
    overdue = {"status": "Overdue", "colour": "red"} if one.is_overdue else {}
    hint = f"{one.person.name}. Put it into a folder, or delete it."
    return Item("A private note of yours", to("note", one), one.written_at, hint=hint, about=one, **overdue)


@brings(Shelf.NEEDS_YOU, Can.GRANT)
def partners_words_to_look_at(user):
    """What another organisation told us, when its day to be looked at has come."""
    return [_received(one) for one in Received.objects.due(user)[: MOST + 1]]


def _received(one):
    overdue = {"status": "Overdue", "colour": "red"} if one.is_overdue else {}
    person = one.entry.folder.person
    title = f"What a partner told us, to look at again: {person.name}"
    return Item(title, to("review_source", one), start_of(one.review_on), hint=one.agency.name, about=one, **overdue)
