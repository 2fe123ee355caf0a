"""Who looked at somebody's record: every page of it that was opened or refused, folded by reader and day (D13)."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Case, Count, F, Max, Q, When
from django.db.models.functions import TruncDate

from audit.models import Reading, key_of

from .models import Attachment, BreakGlass, Entry, Folder
from .story import Place, places_beside, places_of

DAYS = 25  # rows of readers and days on a page


@dataclass(frozen=True)
class Seen:
    """One place that somebody opened, or was refused, on one day."""

    name: str
    address: str
    times: int
    refused: bool


@dataclass(frozen=True)
class ReadersDay:
    """One reader on one day. ``emergency``: whether they had broken the glass of this record then."""

    reader: str
    day: date
    last: datetime
    times: int
    places: list
    emergency: bool


def looks_at(person, user, page=0):
    """A page of it, newest day first, and whether there are older ones; as many questions however many rows."""
    places, within = _places(person, user)
    looks = _looks(places, within)
    folded = looks.values("by_id", "by_name", "day").annotate(times=Count("id"), last=Max("at"))
    rows = list(folded.order_by("-day", "-last", "by_id")[page * DAYS : (page + 1) * DAYS + 1])
    shown = rows[:DAYS]
    seen = _seen(looks, shown, places)
    broken = _broken(person)
    return [_day(row, seen, broken) for row in shown], len(rows) > DAYS


def _places(person, user):
    """Every key under which the record was read, and those within which everything counts."""
    folders = Folder.objects.open_to(user).filter(person__in=person.every_record()).in_order()
    kept = places_of(person, folders)
    return kept | places_beside(person, user) | _inside(folders, user), list(kept)


def _inside(folders, user):
    """Entries and files by their own keys: a try that was refused names nothing else."""
    entries = Entry.objects.open_to(user).filter(folder__in=folders).select_related("folder")
    files = Attachment.objects.open_to(user).filter(entry__folder__in=folders).select_related("entry__folder")
    found = {key_of(entry): Place("an entry", _of(entry.folder)) for entry in entries}
    return found | {key_of(file): Place("an attached file", _of(file.entry.folder)) for file in files}


def _of(folder):
    from .address import to

    return to("folder", folder)


def _looks(places, within):
    inside = Q(within__in=within) | Q(about__in=list(places))
    place = Case(When(about__in=list(places), then=F("about")), default=F("within"))
    return Reading.objects.filter(inside).annotate(day=TruncDate("at"), place=place)


def _seen(looks, rows, places):
    """What each of these readers opened on each of these days."""
    days = {row["day"] for row in rows}
    found = looks.filter(by_id__in={row["by_id"] for row in rows}, at__date__in=days)
    seen: dict = {}
    for one in found.values("by_id", "day", "place", "refused").annotate(times=Count("id")).order_by("place"):
        place = places.get(one["place"])
        if place:
            key = (place.name, place.address, one["refused"])
            mine = seen.setdefault((one["by_id"], one["day"]), {})
            mine[key] = mine.get(key, 0) + one["times"]
    return seen


def _day(row, seen, broken):
    places = seen.get((row["by_id"], row["day"]), {}).items()
    told = [Seen(name, address, times, refused) for (name, address, refused), times in places]
    emergency = (row["by_id"], row["day"]) in broken
    return ReadersDay(row["by_name"], row["day"], row["last"], row["times"], told, emergency)


def _broken(person):
    """On which days somebody had opened this record in an emergency."""
    opened = BreakGlass.objects.filter(person__in=person.every_record()).exclude(opened_at=None)
    return set(opened.annotate(day=TruncDate("opened_at")).values_list("user", "day"))


def opened_under(broken, person):
    """What was read of the record while the glass was broken, for the lead who says whether it was needed."""
    if not broken.opened_at:
        return []
    folders = Folder.objects.filter(person__in=person.every_record()).in_order()
    places = places_of(person, folders)
    looks = _looks(places, list(places)).filter(by_id=broken.user_id, at__range=(broken.opened_at, broken.until))
    found = looks.values("place").annotate(times=Count("id"), last=Max("at")).order_by("-last")
    return [(places[row["place"]], row["times"], row["last"]) for row in found if row["place"] in places]
