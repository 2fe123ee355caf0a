"""Anchors: the ledger's size and root, signed again and again and kept out of the reach of whoever runs this service.

What is older than the newest anchor cannot be altered unseen, whoever owns database and key. A line names nobody:

    at       when it was written
    note     a checkpoint, signed at that moment
    journal  how far the journal was by then (audit/journal.py)
    time     what an outside clock says about the note (RFC 3161), if one is configured
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from . import ledger, reading_only, stream
from .checkpoint import BadNote, Checkpoint, known_keys, opened

EVERY = timedelta(minutes=15)
TOO_OLD = timedelta(hours=1)
ENDING = ".jsonl"


def place() -> Path | None:
    """The file they are appended to, if they go anywhere; where only a system log is told, one here keeps the time."""
    if settings.ANCHOR_SYSLOG and not settings.ANCHOR_FILE:
        return Path(settings.VAR_DIR) / f"anchors{ENDING}"
    return Path(settings.ANCHOR_FILE) if settings.ANCHOR_FILE else None


def newest(path: Path | None = None) -> Checkpoint | None:
    """The newest in a file, or in the configured one. Raises BadNote when it was not signed by us."""
    path = path or place()
    line = stream.last(path) if path else None
    return opened(line["note"], known_keys()) if line and "note" in line else None


def due(now: datetime) -> bool:
    """Whether it is time for another one; at once where the last cannot be believed."""
    try:
        kept = newest()
    except BadNote:
        return True
    if grown_anew_from(place()) is not None:
        return True
    return kept is None or not timedelta(0) <= now - kept.at < EVERY


def grown_anew_from(path: Path | None) -> int | None:
    """The line after which a restore let the ledger grow anew, as long as no anchor has been made since then."""
    restore, line = reading_only.last_restore(), stream.last(path) if path else None
    if restore is None or line and line["at"] > restore["at"]:
        return None
    return restore["kept"]


def made(journal: dict[str, int]) -> dict[str, Any]:
    """A new one, over the ledger as it stands now. Raises Broken, KeyUnusable."""
    return {"at": timezone.now().astimezone(UTC).isoformat(), "note": ledger.witness(), "journal": journal}


def notes_in(folder: Path) -> list[str]:
    """Every checkpoint in a folder: each alone in a file, or line by line. Raises FileNotFoundError."""
    return [note for path in sorted(folder.iterdir()) if path.is_file() for note in notes_of(path)]


def notes_of(path: Path) -> Iterable[str]:
    if path.suffix != ENDING:
        return [path.read_text()]
    return [line["note"] for line in stream.read(path) if "note" in line]
