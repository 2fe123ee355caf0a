"""What is missing after a restore: from when to when, how many lines, and what was shut again. A named person says so.

Until then nothing is written (audit/reading_only.py). The confirmation is a trace, so the gap is told for ever.
"""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction

from audit import anchors, checkpoint, journal, ledger, reading_only
from audit.checkpoint import Checkpoint
from audit.events import Event
from audit.journal import BadJournal
from audit.models import SignedCheckpoint
from audit.stream import Line, last
from audit.verbs import Stale, note, verb
from sharing.states import NotNow
from staff.models import User

REFUSED = (DatabaseError, LookupError, ValueError, PermissionDenied, ValidationError, Stale, NotNow)
CONFIRMED = "Somebody has confirmed this already. The service can be written to."


def gap_of(manifest: dict[str, Any], known: Checkpoint | None) -> dict[str, Any]:
    """From when to when nothing is known, and how many lines are missing by the newest checkpoint that is known."""
    words = manifest["checkpoint"]
    kept = checkpoint.opened(words, checkpoint.known_keys()).size if words else 0
    return {
        "anchored": max(known.size if known else 0, kept),
        "at": datetime.now(UTC).isoformat(),
        "from": manifest["at"],
        "kept": kept,
        "last_known": known.at.isoformat() if known else "",
    }


def newest_known(place: Path | None) -> Checkpoint | None:
    """By the anchors elsewhere, or by what this machine itself signed last."""
    head = ledger.head_file()
    here = checkpoint.opened(head.read_text(), checkpoint.known_keys()) if head.exists() else None
    found = [one for one in (anchors.newest(place) if place else None, here) if one]
    return max(found, key=lambda one: one.size, default=None)


def shut_since(size: int, place: Path | None) -> list[Line]:
    """What the journal beside the anchors says was shut. Raises BadJournal when it is not whole."""
    if not place:
        return []
    found = journal.since(size, journal.beside(place))
    kept, by_anchor = last(journal.beside(place)) or {"seq": 0}, (last(place) or {}).get("journal", {}).get("last", 0)
    if kept["seq"] < by_anchor:
        raise BadJournal(f"The journal ends before its line {by_anchor}, which the anchors know of.")
    return found


def shut_again(lines: list[Line]) -> list[dict[str, Any]]:
    """Each in a transaction of its own. Gives what could not be shut again, for people to look at by hand."""
    system, failed = User.system(), []
    for line in lines:
        try:
            with transaction.atomic():
                journal.done_again(line, by=system)
        except REFUSED as refused:
            failed.append({"about": line["about"], "kind": line["kind"], "why": type(refused).__name__})
    return failed


def told(missing: dict[str, Any]) -> dict[str, Any]:
    """The same for people: its moments, how many lines are lost, and what could not be shut again, in words."""
    days = {name: datetime.fromisoformat(missing[name]) for name in ("from", "at", "last_known") if missing[name]}
    not_shut = [Event(one["kind"]).label.format(by="Somebody", about=one["about"]) for one in missing["not_shut"]]
    return {"days": days, "lost": missing["anchored"] - missing["kept"], "not_shut": not_shut}


@verb(Event.SERVICE_RESTORED)
def _confirmed(row, *, by):
    facts = reading_only.gap()
    if facts is None:
        raise Stale(CONFIRMED)
    note(**facts)
    transaction.on_commit(reading_only.end)
    return row


def confirm(*, by) -> None:
    """This person knows what is missing, and lets the service be written to again. Raises Stale."""
    with reading_only.putting_right():
        if not SignedCheckpoint.objects.exists():
            ledger.seal()
        _confirmed(SignedCheckpoint.objects.order_by("-size")[0], by=by)
