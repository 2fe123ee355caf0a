"""What every pack must have words for: the facts of a decision with their values, its rules and its outcomes."""

FACTS = {
    "danger": {"yes", "unsure", "no"},
    "harm": {"yes", "suspected", "unsure", "no"},
    "harm_to": {"subject", "others", "both"},
    "capacity": {"yes", "no", "unsure"},
    "serious_crime": {"yes", "suspected", "no"},
    "recipient": {"protective", "other", "risk", "unverified"},
    "purpose": {"yes", "no", "unsure"},
    "identifiable": {"yes", "unsure", "no"},
    "confidential": {"yes", "unsure", "no"},
    "consent": {"given", "refused", "withdrawn", "expired", "disputed", "coerced", "none"},
    "unsafe_to_ask": {"no", "urgent_help", "increased_risk", "prejudice_investigation", "serious_offence", "unsure"},
    "duty": {"none", "claimed", "statutory", "court_order"},
    "bar": {"no", "yes"},
    "public_interest": {"sufficient", "insufficient", "unsure"},
    "group": {"child", "adult"},
}
# The last two of the eight questions are answered by what is built and signed, not by a fact of the engine.
NOT_FACTS = {"right_way", "recorded"}

# Other things a verdict may name as missing.
ALSO_MISSING = {"call_back", "instrument", "wishes", "risk_of_what", "protective_recipient"}

OUTCOMES = [
    "MUST_NOW",
    "MUST",
    "SHOULD_WITHOUT_CONSENT",
    "MAY_WITH_AGREEMENT",
    "MAY_OTHER_BASIS",
    "ANONYMISE",
    "NOT_YET",
    "DO_NOT_SHARE",
]

RULES = [
    "emergency",
    "recipient_is_the_risk",
    "something_forbids_it",
    "legal_duty",
    "recipient_unverified",
    "duty_only_claimed",
    "harm_without_purpose",
    "adult_refuses_own_harm",
    "adult_agrees_own_harm",
    "adult_wishes_or_capacity_unknown",
    "harm_to_child_or_others",
    "serious_crime_child",
    "serious_crime_adult",
    "harm_unsure",
    "no_purpose",
    "safety_unknown",
    "purpose_unknown",
    "nobody_identifiable",
    "not_confidential",
    "agreement_given",
    "agreement_unsound",
    "unsafe_to_ask_without_harm",
    "refusal_stands",
    "nobody_asked_yet",
    "next_question",
]
