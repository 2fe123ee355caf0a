"""How the facts become a verdict. Read it beside the decision table: the first rule that holds decides.

A rule says when it holds; above it stands what it rules, or a small function where that depends on the facts. *Harm*
and *crime* mean suspected or certain. The clauses a rule carries out are in the policy pack, under the rule's name.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

from . import duties, rulings
from .facts import Facts
from .verdict import Also, Outcome, Ruling, Tell, Verdict

__all__ = ["BY_NAME", "RULES", "Facts", "Outcome", "Rule", "Verdict", "weigh"]


@dataclass(frozen=True, slots=True)
class Rule:
    row: int
    name: str
    holds: Callable[[Facts], bool]
    ruling: Callable[[Facts], Ruling]

    @property
    def sentence(self) -> str:
        return (self.holds.__doc__ or "").strip()


RULES: list[Rule] = []


def rule(ruling: Ruling | Callable[[Facts], Ruling]) -> Callable[[Callable[[Facts], bool]], Callable[[Facts], bool]]:
    """Enter the function below as the next row of the table."""

    def enter(holds: Callable[[Facts], bool]) -> Callable[[Facts], bool]:
        rules = ruling if callable(ruling) else lambda facts: ruling
        RULES.append(Rule(len(RULES) + 1, holds.__name__, holds, rules))
        return holds

    return enter


def weigh(facts: Facts, law: Collection[str] = ()) -> Verdict:
    """Return the verdict of the first rule that holds. The last one always does, so there is no dead end (H-14).

    `law` holds the ids of the duties that bind this organisation on the day it is weighed for (`Pack.binding`).
    """
    facts = duties.under(facts, law)
    first = next(rule for rule in RULES if rule.holds(facts))
    ruling = first.ruling(facts)
    urgent = facts.helpless or facts.harmful
    return Verdict(
        outcome=ruling.outcome,
        decides=ruling.decides,
        urgent=urgent,
        rule=first.name,
        # Nobody named to receive it counts as somebody who can protect, but has to be found.
        missing=(("recipient",) if facts.recipient is None else ()) + ruling.missing,
        next=ruling.next,
        seek_consent=ruling.seek_consent,
        seek_advice=ruling.seek_advice,
        tell=when_to_tell(facts, ruling),
        also=ruling.also
        + duties.also(facts, law)
        + ((Also.TELEPHONE,) if urgent and ruling.decides == "designated" else ()),
    )


def when_to_tell(facts: Facts, ruling: Ruling) -> Tell:
    """Openness is the rule, even without consent; a refusal is no reason not to tell (H-15, H-34)."""
    if ruling.outcome is Outcome.MUST_NOW:
        return "after"
    if facts.risky_to_ask:
        return "not_yet"
    doubtful = facts.unsafe_to_ask == "unsure" or (facts.harmful and facts.unsafe_to_ask is None)
    return "lead_decides" if doubtful or Also.NOTHING_TO_SUBJECT in ruling.also else "before"


def _harms_only_themselves(facts: Facts) -> bool:
    """An adult whose own safety alone is in question, and no crime: their affair first of all."""
    return facts.adult and facts.harmful and facts.harm_to == "subject" and not facts.criminal


# The table.


@rule(rulings.help_now)
def emergency(facts: Facts) -> bool:
    """Somebody is in danger, or may be, or is hurt and needs help quickly."""
    return facts.helpless


@rule(rulings.keep_from_the_risk)
def recipient_is_the_risk(facts: Facts) -> bool:
    """The one who would receive it is the one a person needs protection from, or acts for them."""
    return facts.recipient == "risk"


@rule(rulings.obey_the_bar)
def something_forbids_it(facts: Facts) -> bool:
    """An order, a partner's condition or a statutory exception forbids it."""
    return facts.bar == "yes"


@rule(rulings.do_as_the_law_says)
def legal_duty(facts: Facts) -> bool:
    """A law or a court order binds this organisation, and has been seen."""
    return facts.duty in ("statutory", "court_order")


@rule(replace(rulings.WAIT, missing=("recipient",)))
def recipient_unverified(facts: Facts) -> bool:
    """Nobody has made sure yet that the one who asks is who they say."""
    return facts.recipient == "unverified"


@rule(replace(rulings.WAIT, missing=("instrument", "call_back")))
def duty_only_claimed(facts: Facts) -> bool:
    """They say that the law requires it, but have not shown it; no harm or crime is suspected."""
    return facts.duty == "claimed" and not facts.harmful and not facts.criminal


