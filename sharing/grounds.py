"""What a decision stands on, as its record says it: the editions of policy and law, the basis, and what was checked."""

from policy import packs

SAFEGUARDING = "safeguarding"
EDITIONS = {"sha256": "pack_sha256", "law_edition": "law_edition", "law_sha256": "law_sha256"}


def policy_of(decision, pack):
    """The editions it was signed under, whatever is in use by the time this is asked."""
    kept = {name: decision.verdict[key] for name, key in EDITIONS.items() if key in decision.verdict}
    return {"title": pack.title, "edition": decision.verdict.get("edition", pack.edition)} | kept


def law_of(decision, pack):
    return {
        "basis": pack.legal_bases.get(decision.legal_basis, decision.legal_basis) or "None needed: nothing is shared",
        "condition": pack.special_conditions.get(decision.special_condition) or None,
        **_without_consent(decision),
        "power": pack.legal_powers.get(decision.legal_power, decision.legal_power) or "None needed: nothing is shared",
    }


def reason_of(decision):
    """Which of the three reasons of Schedule 1, paragraph 18 was chosen, in words."""
    reason = packs.book().supports["without_consent"].get(decision.why_not_asked)
    return reason.label if reason else ""


def _without_consent(decision):
    """The reason of Schedule 1 for not asking, and the policy document it was used by, where a condition needs them."""
    if decision.special_condition != SAFEGUARDING or "policy_document" not in decision.verdict:
        return {}
    return {
        "without_consent": reason_of(decision),
        "without_consent_because": decision.why_not_asked_words,
        "policy_document": decision.verdict["policy_document"],
    }


def checked_by(decision, pack):
    """What the decision maker went through, one by one (H-19)."""
    words = {**pack.checks, **pack.golden}
    checked = [words.get(key, key) for key in decision.checks]
    return {"checked": checked} if checked else {}
