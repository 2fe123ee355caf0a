"""What a decision must say before it is signed, each with the words that ask for it where it is missing (H-14)."""

from .verdict import Outcome

LEAST_RATIONALE = 40  # characters that are not spaces: a reason, not a tick
OVERRIDE = {
    "ground": "Choose the ground that allows sharing without agreement.",
    "necessity": "Say why sharing is necessary.",
    "alternatives": "Say which less intrusive ways were considered.",
    "balanced": "Say whose rights were balanced, and how.",
    "if_nothing": "Say what may happen if nothing is shared.",
}
ALWAYS = {
    "welfare": "Say what the safety and welfare of the person ask for.",
    "others_at_risk": "Name who else is at risk, or say that nobody is.",
    "could_be_harmed": "Name anybody whom sharing could harm, or say that nobody is.",
    "tell": "Say whether the person is told.",
}
TO_SHARE = {
    "purpose": "Choose the purpose.",
    "legal_basis": "Choose the lawful basis.",
    "special_condition": "Choose the condition, or that nothing sensitive is shared.",
    "legal_power": "Choose the legal power.",
    "contact_id": "Name a person at the agency who was called back.",
}
ANONYMOUS = {"purpose": TO_SHARE["purpose"]}  # nobody can be recognised in it, so it is about nobody (S-09)
STANDS_ON = {
    "legal_bases": "legal_basis",
    "special_conditions": "special_condition",
    "legal_powers": "legal_power",
    "without_consent": "why_not_asked",
}
WITHOUT_CONSENT = {
    "why_not_asked": "Choose which of the three reasons the law gives for not relying on consent.",
    "why_not_asked_words": "Say what makes that reason true here.",
}
NOT_OFFERED = "This is not open to anybody today. Choose another."
WRONG_BASIS = (
    "Consent (UK GDPR) fits only where they agreed and a no would really stop us. Here we would share anyway, "
    "or nobody agreed: choose another."
)
NOBODY_AGREED = "Nobody agreed to this, so it cannot rest on explicit consent. Choose another condition."
NOT_TO_SHARE = {
    "review_on": "Set a date to look at this again.",
    "safety_plan": "Say how the person is kept safe meanwhile.",
}
TOOK_PART = (
    "You took part in this decision, so a second person must look at it: "
    "a deputy, a senior leader or the named outside person."
)
AGREEMENT_GONE = (
    "No agreement to this purpose stands now. Keep the purpose they agreed to; or, if their agreement has ended, "
    "return this to be weighed again without it."
)
NOT_ENOUGH = (
    "An adult who can decide said no about their own affairs: their best interests alone do not outweigh that (S-19). "
    "Choose a ground such as harm to others, pressure, or a serious crime; or record why they cannot decide this now."
)
NOT_STRONG = (
    "You answered that the public interest in sharing is not strong enough, so it cannot be the ground. "
    "Choose the ground you rely on, or change that answer."
)
GOLDEN = "Go through the golden rules, and tick each one when you have thought about it."
LATER = ("after", "not_yet")  # told later: never without a reason and a day
CHECKS = ("necessary", "proportionate", "relevant", "adequate", "accurate", "timely", "secure")


def to_share(verdict):
    return ANONYMOUS if verdict.outcome is Outcome.ANONYMISE else TO_SHARE
