"""What an organisation's policy says, as the product uses it: words, clauses, contacts, switches. Never changed."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType

from policy.law import Law, book
from policy.reader import PackError
from policy.terms import Deadline, Keeping, Retention, Rung
from policy.text import Block, blocks


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
    """Where answers lead; `about_colleague` is said in place of `meanwhile` of somebody who works here (H-31)."""

    code: str
    title: str
    sentence: str
    meanwhile: str
    about_colleague: str
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
class Procedure:
    """The local safeguarding partners' procedures (H-04): where they are, and when somebody last looked."""

    name: str
    address: str
    when: str
    checked_on: date


@dataclass(frozen=True)
class Permission:
    """One thing people are asked for that is not sharing: in words, what they are told about it, how long it lasts."""

    words: str
    explain: str
    months: int


@dataclass(frozen=True)
class Apart:
    """A kind of folder apart from every child's record (H-33): whom it is about, who keeps it, and for how long.

    `kept_by` are the keys of the roles that start, write and let others in; `read_by` those that only read.
    """

    key: str
    title: str
    whom: str
    holds: str
    kept_by: tuple[str, ...]
    read_by: tuple[str, ...]
    entries: tuple[str, ...]
    retention: Retention


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
    sha256: str  # of all its files together: which words exactly a decision was made by
    name: str
    title: str
    organisation: str
    owner: str
    edition: str
    notice_edition: str
    undertaking_edition: str
    policy_document: str  # the appropriate policy document for sensitive information, and its edition (SC-4)
    effective_on: date
    reviewed_on: date | None
    next_review_on: date | None
    clauses: Mapping[str, Clause]
    questions: Mapping[str, QuestionWords]
    checks: Mapping[str, str]
    golden: Mapping[str, str]
    outcomes: Mapping[str, OutcomeWords]
    rules: Mapping[str, RuleWords]
    tell_words: Mapping[str, str]
    missing_words: Mapping[str, str]
    emergency: tuple[Contact, ...]
    advice_doors: Mapping[str, Contact]
    procedures: tuple[Procedure, ...]
    asking_to_see: Contact
    folder_purposes: Mapping[str, str]
    deciders: Mapping[str, str]
    second_look: tuple[str, ...]
    disagreement: tuple[Rung, ...]
    staff_concerns: Mapping[str, tuple[str, ...]]
    deadlines: Mapping[str, Deadline]
    keepings: Mapping[str, Keeping]
    apart: Mapping[str, Apart]
    retention: Mapping[str, Retention]
    break_glass: Mapping[str, str]
    reading_limits: Mapping[str, int]
    footings: Mapping[str, str]
    intervals: Mapping[str, int]
    switches: Mapping[str, bool | date]
    permissions: Mapping[str, Mapping[str, Permission]]
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

    def binding(self, on: date) -> frozenset[str]:
        """The ids of the duties with a switch that bind this organisation that day."""
        return frozenset(law.id for law in self._switched() if law.binds(on, self.switches[law.switch]))

    def coming(self, on: date) -> tuple[Law, ...]:
        """Duties that are enacted and bind nobody here yet: shown, and never reckoned with."""
        return tuple(law for law in self._switched() if law.id not in self.binding(on))

    def _switched(self) -> Iterator[Law]:
        return (law for law in book().law.values() if law.switch in self.switches)

    def offered(self, kind: str, on: date) -> Mapping[str, str]:
        """The legal bases, special conditions or legal powers that anybody could stand on that day."""
        supports = book().supports[kind]
        return MappingProxyType({key: one.label for key, one in supports.items() if one.offered(on)})

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
        return long_text(self.folder, "notice", lang, self.notice_edition)

    @property
    def notice_languages(self) -> tuple[str, ...]:
        return tuple(languages(self.folder, "notice"))

    def undertaking(self, lang: str = "en") -> Notice:
        """What everybody signs before they see a record."""
        return long_text(self.folder, "undertaking", lang, self.undertaking_edition)


def languages(folder: Path, kind: str) -> dict[str, Path]:
    """The languages a text has been put into: English first, in `kind`.md, then such as Welsh, in `kind`.cy.md."""
    others = {path.name.split(".")[1]: path for path in sorted(folder.glob(f"{kind}.*.md"))}
    return {"en": folder / f"{kind}.md", **others}


@cache
def long_text(folder: Path, kind: str, language: str, edition: str) -> Notice:
    """Raises PackError where there is no such text in that language, or nothing in it."""
    path = languages(folder, kind).get(language)
    if path is None or not path.is_file():
        file = f"{kind}.md" if language == "en" else f"{kind}.{language}.md"
        raise PackError(f"{folder.name}/{file}", "", "this file is missing")
    text = path.read_text(encoding="utf-8").strip() + "\n"
    if not text.strip():
        raise PackError(f"{folder.name}/{path.name}", "", "this file is empty")
    return Notice(edition, language, text, hashlib.sha256(text.encode()).hexdigest())
