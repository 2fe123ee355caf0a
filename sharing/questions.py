"""The questions before sharing, in the policy's order, with safety before all of them (S-13, S-28).

A question is skipped only when an earlier answer settles it, and the page says which: whatever were answered then, the
verdict would be the same. Their words are in the policy pack, under the question's key.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from .facts import Facts
from .rules import weigh

Settled = Callable[[Facts], str | None]


@dataclass(frozen=True, slots=True)
class Question:
    """One page of the wizard. `number` is the policy's own, 1 to 8; 0 stands before them.

    `settled_by(facts)` is the key of the earlier answer that makes this question needless, or None.
    """

    key: str
    number: int
    clauses: tuple[str, ...]
    settled_by: Settled
    is_fact: bool = True  # the last two are steps of the work, not facts of the engine
    from_register: bool = False  # asked only when the records do not know
    designated_only: bool = False  # a practitioner's answer is refused (S-24)
    confirmed_by_designated: bool = False  # a practitioner proposes, a designated person confirms (S-24)

    def clauses_of(self, prefix: str) -> tuple[str, ...]:
        """Return the clauses of one policy: "S" or "H"."""
        return tuple(clause for clause in self.clauses if clause.startswith(f"{prefix}-"))

    def answer(self, facts: Facts) -> str | None:
        return getattr(facts, self.key) if self.is_fact else None


def next_question(
    facts: Facts, answered: Collection[str] = (), *, designated: bool = False, after: str = ""
) -> "Question | None":
    """Return the first page that nothing has answered or settled, or None when there is no more to ask.

    `answered` holds the keys of pages done without an answer ("I do not know yet") and of the last two steps;
    `designated` says that a lead or senior leader is answering; `after` starts behind the page with that key.
    """
    start = ORDER[after] + 1 if after else 0
    return next((page for page in QUESTIONS[start:] if _is_open(page, facts, answered, designated)), None)


def _is_open(question: Question, facts: Facts, answered: Collection[str], designated: bool) -> bool:
    if question.key in answered or question.answer(facts) is not None:
        return False
    return (designated or not question.designated_only) and question.settled_by(facts) is None


# What settles a question. Each function looks at one answer, or at what a few of them mean together.


def danger(facts: Facts) -> str | None:
    """In an emergency everything else waits until help is there."""
    return "danger" if facts.danger in ("yes", "unsure") else None


def no_harm_to_place(facts: Facts) -> str | None:
    """Whom it harms is asked where there is harm; harm to a child is enough whomever else it harms."""
    if facts.harm in ("no", "unsure"):
        return "harm"
    return "group" if facts.harmful and facts.group == "child" else None


def protection(facts: Facts) -> str | None:
    """Harm to a child or to others is shared to protect, whatever anybody agreed to."""
    if not facts.harmful:
        return None
    if facts.harm_to in ("others", "both"):
        return "harm_to"
    return "harm" if facts.group == "child" else None


def no_decision_of_theirs(facts: Facts) -> str | None:
    """An adult's capacity counts where it is that adult's own safety, or a crime against them, that is weighed."""
    if facts.group == "child":
        return "group"
    quiet = facts.harm in ("no", "unsure") and facts.serious_crime == "no"
    return "serious_crime" if quiet else protection(facts)


def recipient(facts: Facts) -> str | None:
    """Nothing goes to the danger itself, nor to somebody nobody has checked."""
    return "recipient" if facts.recipient in ("risk", "unverified") else None


def recipient_is_the_risk(facts: Facts) -> str | None:
    return "recipient" if facts.recipient == "risk" else None


def purpose(facts: Facts) -> str | None:
    """Without a clear purpose nothing leaves, whoever could be recognised in it."""
    return "purpose" if facts.purpose in ("no", "unsure") else None


def harm_outranks(facts: Facts) -> str | None:
    """Harm or serious crime, certain or not, outranks questions 2 and 3."""
    if facts.harm in ("suspected", "yes", "unsure"):
        return "harm"
    return "serious_crime" if facts.criminal else None


def no_agreement_needed(facts: Facts) -> str | None:
    """Shared, or left, on a ground that does not ask what anybody agreed to."""
    if (settled := protection(facts)) is not None:
        return settled
    if facts.criminal and facts.group == "child":
        return "serious_crime"
    if facts.capacity == "no" and facts.harmful and facts.group == "adult":
        return "capacity"
    return "harm" if facts.harm == "unsure" and facts.serious_crime == "no" else None


def identity(facts: Facts) -> str | None:
    """Where nobody could be recognised, there is nobody whose confidence it is."""
    return "identifiable" if facts.identifiable == "no" and not harm_outranks(facts) else None


def confidence(facts: Facts) -> str | None:
    return "confidential" if facts.confidential == "no" and not harm_outranks(facts) else None


def unsure_to_ask(facts: Facts) -> str | None:
    """Nothing goes near the person until somebody knows whether asking is safe."""
    return "unsafe_to_ask" if facts.unsafe_to_ask == "unsure" and not harm_outranks(facts) else None


def law(facts: Facts) -> str | None:
    """What the law requires or forbids is not weighed; what somebody only claims has to be shown first."""
    if facts.duty in ("statutory", "court_order"):
        return "duty"
    if facts.duty == "claimed" and not facts.harmful and not facts.criminal:
        return "duty"
    return "bar" if facts.bar == "yes" else None


def their_answer(facts: Facts) -> str | None:
    """The public interest is weighed against a refusal, or where asking would be dangerous; not instead of asking."""
    if facts.consent is None or facts.refused or facts.risky_to_ask:
        return "consent" if facts.consent in ("coerced", "disputed") and not harm_outranks(facts) else None
    if facts.harmful and not facts.criminal:
        return "consent"
    asked = facts.consent != "given" or facts.safety_settled
    return "consent" if asked and not facts.criminal and facts.harm != "unsure" else None


def nothing_to_send(facts: Facts) -> str | None:
    """How it is sent is asked once something may be."""
    return None if weigh(facts).outcome.shares else "verdict"


def never(facts: Facts) -> str | None:
    return None


def by(*reasons: Settled) -> Settled:
    """Settled by the first of these that holds, and always by danger."""

    def settled(facts: Facts) -> str | None:
        return next((key for reason in (danger, *reasons) if (key := reason(facts)) is not None), None)

    return settled


WEIGHED_BEFORE = (recipient, purpose)

QUESTIONS = (
    Question("danger", 0, ("S-13", "S-26", "H-01", "H-13", "H-21"), never),
    Question("group", 0, ("S-02", "H-01"), by(), from_register=True),
    Question("harm", 0, ("S-13", "S-17", "S-18", "H-01", "H-03", "H-18"), by()),
    Question("harm_to", 0, ("S-17", "S-18", "S-19", "H-18"), by(no_harm_to_place)),
    Question("serious_crime", 0, ("S-17", "H-03"), by(protection)),
    Question("capacity", 0, ("S-02", "S-19", "H-12"), by(no_decision_of_theirs)),
    Question("recipient", 0, ("S-22", "H-02", "H-19"), by()),
    Question("purpose", 1, ("S-28", "S-10", "S-14", "H-17"), by(recipient)),
    Question("identifiable", 2, ("S-28", "S-09", "H-19"), by(*WEIGHED_BEFORE, harm_outranks)),
    Question(
        "confidential", 3, ("S-28", "S-24", "H-05"), by(*WEIGHED_BEFORE, harm_outranks, identity),
        confirmed_by_designated=True,
    ),
    Question("unsafe_to_ask", 4, ("S-28", "S-16", "S-17", "H-03", "H-13"), by()),
    Question(
        "consent", 4, ("S-28", "S-16", "S-19", "H-03", "H-12", "H-17"),
        by(*WEIGHED_BEFORE, no_agreement_needed, identity, confidence, unsure_to_ask), from_register=True,
    ),
    Question("duty", 5, ("S-28", "S-10", "H-02", "H-17"), by()),
    Question("bar", 5, ("S-28", "S-11", "S-15", "H-07"), by(recipient_is_the_risk)),
    Question(
        "public_interest", 6, ("S-28", "S-24", "S-20", "H-14", "H-17"),
        by(*WEIGHED_BEFORE, no_agreement_needed, identity, confidence, unsure_to_ask, their_answer, law),
        designated_only=True,
    ),
    Question("right_way", 7, ("S-28", "S-22", "H-19", "H-22", "H-23"), by(nothing_to_send), is_fact=False),
    Question("recorded", 8, ("S-28", "S-23", "S-29", "H-20", "H-24"), never, is_fact=False),
)  # fmt: skip
BY_KEY = {question.key: question for question in QUESTIONS}
ORDER = {question.key: place for place, question in enumerate(QUESTIONS)}
