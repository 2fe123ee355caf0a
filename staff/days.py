"""Days as moments, in the place where the people who use this live."""

from datetime import datetime, time

from django.utils import timezone


def start_of(day):
    """The first moment of a day in London, so that a day can stand in line with moments."""
    return timezone.make_aware(datetime.combine(day, time.min))
