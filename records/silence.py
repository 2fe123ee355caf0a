"""Whether parents are told nothing of something because a young person who can decide asked for that (GC-3).

What was asked is kept by a higher floor, which answers here. Every list of whom to tell asks before it names a parent.
"""

from collections.abc import Callable

from .models.person import Person

ASKED_OF: list[Callable[[Person, str], str]] = []


def keeps_quiet(function):
    """Register a function of a person and a kind of folder: why parents hear nothing of it, or nothing at all."""
    ASKED_OF.append(function)
    return function


def why_quiet(person: Person, kind: str) -> str:
    return next((why for ask in ASKED_OF if (why := ask(person, kind))), "")
