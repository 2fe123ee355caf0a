"""What is to be said about a pack before an organisation works by it: what must be mended, and what to look at.

What must be mended would leave a page without words or a rule without its clause. What is to be looked at is for a
person to weigh: the service works with it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from policy.drift import sentences, stale
from policy.law import law
from policy.pack import Pack
from policy.packs import load, names
from policy.reader import PackError
from policy.shape import read

Kind = Literal["broken", "missing", "unknown id", "missing clause", "no review date", "stale law"]
MUST: tuple[Kind, ...] = ("broken", "missing", "unknown id")
# What rules and pages ask a pack for by name. The words may change, and nothing else.
NAMED = (
    "questions", "outcomes", "rules", "tell_words", "missing_words", "checks", "switches", "deciders", "information",
    "advice_doors", "grounds", "footings", "intervals", "permissions", "staff_concerns",
)  # fmt: skip
CITED = re.compile(r"\b[A-Z]{1,4}\d?-\d{1,3}\b")


@dataclass(frozen=True)
class Finding:
    kind: Kind
    where: str
    says: str

    @property
    def must_be_mended(self) -> bool:
        return self.kind in MUST

    def __str__(self) -> str:
        return f"{'MEND' if self.must_be_mended else 'LOOK'}  {self.kind}: {self.where}: {self.says}"


def findings(folder: Path, today: date) -> list[Finding]:
    """Everything to say about the pack in a folder, what must be mended first."""
    try:
        pack = read(folder)
    except PackError as slip:
        file, _, says = str(slip).partition(": ")
        return [Finding("broken", file, says)]
    found = [*_names(pack), *_ids(pack), *_clauses(pack), *_review(pack, today)]
    found += [Finding("stale law", where, says) for where, says in stale(pack, today)]
    return sorted(found, key=lambda finding: not finding.must_be_mended)


def like(pack: Pack) -> Pack:
    """The pack of ours that this one was copied from, or is most like: the one with most clauses of the same ids."""
    return max((load(name) for name in names()), key=lambda ours: len(set(ours.clauses) & set(pack.clauses)))


def _names(pack: Pack) -> Iterator[Finding]:
    model = like(pack)
    for part in NAMED:
        yield from _compared(part, set(getattr(pack, part)), set(getattr(model, part)))
    for key in set(pack.questions) & set(model.questions):
        answers = set(pack.questions[key].answers), set(model.questions[key].answers)
        yield from _compared(f"questions.{key}.answers", *answers)
    for key, order in pack.staff_concerns.items():
        yield from _compared(f"staff_concerns.{key}", set(order) | set(pack.deciders), set(pack.deciders))
    for number, rung in enumerate(pack.disagreement, start=1):
        yield from _compared(f"disagreement[{number}].roles", set(rung.roles) | set(pack.deciders), set(pack.deciders))


def _compared(part: str, here: set[str], wanted: set[str]) -> Iterator[Finding]:
    for key in sorted(wanted - here):
        yield Finding("missing", f"{part}.{key}", "pages ask for it. Copy it from the pack you began with.")
    for key in sorted(here - wanted):
        yield Finding("unknown id", f"{part}.{key}", "nothing asks for it. Was it renamed? Only words may change.")


def _ids(pack: Pack) -> Iterator[Finding]:
    """Clauses and laws that some sentence names and that are not there."""
    known = {*pack.clauses, *law()}
    for where, words in sentences(pack):
        for cited in sorted(set(CITED.findall(words)) - known):
            yield Finding("unknown id", where, f"it names {cited}, which is no clause of this policy and no known law.")


def _clauses(pack: Pack) -> Iterator[Finding]:
    model = like(pack)
    for clause in sorted(set(model.clauses) - set(pack.clauses)):
        yield Finding("missing clause", clause, f"the pack {model.name} has it. Was it left out on purpose?")


def _review(pack: Pack, today: date) -> Iterator[Finding]:
    if pack.next_review_on is None:
        yield Finding("no review date", "pack.toml: next_review_on", "say when this policy is looked at again.")
    elif pack.next_review_on < today:
        day = f"{pack.next_review_on:%-d %B %Y}"
        yield Finding("no review date", "pack.toml: next_review_on", f"that day, {day}, is over.")
