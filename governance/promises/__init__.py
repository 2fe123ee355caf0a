"""What this service promises those who rely on it, each looked at now: kept or broken, in words, and what to do.

    @promises("Backups are made every night", mend="Ask whoever runs the service to …")
    def backups():
        return True, "The newest is three hours old."

A promise that cannot be looked at is a broken one.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

PROMISES: list[Callable[[], "Finding"]] = []


@dataclass(frozen=True)
class Finding:
    """``words``: how it stands. ``mend``: what to do, where it is broken."""

    title: str
    kept: bool
    words: str
    mend: str


def promises(title: str, *, mend: str):
    """Register one. What it decorates says whether it is kept, and how it stands."""

    def decorate(look):
        def looked():
            try:
                kept, words = look()
            except Exception as failed:  # of any kind: what keeps us from looking is itself the finding
                kept, words = False, f"This could not be looked at ({type(failed).__name__})."
            return Finding(title, kept, words, "" if kept else mend)

        PROMISES.append(looked)
        return look

    return decorate


def findings() -> list[Finding]:
    """The broken ones first, each group in the order in which they were promised."""
    return sorted((look() for look in PROMISES), key=lambda finding: finding.kept)


def in_words(span: timedelta) -> str:
    """How long that is, as people say it."""
    minutes = max(0, span // timedelta(minutes=1))
    for size, unit in ((1440, "day"), (60, "hour"), (1, "minute")):
        if minutes >= size:
            many = minutes // size
            return f"{many} {unit}{'s' if many > 1 else ''}"
    return "less than a minute"


def since(span: timedelta | None, limit: timedelta, done: str, never: str) -> tuple[bool, str]:
    """Kept when it was done within the limit. ``done`` has a place for how long ago."""
    if span is None:
        return False, never
    return span <= limit, done.format(in_words(span))
