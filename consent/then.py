"""Where did we stand on that day? Answered from what was written down by then, for whoever must show it years later.

An answer that was written down afterwards, as of an earlier day, could guide nobody on that day: it is listed apart.
The family (who had responsibility, which orders there were) is as its records say today for that day.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from records.history import as_they_were

from .models import Consent
from .overview import Line
from .standing import Standing, orders_about, standings_in, weigh


@dataclass(frozen=True)
class Then:
    """``lines``: each matter as it stood; ``later``: answers of that day or before that nobody had written down yet."""

    lines: list[Line]
    later: list[Consent]


def where_we_stood(person, on: date) -> Then:
    """At the end of that day, or now if it is today. Three queries."""
    moment = end_of(on)
    known, later = as_they_were(_answers(person), moment)
    lines = [Line(*pair) for pair in standings_in(known, person, orders_about(person), moment)]
    return Then(lines, [row for row in later if row.answered_at <= moment])


def stood(person, purpose, recipient, information, at: datetime) -> Standing:
    """Where we stood on one matter at a moment, as far as anybody had written it down by then."""
    bearing = Consent.objects.bearing_on(person, purpose, recipient, information)
    known, _ = as_they_were(bearing, at)
    return weigh(known, person=person, orders=orders_about(person), at=at)


def end_of(on: date) -> datetime:
    """The last moment of a day here; of today, this moment."""
    tomorrow = timezone.make_aware(datetime.combine(on + timedelta(days=1), time.min))
    return min(tomorrow - timedelta(microseconds=1), timezone.now())


def _answers(person):
    return Consent.objects.about(person)
