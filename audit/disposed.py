"""What the ledger itself says was destroyed: by which line, which lines, versions and files. Nothing else may be gone.

A line about a disposal names the numbers of the lines whose rows and salts were destroyed, the versions, the things
and the files. It counts only if two people stand behind it: one proposed, another agreed, and nobody took it back.
One that does again, after a restore, what an earlier line did carries the proof of that line.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from .checkpoint import BadNote
from .events import Event
from .findings import Tampered
from .models import Trace
from .witness import said_in

LINES = (Event.DISPOSED, Event.DISPOSED_AGAIN)
LASTING = ("disposal.", "hold.")  # lines of these kinds are never destroyed
BACK = "put back after it was destroyed"
ALONE = "destroyed without two people who said so"


@dataclass
class Destroyed:
    """Numbers of lines, keys of versions by table, and files; ``many``: how many lines name them."""

    leaves: set[int] = field(default_factory=set)
    versions: dict[str, set[int]] = field(default_factory=dict)
    files: set[str] = field(default_factory=set)
    many: int = 0

    def add(self, facts: dict[str, Any]) -> None:
        self.leaves.update(spread(facts["leaves"]))
        for table, spans in facts["versions"].items():
            self.versions.setdefault(table, set()).update(spread(spans))
        self.files.update(facts["files"])
        self.many += 1


def destroyed() -> Destroyed:
    """Everything that the lines about disposals name. Raises Tampered where one names nothing that can be read."""
    found = Destroyed()
    for key, facts in Trace.objects.filter(event__in=LINES).order_by("pk").values_list("pk", "facts"):
        try:
            found.add(facts)
        except (KeyError, TypeError, ValueError, AttributeError) as odd:
            raise Tampered("audit_trace", key, "facts") from odd
    return found


def unless_agreed() -> None:
    """Raises Tampered with the first disposal that no two people stand behind."""
    used = set[str]()
    for line in Trace.objects.filter(event__in=LINES).order_by("pk"):
        if line.event == Event.DISPOSED and line.about in used:
            raise Tampered("audit_trace", line.pk, "a second disposal under one agreement")
        used.add(line.about)
        if not (_repeats(line) if line.event == Event.DISPOSED_AGAIN else agreed(line)):
            raise Tampered("audit_trace", line.pk, ALONE)


def agreed(line: Trace) -> bool:
    """Whether one person proposed it, another agreed, and nobody took it back."""
    said = Trace.objects.filter(about=line.about, pk__lt=line.pk)
    who = dict(said.order_by("pk").values_list("event", "by_id"))
    two = {who.get(Event.DISPOSAL_PROPOSED), who.get(Event.DISPOSAL_AGREED)}
    return None not in two and len(two) == 2 and Event.DISPOSAL_WITHDRAWN not in who


def _repeats(line: Trace) -> bool:
    """What it repeats stood in the ledger, signed with a key of this service."""
    try:
        return said_in(line.facts["repeats"])["facts"]["things"] == line.facts["things"]
    except (BadNote, KeyError, TypeError, ValueError):
        return False


def spans(numbers: Any) -> list[list[int]]:
    """Numbers as [first, last] of each run of them, which is short where they follow one another."""
    found: list[list[int]] = []
    for number in sorted(numbers):
        if found and found[-1][1] == number - 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    return found


def spread(found: list[list[int]]) -> Iterator[int]:
    for first, last in found:
        yield from range(first, last + 1)
