"""What happened, in the order of time: of one person, or of a family, as far as this reader may open each thing.

A part of the service adds what it knows with `chronicles`; each asks its own model's `open_to`. A higher floor
registers its own, so that nothing here imports upward:

    @chronicles("decision", "Decisions", weight="significant", folder="safeguarding")
    def decisions(span):
        return [Moment(...), ...]     # at most span.most, those nearest to the end one reads from
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from textwrap import shorten

from django.db.models import Q
from django.utils import timezone

from audit.events import Event
from audit.models import Trace, key_of
from staff.days import start_of

from .address import to
from .entry_says import SIGNIFICANCE
from .models import Concern, Entry, Order, Person, Relationship
from .models.folder import Folder

ROWS = 40
MOST_IN_A_DAY = 400
WORDS = 180


@dataclass(frozen=True)
class Moment:
    """One thing that happened: when, to whom (the key of a person), and where one reads more."""

    at: datetime
    title: str
    person: int
    words: str = ""
    url: str = ""
    kind: str = ""
    weight: str = "routine"
    folder: str = ""

    @property
    def matters(self):
        return dict(SIGNIFICANCE)[self.weight]


@dataclass(frozen=True)
class Span:
    """What is asked for: about whom, by whom, from which day to which, read from which end, at most how many."""

    people: tuple
    user: object
    since: date | None = None
    until: date | None = None
    newest_first: bool = True
    weight: str = ""
    folder: str = ""
    most: int = ROWS + 1

    def cut(self, queryset, column, *, days=False):
        """The rows of a queryset that fall into this span, from the end one reads from."""
        if self.since:
            queryset = queryset.filter(**{f"{column}__gte": self.since if days else start_of(self.since)})
        if self.until:
            queryset = queryset.filter(**{f"{column}__lte": self.until if days else _end_of(self.until)})
        sign = "-" if self.newest_first else ""
        return queryset.order_by(f"{sign}{column}", f"{sign}pk")[: self.most]

    def whom(self, people):
        """The first of the people asked for among these; a row about several is told once."""
        asked = {person.pk for person in self.people}
        return next((person.pk for person in people if person.pk in asked), None)


@dataclass(frozen=True)
class Source:
    title: str
    weight: str
    folder: str
    tell: Callable[[Span], Iterable[Moment]]


SOURCES: dict[str, Source] = {}


def chronicles(kind, title, *, weight="", folder=""):
    """Register what one part knows. ``weight`` and ``folder``: of all its moments; empty where each has its own."""

    def decorate(function):
        SOURCES[kind] = Source(title, weight, folder, function)
        return function

    return decorate


def moments(span, kind=""):
    """What happened in a span, in order, and the day on which the next page begins (None where there is no more).

    A day is never torn apart: the page ends with a whole day, unless one day alone holds more than a page.
    """
    found = _told(span, kind)
    if len(found) <= ROWS:
        return found, None
    day = timezone.localdate(found[ROWS].at)
    whole = [moment for moment in found[:ROWS] if timezone.localdate(moment.at) != day]
    if whole:
        return whole, day
    one_day = _told(replace(span, since=day, until=day, most=MOST_IN_A_DAY), kind)
    return one_day, day - timedelta(days=1) if span.newest_first else day + timedelta(days=1)


def _told(span, kind):
    found = []
    for key, source in SOURCES.items():
        if kind in ("", key) and _fits(source.weight, span.weight) and _fits(source.folder, span.folder):
            constant = {name: value for name in ("weight", "folder") if (value := getattr(source, name))}
            found += [replace(moment, kind=key, **constant) for moment in source.tell(span)]
    return sorted(found, key=lambda moment: (moment.at, moment.title), reverse=span.newest_first)


def _fits(own, asked):
    """A source whose moments are all alike is not asked for others; one whose moments differ looks itself."""
    return not asked or not own or own == asked


def family_of(person, user):
    """This person and everybody linked to them, either way round, whose record this reader may open."""
    records = person.every_record()
    links = Relationship.objects.known_to(user).filter(Q(person__in=records) | Q(other__in=records))
    linked = Q(pk__in=links.values("person")) | Q(pk__in=links.values("other")) | Q(pk__in=records)
    return tuple(Person.objects.open_to(user).filter(linked).order_by("name", "pk"))


def _end_of(day):
    return timezone.make_aware(datetime.combine(day, time.max))


def at_noon(day):
    """A day that has no time stands in the middle of it."""
    return timezone.make_aware(datetime.combine(day, time(12)))


@chronicles("entry", "Entries")
def entries(span):
    """Without what was filed from a concern that this reader opens itself, and without corrections."""
    found = Entry.objects.about(span.people, span.user).filter(corrects=None).select_related("folder")
    found = found.exclude(concern__in=Concern.objects.open_to(span.user))
    if span.weight:
        found = found.filter(significance=span.weight)
    if span.folder:
        found = found.filter(folder__kind=span.folder)
    return [_entry(entry) for entry in span.cut(found, "happened_at")]


def _entry(entry):
    words = shorten(entry.fact or entry.own_words or entry.opinion, WORDS, placeholder=" …")
    return Moment(
        entry.happened_at,
        entry.get_kind_display(),
        entry.folder.person_id,
        f"{words} (Said to be out of date.)" if entry.historical_note else words,
        to("folder", entry.folder),
        weight=entry.significance,
        folder=entry.folder.kind,
    )


@chronicles("concern", "Concerns", weight="significant", folder=Folder.Kind.SAFEGUARDING)
def concerns(span):
    found = Concern.objects.open_to(span.user).filter(about__person__in=span.people).distinct()
    return [
        Moment(
            concern.reported_at,
            f"Concern: {concern.get_state_display().lower()}",
            span.whom(about.person for about in concern.about.all() if about.person),
            concern.begins,
            to("concern", concern),
        )
        for concern in span.cut(found.prefetch_related("about__person"), "reported_at")
    ]


@chronicles("order", "Court orders and limits", weight="significant")
def orders(span):
    found = Order.objects.open_to(span.user).filter(person__in=span.people)
    begun = [_order(one, one.starts_on, "begins") for one in span.cut(found, "starts_on", days=True)]
    over = found.filter(ends_on__lt=timezone.localdate())
    return begun + [_order(one, one.ends_on, "ends") for one in span.cut(over, "ends_on", days=True)]


def _order(order, day, what):
    return Moment(
        at_noon(day), f"{order.get_kind_display()} {what}", order.person_id, order.words, to("person", order.person)
    )


@chronicles("key_person", "Key person", weight="noted")
def key_persons(span):
    """Who did it and when; who it became stands on the record."""
    keys = {key_of(person): person for person in span.people}
    found = Trace.objects.filter(event=Event.KEY_PERSON_CHANGED, about__in=keys)
    return [
        Moment(trace.at, f"{trace.by_name} changed the key person", keys[trace.about].pk)
        for trace in span.cut(found, "at")
    ]
