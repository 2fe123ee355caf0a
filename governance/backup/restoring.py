"""Puts a backup back into an empty place, shuts again what was shut since, and says what is missing.

Nothing is written by anybody else until a named person has confirmed the gap (audit/reading_only.py).
"""

import shutil
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from audit import keys, ledger, reading_only
from audit.findings import Report, Tampered
from audit.stream import Line
from audit.verify import verify
from staff.models import Session

from . import database, unpacking
from .gap import gap_of, newest_known, shut_again, shut_since
from .making import ENDING
from .unpacking import NotRestored


@dataclass(frozen=True)
class Restored:
    """What was put back. ``gap``: what is missing, as it is said to people and to the trail."""

    report: Report
    gap: dict[str, Any]


def restore(place: Path, key: Path, anchor_file: Path | None = None) -> Restored:
    """Put a backup back: a box, or the newest in a folder; ``anchor_file``: what was kept elsewhere about the ledger.

    Raises NotRestored, Shut, KeyUnusable, NotCopied, BadJournal, BadNote; then nothing is put back.
    """
    if not unpacking.is_empty():
        raise NotRestored("There is a database or a file here already. Restore into an empty place only.")
    path = newest_in(place) if place.is_dir() else place
    with tempfile.TemporaryDirectory(prefix=".restore-", dir=settings.VAR_DIR) as aside:
        manifest = unpacking.unpacked(path, key, Path(aside))
        gap = gap_of(manifest, newest_known(anchor_file))
        shut = shut_since(gap["kept"], anchor_file)
        try:
            return _put_back(Path(aside), manifest, gap, shut)
        except Exception:
            _undone()
            raise


def newest_in(folder: Path) -> Path:
    found = sorted(folder.glob(f"backup-*{ENDING}"))
    if not found:
        raise NotRestored(f"There is no backup in {folder}.")
    return found[-1]


def _put_back(folder: Path, manifest: dict[str, Any], gap: dict[str, Any], shut: list[Line]) -> Restored:
    unpacking.put_files_back(folder)
    reading_only.begin(gap)
    database.put_back(unpacking.copy_of_database(folder))
    _head(manifest["checkpoint"])
    with reading_only.putting_right():
        if unpacking.is_older():
            call_command("migrate", verbosity=0, interactive=False)
        report = _verified()
        Session.objects.all().delete()  # nobody is signed in by a session of that day
        gap |= {"not_shut": shut_again(shut), "shut_again": len(shut)}
    reading_only.begin(gap)
    return Restored(report, gap)


def _verified() -> Report:
    try:
        return verify()
    except Tampered as found:
        raise NotRestored(f"The trail in this backup is not what was signed: {found}. Try an older one.") from found


def _head(note: str) -> None:
    """From here on the ledger grows from the backup's checkpoint; what was signed after it is kept beside."""
    head = ledger.head_file()
    if head.exists():
        head.rename(head.with_name(f"{head.name}.before-{datetime.now(UTC):%Y%m%dT%H%M%SZ}"))
    if note:
        keys.keep(head, note.encode())


def _undone() -> None:
    """Nothing half put back is left. A PostgreSQL database is put back in one transaction, and dropped by its owner."""
    connection.close()
    if connection.vendor == "sqlite":
        for end in ("", *database.ASIDE):
            Path(f"{database.settings_of()['NAME']}{end}").unlink(missing_ok=True)
    shutil.rmtree(settings.FILES_DIR, ignore_errors=True)
