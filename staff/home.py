"""The home page: shelves in a fixed order, filled by the parts of the service, each for whom it concerns.

A part writes functions in its own `home.py` and puts them on a shelf:

    @brings(Shelf.NEEDS_YOU, Can.SECOND)
    def concerns(user):
        return [Item(...), ...]     # nothing waits: []. Not this user's business: None.

Named beside the shelf is what a role must be able to do: of others such a function is never asked.

A shelf is shown when there is something on it, and its first rows stand on the home page. One with words for being
empty is also shown empty, to whoever any part answered with a list.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from django.urls import reverse

from .roles import Can

MOST = 200  # that any part brings
FIRST = 20  # of a shelf that stand on the home page; the others are a page further
BRINGERS = defaultdict(list)


class Shelf(Enum):
    """Title, how it is ordered, and what to say (and do) when it is empty. Shown in this order."""

    NEEDS_YOU = (
        "Needs you now",
        "urgent first, then oldest first",
        "Nothing needs you now",
        "New concerns, questions and proposals stand here as soon as somebody sends them.",
    )
    UNFINISHED = ("Drafts to finish", "last changed first")
    REPORTED = (
        "What you reported, and what came of it",
        "newest first",
        "You have not reported anything yet",
        "When something worries you, log a concern. Here you see when somebody looks at it.",
    )
    WAITING = ("Waiting for somebody else", "oldest first")
    SOON = ("Due this week", "soonest first")
    COMING = ("Coming up", "soonest first")
    PEOPLE = (
        "Your people",
        "what is to do first, then by name",
        "You are nobody’s key person yet",
        "A safeguarding lead can make you somebody’s key person, or let you into a folder.",
    )
    ELSEWHERE = ("Other places", "")

    def __init__(self, title, order, empty="", advice=""):
        self.title, self.order, self.empty, self.advice = title, order, empty, advice


# What several parts bring is put in one order; where only one part brings, its own order stands.
SORTED = {
    Shelf.NEEDS_YOU: lambda item: (not item.urgent, item.since),
    Shelf.UNFINISHED: lambda item: -item.since.timestamp(),
    Shelf.REPORTED: lambda item: -item.since.timestamp(),
    Shelf.WAITING: lambda item: item.since,
    Shelf.SOON: lambda item: item.since,
    Shelf.PEOPLE: lambda item: item.about is not None,  # what is to do with several of them, then each of them
}


@dataclass(frozen=True)
class Item:
    """One row: what it is, where to go, since when, and what it is about (for the record of who saw what)."""

    title: str
    url: str
    since: datetime | None = None
    urgent: bool = False
    hint: str = ""
    status: str = ""
    colour: str = ""
    about: object = None


@dataclass(frozen=True)
class Filled:
    """A shelf with what stands on it today, or with the first of it; ``total``: how much that is in all."""

    shelf: Shelf
    items: list
    total: int

    @property
    def title(self):
        return self.shelf.title

    @property
    def more(self):
        return self.total > len(self.items)

    @property
    def address(self):
        """The page on which all of it stands."""
        return f"{reverse('home')}?all={self.shelf.name.lower()}"


def brings(shelf, ability=None, *, before_undertaking=False):
    """Put what a function finds on a shelf, for whoever is able to act on it.

    Before the undertaking is signed only what says so is asked.
    """

    def decorate(function):
        BRINGERS[shelf].append((function, ability, before_undertaking))
        return function

    return decorate


def shelves_for(user):
    """The shelves this user has, in order, each with its first items in the order it says."""
    return [filled for shelf in Shelf if (filled := _fill(shelf, user, FIRST)) is not None]


def whole_shelf(name, user):
    """One shelf with all that stands on it; nothing where there is none of that name, or nothing on it."""
    shelf = next((shelf for shelf in Shelf if shelf.name.lower() == name), None)
    return shelf and _fill(shelf, user, MOST)


def _is_shown_empty(shelf, user):
    """Only those whom others wait for are told that nobody does."""
    return bool(shelf.empty) and (shelf is not Shelf.NEEDS_YOU or user.can(Can.SECOND))


def asked_of(shelf, user):
    """The parts that are asked what this user has on a shelf: each on its own, so none can forget to look."""
    for bring, ability, early in BRINGERS[shelf]:
        if (early or user.has_undertaken) and (ability is None or user.can(ability)):
            yield bring


def _fill(shelf, user, many):
    found = [items for bring in asked_of(shelf, user) if (items := bring(user)) is not None]
    items = [item for some in found for item in some]
    if not items and not (found and _is_shown_empty(shelf, user)):
        return None
    if shelf in SORTED:
        items.sort(key=SORTED[shelf])
    return Filled(shelf, items[:many], len(items))
