"""What is known about one request to share. Anything may be missing: None means that nobody knows yet.

The names and values are those of the decision table, and of `manage.py decide`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Literal, Self, cast, get_args, get_type_hints

YesNoUnsure = Literal["yes", "no", "unsure"]
Suspicion = Literal["no", "suspected", "yes"]


class BadFact(ValueError):
    """A fact nobody asks about, or an answer that is not one of its answers."""

    def __init__(self, fact: str, problem: str) -> None:
        self.fact = fact if fact in VALUES else _shown(fact)
        super().__init__(f"{self.fact}: {problem}")
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Facts:
    """Frozen answers. A value outside the list raises BadFact: a slip of the pen never counts as unknown."""

    group: Literal["child", "adult"] | None = None
    danger: YesNoUnsure | None = None
    recipient: Literal["protective", "other", "risk", "unverified"] | None = None
    duty: Literal["none", "claimed", "statutory", "court_order"] | None = None
    bar: Literal["no", "yes"] | None = None
    purpose: YesNoUnsure | None = None
    identifiable: YesNoUnsure | None = None
    confidential: YesNoUnsure | None = None
    harm: Literal[Suspicion, "unsure"] | None = None
    harm_to: Literal["subject", "others", "both"] | None = None
    capacity: YesNoUnsure | None = None
    serious_crime: Suspicion | None = None
    unsafe_to_ask: (
        Literal["no", "urgent_help", "increased_risk", "prejudice_investigation", "serious_offence", "unsure"] | None
    ) = None
    consent: Literal["given", "refused", "withdrawn", "expired", "disputed", "coerced", "none"] | None = None
    public_interest: Literal["sufficient", "insufficient", "unsure"] | None = None

    def __post_init__(self) -> None:
        for fact, values in VALUES.items():
            value = getattr(self, fact)
            if value is not None and not (isinstance(value, str) and value in values):
                raise BadFact(fact, f"{_shown(value)} is not one of {', '.join(values)}")

    @classmethod
    def read(cls, given: Mapping[str, object]) -> Self:
        """Return the facts in a mapping of names to values. Raises BadFact naming the first that is wrong."""
        for fact in given:
            if fact not in VALUES:
                raise BadFact(fact, f"there is no such fact; the facts are {', '.join(VALUES)}")
        return cls(**cast(dict[str, Any], given))

    @property
    def adult(self) -> bool:
        """An unknown group counts as a child's."""
        return self.group == "adult"

    @property
    def harmful(self) -> bool:
        """Withholding would, or might, leave somebody at risk of significant harm."""
        return self.harm in ("suspected", "yes")

    @property
    def is_own_refusal(self) -> bool:
        """An adult, presumed to be able to decide, said no to what concerns nobody else."""
        return self.adult and self.refused and self.capacity != "no" and self.harm_to not in ("others", "both")

    @property
    def criminal(self) -> bool:
        return self.serious_crime in ("suspected", "yes")

    @property
    def helpless(self) -> bool:
        """Danger, or somebody who needs help quickly: 'not sure' counts as yes."""
        return self.danger in ("yes", "unsure") or self.unsafe_to_ask == "urgent_help"

    @property
    def refused(self) -> bool:
        return self.consent in ("refused", "withdrawn")

    @property
    def risky_to_ask(self) -> bool:
        """Asking, and so telling, would raise the risk or warn somebody who must not be warned."""
        return self.unsafe_to_ask in ("increased_risk", "prejudice_investigation", "serious_offence")

    @property
    def safety_unknown(self) -> tuple[str, ...]:
        """Which of danger, harm and serious crime nobody has answered, in the order they are asked."""
        return tuple(fact for fact in SAFETY if getattr(self, fact) is None)

    @property
    def safety_settled(self) -> bool:
        """Nothing about danger, harm or crime is left open, so a 'no' or a mere 'may' is possible."""
        return not self.safety_unknown and self.harm != "unsure"


SAFETY = ("danger", "harm", "serious_crime")
VALUES: dict[str, tuple[str, ...]] = {
    field.name: get_args(get_args(get_type_hints(Facts)[field.name])[0]) for field in fields(Facts)
}


def _shown(value: object) -> str:
    """Return a value short and harmless enough for an error message."""
    text = ascii(value)
    return text if len(text) <= 60 else f"{text[:57]}..."
