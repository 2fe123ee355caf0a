"""How the files of a pack become a pack: which keys each file has, how each is read, and what must fit together."""

import hashlib
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from policy.pack import (
    Apart,
    BannedMethod,
    Clause,
    Contact,
    OutcomeWords,
    Pack,
    Permission,
    Procedure,
    QuestionWords,
    QuizQuestion,
    RuleWords,
)
from policy.reader import PackError, Table, each_of, rows_of, table_of, tables_of
from policy.terms import Deadline, Keeping, Retention, Rung

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
# What each folder is for: a person may ask why we write something down (S-04).
FOLDERS = ("developmental", "personal", "send", "safeguarding")
PRIVATE_NOTE = "private_note"  # what a pack must say about keeping: for how long a note to oneself
NOT_NEEDED = "not_needed"  # and what becomes of what should not have been kept at all
KEPT_FOR = ("grievance", "child", "adult")  # the records whose end a pack must name
# What a pack must say about reading: the one reason that never waits, and from where on reading is unusual.
NEVER_WAITS = "danger"
LIMITS = ("people_an_hour", "people_without_a_tie_a_day", "refused_a_day", "night_begins", "night_ends")

# The tables of a pack in which some keys must stand, whatever else does.
NEEDED = {
    "help": HELP,
    "folder_purposes": FOLDERS,
    "keepings": (PRIVATE_NOTE, NOT_NEEDED),
    "retention": KEPT_FOR,
    "break_glass": (NEVER_WAITS,),
    "reading_limits": LIMITS,
    "footings": ("adult", "young_person", "parent", "best_interests", "attorney"),
    "intervals": (
        "agreement_months",
        "not_asked_months",
        "ending_days",
        "call_back_days",
        "no_action_days",
        "disposal_days",
    ),
    "permissions": ("photographs", "medical", "service"),
}
# A yes to everything is a yes to nothing: people must know what they agree to (H-12).
BLANKET = ("all", "any", "anything", "everything", "general", "other")


def read(folder: Path) -> Pack:
    """Read a pack from its folder and check that it is whole. Raises PackError, naming file and key."""
    found: dict[str, Any] = {}
    for file, shape in SHAPE.items():
        table = Table.of(folder / file)
        found |= {key: take(table, key) for key, take in shape.items()}
        table.finish()
    pack = Pack(folder=folder, sha256=checksum(folder), **found)
    _whole(pack)
    return pack


def checksum(folder: Path) -> str:
    """The SHA-256 of every file of a pack, in the order of their names; a name counts too."""
    whole = hashlib.sha256()
    for file in sorted([*folder.glob("*.toml"), *folder.glob("*.md")]):
        whole.update(f"{file.name}\0".encode() + hashlib.sha256(file.read_bytes()).digest())
    return whole.hexdigest()


def _whole(pack: Pack) -> None:
    """What one file says about another must be there: clauses behind rules, words pages ask for, both long texts."""
    if pack.name != pack.folder.name:
        raise PackError(f"{pack.folder.name}/pack.toml", "name", f"must be {pack.folder.name}, as its folder")
    for rule in pack.rules:
        pack.clauses_for(rule)
    for table, keys in NEEDED.items():
        for key in keys:
            if key not in getattr(pack, table):
                raise PackError(f"{pack.name}/pack.toml", f"{table}.{key}", "is missing")
    for clause in [*(keeping.clause for keeping in pack.keepings.values()), *pack.golden]:
        pack.clause(clause)
    pack.notice()
    pack.undertaking()


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
    meanwhile, about_colleague = table.text("meanwhile"), table.text("about_colleague")
    return OutcomeWords(key, title, sentence, meanwhile, about_colleague, table.text("who_decides"))


def _rule(table: Table, key: str) -> RuleWords:
    return RuleWords(table.text("words"), table.texts("clauses"))


def _contact(table: Table, key: str) -> Contact:
    return Contact(table.text("name"), table.text("number"), table.text("when"))


def _procedure(table: Table, key: str) -> Procedure:
    address = table.text("address")
    if not address.startswith("https://"):
        raise table.wrong("address", "must begin with https://")
    return Procedure(table.text("name"), address, table.text("when"), table.known_day("checked_on"))


def _rung(table: Table, key: str) -> Rung:
    roles, hours, urgent_hours = table.texts("roles"), table.take("hours", int), table.take("urgent_hours", int)
    if not roles:
        raise table.wrong("roles", "must name one role or more of those that decide")
    if not 1 <= urgent_hours <= hours:
        raise table.wrong("urgent_hours", "must be 1 or more, and not longer than hours")
    return Rung(roles, hours, urgent_hours)


def _deadline(table: Table, key: str) -> Deadline:
    days = table.take("working_days", int)
    if days < 1:
        raise table.wrong("working_days", "must be 1 or more")
    return Deadline(days, table.text("words"), table.text("source"))


