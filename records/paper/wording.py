"""How the values of a sealed record read on the page: dates in words, gaps named, long texts in pieces."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("Europe/London")
NOTHING = "Not recorded"
LONGEST_WORD = 60  # letters; beyond it finding where to break a line takes time with the square of the length
PIECE = 3_000  # letters set at once
MANY_LINES = 400  # beyond it line ends are shown by a sign, or a million of them would be as many lines of paper


class Words(str):
    """A text as it is shown. False where the record holds nothing, so that a page can say so in grey."""

    given: bool

    def __bool__(self) -> bool:
        return self.given

    @property
    def pieces(self) -> list["Piece"]:
        """Its paragraphs, each short enough to be set quickly, each in its own direction."""
        lines = [line for line in self.split("\n") if line.strip()]
        if len(lines) > MANY_LINES:
            lines = [" ¶ ".join(lines)]
        return [Piece(part) for line in lines for part in _parts(_breakable(line))]


class Piece(str):
    @property
    def direction(self) -> str:
        """`rtl` when its first letter belongs to a script written from right to left."""
        kinds = (unicodedata.bidirectional(letter) for letter in self[:PIECE])
        return "rtl" if next((kind for kind in kinds if kind in ("L", "R", "AL")), "L") != "L" else "ltr"


def _breakable(line: str) -> str:
    return re.sub(rf"\S{{{LONGEST_WORD}}}(?=\S)", r"\g<0> ", line)


def _parts(line: str) -> Iterator[str]:
    """The line in pieces, cut at a space. `_breakable` sees to it that there is one."""
    start = 0
    while len(line) - start > PIECE:
        cut = line.rfind(" ", start, start + PIECE) + 1
        yield line[start:cut]
        start = cut
    yield line[start:]


def readable(value: Any, name: str = "") -> Any:
    """The record with every value in words for the page; what holds nothing is a false `Words`."""
    if isinstance(value, Mapping):
        return {key: readable(part, key) for key, part in value.items()}
    if isinstance(value, list):
        return [readable(part, name) for part in value]
    return _words(value, name)


def sealed_values(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """Where each value stands that the page shows in other words (dates, yes and no), with the value as sealed."""
    if isinstance(value, Mapping):
        for key, part in value.items():
            yield from sealed_values(part, f"{name}.{key}" if name else key)
    elif isinstance(value, list):
        for place, part in enumerate(value, 1):
            yield from sealed_values(part, f"{name}.{place}")
    elif value is not None and _in_other_words(value, name.rpartition(".")[2]):
        yield name, str(value).lower() if isinstance(value, bool) else str(value)


def _in_other_words(value: Any, key: str) -> bool:
    return not isinstance(value, str) or key.endswith(("_on", "_at"))


def _words(value: Any, name: str) -> Words:
    words = Words(_shown(value, name) or NOTHING)
    words.given = bool(words != NOTHING and words.strip())
    return words


def _shown(value: Any, name: str) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if name.endswith("_on"):
        return f"{date.fromisoformat(value):%-d %B %Y}"
    if name.endswith("_at"):
        return f"{datetime.fromisoformat(value).astimezone(LOCAL):%-d %B %Y at %H:%M}"
    return str(value)
