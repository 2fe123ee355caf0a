"""The packs on the shelf: each organisation's policy in words, contacts, dates and switches, read once.

Rules are Python and live with the decision; what is said about them lives here. Needs no Django, except `current()`.
"""

from functools import cache
from pathlib import Path

from policy.law import Law, book, law, law_for
from policy.pack import Clause, Contact, Notice, OutcomeWords, Pack, QuestionWords, RuleWords
from policy.reader import PackError
from policy.shape import read
from policy.text import Block, blocks

__all__ = [
    "Block",
    "Clause",
    "Contact",
    "Law",
    "Notice",
    "OutcomeWords",
    "Pack",
    "PackError",
    "QuestionWords",
    "RuleWords",
    "blocks",
    "book",
    "current",
    "law",
    "law_for",
    "load",
    "names",
    "read",
]

SHELF = Path(__file__).parent / "packs"


def current() -> Pack:
    """The pack this installation works by."""
    from django.conf import settings  # only here: the packs themselves must open where there is no Django

    return in_folder(settings.POLICY_FOLDER) if settings.POLICY_FOLDER else load(settings.POLICY_PACK)


def names() -> tuple[str, ...]:
    return tuple(sorted(folder.name for folder in SHELF.iterdir() if (folder / "pack.toml").is_file()))


@cache
def in_folder(folder: str) -> Pack:
    """An organisation's own pack, wherever it is kept. Raises PackError where it is broken or not there."""
    return read(Path(folder).resolve())


@cache
def load(name: str) -> Pack:
    """The pack called `name`. Raises PackError, naming file and key, where there is none or it is broken."""
    if name not in names():
        raise PackError(f"packs/{name}", "", f"there is no such pack, only {', '.join(names())}")
    return read(SHELF / name)
