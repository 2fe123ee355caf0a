"""What must hold of a decision after whatever anybody tried: the invariants of the threat model, by their numbers."""

from types import SimpleNamespace

from django.utils import timezone

from consent.models import Consent
from records.paper.sealing import digest
from sharing.models import Decision
from sharing.signing import CHECKS
from sharing.states import STATES

BINDING = ("statutory", "court_order")


def nothing_yet():
    """What was seen so far of one decision."""
    return SimpleNamespace(signed=None, shared=False, left=None)


def holds(decision, people, kept, ticked):
    """``kept``: what was seen of it before this step. ``ticked``: what was ticked, should it have left in this step."""
    if decision.signed_at:
        now = decision.sha256, decision.canonical, decision.decided_by_id, decision.signed_at
        kept.signed = kept.signed or now
        assert kept.signed == now and digest(decision.canonical.encode()) == decision.sha256, "I9"
        signed_well(decision, people)
    assert people.shut.pk not in (decision.decided_by_id, decision.second_by_id, decision.told_by_id), "I4"
    if decision.known.harmful and STATES[decision.state].final:
        assert decision.decided_by in designated(people) or decision.verdict["outcome"] == "MUST", "I5"
    if decision.tell == "not_yet" and not decision.told_at:
        for reader in (people.dee, people.amara):
            assert not Decision.objects.letters_for(reader).contains(decision), "I6"
    left_well(decision, kept, ticked)


def left_well(decision, kept, ticked):
    assert hasattr(decision, "disclosure") is (decision.state == "shared")
    if decision.state != "shared":
        return
    items = [item.what for item in decision.disclosure.items.all()]
    if kept.left is None:
        assert items and sorted(items) == sorted(ticked), "I11"
        assert not (rests_on_agreement(decision) and taken_back()), "I8: nothing more leaves on it"
        kept.left = items
    assert kept.left == items, "I11: and so it stays"
    assert not decision.second_first or decision.second_at


def rests_on_agreement(decision):
    return decision.verdict["outcome"] == "MAY_WITH_AGREEMENT" and decision.standing.get("state") == "given"


def taken_back():
    """When the agreement that these decisions stand on was taken back."""
    return Consent.objects.filter(withdrawn_at__isnull=False).values_list("withdrawn_at", flat=True).first()


def designated(people):
    return people.dee, people.dora, people.sena


def signed_well(decision, people):
    verdict = decision.verdict
    assert len("".join(decision.rationale.split())) >= 40 and decision.welfare and decision.tell, "I1, I2"
    shared_well(decision) if decision.outcome == "share" else kept_well(decision, people)
    if decision.is_override:
        assert decision.ground and decision.necessity and decision.alternatives and decision.balanced, "I1"
    ours = verdict["decides"] == "anyone" and decision.decided_by == decision.proposed_by
    assert decision.decided_by in designated(people) or (ours and not decision.is_override), "I3"
    alone = decision.decided_by_id == decision.proposed_by_id and verdict["decides"] != "anyone"
    assert not alone or decision.second_due_at, "I4"
    took_part = decision.decided_by_id, decision.proposed_by_id
    assert decision.second_by_id is None or decision.second_by_id not in took_part, "I4"


def shared_well(decision):
    said = (decision.purpose, decision.contact_id, decision.legal_basis, decision.special_condition)
    assert all(said) and decision.legal_power and set(CHECKS) <= set(decision.checks), "I1"
    known, settled = decision.known, decision.verdict["outcome"] in ("MUST", "MUST_NOW")
    assert known.consent == "given" or decision.is_override or settled, (
        "I1: agreed, or what outweighs that they did not"
    )
    assert known.recipient != "unverified" or known.duty in BINDING, "I1"
    assert known.duty not in BINDING or decision.request.reference, "I7"
    since = taken_back()
    if since and since < decision.signed_at and decision.standing:
        assert known.consent != "given" or settled, "I8: weighed again before it is signed"


def kept_well(decision, people):
    assert decision.safety_plan and decision.review_on and decision.look_on > timezone.localdate(), "I2"
    heard = decision.decided_by == decision.proposed_by or decision.proposed_by.notices.exists()
    assert heard, "I2: whoever asked hears of it"
