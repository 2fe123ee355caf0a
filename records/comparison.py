"""Two texts side by side, word by word: what was taken out, what was put in, and what stayed. Plain Python."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from operator import itemgetter
from typing import Literal

Fate = Literal["kept", "gone", "new"]
WORD = re.compile(r"\s+|\w+|[^\w\s]")
SENTENCE = re.compile(r"[^.!?\n]+[.!?\n]*\s*|[.!?\n]+\s*")
MOST = 2_000_000  # pairs compared at once; longer texts are compared by their sentences
LEAST = 0.25  # of the shorter text must stay, or the whole of it is shown as taken out


@dataclass(frozen=True)
class Piece:
    """Some words of a text, and whether they were kept, are gone, or are new."""

    fate: Fate
    text: str


def side_by_side(older: str, newer: str) -> tuple[list[Piece], list[Piece]]:
    """Both texts in pieces. The pieces of each, joined, are that text again: no word is lost on either side."""
    old, new = WORD.findall(older), WORD.findall(newer)
    runs = list(_runs(old, new))
    if _little_stays(runs):
        runs = [(False, old, new)]
    left: list[tuple[Fate, str]] = []
    right: list[tuple[Fate, str]] = []
    for kept, olds, news in runs:
        left += [("kept" if kept else "gone", word) for word in olds]
        right += [("kept" if kept else "new", word) for word in news]
    return _joined(left), _joined(right)


def _runs(old, new):
    """Stretches of both texts in order: whether they are the same, and the words of each."""
    start = _alike(old, new)
    end = _alike(old[start:][::-1], new[start:][::-1])
    old_end, new_end = len(old) - end, len(new) - end
    yield True, old[:start], new[:start]
    yield from _matched(old[start:old_end], new[start:new_end])
    yield True, old[old_end:], new[new_end:]


def _little_stays(runs):
    """A few small words in common, such as “and”, are no reason to tear two different sentences to pieces."""
    sizes = [(kept, len("".join(olds)), len("".join(news))) for kept, olds, news in runs]
    stays = sum(size for kept, size, _ in sizes if kept)
    return stays < LEAST * min(sum(size for _, size, _ in sizes), sum(size for _, _, size in sizes))


def _alike(old, new):
    """How many words at the beginning are the same."""
    differ = (place for place, (one, other) in enumerate(zip(old, new, strict=False)) if one != other)
    return next(differ, min(len(old), len(new)))


def _matched(old, new):
    """Where they are alike in between. No likeness begins at a mere space: it would break what is marked to pieces."""
    if len(old) * len(new) > MOST:
        old, new = SENTENCE.findall("".join(old)), SENTENCE.findall("".join(new))
    if len(old) * len(new) > MOST:
        yield False, old, new
        return
    for what, a, b, c, d in SequenceMatcher(str.isspace, old, new, autojunk=False).get_opcodes():
        yield what == "equal", old[a:b], new[c:d]


def _joined(words):
    """Neighbours of one fate as one piece."""
    return [Piece(fate, "".join(word for _, word in run)) for fate, run in groupby(words, key=itemgetter(0))]
