"""The decision table a second time, straight down its rows and written without looking at the engine.

A dictionary of facts in, and (row, outcome, decides, advice, next) out. Slow, plain, and never imported by the product.
"""

HARM = CRIME = ("suspected", "yes")


def by_public_interest(row, known, answer):
    if answer == "sufficient":
        return row, "SHOULD_WITHOUT_CONSENT", "designated", False, None
    if answer == "insufficient" and known:
        return row, "DO_NOT_SHARE", "designated", False, None
    return row, "NOT_YET", "designated", True, None


def decided(facts):  # noqa: C901 (the table is twenty-five rows long)
    harm, crime, adult = facts["harm"] in HARM, facts["serious_crime"] in CRIME, facts["group"] == "adult"
    known = None not in (facts["danger"], facts["harm"], facts["serious_crime"])
    if facts["danger"] in ("yes", "unsure") or facts["unsafe_to_ask"] == "urgent_help":
        return 1, "MUST_NOW", "anyone", False, None
    if facts["recipient"] == "risk":
        if facts["duty"] == "court_order":
            return 2, "NOT_YET", "designated", True, None
        return 2, "DO_NOT_SHARE", "designated", False, None
    if facts["bar"] == "yes":
        if facts["duty"] not in (None, "none") or harm or crime:
            return 3, "NOT_YET", "designated", True, None
        return 3, "DO_NOT_SHARE", "designated", False, None
    if facts["duty"] == "statutory" or facts["duty"] == "court_order":
        return 4, "MUST", "anyone", False, None
    if facts["recipient"] == "unverified":
        return 5, "NOT_YET", "designated", False, None
    if facts["duty"] == "claimed" and not (harm or crime):
        return 6, "NOT_YET", "designated", False, None
    if harm or crime:
        if facts["purpose"] != "yes":
            return 7, "NOT_YET", "designated", False, None
        if adult:
            return harm_or_crime_to_adult(facts, harm, crime, known)
        return (11 if harm else 12), "SHOULD_WITHOUT_CONSENT", "designated", False, None
    if facts["harm"] == "unsure":
        return 14, "NOT_YET", "designated", True, None
    if facts["purpose"] == "no":
        return 15, "DO_NOT_SHARE", "anyone", False, None
    for safety in ("danger", "harm", "serious_crime"):
        if facts[safety] is None:
            return 16, "NOT_YET", "anyone", False, safety
    if facts["purpose"] != "yes":
        return 17, "NOT_YET", "anyone", facts["purpose"] == "unsure", "purpose"
    if facts["identifiable"] == "no":
        return 18, "ANONYMISE", "anyone", False, None
    if facts["identifiable"] is None:
        return 18, "NOT_YET", "anyone", False, "identifiable"
    if facts["confidential"] == "no":
        return 19, "MAY_OTHER_BASIS", "designated", False, None
    if facts["confidential"] is None:
        return 19, "NOT_YET", "anyone", False, "confidential"
    return about_agreement(facts)


def harm_or_crime_to_adult(facts, harm, crime, known):
    decides, wishes = facts["capacity"], facts["consent"]
    if harm and facts["harm_to"] in ("others", "both"):
        return 11, "SHOULD_WITHOUT_CONSENT", "designated", False, None
    if harm and not (crime and facts["harm_to"] == "subject"):
        if facts["harm_to"] == "subject" and decides == "yes":
            if wishes in ("refused", "withdrawn"):
                return by_public_interest(8, known, facts["public_interest"])
            if wishes == "given" and known:
                return 9, "MAY_WITH_AGREEMENT", "designated", False, None
        if decides == "no":
            return 10, "SHOULD_WITHOUT_CONSENT", "designated", False, None
        return 10, "NOT_YET", "designated", True, None
    if decides == "no":
        return 13, "SHOULD_WITHOUT_CONSENT", "designated", False, None
    known = known and facts["harm"] != "unsure"
    if wishes == "given" and known:
        return 13, "MAY_WITH_AGREEMENT", "designated", False, None
    return by_public_interest(13, known, facts["public_interest"])


def about_agreement(facts):
    asking, consent = facts["unsafe_to_ask"], facts["consent"]
    if consent == "given" and asking in (None, "no"):
        return 20, "MAY_WITH_AGREEMENT", "anyone", False, None
    if consent in ("coerced", "disputed") or asking == "unsure":
        return 21, "NOT_YET", "designated", True, None
    if asking not in (None, "no"):
        return by_public_interest(22, True, facts["public_interest"])
    if consent in ("refused", "withdrawn"):
        if facts["public_interest"] is None:
            return 23, "NOT_YET", "designated", False, "public_interest"
        return by_public_interest(23, True, facts["public_interest"])
    if consent in ("none", "expired") and asking == "no":
        return 24, "NOT_YET", "anyone", False, None
    return 25, "NOT_YET", "anyone", False, "unsafe_to_ask" if asking is None else "consent"


def told(facts, row):
    asking = facts["unsafe_to_ask"]
    if row == 1:
        return "after"
    if asking in ("increased_risk", "prejudice_investigation", "serious_offence"):
        return "not_yet"
    if row == 21 or asking == "unsure":
        return "lead_decides"
    return "lead_decides" if facts["harm"] in HARM and asking is None else "before"


def urgent(facts):
    return facts["danger"] in ("yes", "unsure") or facts["harm"] in HARM or facts["unsafe_to_ask"] == "urgent_help"
