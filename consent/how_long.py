"""How long an answer lasts before it is looked at again: as long as the policy says, and no longer."""

from calendar import monthrange
from datetime import date

from policy import packs


def longest(state: str = "given", kind: str = "sharing", purpose: str = "") -> int:
    """For how many months an answer, or not asking, lasts at most before it is looked at again: the policy says."""
    pack = packs.current()
    if thing := pack.permissions.get(kind, {}).get(purpose):
        return thing.months
    return pack.intervals["not_asked_months" if state == "not_sought" else "agreement_months"]


def in_words(months: int) -> str:
    return "a year" if months == 12 else f"{months} month{'s' * (months > 1)}"


def months_after(day: date, months: int) -> date:
    """The same day so many months later; where that month is shorter, its last day."""
    years, month = divmod(day.month - 1 + months, 12)
    last = monthrange(day.year + years, month + 1)[1]
    return date(day.year + years, month + 1, min(day.day, last))
