"""Who already has what somebody agreed to share. What left is kept by a higher floor, which answers here."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from records.models import Agency

if TYPE_CHECKING:
    from .models import Consent


@dataclass(frozen=True)
class Holder:
    """One agency that was told something while this yes stood."""

    name: str
    what: str
    on: date
    agency: Agency | None = None


KEEPERS: list[Callable[["Consent"], Iterable[Holder]]] = []


def knows_who_has(function):
    """Register a function of a higher floor. It leaves out whatever the person must not be told of."""
    KEEPERS.append(function)
    return function


def holders_of(consent: "Consent") -> list[Holder]:
    if not consent.is_to_share:
        return []
    return sorted((holder for keeper in KEEPERS for holder in keeper(consent)), key=lambda holder: holder.on)
