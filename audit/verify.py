"""Checks, without trusting the database, that nothing which was recorded has been touched since.

It reads everything again: each line of the ledger, the tree, what was signed about it, every trace and reading, every
version they bound, every row as it is now, and the files. The first thing that is wrong ends it.
"""

from collections.abc import Iterable
from datetime import UTC, timedelta
from typing import Any

from django.db import models

from . import ledger, recheck
from .checkpoint import BadNote, Checkpoint, known_keys, opened
from .events import Event
from .lines import Line, lines
from .merkle import Frontier, leaf_hash
from .models import READ, REFUSED, SOURCES, Leaf, Pending, SignedCheckpoint
from .recheck import Report, Tampered

__all__ = ["Report", "Tampered", "verify"]

KINDS = {*Event.values, READ, REFUSED}
SLACK = timedelta(minutes=2)  # by so much a clock may be put right without anybody meaning harm


def verify(anchors: Iterable[str] = ()) -> Report:
    """Check everything. ``anchors``: checkpoints kept elsewhere. Raises Tampered with the first that is wrong."""
    report = Report()
    signed = _checkpoints(report)
    kept = [(f"anchor {number}", _opened("anchor", number, note)) for number, note in enumerate(anchors, 1)]
    head = ledger.head_file()
    known = [*kept, (str(head.name), _opened("ledger.head", head.name, head.read_text()))] if head.exists() else kept
    walk = Walk(signed, known)
    for line in lines():
        _same(line)
        walk.step(line)
    report.leaves = walk.end()
    report.anchors, report.anchored_at = len(kept), max((one.at for _, one in kept), default=None)
    _waiting(report)
    recheck.versions(report)
    recheck.rows_of_today(report)
    recheck.files(report)
    return report


# the ledger


def _checkpoints(report: Report) -> list[tuple[SignedCheckpoint, Checkpoint]]:
    found: list[tuple[SignedCheckpoint, Checkpoint]] = []
    for row in SignedCheckpoint.objects.order_by("size"):
        said = _opened("audit_signedcheckpoint", row.size, row.note)
        if said.size != row.size:
            raise Tampered("audit_signedcheckpoint", row.size, "size")
        if found and said.at < found[-1][1].at - SLACK:
            raise Tampered("audit_signedcheckpoint", row.size, "the clock was set back")
        found.append((row, said))
    report.signed_at = found[-1][1].at if found else None
    return found


def _opened(table: str, row: Any, note: str) -> Checkpoint:
    try:
        return opened(note, known_keys())
    except BadNote as bad:
        raise Tampered(table, row, f"signature: {bad}") from bad


class Walk:
    """Along the leaves from the first to the last, past every root that was ever signed."""

    def __init__(self, signed: list[tuple[SignedCheckpoint, Checkpoint]], known: list[tuple[str, Checkpoint]]) -> None:
        self.frontier, self.since = Frontier(), 0
        self.ahead = signed[::-1]
        self.witnesses = sorted(known, key=lambda pair: pair[1].size, reverse=True)
        self._look_ahead()
        last = signed[-1][1].size if signed else 0
        for name, said in known:
            if said.size > last:
                raise Tampered("audit_leaf", said.size, f"missing: {name} was signed over {said.size} rows")

    def step(self, line: Line) -> None:
        if not self.ahead:
            raise Tampered("audit_leaf", line.seq, "inserted after the last checkpoint")
        if line.seq != self.frontier.size + 1:
            raise Tampered("audit_leaf", self.frontier.size + 1, "missing")
        if line.at > self.latest:
            raise Tampered("audit_leaf", line.seq, "the clock was set back")
        self.frontier.append(leaf_hash(line.header))
        if self.frontier.size == self.ahead[-1][1].size:
            self._signed_here()
        if self.witnesses and self.witnesses[-1][1].size == self.frontier.size:
            self._witnessed_here()

    def _signed_here(self) -> None:
        row, said = self.ahead[-1]
        if said.root != self.frontier.root:
            raise Tampered("audit_leaf", f"{self.since + 1} to {said.size}", "header: not what was signed")
        if bytes(row.edge) != self.frontier.packed():
            raise Tampered("audit_signedcheckpoint", row.size, "edge")
        self.since = said.size
        self.ahead.pop()
        self._look_ahead()

    def _look_ahead(self) -> None:
        """Nothing that the next checkpoint covers happened after it was signed."""
        latest = self.ahead[-1][1].at + SLACK if self.ahead else None
        self.latest = latest.astimezone(UTC).isoformat(timespec="microseconds") if latest else ""

    def _witnessed_here(self) -> None:
        while self.witnesses and self.witnesses[-1][1].size == self.frontier.size:
            name, said = self.witnesses.pop()
            if said.root != self.frontier.root:
                raise Tampered("audit_leaf", f"1 to {said.size}", f"not the ledger that {name} was signed over")

    def end(self) -> int:
        if self.ahead:
            raise Tampered("audit_leaf", self.frontier.size + 1, "missing")
        return self.frontier.size


def _same(line: Line) -> None:
    """The line commits to its row, whose words and salt are still the same."""
    table = f"audit_{line.source}"
    if line.source not in SOURCES:
        raise Tampered("audit_leaf", line.seq, "source")
    if not line.there:
        raise Tampered(table, line.row, "deleted")
    if line.kind not in KINDS or line.kind != line.row_kind:
        raise Tampered(table, line.row, "kind")
    if line.at != line.row_at:
        raise Tampered(table, line.row, "at")
    if ledger.commitment(line.salt, line.body) != line.commitment:
        raise Tampered(table, line.row, "changed since it was recorded")


def _waiting(report: Report) -> None:
    """Every trace and reading has its number, or waits for it; nothing waits twice, or for nothing."""
    for name, model in SOURCES.items():
        numbered = Leaf.objects.filter(source=name, row=models.OuterRef("pk"))
        waits = Pending.objects.filter(source=name, row=models.OuterRef("pk"))
        stray = (
            model._base_manager.exclude(models.Exists(numbered)).exclude(models.Exists(waits)).order_by("pk").first()
        )
        if stray:
            raise Tampered(model._meta.db_table, stray.pk, "inserted around the ledger")
        there = model._base_manager.filter(pk=models.OuterRef("row"))
        gone = Pending.objects.filter(source=name).exclude(models.Exists(there)).first()
        if gone:
            raise Tampered(model._meta.db_table, gone.row, "deleted while it waited for its number")
        again = Leaf.objects.filter(source=name, row=models.OuterRef("row"))
        if twice := Pending.objects.filter(models.Exists(again), source=name).first():
            raise Tampered("audit_pending", twice.pk, "waits though it has its number")
    report.waiting = Pending.objects.count()