@rule(replace(rulings.WAIT, missing=("purpose",)))
def harm_without_purpose(facts: Facts) -> bool:
    """There is harm or crime, but not yet a legitimate purpose in telling this recipient."""
    return (facts.harmful or facts.criminal) and facts.purpose != "yes"


@rule(rulings.plan_and_weigh)
def adult_refuses_own_harm(facts: Facts) -> bool:
    """An adult who can decide says no, and nobody else would come to harm."""
    return _harms_only_themselves(facts) and facts.capacity == "yes" and facts.refused


@rule(rulings.AGREED)
def adult_agrees_own_harm(facts: Facts) -> bool:
    """The same adult agrees."""
    agrees = facts.capacity == "yes" and facts.consent == "given"
    return _harms_only_themselves(facts) and agrees and facts.safety_settled


@rule(rulings.best_interests)
def adult_wishes_or_capacity_unknown(facts: Facts) -> bool:
    """The same adult cannot decide, or it is unknown whether they can, what they wish, or whom it harms."""
    return _harms_only_themselves(facts) or (facts.adult and facts.harmful and facts.harm_to is None)


@rule(rulings.protect)
def harm_to_child_or_others(facts: Facts) -> bool:
    """Withholding would, or might, leave a child or somebody else at risk of significant harm."""
    return facts.harmful and (not facts.adult or facts.harm_to in ("others", "both"))


@rule(rulings.SHARE)
def serious_crime_child(facts: Facts) -> bool:
    """A serious crime, and the person is a child."""
    return facts.criminal and not facts.adult


@rule(rulings.hear_the_survivor)
def serious_crime_adult(facts: Facts) -> bool:
    """A serious crime, and the person is an adult whom alone it harms."""
    return facts.criminal  # where it is a child, the rule before this one holds


@rule(replace(rulings.ADVICE, missing=("harm",)))
def harm_unsure(facts: Facts) -> bool:
    """Nobody is sure whether withholding would leave anyone at risk."""
    return facts.harm == "unsure"


@rule(Ruling(Outcome.DO_NOT_SHARE, "anyone", also=(Also.LISTED_FOR_LEAD,)))
def no_purpose(facts: Facts) -> bool:
    """There is no legitimate purpose."""
    return facts.purpose == "no"


@rule(rulings.ask_about_safety)
def safety_unknown(facts: Facts) -> bool:
    """Danger, harm or serious crime has not been considered."""
    return bool(facts.safety_unknown)


@rule(rulings.ask_the_purpose)
def purpose_unknown(facts: Facts) -> bool:
    """It is not sure, or not known, what it is for."""
    return facts.purpose != "yes"


@rule(rulings.anonymise)
def nobody_identifiable(facts: Facts) -> bool:
    """Nobody could work out who it is, or nobody has asked whether they could."""
    return facts.identifiable in ("no", None)


@rule(rulings.use_another_basis)
def not_confidential(facts: Facts) -> bool:
    """It is not confidential, or nobody has asked whether it is."""
    return facts.confidential in ("no", None)


@rule(Ruling(Outcome.MAY_WITH_AGREEMENT, "anyone"))
def agreement_given(facts: Facts) -> bool:
    """The person agreed, for this purpose, recipient and information."""
    return facts.consent == "given" and facts.unsafe_to_ask in ("no", None)


@rule(rulings.send_nothing)
def agreement_unsound(facts: Facts) -> bool:
    """The answer was forced, or those who may answer disagree, or nobody is sure that asking is safe."""
    return facts.consent in ("coerced", "disputed") or facts.unsafe_to_ask == "unsure"


@rule(rulings.say_what_the_risk_is)
def unsafe_to_ask_without_harm(facts: Facts) -> bool:
    """Asking is said to be unsafe, yet no harm and no crime: a contradiction to settle."""
    return facts.risky_to_ask


@rule(rulings.respect_the_refusal)
def refusal_stands(facts: Facts) -> bool:
    """The person said no, or took their agreement back."""
    return facts.refused


@rule(Ruling(Outcome.NOT_YET, "anyone", missing=("consent",), seek_consent=True))
def nobody_asked_yet(facts: Facts) -> bool:
    """Nobody has asked, or the answer has run out, and asking is safe."""
    return facts.consent in ("none", "expired") and facts.unsafe_to_ask == "no"


@rule(rulings.ask_what_is_left)
def next_question(facts: Facts) -> bool:
    """Something has not been asked yet."""
    return True


BY_NAME = {rule.name: rule for rule in RULES}
