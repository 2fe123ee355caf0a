"""The story of a record: what was done, a sentence each; and, for those who look after access, who has looked."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.apps import apps
from django.db.models import Case, Count, F, Max, Q, When
from django.db.models.functions import TruncDate
from django.utils import timezone

from audit.events import Event
from audit.models import Reading, Trace, key_of

from .models import Concern

STEPS = 50
LOOKS = 100
BESIDE = []


@dataclass(frozen=True)
class Step:
    """Something done, perhaps several times over on one day by one person."""

    sentence: str
    place: str
    at: datetime
    times: int
    why: str


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
    """What each key in the two trails is called on the page; a folder this user may not open is not among them."""
    return {key_of(person): "the record"} | {
        key_of(folder): f"the {folder.get_kind_display().lower()} folder" for folder in folders
    }


def belongs_beside(function):
    """Register what else belongs to a story: a function of person and user that gives keys and names, as above.

    It gives only what this user may open. A higher app adds its own.
    """
    BESIDE.append(function)
    return function


def places_beside(person, user):
    """What was done outside the record and its folders, and yet is about this person."""
    return {key: name for function in BESIDE for key, name in function(person, user).items()}


@belongs_beside
def concerns(person, user):
    return {key_of(concern): "the concern" for concern in Concern.objects.open_to(user).filter(about__person=person)}


def steps_in(places, page=0):
    """What was done in these places, newest first, the same thing on one day folded into one line."""
    inside = Q(within__in=places) | Q(about__in=places)
    traces = (
        Trace.objects.filter(inside)
        .exclude(event=Event.FOLDER_STARTED)
        .order_by("-id")[page * STEPS : (page + 1) * STEPS + 1]
    )
    traces = list(traces)
    return [_fold(list(same), places) for _, same in groupby(traces[:STEPS], _alike)], len(traces) > STEPS


def _alike(trace):
    return timezone.localdate(trace.at), trace.by_id, trace.event, trace.within, trace.about.split(":")[0]


def _fold(traces, places):
    newest = traces[0]
    why = newest.facts.get("purpose") or newest.facts.get("why") or ""
    place = places.get(newest.within) or places[newest.about]
    return Step(_sentence(newest), place, newest.at, len(traces), why if len(traces) == 1 else "")


def _sentence(trace):
    noun = apps.get_model(trace.about.split(":")[0])._meta.verbose_name
    article = "an" if noun[0] in "aeiou" else "a"
    return Event(trace.event).label.replace(": {about}", "").format(by=trace.by_name, about=f"{article} {noun}")


def looks_in(places):
    """Who opened these places, or was refused, folded by reader, place and day, newest first."""
    inside = Q(within__in=places) | Q(about__in=places)
    place = Case(When(within="", then=F("about")), default=F("within"))
    looks = Reading.objects.filter(inside).annotate(day=TruncDate("at"), place=place)
    folded = looks.values("by_id", "by_name", "place", "day", "refused").annotate(times=Count("id"), last=Max("at"))
    return [
        Look(row["by_name"], places[row["place"]], row["day"], row["times"], row["last"], row["refused"])
        for row in folded.order_by("-day", "-last")[:LOOKS]
        if row["place"] in places
    ]
