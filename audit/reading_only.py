"""After a restore the service opens for reading only, until a named person has confirmed what is missing.

A file among the kept files says so, so that every machine that serves them knows. Verbs ask it (audit/verbs.py).
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any

from django.conf import settings

from .keys import keep

WORDS = (
    "This service was put back from a backup. It can be read, but nothing can be written until a safeguarding lead"
    " has confirmed what is missing. What you typed was kept for you."
)
_put_right: ContextVar[bool] = ContextVar("put_right", default=False)


class ReadingOnly(RuntimeError):
    """Nothing is written now; the message says why, and what ends it."""


def note_of() -> Path:
    return Path(settings.FILES_DIR) / "restored.json"


def gap() -> dict[str, Any] | None:
    """What the restore found missing, while nobody has confirmed it yet."""
    return json.loads(note_of().read_text()) if note_of().exists() else None


def begin(facts: dict[str, Any]) -> None:
    keep(note_of(), json.dumps(facts, indent=1).encode(), replace=True)


def end() -> None:
    """The file stays, under the moment of the restore: what was missing is known for ever."""
    facts = gap() or {}
    note_of().rename(note_of().with_name(f"restored-{facts['at'][:19].replace(':', '')}.json"))


def last_restore() -> dict[str, Any] | None:
    """What the newest restore that somebody confirmed had found; none where nothing was ever put back."""
    found = sorted(note_of().parent.glob("restored-*.json"))
    return json.loads(found[-1].read_text()) if found else None


@contextmanager
def putting_right() -> Iterator[None]:
    """For what the restore itself writes, and the confirmation."""
    token = _put_right.set(True)
    try:
        yield
    finally:
        _put_right.reset(token)


def refuse_to_write() -> None:
    """Raises ReadingOnly while the gap is not confirmed."""
    if not _put_right.get() and note_of().exists():
        raise ReadingOnly(WORDS)