def _permissions(table: Table, kind: str) -> Mapping[str, Permission]:
    return table.each(lambda outer, name: outer.table(name).whole(name, _permission))


def _permission(table: Table, key: str) -> Permission:
    if key in BLANKET:
        raise table.wrong("", "name one thing: a yes to everything is not an agreement")
    return Permission(table.text("words"), table.text("explain"), _interval(table, "months"))


def _keeping(table: Table, key: str) -> Keeping:
    days = table.take("days", int)
    if days < 1:
        raise table.wrong("days", "must be 1 or more")
    return Keeping(days, table.text("clause"), table.text("words"))


# Whom a folder apart may be about, and from which day its time may run.
WHOM = ("staff", "volunteer", "parent", "professional")
RUNS_FROM = ("leaving", "last_entry", "birth")


def _retention(table: Table, key: str) -> Retention:
    years = table.take("years", int)
    if years < 1:
        raise table.wrong("years", "must be 1 or more")
    return Retention(years, table.one_of("runs_from", RUNS_FROM), table.text("until"), table.text("source"))


def _apart(table: Table, key: str) -> Apart:
    whom, reads = table.one_of("whom", WHOM), table.texts("read_by") if table.has("read_by") else ()
    title, holds = table.text("title"), table.text("holds")
    kept_by, entries = table.texts("kept_by"), table.texts("entries")
    return Apart(key, title, whom, holds, kept_by, reads, entries, _retention(table, key))


def _banned(table: Table, key: str) -> BannedMethod:
    return BannedMethod(table.text("label"), table.text("reason"), table.texts("known_as"))


def _quiz(table: Table, key: str) -> QuizQuestion:
    answers, right = table.texts("answers"), table.take("right", int)
    if not 0 <= right < len(answers):
        raise table.wrong("right", f"must be the place of an answer, 0 to {len(answers) - 1}")
    return QuizQuestion(table.text("question"), answers, right)


def _limit(table: Table, key: str) -> int:
    return table.take(key, int)


def _interval(table: Table, key: str) -> int:
    """How long, in the unit that the key ends with; a year at most, as nothing goes unasked for longer (CV-1)."""
    most = {"months": 12, "days": 366}.get(key.rpartition("_")[2], 0)
    long = table.take(key, int)
    if not 1 <= long <= most:
        raise table.wrong(key, f"must be 1 to {most}" if most else "must end with _months or _days")
    return long


def _switch(table: Table, key: str) -> bool | date:
    """On or off; or on from a day, once the law has begun and somebody knows when."""
    return table.known_day(key) if table.is_day(key) else table.take(key, bool)


# What a pack may ask a second person for.
SECOND_LOOK = ("family_not_told", "consent_refused")


def _second_look(table: Table, key: str) -> tuple[str, ...]:
    """Left out, it is neither: a pack from before there was the choice still opens."""
    named = table.take(key, list) if table.has(key) else []
    if set(named) - set(SECOND_LOOK):
        raise table.wrong(key, f"may name {' and '.join(SECOND_LOOK)}")
    return tuple(named)


def _golden(table: Table, key: str) -> Mapping[str, str]:
    """The golden rules of a policy that has them, each under its clause: whoever decides answers every one (H-19)."""
    return table.words(key) if table.has(key) else {}


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
        "policy_document": Table.text,
        "effective_on": Table.known_day,
        "reviewed_on": Table.day,
        "next_review_on": Table.day,
        "emergency": rows_of(_contact),
        "advice_doors": tables_of(_contact),
        "procedures": rows_of(_procedure),
        "asking_to_see": table_of(_contact),
        "folder_purposes": Table.words,
        "deciders": Table.words,
        "second_look": _second_look,
        "disagreement": rows_of(_rung),
        "staff_concerns": each_of(Table.texts),
        "deadlines": tables_of(_deadline),
        "keepings": tables_of(_keeping),
        "apart": tables_of(_apart),
        "retention": tables_of(_retention),
        "break_glass": Table.words,
        "reading_limits": each_of(_limit),
        "footings": Table.words,
        "intervals": each_of(_interval),
        "switches": each_of(_switch),
        "permissions": tables_of(_permissions),
        "purposes": Table.words,
        "information": Table.words,
        "methods": Table.words,
        "banned": tables_of(_banned),
        "grounds": Table.words,
        "help": each_of(Table.texts),
        "undertaking_quiz": rows_of(_quiz),
    },
    "clauses.toml": {"clauses": _clauses},
    "questions.toml": {"questions": tables_of(_question), "checks": Table.words, "golden": _golden},
    "outcomes.toml": {
        "outcomes": tables_of(_outcome),
        "rules": tables_of(_rule),
        "tell_words": Table.words,
        "missing_words": Table.words,
    },
}
