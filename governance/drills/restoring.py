"""The restore drill: a backup is made while people work, put back, checked, and what was there before it is there.

Every line of the trail carries 32 random bytes that exist nowhere else: they are the canaries.
"""

import json
from dataclasses import asdict, dataclass
from typing import Any

from audit.models import Trace
from audit.verify import verify

from .scratch import put_back

CANARIES = 100


@dataclass(frozen=True)
class Round:
    """One way there and back. ``missing``: canaries that did not come back."""

    backup_seconds: float
    restore_seconds: float
    size: int
    lines: int
    files: int
    canaries: int
    missing: int


def drill(rounds: int = 1, database: str = "") -> list[dict]:
    """Raises DrillFailed, KeyUnusable, NotCopied."""
    return [asdict(_once(database)) for _ in range(rounds)]


def _once(database: str) -> Round:
    before = canaries()
    with put_back(database) as there:
        told = json.loads(there.run("drill", "restore", "--here", str(max(before, default=0))))
    missing = len(set(before.values()) - set(told["canaries"]))
    seconds = round(there.backup_seconds, 1), round(there.restore_seconds, 1)
    return Round(*seconds, there.size, told["lines"], told["files"], len(before), missing)


def looked_at(up_to: int) -> dict[str, Any]:
    """What is here, on the copy, once all of it was checked. Raises Tampered."""
    report = verify()
    return {"canaries": list(canaries(up_to).values()), "files": report.files, "lines": report.leaves}


def canaries(up_to: int | None = None) -> dict[int, str]:
    """The newest lines, up to this one: each with its random bytes."""
    newest = Trace.objects.order_by("-pk") if up_to is None else Trace.objects.filter(pk__lte=up_to).order_by("-pk")
    return {pk: bytes(salt).hex() for pk, salt in newest.values_list("pk", "salt")[:CANARIES]}
