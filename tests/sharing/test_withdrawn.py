"""What relied on an agreement that was taken back is weighed again; what was signed and shared stays (H-12)."""

import pytest

from consent.models import Consent
from sharing.models import Draft
from sharing.signing import Refused
from staff.models import Notice

from .conftest import AGREED, TO_SHARE

STOOD = {"purpose": "protection", "standing": {"state": "given", "rows": []}}


@pytest.fixture
def agreed(answer):
    answer("given")
    return Consent.objects.get()


@pytest.fixture
def proposed(propose, agreed):
    return propose(AGREED, **STOOD)


def told_so_far():
    return Notice.objects.count()


def told(before):
    """Who was told since then."""
    return set(Notice.objects.order_by("pk").values_list("to__email", flat=True)[before:])


@pytest.mark.clause("H-12", "S-19")
class TestBetweenProposalAndSignature:
    def test_it_wakes_and_says_why_and_proposer_and_decider_hear_of_it(self, cast, as_, proposed, agreed):
        before = told_so_far()
        agreed.withdraw(by=cast.ben)
        proposed.refresh_from_db()
        assert (proposed.state, proposed.known.consent) == ("proposed", "withdrawn")
        assert proposed.standing["rows"][0]["state"] == "Agreed, then taken back"
        assert told(before) == {"amara@example.org", "dee@example.org"}
        assert "was taken back. Weigh it again" in as_(cast.dee).get(f"/sharing/decision/{proposed.public_id}/").text

    def test_nobody_signs_on_it_until_it_is_weighed_again(self, cast, proposed, agreed):
        agreed.withdraw(by=cast.amara)
        with pytest.raises(Refused):
            proposed.sign(by=cast.dee, outcome="share", **TO_SHARE)
        proposed.refresh_from_db()
        assert not proposed.is_signed

    def test_an_agreement_to_something_else_wakes_nothing(self, cast, answer, proposed):
        Consent.objects.get()
        other = Consent.record(
            by=cast.amara, **{name: getattr(Consent.objects.get(), name) for name in COPIED}, purpose="learning"
        )
        other.withdraw(by=cast.amara)
        proposed.refresh_from_db()
        assert (proposed.known.consent, proposed.comment) == ("given", "")

    def test_a_yes_to_photographs_carries_nothing_and_wakes_nothing_when_it_is_taken_back(self, cast, agreed, propose):
        proposed = propose(AGREED, purpose="protection", standing={})  # from before where one stood was kept with it
        copied = {name: getattr(agreed, name) for name in COPIED if name not in ("recipient", "information")}
        other = Consent.record(by=cast.amara, **copied, kind="photographs", purpose="display")
        other.withdraw(by=cast.amara)
        proposed.refresh_from_db()
        assert (proposed.known.consent, proposed.comment) == ("given", "")

        Consent.record(by=cast.amara, **copied, kind="photographs", purpose="display")
        agreed.withdraw(by=cast.amara)
        proposed.refresh_from_db()
        assert proposed.known.consent == "withdrawn"


COPIED = [
    "person", "recipient", "information", "state", "footing", "answered_by", "relationship", "how", "review_on",
    "informed", "competent", "free", "specific",
]  # fmt: skip


@pytest.mark.clause("H-12")
def test_signed_and_not_gone_yet_it_is_opened_again_and_the_signature_stays(cast, proposed, agreed):
    proposed.sign(by=cast.dee, outcome="share", **TO_SHARE)
    signed = proposed.sha256
    agreed.withdraw(by=cast.amara)
    proposed.refresh_from_db()
    assert (proposed.state, proposed.sha256) == ("reopened", signed)


@pytest.mark.clause("H-12")
def test_whoever_is_shut_out_meanwhile_hears_nothing(cast, proposed, agreed):
    cast.leo.exclude(by=cast.sena, who=cast.amara, reason="A relative")
    before = told_so_far()
    agreed.withdraw(by=cast.ben)
    assert "amara@example.org" not in told(before)


@pytest.mark.clause("H-12", "S-16")
def test_a_draft_says_so_and_asks_about_agreement_again(cast, as_, agreed):
    purpose = {"purpose": "protection", "information": "safeguarding"}
    draft = Draft.begin(owner=cast.amara, people=[cast.leo], facts=AGREED, details={"purpose": purpose})
    before = told_so_far()
    agreed.withdraw(by=cast.ben)
    draft.refresh_from_db()
    assert draft.known.consent is None and told(before) == {"amara@example.org"}
    assert "was taken back" in as_(cast.amara).get("/").text
    assert "was taken back" in as_(cast.amara).get(f"/sharing/draft/{draft.public_id}/lead/").text
