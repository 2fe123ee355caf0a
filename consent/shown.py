"""How each state is shown: its word and colour, for one matter and for many in short.

Where something is in doubt a page says only whom to ask, and the rest is folded away: whoever presses somebody may be
reading along.
"""

from collections import Counter
from collections.abc import Iterable

from .standing import Standing, State

ASK_THE_LEAD = ("Ask the lead", "yellow")
SHOWN: dict[State, tuple[str, str]] = {
    "given": ("Given", "green"),
    "refused": ("Refused", "orange"),
    "withdrawn": ("Withdrawn", "grey"),
    "expired": ("Expired", "yellow"),
    "disputed": ASK_THE_LEAD,
    "coerced": ASK_THE_LEAD,
    "none": ("None", "grey"),
}
IN_DOUBT = ("disputed", "coerced")


def summed(standings: Iterable[Standing]) -> list[tuple[str, str, int]]:
    """How many of these stand how: (word, colour, how many), in the order of the words."""
    many = Counter(SHOWN[standing.state] for standing in standings)
    return [(word, colour, number) for (word, colour), number in sorted(many.items())]
