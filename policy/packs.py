"""The pack of an organisation: its policy's words, contacts, dates and switches, read once and never changed.

Rules are Python and live with the decision; what is said about them lives here. Needs no Django, except `current()`.
"""

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from policy.law import Law, book, law, law_for
from policy.reader import PackError, Table, each_of, rows_of, tables_of
from policy.text import Block, blocks

__all__ = ["Block", "Law", "Pack", "PackError", "blocks", "current", "law", "law_for", "load", "names", "read"]

SHELF = Path(__file__).parent / "packs"

# What a page may ask of every pack: each is a list of sentences, shown in order.
HELP = (
    "danger",
    "cannot_reach",
    "welfare",
    "good_faith",
    "child_questions",
    "parent_today",
    "about_staff",
    "good_record",
    "after_sending",
    "telling",
)


@dataclass(frozen=True)
class Clause:
    """One thing the policy asks, in words for staff; `source` says which paper it comes from."""

    id: str
    words: str
    source: str


@dataclass(frozen=True)
class QuestionWords:
    """How a fact is asked for. `number` is the policy's own, 1 to 8, or 0 for the questions that come before them."""

    key: str
    number: int
    title: str
    meaning: str
    why: str
    answers: Mapping[str, str]


@dataclass(frozen=True)
class OutcomeWords:
    code: str
    title: str
    sentence: str
    meanwhile: str
    who_decides: str


@dataclass(frozen=True)
class RuleWords:
    """Why a rule decided as it did, in a sentence, and the clauses it carries out."""

    words: str
    clauses: tuple[str, ...]


@dataclass(frozen=True)
class Contact:
    name: str
    number: str
    when: str


@dataclass(frozen=True)
class BannedMethod:
    """A way of sending that is never used: `reason` is the policy's, `known_as` what people call it."""

    label: str
    reason: str
    known_as: tuple[str, ...]


@dataclass(frozen=True)
class QuizQuestion:
    """One question after the undertaking; `right` is the place, from 0, of the right answer."""

    question: str
    answers: tuple[str, ...]
    right: int


@dataclass(frozen=True)
class Notice:
    """A long text people are given or sign: plain words with `#` and `-` marks, and the SHA-256 of exactly those."""

    edition: str
    language: str
    text: str
    sha256: str

    @property
    def blocks(self) -> tuple[Block, ...]:
        return blocks(self.text)


@dataclass(frozen=True)
class Pack:
    """Everything an organisation's policy says that the product uses; mappings keep the order they are written in."""

    folder: Path
    name: str
    title: str
    organisation: str
    owner: str
    edition: str
    notice_edition: str
    undertaking_edition: str
    effective_on: date
    reviewed_on: date | None
    next_review_on: date | None
    clauses: Mapping[str, Clause]
    questions: Mapping[str, QuestionWords]
    checks: Mapping[str, str]
    outcomes: Mapping[str, OutcomeWords]
    rules: Mapping[str, RuleWords]
    missing_words: Mapping[str, str]
    emergency: tuple[Contact, ...]
    advice_doors: Mapping[str, Contact]
    deciders: Mapping[str, str]
    staff_concerns: Mapping[str, tuple[str, ...]]
    switches: Mapping[str, bool]
    purposes: Mapping[str, str]
    information: Mapping[str, str]
    methods: Mapping[str, str]
    banned: Mapping[str, BannedMethod]
    grounds: Mapping[str, str]
    help: Mapping[str, tuple[str, ...]]
    undertaking_quiz: tuple[QuizQuestion, ...]

    @property
    def legal_bases(self) -> Mapping[str, str]:
        return book().legal_bases

    @property
    def special_conditions(self) -> Mapping[str, str]:
        return book().special_conditions

    @property
    def legal_powers(self) -> Mapping[str, str]:
        return book().legal_powers

    @property
    def rule_words(self) -> Mapping[str, str]:
        return MappingProxyType({name: rule.words for name, rule in self.rules.items()})

    @property
    def rule_clauses(self) -> Mapping[str, tuple[str, ...]]:
        return MappingProxyType({name: rule.clauses for name, rule in self.rules.items()})

    @property
    def banned_methods(self) -> Mapping[str, str]:
        return MappingProxyType({key: method.reason for key, method in self.banned.items()})

    def clause(self, clause_id: str) -> Clause:
        if clause_id not in self.clauses:
            raise PackError(f"{self.name}/clauses.toml", clause_id, "this policy has no such clause")
        return self.clauses[clause_id]

    def clauses_for(self, rule: str) -> tuple[Clause, ...]:
        """The clauses a rule of the decision carries out, in this organisation's words."""
        if rule not in self.rules:
            raise PackError(f"{self.name}/outcomes.toml", f"rules.{rule}", "this policy has no words for such a rule")
        return tuple(self.clause(clause_id) for clause_id in self.rules[rule].clauses)

    def refusal_of(self, method: str) -> str | None:
        """Why this way of sending, a key or somebody's own words, is never used; None when nothing forbids it."""
        said = f" {re.sub(r'[^a-z0-9]+', ' ', method.lower())} "
        for key, banned in self.banned.items():
            if method == key or any(f" {name} " in said for name in banned.known_as):
                return banned.reason
        return None

    def notice(self, lang: str = "en") -> Notice:
        """What people are told at first contact. Raises PackError where nobody has put it into that language yet."""
        return _text(self.folder, "notice", lang, self.notice_edition)

    def undertaking(self, lang: str = "en") -> Notice:
        """What everybody signs before they see a record."""
        return _text(self.folder, "undertaking", lang, self.undertaking_edition)


