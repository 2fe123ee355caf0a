"""What the rules of footing are asked about, gathered once: family, orders, assessments, powers and wishes.

Nobody is left out of it for being hidden from a reader, except from the family that a page shows: what somebody may
not do holds whoever asks.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from django.utils import timezone

from records.models import Order, Person, Relationship
from records.models.order import Limits

from .models.capacity import Capacity
from .models.competence import Competence
from .models.decision import is_old_enough
from .models.power import Power
from .models.wish import Wish


@dataclass(frozen=True)
class Assessments:
    """Every assessment of one person, whichever of their records it stands in. Asks the database nothing."""

    person: Person
    rows: tuple[Competence | Capacity, ...] = ()

    def newest(self, matter, at: datetime) -> Competence | Capacity | None:
        """The last one about this very decision; of two at one moment, the one that says no."""
        bearing = [row for row in self.rows if self._counts(row, at) and row.bears_on(matter)]
        return max(bearing, key=lambda row: (row.assessed_at, not row.is_able), default=None)

    def able(self, matter, at: datetime) -> Competence | Capacity | None:
        found = self.newest(matter, at)
        return found if found and found.is_able else None

    def unable(self, matter, at: datetime) -> Competence | Capacity | None:
        """Where they were found not able to decide this, until somebody has to look again."""
        found = self.newest(matter, at)
        return None if found is None or found.is_able or is_due_again(found, at) else found

    def unable_in_something(self, at: datetime) -> bool:
        """Whether there is a decision they were found not able to make, and not found able to make since."""
        return any(self.newest(row, at) == row and self.unable(row, at) for row in self.rows if not row.is_able)

    def _counts(self, row, at):
        """At 16 what was found of the child says nothing any more: from then on it takes both stages."""
        return row.assessed_at <= at and isinstance(row, Capacity) == is_sixteen(self.person, at)


def is_sixteen(person: Person, at: datetime) -> bool:
    """Sixteen or over: presumed able (GC-2)."""
    return is_old_enough(person, timezone.localdate(at))


def is_due_again(assessment, at: datetime) -> bool:
    review_on = getattr(assessment, "review_on", None)
    return review_on is not None and review_on < timezone.localdate(at)


@dataclass(frozen=True)
class Grounds:
    """What is recorded on a day about who may decide for one person. Asks the database nothing."""

    person: Person
    at: datetime
    assessments: Assessments
    limits: Mapping[int, Limits] = field(default_factory=dict)
    links: tuple[Relationship, ...] = ()
    powers: tuple[Power, ...] = ()
    wishes: tuple[Wish, ...] = ()

    @property
    def on(self) -> date:
        return timezone.localdate(self.at)

    @property
    def quiet(self) -> bool:
        """Whether parents are told nothing at all, because a young person who can decide asked for that (GC-3)."""
        return any(wish.is_about_everything for wish in self.wishes)

    @property
    def aloud(self) -> "Grounds":
        """The same without what a young person asked of us: for a page that somebody may be reading along."""
        return replace(self, wishes=())

    def limits_on(self, other) -> Limits:
        return self.limits.get(other.pk, Limits()) if other else Limits()

    def power_of(self, link: Relationship) -> Power | None:
        """The power by which they decide, or else the last one that was seen."""
        held = [power for power in self.powers if power.relationship_id == link.pk]
        return next((power for power in held if not power.why_not(self.on)), held[0] if held else None)


class Gathering:
    """What is recorded about who may decide for these people, whatever the day. Seven queries, always."""

    def __init__(self, people: Iterable[Person], reader=None):
        people = list(people)
        records = Person.objects.every_record_of(people)
        links = Relationship.objects.filter(person__in=records).select_related("person", "other")
        self.links = _by_person(links.known_to(reader) if reader else links)
        self.competences, self.capacities = (_by_person(rows.filter(person__in=records)) for rows in _assessments())
        self.powers = _by_person(Power.objects.filter(person__in=records).select_related("person"))
        self.wishes = _by_person(Wish.objects.standing().filter(person__in=records).select_related("person"))
        self.limits = Order.objects.limits_by_day(people)

    def on(self, person: Person, on: date | None = None) -> Grounds:
        """The grounds of one of them, on a day; today, unless given."""
        at, key = _end_of(on), person.stands_for
        day = timezone.localdate(at)
        return Grounds(
            person,
            at,
            Assessments(person, (*self.competences[key], *self.capacities[key])),
            self.limits(person, day),
            tuple(link for link in self.links[key] if link.is_in_force(day)),
            tuple(self.powers[key]),
            tuple(self.wishes[key]),
        )


def gathered(people: Iterable[Person], on: date | None = None, reader=None) -> dict[int, Grounds]:
    """The grounds of each of these people, by their keys, on one day. Seven queries, always."""
    people = list(people)
    found = Gathering(people, reader)
    return {person.pk: found.on(person, on) for person in people}


def grounds_of(person: Person, on: date | None = None, reader=None) -> Grounds:
    return gathered([person], on, reader)[person.pk]


def grounds_on_page(person: Person, reader) -> Grounds:
    """The same today, gathered once for one page: this very object of the person carries them, for one reader."""
    kept = person.__dict__.setdefault("_grounds_on_page", {})
    if reader.pk not in kept:
        kept[reader.pk] = grounds_of(person, reader=reader)
    return kept[reader.pk]


def assessments_of(person: Person) -> Assessments:
    rows = [row for found in _assessments() for row in found.filter(person__in=person.every_record())]
    return Assessments(person, tuple(rows))


def _assessments():
    return [model.objects.select_related("person", "recipient", "assessed_by") for model in (Competence, Capacity)]


def _by_person(rows):
    found: dict[int, list] = defaultdict(list)
    for row in rows.order_by("pk"):
        found[row.person.stands_for].append(row)
    return found


def _end_of(on):
    """The last moment of a day; now, of today."""
    now = timezone.now()
    if on is None or on == timezone.localdate(now):
        return now
    return timezone.make_aware(datetime(on.year, on.month, on.day, 23, 59, 59))
