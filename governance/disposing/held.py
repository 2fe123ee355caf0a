"""What forbids that anything of a record is destroyed: a legal hold, or something that is still open (H-25)."""

from django.db.models import Q

from records.models import (
    AccessRequest,
    BreakGlass,
    Concern,
    Entry,
    Folder,
    Order,
    Person,
    Rectification,
    Restriction,
)
from sharing.models import Decision, Draft, Request
from sharing.states import STATES

from ..models.hold import Hold

UNFINISHED = [state for state, about in STATES.items() if not about.final]
# What is open, and what would have to be done first.
HELD = "It is on legal hold. A lead lifts the hold, with a reason, when it is over."
OPEN = {
    "decision": "A decision about sharing is not finished. Finish it first.",
    # One sentence for what whoever proposes may not know of: a draft of somebody's, or a concern about a colleague.
    "unseen": "Somebody is still working on something that nobody else may see. Try again when they have finished.",
    "concern": "A concern is not answered. Answer it first.",
    "request": "Somebody asked for information and waits. Answer them first.",
    "wrong": "Somebody said that something in it is wrong. Answer them first.",
    "restriction": "An entry is kept to named people. Lift that first.",
    "access": "Somebody asked to be let in, or opened it in an emergency. Answer that first.",
    "order": "A court order about them is in force. Wait until it ends.",
}
RESTS = "Something that stays rests on it: {what}. Propose that this goes first, or leave both."


def why_not(extent):
    """Every reason for which this may not be destroyed now, in words; none where it may."""
    people, apart = list(extent.people), _apart(extent)
    held = Hold.objects.in_force().filter(Q(person__in=people) | Q(folder__in=apart))
    found = [HELD] if held.exists() else []
    found += dict.fromkeys(OPEN[name] for name, rows in _open(extent, people, apart) if rows.exists())
    return found + [RESTS.format(what=what) for what in sorted(extent.rests)]


def _apart(extent):
    of_entries = Folder.objects.filter(entries__in=extent.rows[Entry])
    whole = Folder.objects.filter(pk__in=extent.rows[Folder])
    of_decisions = Folder.objects.filter(decisions_apart__in=extent.rows[Decision])
    found = (whole | of_entries | of_decisions).filter(person=None)
    return [*found.distinct().values_list("pk", flat=True)]


def _open(extent, people, apart):
    yield "decision", Decision.objects.filter(_of(people, apart), state__in=UNFINISHED)
    yield "unseen", Draft.objects.filter(Q(people__in=people) | Q(returned__in=extent.rows[Decision]))
    yield "unseen", Concern.objects.unanswered().filter(about__person__in=people, is_about_staff=True)
    yield "concern", Concern.objects.unanswered().filter(about__person__in=people, is_about_staff=False)
    yield "request", Request.objects.waiting().filter(about__person__in=people)
    yield "wrong", Rectification.objects.filter(answered_at=None).filter(_in(people, apart))
    yield "restriction", Restriction.objects.in_force().filter(entry__in=extent.rows[Entry])
    yield "access", AccessRequest.objects.waiting().filter(person__in=people)
    yield "access", BreakGlass.objects.filter(person__in=people, answered_at=None)
    yield "order", Order.objects.in_force().filter(person__in=people)


def _of(people, apart):
    return Q(about__person__in=people) | Q(apart__in=apart)


def _in(people, apart):
    return Q(entry__folder__person__in=people) | Q(entry__folder__in=apart)


def whose(thing):
    """The person whose record a thing is in, or the folder apart; nobody where it is about several."""
    if isinstance(thing, Person):
        return thing
    if isinstance(thing, Decision):
        people = [about.person for about in thing.about.all()]
        return people[0] if len(people) == 1 else thing.apart
    folder = thing if isinstance(thing, Folder) else thing.folder if isinstance(thing, Entry) else _folder(thing)
    return folder and (folder.person or folder)


def _folder(attachment):
    return attachment.entry and attachment.entry.folder