def current() -> Pack:
    """The pack this installation works by."""
    from django.conf import settings  # only here: the packs themselves must open where there is no Django

    return load(settings.POLICY_PACK)


def names() -> tuple[str, ...]:
    return tuple(sorted(folder.name for folder in SHELF.iterdir() if (folder / "pack.toml").is_file()))


@cache
def load(name: str) -> Pack:
    """The pack called `name`. Raises PackError, naming file and key, where there is none or it is broken."""
    if name not in names():
        raise PackError(f"packs/{name}", "", f"there is no such pack, only {', '.join(names())}")
    return read(SHELF / name)


def read(folder: Path) -> Pack:
    """Read a pack from its folder and check that it is whole. Raises PackError, naming file and key."""
    found: dict[str, Any] = {}
    for file, shape in SHAPE.items():
        table = Table.of(folder / file)
        found |= {key: take(table, key) for key, take in shape.items()}
        table.finish()
    pack = Pack(folder=folder, **found)
    _whole(pack)
    return pack


def _whole(pack: Pack) -> None:
    """What one file says about another must be there: clauses behind rules, words pages ask for, both long texts."""
    for rule in pack.rules:
        pack.clauses_for(rule)
    for key in HELP:
        if key not in pack.help:
            raise PackError(f"{pack.name}/pack.toml", f"help.{key}", "is missing")
    pack.notice()
    pack.undertaking()


@cache
def _text(folder: Path, kind: str, language: str, edition: str) -> Notice:
    path = folder / (f"{kind}.md" if language == "en" else f"{kind}.{language}.md")
    if not language.isalpha() or not path.is_file():
        raise PackError(f"{folder.name}/{path.name}", "", "this file is missing")
    text = path.read_text(encoding="utf-8").strip() + "\n"
    if not text.strip():
        raise PackError(f"{folder.name}/{path.name}", "", "this file is empty")
    return Notice(edition, language, text, hashlib.sha256(text.encode()).hexdigest())


def _clauses(table: Table, key: str) -> Mapping[str, Clause]:
    usual = table.text("source")

    def clause(row: Table, clause_id: str) -> Clause:
        return Clause(clause_id, row.text("words"), row.text("source") if row.has("source") else usual)

    return table.tables(key, clause)


def _question(table: Table, key: str) -> QuestionWords:
    number, title = table.take("number", int), table.text("title")
    return QuestionWords(key, number, title, table.text("meaning"), table.text("why"), table.words("answers"))


def _outcome(table: Table, key: str) -> OutcomeWords:
    title, sentence = table.text("title"), table.text("sentence")
    return OutcomeWords(key, title, sentence, table.text("meanwhile"), table.text("who_decides"))


def _rule(table: Table, key: str) -> RuleWords:
    return RuleWords(table.text("words"), table.texts("clauses"))


def _contact(table: Table, key: str) -> Contact:
    return Contact(table.text("name"), table.text("number"), table.text("when"))


def _banned(table: Table, key: str) -> BannedMethod:
    return BannedMethod(table.text("label"), table.text("reason"), table.texts("known_as"))


def _quiz(table: Table, key: str) -> QuizQuestion:
    answers, right = table.texts("answers"), table.take("right", int)
    if not 0 <= right < len(answers):
        raise table.wrong("right", f"must be the place of an answer, 0 to {len(answers) - 1}")
    return QuizQuestion(table.text("question"), answers, right)


def _switch(table: Table, key: str) -> bool:
    return table.take(key, bool)


# Each file of a pack, each key in it, and how it is read. What is not named here may not stand in the file.
SHAPE: dict[str, dict[str, Callable[[Table, str], Any]]] = {
    "pack.toml": {
        "name": Table.text,
        "title": Table.text,
        "organisation": Table.text,
        "owner": Table.text,
        "edition": Table.text,
        "notice_edition": Table.text,
        "undertaking_edition": Table.text,
        "effective_on": Table.known_day,
        "reviewed_on": Table.day,
        "next_review_on": Table.day,
        "emergency": rows_of(_contact),
        "advice_doors": tables_of(_contact),
        "deciders": Table.words,
        "staff_concerns": each_of(Table.texts),
        "switches": each_of(_switch),
        "purposes": Table.words,
        "information": Table.words,
        "methods": Table.words,
        "banned": tables_of(_banned),
        "grounds": Table.words,
        "help": each_of(Table.texts),
        "undertaking_quiz": rows_of(_quiz),
    },
    "clauses.toml": {"clauses": _clauses},
    "questions.toml": {"questions": tables_of(_question), "checks": Table.words},
    "outcomes.toml": {"outcomes": tables_of(_outcome), "rules": tables_of(_rule), "missing_words": Table.words},
}
