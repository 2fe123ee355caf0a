"""Where a policy has fallen behind: what it still names that is gone, what it leaves out, what law came after it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from policy.law import KNOWN, Law, law
from policy.pack import Pack
from policy.reader import Table, tables_of

# A switch of a pack, and the law that has to be in force before it is on.
BEHIND_A_SWITCH = {"information_sharing_duty": "SH-1", "reporting_duty": "MR-1"}


@dataclass(frozen=True)
class Drift:
    """One thing to look for, and what to say where it is found (or, of what is lacking, where it is not)."""

    key: str
    pattern: re.Pattern[str]
    says: str
    known: str

    @property
    def words(self) -> str:
        """What to say, and how far it can be relied on."""
        sure = {"read": "", "excerpt": " (read in an excerpt)", "remembered": " (from memory: have it confirmed)"}
        return self.says + sure[self.known]


@cache
def book() -> tuple[Mapping[str, Drift], Mapping[str, Drift]]:
    """What is outdated, and what no policy of today lacks."""
    table = Table.of(Path(__file__).with_name("drift.toml"))
    read = tables_of(_drift)
    both = read(table, "outdated"), read(table, "lacking")
    table.finish()
    return both


def stale(pack: Pack, today: date) -> Iterator[tuple[str, str]]:
    """Where the pack has fallen behind the law and the guidance, each as (where, what to do)."""
    said, (outdated, lacking) = sentences(pack), book()
    for drift in outdated.values():
        yield from ((where, drift.words) for where, words in said if drift.pattern.search(words))
    for drift in lacking.values():
        if not any(drift.pattern.search(words) for _, words in said):
            yield "the whole policy", drift.words
    yield from newer_law(pack, today)
    yield from _switched_on_too_soon(pack, today)


def sentences(pack: Pack) -> list[tuple[str, str]]:
    """Everything the pack says in words, with the place where it stands."""
    texts = [("notice.md", pack.notice().text), ("undertaking.md", pack.undertaking().text)]
    return texts + [(where, words) for name, part in vars(pack).items() for where, words in _words_in(name, part)]


def _words_in(where: str, part: Any) -> Iterator[tuple[str, str]]:
    if isinstance(part, str):
        yield where, part
    elif isinstance(part, Mapping):
        for key, value in part.items():
            yield from _words_in(f"{where}.{key}", value)
    elif isinstance(part, tuple):
        for value in part:
            yield from _words_in(where, value)
    elif hasattr(part, "__dataclass_fields__"):
        for value in vars(part).values():
            yield from _words_in(where, value)


def newer_law(pack: Pack, today: date) -> Iterator[tuple[str, str]]:
    looked_at = pack.reviewed_on or pack.effective_on
    newer = [rule for rule in law().values() if rule.in_force_from and looked_at < rule.in_force_from <= today]
    if newer:
        what = "; ".join(f"{rule.id}, {rule.source}, since {_day(rule)}" for rule in newer)
        yield "pack.toml: reviewed_on", f"The law has changed since this policy was looked at: {what}."


def _switched_on_too_soon(pack: Pack, today: date) -> Iterator[tuple[str, str]]:
    for switch, law_id in BEHIND_A_SWITCH.items():
        if pack.switches.get(switch) and not law()[law_id].in_force(today):
            yield f"pack.toml: switches.{switch}", f"{law_id} is not in force yet, as far as anybody here confirmed."


def _day(rule: Law) -> str:
    assert rule.in_force_from
    return f"{rule.in_force_from:%-d %B %Y}"


def _drift(table: Table, key: str) -> Drift:
    pattern = re.compile(table.text("pattern"), re.IGNORECASE)
    return Drift(key, pattern, table.text("says"), table.one_of("known", KNOWN))
