"""What a check of everything finds: the first thing that was touched, or a report of what is in order."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


class Tampered(Exception):
    """Something was touched. ``table``, ``row`` and ``what`` (a field, or a kind of change) say the first of it."""

    def __init__(self, table: str, row: Any, what: str) -> None:
        super().__init__(table, row, what)  # as arguments, so that it comes whole out of another process
        self.table, self.row, self.what = table, str(row), what

    def __str__(self) -> str:
        return f"{self.table}, row {self.row}: {self.what}"


@dataclass
class Report:
    """What was found in order. ``signed_at``: of the last checkpoint; ``anchored_at``: of the newest kept outside.

    ``gaps``: what restores lost, as somebody confirmed it; ``lost``: anchors that were signed over what is lost.
    ``set_back``: lines at which the clock had gone back, as somebody explained in the trail afterwards.
    ``destroyed``: lines of which only number, moment, kind and commitment are left, as ``disposals`` say.
    """

    leaves: int = 0
    versions: int = 0
    rows: int = 0
    files: int = 0
    waiting: int = 0
    disposals: int = 0
    destroyed: int = 0
    signed_at: datetime | None = None
    anchored_at: datetime | None = None
    anchors: int = 0
    lost: list[str] = field(default_factory=list)
    gaps: list[dict[str, Any]] = field(default_factory=list)
    set_back: list[int] = field(default_factory=list)


@dataclass
class Bound:
    """Which versions the traces have bound, table by table: one bit for each key."""

    bits: dict[str, bytearray] = field(default_factory=dict)
    count: Counter[str] = field(default_factory=Counter)

    def add(self, table: str, key: int) -> None:
        """Note one. Raises Tampered when it was noted before."""
        bits = self.bits.setdefault(table, bytearray())
        if key >> 3 >= len(bits):
            bits.extend(bytes((key >> 3) + 1 - len(bits)))
        if bits[key >> 3] >> (key & 7) & 1:
            raise Tampered("audit_trace", f"of {table} {key}", "bound a second time")
        bits[key >> 3] |= 1 << (key & 7)
        self.count[table] += 1

    def add_all(self, versions: dict[str, list[int]]) -> None:
        for table, keys in versions.items():
            for key in keys:
                self.add(table, key)

    def has(self, table: str, key: int) -> bool:
        bits = self.bits.get(table, b"")
        return key >> 3 < len(bits) and bool(bits[key >> 3] >> (key & 7) & 1)
