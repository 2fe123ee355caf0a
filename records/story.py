"""The story of a record: what was done, a sentence each; and, for those who look after access, who has looked."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from uuid import UUID

from django.db.models import Case, Count, F, Max, Q, When
from django.db.models.functions import TruncDate
from django.utils import timezone

from audit.events import Event
from audit.models import Reading, Trace, key_of
from staff.roles import Can

from .address import to
from .history import changes_by, sentence_of
from .models import Concern, Entry, Folder, Household, Order, Relationship, Restriction

ENTRY, FOLDER = "records.Entry:", "records.Folder:"
STEPS = 50
LOOKS = 100
BESIDE = []
# Why somebody took a copy, is no longer shut out, or was shown what is locked: for those who look after copies, access.
WHY_IS_FOR = {
    Event.DECISION_EXPORTED: Can.EXPORT,
    Event.EXCLUSION_ENDED: Can.GRANT,
    Event.CONTACT_ENDED: Can.GRANT,
    Event.CONTACT_REVEALED: Can.GRANT,
}


@dataclass(frozen=True)
class Place:
    """Where something was done: what it is called on the page, and its address; only what this user may open."""

    name: str
    address: str


@dataclass(frozen=True)
class Step:
    """Something done, perhaps several times over on one day by one person. ``changes``: where what changed is shown."""

    sentence: str
    place: Place
    at: datetime
    times: int
    why: str
    changes: str
    late: bool


@dataclass(frozen=True)
class Look:
    """One reader, one place, one day."""

    reader: str
    place: str
    day: date
    times: int
    last: datetime
    refused: bool


def places_of(person, folders):
    """The place behind each key in the two trails; a folder this user may not open is not among them."""
    records = person.every_record()
    return {key_of(record): Place("the record", to("person", record)) for record in records} | {
        key_of(folder): Place(f"the {folder.get_kind_display().lower()} folder", to("folder", folder))
        for folder in folders
    }


def belongs_beside(function):
    """Register what else belongs to a story: a function of person and user that gives keys and places, as above.

    It gives only what this user may open. A higher app adds its own.
    """
    BESIDE.append(function)
    return function


def places_beside(person, user):
    """What was done outside the record and its folders, and yet is about this person."""
    return {key: place for function in BESIDE for key, place in function(person, user).items()}


@belongs_beside
def concerns(person, user):
    found = Concern.objects.open_to(user).filter(about__person__in=person.every_record()).distinct()
    return {key_of(concern): Place("the concern", to("concern", concern)) for concern in found}


def kept_from(person, user):
    """The keys of what is kept to few within a record that this user may open, and of what hangs on it."""
    for model in (Relationship, Order, Household):
        opens = model.objects.open_to(user).filter(person=person).values("pk")
        for row in model.objects.filter(person=person).exclude(pk__in=opens):
            yield key_of(row)


def steps_in(places, user, page=0, without=()):
    """What was done in these places, newest first, the same thing on one day folded into one line."""
    inside = (Q(within__in=places) | Q(about__in=places)) & ~Q(about__in=list(without))
    traces = (
        Trace.objects.filter(inside)
        .exclude(event=Event.FOLDER_STARTED)
        .exclude(about__in=_kept_from(user, places))
        .order_by("-id")[page * STEPS : (page + 1) * STEPS + 1]
    )
    traces = list(traces)
    gone = _moved_away(traces[:STEPS], places)
    changed = changes_by([trace for trace in traces[:STEPS] if trace.about not in gone])
    folded = [list(same) for _, same in groupby(traces[:STEPS], _alike)]
    return [_step(same, places, changed, user) for same in folded], len(traces) > STEPS


def _kept_from(user, places):
    """The keys of entries in these folders that are kept to others: what was done to them is no part of this story."""
    folders = [key.split(":")[1] for key in places if key.startswith(f"{Folder._meta.label}:")]
    kept = Restriction.objects.keeping_out(user).filter(entry__folder__public_id__in=folders)
    return [f"{Entry._meta.label}:{public_id}" for public_id in kept.values_list("entry__public_id", flat=True)]


def _moved_away(traces, places):
    """The keys of entries that are in none of these folders any more: what they say is read elsewhere."""
    within = {place.removeprefix(FOLDER) for place in places if place.startswith(FOLDER)}
    entries = {UUID(int=0), *(trace.about.removeprefix(ENTRY) for trace in traces if trace.about.startswith(ENTRY))}
    gone = Entry.objects.filter(public_id__in=entries).exclude(folder__public_id__in=within)
    return {key_of(entry) for entry in gone}


def _alike(trace):
    kind = trace.about.split(":")[0]
    return timezone.localdate(trace.at), trace.by_id, trace.event, trace.within or trace.about, kind


def _step(traces, places, changed, user):
    newest = traces[0]
    place = places.get(newest.about) or places[newest.within]
    late = any(trace.facts.get("late") for trace in traces)
    return Step(sentence_of(newest), place, newest.at, len(traces), _why(traces, user), _changes(traces, changed), late)


def _changes(traces, changed):
    """Where what these acts changed is shown: of several on one thing, what they changed together."""
    if traces[0].pk not in changed or len({trace.about for trace in traces}) > 1:
        return ""
    page, number = changed[traces[0].pk]
    _, oldest = changed.get(traces[-1].pk, (page, 2))
    return f"{page}?version={number}" + (f"&beside={oldest - 1}" if len(traces) > 1 else "")


def _why(traces, user):
    """The reason, where a thing was done once and this user may know it."""
    newest = traces[0]
    may_know = WHY_IS_FOR.get(newest.event)
    if len(traces) > 1 or (may_know and not user.can(may_know)):
        return ""
    return newest.facts.get("purpose") or newest.facts.get("why") or ""


def looks_in(places):
    """Who opened these places, or was refused, folded by reader, place and day, newest first."""
    inside = Q(within__in=places) | Q(about__in=places)
    place = Case(When(within="", then=F("about")), default=F("within"))
    looks = Reading.objects.filter(inside).annotate(day=TruncDate("at"), place=place)
    folded = looks.values("by_id", "by_name", "place", "day", "refused").annotate(times=Count("id"), last=Max("at"))
    return [
        Look(row["by_name"], places[row["place"]].name, row["day"], row["times"], row["last"], row["refused"])
        for row in folded.order_by("-day", "-last")[:LOOKS]
        if row["place"] in places
    ]
