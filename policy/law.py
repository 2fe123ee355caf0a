"""The law behind a decision, as dated rules: the same for every organisation, whatever its policy says."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType

from policy.reader import PackError, Table, tables_of

STATUSES = ("in_force", "enacted_not_commenced", "guidance", "local_policy")
KNOWN = ("read", "excerpt", "remembered")


@dataclass(frozen=True)
class Law:
    """One rule of law or guidance. `known` says how: read in the source, in an excerpt of it, or only remembered.

    `switch` names the switch of a policy pack that turns it on where nobody can say yet from which day it counts.
    """

    id: str
    source: str
    jurisdiction: str
    in_force_from: date | None
    in_force_to: date | None
    status: str
    known: str
    words: str
    switch: str = ""

    def in_force(self, on: date) -> bool:
        """Whether it binds on that day. A rule without a first day is in force by its status alone."""
        begun = self.in_force_from is None or self.in_force_from <= on
        ended = self.in_force_to is not None and self.in_force_to < on
        return self.status == "in_force" and begun and not ended

    def binds(self, on: date, switched: bool | date) -> bool:
        """Whether it is law for an organisation that day: by its own dates, or because that organisation says so."""
        if self.in_force(on):
            return True
        begun = switched <= on if isinstance(switched, date) else switched
        return self.status == "enacted_not_commenced" and begun


@dataclass(frozen=True)
class Support:
    """Something a decision may stand on, and the rules of law behind it."""

    label: str
    law: tuple[str, ...]
    in_force_from: date | None

    def offered(self, on: date) -> bool:
        """Whether anybody could stand on it that day."""
        return self.in_force_from is None or self.in_force_from <= on


@dataclass(frozen=True)
class Book:
    """The whole file: which edition of it, and the SHA-256 of exactly those bytes."""

    edition: str
    sha256: str
    law: Mapping[str, Law]
    supports: Mapping[str, Mapping[str, Support]]

    @property
    def legal_bases(self) -> Mapping[str, str]:
        return self._labels("legal_bases")

    @property
    def special_conditions(self) -> Mapping[str, str]:
        return self._labels("special_conditions")

    @property
    def legal_powers(self) -> Mapping[str, str]:
        return self._labels("legal_powers")

    def _labels(self, kind: str) -> Mapping[str, str]:
        return MappingProxyType({key: support.label for key, support in self.supports[kind].items()})


@cache
def book() -> Book:
    return read(Path(__file__).with_name("law.toml"))


def law() -> Mapping[str, Law]:
    """Every rule of law, by its id."""
    return book().law


def law_for(key: str) -> tuple[Law, ...]:
    """The law behind a legal basis, special condition or legal power, by its key."""
    for supports in book().supports.values():
        if key in supports:
            return tuple(law()[law_id] for law_id in supports[key].law)
    raise PackError("policy/law.toml", key, "is no legal basis, condition or power")


def read(path: Path) -> Book:
    table = Table.of(path)
    edition = table.text("edition")
    rules = table.tables("law", _law)
    kinds = ("legal_bases", "special_conditions", "legal_powers", "without_consent")
    supports = {kind: tables_of(_support)(table, kind) for kind in kinds}
    table.finish()
    for kind, entries in supports.items():
        for key, support in entries.items():
            for law_id in support.law:
                if law_id not in rules:
                    raise PackError("policy/law.toml", f"{kind}.{key}.law", f"there is no rule {law_id}")
    return Book(edition, hashlib.sha256(path.read_bytes()).hexdigest(), rules, MappingProxyType(supports))


def _law(table: Table, key: str) -> Law:
    return Law(
        id=key,
        source=table.text("source"),
        jurisdiction=table.text("jurisdiction"),
        in_force_from=table.day("in_force_from"),
        in_force_to=table.day("in_force_to"),
        status=table.one_of("status", STATUSES),
        known=table.one_of("known", KNOWN),
        words=table.text("words"),
        switch=table.text("switch") if table.has("switch") else "",
    )


def _support(table: Table, key: str) -> Support:
    return Support(table.text("label"), table.texts("law"), table.day("in_force_from"))
