"""Checks, without trusting the database, that nothing which was recorded has been touched since.

It reads everything again: each line of the ledger, the tree, what was signed about it, every trace and reading, every
version they bound, every row as it is now, and the files. The first thing that is wrong ends it.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import Max

from . import disposed as disposals
from . import ledger, recheck
from .checkpoint import BadNote, Checkpoint, known_keys, opened
from .columns import exact_moment
from .events import Event
from .findings import Bound, Report, Tampered
from .hands import Turn, hands
from .lines import part, waiting
from .merkle import Frontier
from .models import SOURCES, Leaf, Pending, SignedCheckpoint, Trace
from .verbs import recorded

__all__ = ["SET_BACK", "Report", "Tampered", "verify"]

SLACK = timedelta(minutes=2)  # by so much a clock may be put right without anybody meaning harm
AT_ONCE = 5_000  # lines
SET_BACK = "the clock was set back"


def verify(anchors: Iterable[str] = (), processes: int = 1) -> Report:
    """Check everything. ``anchors``: checkpoints kept elsewhere. Raises Tampered with the first that is wrong."""
    report, bound = Report(), Bound()
    gone = _destroyed(report)
    kept = [(f"anchor {number}", _opened("anchor", number, note)) for number, note in enumerate(anchors, 1)]
    report.gaps = list(restores())
    report.lost = [name for name, said in kept if _is_lost(said, report.gaps)]
    kept = [(name, said) for name, said in kept if name not in report.lost]
    head = ledger.head_file()
    known = [*kept, (str(head.name), _opened("ledger.head", head.name, head.read_text()))] if head.exists() else kept
    report.anchors, report.anchored_at = len(kept), max((one.at for _, one in kept), default=None)
    walk = Walk(known, explained())
    with hands(processes) as each:
        report.leaves = _lines(each, walk, bound)
        report.signed_at = walk.last.at if walk.last else None
        _waiting(report)
        for versions in waiting():
            bound.add_all(versions)
        recheck.nothing_unbound(report, bound)
        report.rows = sum(each(recheck.rows_of_today, ((model._meta.label,) for model in recorded())))
    recheck.files(report, gone)
    disposals.unless_agreed()
    report.set_back = walk.clock.explained
    if walk.clock.wrong:  # told last, so that it hides nothing else
        raise walk.clock.wrong
    return report


def _destroyed(report: Report) -> disposals.Destroyed:
    gone = disposals.destroyed()
    report.destroyed, report.disposals = len(gone.leaves), gone.many
    return gone


def restores() -> Iterator[dict[str, Any]]:
    """What was missing each time the service was put back from a backup, as a named person confirmed it."""
    for trace in Trace.objects.filter(event=Event.SERVICE_RESTORED).order_by("pk"):
        yield {**trace.facts, "confirmed_by": trace.by_name}


def explained() -> int:
    """Up to which line somebody has explained that the clock had gone back."""
    traces = Trace.objects.filter(event=Event.CLOCK_EXPLAINED)
    return max((trace.facts["lines"] for trace in traces), default=0)


class Clock:
    """Where it went back. Machines are put right; so it ends no check, and is wrong only while nobody explains it."""

    def __init__(self, up_to: int) -> None:
        self.up_to = up_to
        self.explained: list[int] = []
        self.wrong: Tampered | None = None

    def went_back(self, table: str, line: int, words: str) -> None:
        if line <= self.up_to:
            self.explained.append(line)
        elif self.wrong is None:
            self.wrong = Tampered(table, words, SET_BACK)


def _is_lost(said: Checkpoint, gaps: list[dict[str, Any]]) -> bool:
    """Whether it was signed over lines that a restore lost. That is announced, and compared with nothing."""
    return any(gap["kept"] < said.size and said.at <= datetime.fromisoformat(gap["at"]) for gap in gaps)


# the ledger


def _checkpoints(clock: Clock) -> Iterator[tuple[SignedCheckpoint, Checkpoint]]:
    """Each checkpoint with what it says, from the smallest. Raises Tampered when one is not what was signed."""
    before = None
    for row in recheck.each_row(SignedCheckpoint):
        said = _opened("audit_signedcheckpoint", row.size, row.note)
        if said.size != row.size:
            raise Tampered("audit_signedcheckpoint", row.size, "size")
        if not _as_it_was_signed(row.note, said):
            raise Tampered("audit_signedcheckpoint", row.size, "note")
        if before and said.at < before.at - SLACK:
            clock.went_back("audit_signedcheckpoint", row.size, str(row.size))
        yield row, said
        before = said


def _as_it_was_signed(note: str, said: Checkpoint) -> bool:
    """Our own are kept to the letter; those that come back from others may carry signatures of theirs."""
    text, _, signature = note.partition("\n\n")
    return text + "\n" == said.text() and signature.count("\n") == 1 and signature.endswith("\n")


def _opened(table: str, row: Any, note: str) -> Checkpoint:
    try:
        return opened(note, known_keys())
    except BadNote as bad:
        raise Tampered(table, row, f"signature: {bad}") from bad


def _lines(each: Turn, walk: "Walk", bound: Bound) -> int:
    """Every line, in the order of its number. Returns how many there are."""
    for one in each(part, _ranges()):
        walk.along(one.leaves, one.moments)
        bound.add_all(one.bound)
    if Leaf.objects.count() != walk.end():
        raise Tampered("audit_leaf", Leaf.objects.order_by("seq")[0].seq, "inserted")
    return walk.end()


def _ranges() -> Iterator[tuple[int, int]]:
    last = Leaf.objects.aggregate(last=Max("seq"))["last"] or 0
    return ((after, min(after + AT_ONCE, last)) for after in range(0, last, AT_ONCE))


class Walk:
    """Along the leaves from the first to the last, past every root that was ever signed.

    ``known``: checkpoints kept outside the database, each with the name it is called by. ``explained``: see there.
    """

    def __init__(self, known: list[tuple[str, Checkpoint]], explained: int) -> None:
        self.frontier, self.since, self.clock = Frontier(), 0, Clock(explained)
        self.last: Checkpoint | None = None
        self.checkpoints = _checkpoints(self.clock)
        self.witnesses = sorted((pair for pair in known if pair[1].size), key=lambda pair: pair[1].size, reverse=True)
        self._look_ahead()
        signed = SignedCheckpoint.objects.aggregate(size=Max("size"))["size"] or 0
        for name, said in known:
            if said.size > signed:
                raise Tampered("audit_leaf", said.size, f"missing: {name} was signed over {said.size} rows")

    def along(self, leaves: list[bytes], moments: list[str]) -> None:
        """Some leaves more, and the moment of each."""
        done = 0
        while done < len(leaves):
            if self.ahead is None:
                raise Tampered("audit_leaf", self.frontier.size + 1, "inserted after the last checkpoint")
            stop = min(len(leaves), done + self._next_stop() - self.frontier.size)
            if max(moments[done:stop]) > self.latest:
                first = self.frontier.size + 1
                self.clock.went_back("audit_leaf", first, f"{first} or after")
            self.frontier.extend(leaves[done:stop])
            done = stop
            self._signed_here()
            self._witnessed_here()

    def _next_stop(self) -> int:
        assert self.ahead
        return min(self.ahead[1].size, self.witnesses[-1][1].size if self.witnesses else self.ahead[1].size)

    def _signed_here(self) -> None:
        if self.ahead is None or self.frontier.size != self.ahead[1].size:
            return
        row, said = self.ahead
        if said.root != self.frontier.root:
            raise Tampered("audit_leaf", f"{self.since + 1} to {said.size}", "header: not what was signed")
        if bytes(row.edge) != self.frontier.packed():
            raise Tampered("audit_signedcheckpoint", row.size, "edge")
        self.since = said.size
        self._look_ahead()

    def _look_ahead(self) -> None:
        """Nothing that the next checkpoint covers happened after it was signed."""
        self.ahead = next(self.checkpoints, None)
        if self.ahead:
            self.last = self.ahead[1]
            self.latest = exact_moment((self.last.at + SLACK).astimezone(UTC))

    def _witnessed_here(self) -> None:
        while self.witnesses and self.witnesses[-1][1].size == self.frontier.size:
            name, said = self.witnesses.pop()
            if said.root != self.frontier.root:
                raise Tampered("audit_leaf", f"1 to {said.size}", f"not the ledger that {name} was signed over")

    def end(self) -> int:
        if self.ahead:
            raise Tampered("audit_leaf", self.frontier.size + 1, "missing")
        return self.frontier.size


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
