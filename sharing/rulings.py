"""What a rule rules: the cells of the decision table, and the small functions where a cell depends on the facts."""

from dataclasses import replace

from .facts import Facts
from .verdict import Also, Decides, Outcome, Ruling

SHARE = Ruling(Outcome.SHOULD_WITHOUT_CONSENT)
AGREED = Ruling(Outcome.MAY_WITH_AGREEMENT)
REFUSE = Ruling(Outcome.DO_NOT_SHARE)
WAIT = Ruling(Outcome.NOT_YET)
ADVICE = Ruling(Outcome.NOT_YET, seek_advice=True)


def ask(question: str, decides: Decides = "anyone") -> Ruling:
    return Ruling(Outcome.NOT_YET, decides, missing=(question,), next=question)


def wait_for_safety(facts: Facts) -> Ruling:
    """Neither a refusal nor a mere permission while danger, harm or crime is unknown: the question comes first."""
    unknown = facts.safety_unknown
    return replace(ADVICE, missing=unknown or ("harm",), next=unknown[0] if unknown else None)


def by_public_interest(facts: Facts) -> Ruling:
    if facts.public_interest == "sufficient":
        return SHARE
    if facts.public_interest == "insufficient":
        return REFUSE if facts.safety_settled else wait_for_safety(facts)
    return replace(ADVICE, missing=("public_interest",))


def help_now(facts: Facts) -> Ruling:
    also = (Also.RECORD_AFTER, Also.LEAD_TOLD)
    if facts.recipient != "risk":
        return Ruling(Outcome.MUST_NOW, "anyone", also=also)
    # Help still comes first, but from somebody who can protect.
    return Ruling(Outcome.MUST_NOW, "anyone", missing=("recipient",), also=(*also, Also.RAISE_WITH_PROTECTORS))


def keep_from_the_risk(facts: Facts) -> Ruling:
    also = (Also.RAISE_WITH_PROTECTORS,) if facts.harmful else ()
    return replace(ADVICE if facts.duty == "court_order" else REFUSE, also=also)


def obey_the_bar(facts: Facts) -> Ruling:
    duty = facts.duty in ("claimed", "statutory", "court_order")
    return ADVICE if duty or facts.harmful or facts.criminal else REFUSE


def do_as_the_law_says(facts: Facts) -> Ruling:
    missing = ("recipient",) if facts.recipient == "unverified" else ()
    return Ruling(Outcome.MUST, "anyone", missing=missing, also=(Also.LEAD_TOLD,))


def plan_and_weigh(facts: Facts) -> Ruling:
    return replace(by_public_interest(facts), also=(Also.SAFETY_PLAN,))


def best_interests(facts: Facts) -> Ruling:
    whom = ("harm_to",) if facts.harm_to is None else ()
    if facts.capacity == "no":
        return replace(SHARE, missing=whom)
    capacity = ("capacity",) if facts.capacity != "yes" else ()
    wishes = ("wishes",) if not (facts.consent == "given" or facts.refused) else ()
    missing = capacity + wishes + whom
    return replace(ADVICE, missing=missing) if missing else wait_for_safety(facts)


def protect(facts: Facts) -> Ruling:
    agreement = (Also.RECORD_AGREEMENT,) if facts.consent == "given" else ()
    return replace(SHARE, also=agreement + ((Also.CHILDRENS_LEAD,) if facts.adult else ()))


def hear_the_survivor(facts: Facts) -> Ruling:
    if facts.capacity == "no":
        ruling = SHARE
    elif facts.consent == "given" and facts.safety_settled:
        ruling = AGREED
    else:
        ruling = by_public_interest(facts)
    return replace(ruling, also=(Also.SURVIVOR_CHOOSES,))


def ask_about_safety(facts: Facts) -> Ruling:
    return replace(ask(facts.safety_unknown[0]), missing=facts.safety_unknown)


def ask_the_purpose(facts: Facts) -> Ruling:
    return replace(ask("purpose"), seek_advice=facts.purpose == "unsure")


def anonymise(facts: Facts) -> Ruling:
    if facts.identifiable is None:
        return ask("identifiable")
    return Ruling(Outcome.ANONYMISE, "anyone", also=(Also.SMALL_NUMBERS,))


def use_another_basis(facts: Facts) -> Ruling:
    return ask("confidential") if facts.confidential is None else Ruling(Outcome.MAY_OTHER_BASIS)


def send_nothing(facts: Facts) -> Ruling:
    doubt = "consent" if facts.consent in ("coerced", "disputed") else "unsafe_to_ask"
    return replace(ADVICE, missing=(doubt,), also=(Also.NOTHING_TO_SUBJECT,))


def say_what_the_risk_is(facts: Facts) -> Ruling:
    ruling = by_public_interest(facts)
    return replace(ruling, missing=("risk_of_what",) + ruling.missing, also=(Also.RESOLVE_RISK,))


def respect_the_refusal(facts: Facts) -> Ruling:
    known = facts.public_interest is not None
    ruling = by_public_interest(facts) if known else ask("public_interest", "designated")
    return replace(ruling, also=(Also.NOTHING_LEAVES,) if ruling.outcome is Outcome.NOT_YET else ())


def ask_what_is_left(facts: Facts) -> Ruling:
    return ask("unsafe_to_ask" if facts.unsafe_to_ask is None else "consent")
