"""Check that nothing which was recorded was touched since: exit 0 untouched, 1 tampered, 2 could not be checked."""

import json
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from audit import anchors as kept
from audit.verify import SET_BACK, Report, Tampered, verify


class Command(BaseCommand):
    help = "Read everything again, against the ledger and what was signed about it. Trusts no trigger of the database."
    requires_system_checks = []
    requires_migrations_checks = False

    def add_arguments(self, parser):
        parser.add_argument("--anchors", metavar="DIR", type=Path, help="checkpoints that were kept elsewhere")
        parser.add_argument("--json", action="store_true", help="one JSON object instead of sentences")

        parser.add_argument("--processes", metavar="N", type=int, default=1, help="how many to share the work among")

    def handle(self, *, anchors, json: bool, processes: int, **options):
        try:
            report = verify(notes(anchors), processes)
        except Tampered as found:
            lines = ["TAMPERED. The first thing that is wrong:", f"  {found}", *way_out(found)]
            self._say(json, {"tampered": True, "table": found.table, "row": found.row, "what": found.what}, lines)
            sys.exit(1)
        except Exception as error:
            self.stderr.write(f"It could not be checked: {type(error).__name__}: {error}")
            sys.exit(2)
        self._say(json, said(report), sentences(report))

    def _say(self, as_json, facts, lines):
        self.stdout.write(json.dumps(facts) if as_json else "\n".join(lines))


def notes(folder):
    """Those that were given, and those this service itself sent elsewhere, where it can see them."""
    place = kept.place()
    sent = kept.notes_of(place) if place and place.exists() and not settings.ANCHOR_SYSLOG else []
    return [*(kept.notes_in(folder) if folder else []), *sent]


def way_out(found: Tampered):
    """A machine that was put right is the one thing that somebody may explain."""
    if found.what == SET_BACK:
        yield "All else is as it was recorded. Was the clock of the machine put right? Then a safeguarding lead or the"
        yield "data protection manager says so, once: manage.py explain_clock EMAIL WHY."


def said(report: Report):
    return {"tampered": False} | {
        name: value.isoformat() if isinstance(value, datetime) else value for name, value in vars(report).items()
    }


def sentences(report: Report):
    yield f"Nothing was touched: {report.leaves} lines of the ledger, {report.versions} versions, {report.rows} rows as"
    yield f"they are now, and {report.files} files."
    if report.disposals:
        yield f"{report.destroyed} lines were destroyed by {report.disposals} disposals, each of which says by which"
        yield "rule and which two people; their numbers and commitments are in the tree as before."
    if report.waiting:
        yield f"{report.waiting} rows are not sealed yet; the next tick seals them."
    if report.signed_at:
        yield f"Last signed {report.signed_at:%d %B %Y %H:%M} UTC."
    yield from _exposed(report)
    if report.set_back:
        lines = ", ".join(str(line) for line in report.set_back)
        yield f"THE CLOCK WENT BACK at line {lines} or after: times near there are not proved. Somebody explained it."
    for gap in report.gaps:
        lost = gap["anchored"] - gap["kept"]
        yield f"A RESTORE LOST WORK: {lost} lines, of {gap['from'][:16]} to {gap['at'][:16]} UTC, which"
        yield f"{gap['confirmed_by']} confirmed. {len(report.lost)} checkpoints kept elsewhere are of what is lost."


def _exposed(report):
    """What could still be made anew by whoever owns both the database and the key."""
    if report.anchored_at:
        minutes = (datetime.now(UTC) - report.anchored_at) // timedelta(minutes=1)
        yield f"{report.anchors} checkpoints kept elsewhere agree. What is exposed: whatever was recorded in the"
        yield f"{minutes} minutes since the newest, of {report.anchored_at:%d %B %Y %H:%M} UTC."
    else:
        yield "No checkpoint kept elsewhere was given: whoever owns both the database and the key could have made all"
        yield "of this anew. Give a folder of them with --anchors, or set ANCHOR_FILE."
