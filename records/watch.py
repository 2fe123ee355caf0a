"""Notices reading that is out of the ordinary, by the clock and never in a page: nobody waits for it (D14).

It goes through the readings that came since last time, and asks the database the same however many there are.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Case, Count, F, Max, When
from django.db.models.functions import ExtractHour, TruncDate
from django.utils import timezone

from audit.models import Reading
from policy import packs
from staff.models import User

from .models import Folder, Person, PersonReader, ReadUpTo, Tie, UnusualReading

LATE = timedelta(minutes=1)  # a reading may be seen a little after one with a higher number
OLDEST = timedelta(days=2)
GLASS_PAGE = "records:break_glass"
Kind = UnusualReading.Kind


@dataclass
class Day:
    """What one reader opened on one day: people by the hour, and how often they were refused."""

    reader: int
    day: date
    people: dict = field(default_factory=lambda: defaultdict(set))
    refused: int = 0

    @property
    def everybody(self):
        return set().union(*self.people.values())


def notice():
    """Note what is unusual among the readings that are new. Returns how many rows it wrote."""
    new = _new_ones()
    pairs = set(new.annotate(day=TruncDate("at")).values_list("by_id", "day").distinct())
    readers = User.objects.active().in_bulk({reader for reader, _ in pairs})
    days = _days({pair for pair in pairs if pair[0] in readers}) if readers else []
    noted = [UnusualReading.notice(by=User.system(), reader=readers[who], **what) for who, what in _unusual(days)]
    _go_on(new)
    return len(noted)


def _new_ones():
    start = ReadUpTo.objects.first()
    after = start.reading if start else 0
    return Reading.objects.filter(pk__gt=after, at__gte=timezone.now() - OLDEST).exclude(by_id=None)


def _go_on(new):
    upto = new.filter(at__lte=timezone.now() - LATE).aggregate(last=Max("pk"))["last"]
    if upto:
        ReadUpTo.objects.update_or_create(pk=1, defaults={"reading": upto})


def _days(pairs):
    """Each of these readers’ days, whole."""
    place = Case(When(within="", then=F("about")), default=F("within"))
    looks = Reading.objects.filter(by_id__in={who for who, _ in pairs}, at__date__in={day for _, day in pairs})
    looks = looks.annotate(day=TruncDate("at"), hour=ExtractHour("at"), place=place)
    rows = list(looks.values("by_id", "day", "hour", "place", "page", "refused").annotate(times=Count("id")))
    whose = _people_of({row["place"] for row in rows})
    days = {pair: Day(*pair) for pair in pairs}
    for row in rows:
        if (row["by_id"], row["day"]) in days:
            _add(days[row["by_id"], row["day"]], row, whose)
    return list(days.values())


def _add(day, row, whose):
    if row["page"] == GLASS_PAGE or row["refused"] and row["place"]:
        day.refused += row["times"]
    elif row["place"] in whose:
        day.people[row["hour"]].add(whose[row["place"]])


def _people_of(places):
    """The person behind each key of a record or folder."""
    ids = defaultdict(set)
    for label, _, public_id in (place.partition(":") for place in places):
        ids[label].add(public_id)
    people = Person.objects.filter(public_id__in=ids["records.Person"])
    folders = Folder.objects.filter(public_id__in=ids["records.Folder"]).exclude(person=None)
    return {f"records.Person:{public_id}": pk for public_id, pk in people.values_list("public_id", "pk")} | {
        f"records.Folder:{public_id}": pk for public_id, pk in folders.values_list("public_id", "person")
    }


def _unusual(days):
    """What is new to note: (reader, details)."""
    people = {person for day in days for person in day.everybody}
    readers = {day.reader for day in days}
    known = _Known(
        people=Person.objects.in_bulk(people),
        theirs=set(PersonReader.objects.filter(reader__in=readers, thing__in=people).values_list("reader", "thing")),
        ties=set(_ties(readers, people)),
        noted=set(_noted(readers, {day.day for day in days})),
    )
    for day in days:
        for kind, many, among, person in _kinds(day, known):
            if (day.reader, day.day, kind, person and person.pk) not in known.noted:
                groups = {known.people[one].group for one in among} or {"child", "adult"}
                yield day.reader, {"day": day.day, "kind": kind, "many": many, "groups": groups, "person": person}


@dataclass(frozen=True)
class _Known:
    """What is known of all these readers and people, asked once."""

    people: dict
    theirs: set
    ties: set
    noted: set


def _ties(readers, people):
    """What was told or noticed; one postcode only after a lead acted on it, for it alone is a weak sign."""
    ties = Tie.objects.filter(user__in=readers, person__in=people).exclude(state=Tie.State.DISMISSED)
    ties = ties.exclude(source__in=Tie.NEAR, state=Tie.State.WAITING)
    return ties.values_list("user", "person")


def _noted(readers, days):
    return UnusualReading.objects.filter(reader__in=readers, day__in=days).values_list(
        "reader", "day", "kind", "person"
    )


def _kinds(day, known):
    """(kind, how many, the people among whom, the one person if it is about one)."""
    limits = packs.current().reading_limits
    fastest = max(day.people.values(), key=len, default=set())
    if len(fastest) > limits["people_an_hour"]:
        yield Kind.FAST, len(fastest), fastest, None
    strange = {person for person in day.everybody if (day.reader, person) not in known.theirs}
    if len(strange) > limits["people_without_a_tie_a_day"]:
        yield Kind.WIDE, len(strange), strange, None
    for person in sorted(person for person in day.everybody if (day.reader, person) in known.ties):
        yield Kind.RELATIVE, 1, {person}, known.people[person]
    at_night = set().union(*(found for hour, found in day.people.items() if _is_night(hour, limits)))
    if at_night:
        yield Kind.NIGHT, len(at_night), at_night, None
    if day.refused > limits["refused_a_day"]:
        yield Kind.REFUSED, day.refused, set(), None


def _is_night(hour, limits):
    return hour >= limits["night_begins"] or hour < limits["night_ends"]


def opened_that_day(noticed, user):
    """The people whose records were opened that day and whom this lead looks after, by name."""
    [day] = _days({(noticed.reader_id, noticed.day)})
    return Person.objects.run_by(user).filter(pk__in=day.everybody).order_by("name", "pk")
