"""Working days: from Monday to Friday."""

from datetime import timedelta

from django.utils import timezone

SATURDAY = 5


def after(moment, working_days):
    """The same time of day so many working days later. A bank holiday counts as one: too early is never too late."""
    day = timezone.localtime(moment)
    while working_days:
        day += timedelta(days=1)
        working_days -= day.weekday() < SATURDAY
    return day
