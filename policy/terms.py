"""What a policy says about time: by when something is done, whose turn it is for how long, how long it is kept."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Rung:
    """Whose turn it is when somebody disagrees with a decision: any of these roles, within so many hours."""

    roles: tuple[str, ...]
    hours: int
    urgent_hours: int


@dataclass(frozen=True)
class Deadline:
    """Something that must be done within so many working days of being known; `source` is who asks it."""

    working_days: int
    words: str
    source: str


@dataclass(frozen=True)
class Keeping:
    """For how many days something may stay that is kept for a while only, by which clause, and what is done then."""

    days: int
    clause: str
    words: str


@dataclass(frozen=True)
class Retention:
    """How long something is kept: so many years from some day. `until` says it in words, `source` who asks it."""

    years: int
    runs_from: str
    until: str
    source: str
