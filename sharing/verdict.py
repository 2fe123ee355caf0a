"""What the engine answers: one of eight outcomes, who decides, and what to do meanwhile. People decide; it advises."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

Decides = Literal["anyone", "designated"]
Tell = Literal["before", "after", "not_yet", "lead_decides"]


class Outcome(StrEnum):
    MUST_NOW = "MUST_NOW"
    MUST = "MUST"
    SHOULD_WITHOUT_CONSENT = "SHOULD_WITHOUT_CONSENT"
    MAY_WITH_AGREEMENT = "MAY_WITH_AGREEMENT"
    MAY_OTHER_BASIS = "MAY_OTHER_BASIS"
    ANONYMISE = "ANONYMISE"
    NOT_YET = "NOT_YET"
    DO_NOT_SHARE = "DO_NOT_SHARE"

    @property
    def shares(self) -> bool:
        """True when something may leave, anonymised or not."""
        return self not in (Outcome.NOT_YET, Outcome.DO_NOT_SHARE)


class Also(StrEnum):
    """What a verdict asks for besides its outcome; the value is the sentence people read."""

    RECORD_AFTER = "Help first. Record it within 24 hours; a second person then reviews it."
    LEAD_TOLD = "Tell the safeguarding lead at once. The lead cannot stop this."
    TELEPHONE = "Cannot reach the lead by the time shown? Refer by telephone now and record it after."
    RAISE_WITH_PROTECTORS = "Raise the concern with those who can protect."
    SAFETY_PLAN = "Make a safety plan with the person, and set a date to look again."
    RECORD_AGREEMENT = "Record the agreement, but do not rely on it."
    CHILDRENS_LEAD = "If a child is among those at risk, the children's lead and service come in as well."
    SURVIVOR_CHOOSES = "An adult who has survived a crime is not marched to the police."
    LISTED_FOR_LEAD = "This is listed for the safeguarding lead to see."
    SMALL_NUMBERS = "Check that small numbers do not give anybody away."
    NOTHING_TO_SUBJECT = "Send nothing to the person or the family until the lead has decided."
    RESOLVE_RISK = "You say that asking is unsafe, but that there is no harm and no crime. Settle which it is."
    REPORT_YOURSELF = (
        "Is it, or may it be, a sexual offence against a child? Then you must tell the police or the council yourself, "
        "and nobody here may stop you."
    )
    NOTHING_LEAVES = "Meanwhile nothing leaves."


@dataclass(frozen=True, slots=True)
class Ruling:
    """What one row of the decision table says, once it holds."""

    outcome: Outcome
    decides: Decides = "designated"
    missing: tuple[str, ...] = ()
    next: str | None = None
    seek_consent: bool = False
    seek_advice: bool = False
    also: tuple[Also, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """The engine's answer: `rule` names the row that decided, `missing` and `next` hold fact or question keys."""

    outcome: Outcome
    decides: Decides
    urgent: bool
    rule: str
    missing: tuple[str, ...]
    next: str | None
    seek_consent: bool
    seek_advice: bool
    tell: Tell
    also: tuple[Also, ...]

    def as_json(self, clauses: Sequence[str]) -> dict[str, object]:
        """Return the verdict in the names and order of the decision table, with the clauses of the pack in use."""
        return {
            "outcome": str(self.outcome),
            "decides": self.decides,
            "urgent": self.urgent,
            "rule": self.rule,
            "clauses": list(clauses),
            "missing": list(self.missing),
            "next": self.next,
            "seek_consent": self.seek_consent,
            "seek_advice": self.seek_advice,
            "tell": self.tell,
        }
