"""What the register of agreements says about everybody a draft is about: the wizard asks it, not the user (S-16)."""

from dataclasses import replace

from consent.models import Consent
from consent.standing import Matter, standing
from consent.whose import Whose
from records.models import Agency, Person

from .facts import Facts

# Of several people the worst counts: what one of them refused is not shared because another agreed.
WORST_LAST = ["given", "expired", "none", "withdrawn", "refused", "disputed", "coerced"]
# Where the register is silent a worker may say that somebody is against it; a yes counts only once it is recorded
# there, with what makes it theirs to give (S-02).
SAYABLE = ["none", "refused", "disputed", "coerced"]


def stand(draft):
    """Where we stand for each person, worst first; empty while purpose, recipient or information is not known."""
    purpose, agency = draft.said("purpose"), agency_of(draft)
    if not (purpose.get("purpose") and purpose.get("information") and agency):
        return []
    found = [
        (person, standing(person, purpose["purpose"], agency, purpose["information"])) for person in draft.people.all()
    ]
    return sorted(found, key=lambda pair: WORST_LAST.index(pair[1].state), reverse=True)


def whose(draft, user, stands):
    """Whose permission counts for this very decision, for each person of the draft whom this user may know of."""
    purpose, agency = draft.said("purpose"), agency_of(draft)
    if not (purpose.get("purpose") and purpose.get("information") and agency):
        return []
    matter = Matter(purpose["purpose"], purpose["information"], agency)
    known = Person.objects.open_to(user).filter(pk__in=draft.people.values("pk"))
    states = {person.pk: found.state for person, found in stands}
    return [Whose(person, user, matter, states.get(person.pk, "none")) for person in known.order_by("pk")]


def agency_of(draft):
    return Agency.objects.filter(public_id=draft.said("recipient").get("agency") or None).first()


def facts_of(draft, stands=None):
    """The facts of a draft as they are now: where the register knows about agreement, it has the last word."""
    stands = stand(draft) if stands is None else stands
    known = draft.known
    state = stands[0][1].state if stands else None
    asked = known.consent is not None or known.risky_to_ask
    if known.consent == "coerced":  # whoever sees that somebody is pressed may say so against any answer
        return known
    if state is None or (state == "none" and (not asked or known.consent in SAYABLE)):
        return _without_a_mere_yes(known)
    return replace(known, consent=state)


def _without_a_mere_yes(known: Facts) -> Facts:
    return replace(known, consent="none") if known.consent in ("given", "withdrawn", "expired") else known


def gone_since(decision):
    """Where agreement stands now, if a decision was proposed on a yes and there is none any more; else nothing.

    A yes runs out, and it is to one purpose: whoever signs may not stretch it to another.
    """
    if decision.known.consent != "given" or decision.standing.get("state") != "given":
        return None
    matter = decision.purpose, decision.agency, decision.information
    states = [standing(person, *matter).state for person in decision.people]
    worst = max(states, key=WORST_LAST.index, default="given")
    return None if worst == "given" else worst


def lost_with(consent, decision):
    """What agreement has become for a decision, now that this yes was taken back; nothing where another carries it."""
    if decision.standing.get("state") != "given":  # proposed before where agreement stood was kept with it
        return "withdrawn"
    return gone_since(decision)


def as_it_stands(decision, state):
    """The same as `as_kept`, of a decision whose agreement has moved since it was proposed."""
    matter = decision.purpose, decision.agency, decision.information
    rows = [_row(row) for person in decision.people for row in standing(person, *matter).rows]
    return {"state": state, "rows": rows}


def as_kept(stands, facts):
    """Where agreement stood, with the rows that say so, as a decision keeps it."""
    rows = [_row(row) for _, found in stands for row in found.rows]
    return {"state": facts.consent or (stands[0][1].state if stands else "none"), "rows": rows}


def _row(row):
    return {
        "who": row.who_answered or row.person.name,
        "footing": " – ".join(filter(None, [row.their_link, row.footing_in_words])) or "Nobody was asked",
        "state": _said(row),
        "given_on": row.answered_at.date().isoformat(),
        "until_on": row.review_on.isoformat() if row.review_on else None,
        "recipient": row.recipient.name if row.recipient else row.get_recipient_kind_display(),
        "purpose": row.purpose,
    }


def _said(row):
    label = Consent.State(row.state).label
    return f"{label}, then taken back" if row.is_withdrawn() else label
