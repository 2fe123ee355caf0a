"""What a decision stands on, as its record says it: the editions of policy and law, the basis, and what was checked."""

EDITIONS = {"sha256": "pack_sha256", "law_edition": "law_edition", "law_sha256": "law_sha256"}


def policy_of(decision, pack):
    """The editions it was signed under, whatever is in use by the time this is asked."""
    kept = {name: decision.verdict[key] for name, key in EDITIONS.items() if key in decision.verdict}
    return {"title": pack.title, "edition": decision.verdict.get("edition", pack.edition)} | kept


def law_of(decision, pack):
    return {
        "basis": pack.legal_bases.get(decision.legal_basis, decision.legal_basis) or "None needed: nothing is shared",
        "condition": pack.special_conditions.get(decision.special_condition) or None,
        "power": pack.legal_powers.get(decision.legal_power, decision.legal_power) or "None needed: nothing is shared",
    }


def checked_by(decision, pack):
    """What the decision maker went through, one by one (H-19)."""
    words = {**pack.checks, **pack.golden}
    checked = [words.get(key, key) for key in decision.checks]
    return {"checked": checked} if checked else {}
