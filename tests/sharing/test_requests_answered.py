"""Who asks is known before anything is agreed, and they get an answer, also when it is no (H-02, H-24)."""

from dataclasses import replace

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from policy import packs
from records.models import SafeContact
from sharing import letter, partners
from sharing.models import Decision, Request
from sharing.signing import Refused
from tests.cast import in_days
from tests.sharing.conftest import AGREED, NOT_TO_SHARE, OVERRIDE, REFUSED, REFUSED_HARM, TO_SHARE

SAID = {"kind": "s47", "name": "Sol Worker", "post": "Social worker", "reference": "CP/77", "asked_for": "Attendance"}


@pytest.fixture
def asked(cast):
    return Request.receive(by=cast.amara, people=[cast.leo], why="An enquiry", asked_at=in_days(0), **SAID)


@pytest.fixture
def put(cast, asked):
    """Put the request to a decision; whoever would get it was called back before it came."""

    def put(facts=REFUSED_HARM, request=asked):
        to = {"contact": cast.contact, "agency": cast.social_care, "information": "safeguarding"}
        return Decision.propose(by=cast.amara, people=[cast.leo], facts=facts, request=request, **to)

    return put


def problems(decision, by, **said):
    with pytest.raises(Refused) as refused:
        decision.sign(by=by, outcome="share", **said)
    return " ".join(problem.reason for problem in refused.value.problems)


@pytest.mark.clause("H-02")
class TestWhoeverAsksIsCalledBack:
    def test_before_a_yes_is_signed_whoever_signs(self, cast, put):
        for who in (cast.dee, cast.sena):
            assert "Nobody has called back whoever asked" in problems(put(), who, **OVERRIDE)

    def test_and_then_it_is_signed(self, cast, asked, put):
        decision = put()
        asked.verify(by=cast.amara, agency=cast.social_care, number="01632 960101", name="Sol Worker", post="x")
        decision.sign(by=cast.dee, outcome="share", **OVERRIDE)
        assert decision.is_signed

    def test_who_gets_it_may_have_been_called_back_instead_since_they_asked(self, cast, put):
        decision = put()
        decision.contact = cast.social_care.verify(
            by=cast.amara, name="Sol", post="x", telephone="01632 960101", number_from="Our own directory"
        )
        decision.sign(by=cast.dee, outcome="share", contact=decision.contact, **OVERRIDE)
        assert decision.is_signed

    def test_a_call_of_long_ago_is_about_something_else_whatever_day_the_request_bears(self, cast, put):
        decision = put(request=SAID | {"asked_at": in_days(-300)})
        with time_machine.travel(in_days(-100), tick=False):
            rung = {"name": "Sol", "post": "x", "telephone": "01632 960101", "number_from": "Our own directory"}
            decision.contact = cast.social_care.verify(by=cast.amara, **rung)
        assert "Nobody has called back" in problems(decision, cast.dee, contact=decision.contact, **OVERRIDE)

    @pytest.mark.parametrize(("days", "counts"), [(28, True), (20, False)])
    def test_and_how_long_a_call_counts_is_said_by_the_policy(self, cast, put, monkeypatch, days, counts):
        pack = packs.current()
        pack = replace(pack, intervals=dict(pack.intervals) | {"call_back_days": days})
        monkeypatch.setattr(packs, "current", lambda: pack)
        decision = put(request=SAID | {"asked_at": in_days(-300)})
        with time_machine.travel(in_days(-24), tick=False):
            rung = {"name": "Sol", "post": "x", "telephone": "01632 960101", "number_from": "Our own directory"}
            decision.contact = cast.social_care.verify(by=cast.amara, **rung)
        assert partners.is_called_back(decision) is counts

    @pytest.mark.clause("S-17")
    def test_an_emergency_does_not_wait_for_it(self, cast, put):
        decision = put(REFUSED_HARM | {"danger": "yes"})
        decision.sign(by=cast.dee, outcome="share", **OVERRIDE)
        assert decision.is_signed

    def test_a_no_needs_no_call(self, cast, put, in_a_month):
        decision = put(REFUSED | {"public_interest": "insufficient"})
        decision.sign(by=cast.dee, outcome="not_share", review_on=in_a_month, **NOT_TO_SHARE)
        assert decision.is_signed

    @pytest.mark.parametrize("said", [
        {"kind": "setting"}, {"kind": "other"}, {"kind": "other", "organisation": "Example Solicitors"},
        {"kind": "family", "organisation": "Example Solicitors"},
    ])  # fmt: skip
    def test_whatever_kind_of_office_they_say_they_are(self, cast, put, said):
        decision = put(AGREED, SAID | {"asked_at": in_days(0)} | said)
        assert "Nobody has called back" in problems(decision, cast.amara, **TO_SHARE)

    @pytest.mark.parametrize("said", [{"name": "Somebody"}, {"name": "femi larkin", "organisation": "Her work"}])
    def test_a_family_that_asks_for_itself_is_not_held_to_it(self, cast, put, said):
        decision = put(AGREED, SAID | {"kind": "family", "asked_at": in_days(0)} | said)
        decision.sign(by=cast.amara, outcome="share", **TO_SHARE)
        assert decision.is_signed


@pytest.mark.clause("H-24", "S-23")
class TestTheLetter:
    @pytest.fixture
    def refused(self, cast, put, in_a_month):
        decision = put(REFUSED | {"public_interest": "insufficient"})
        decision.sign(by=cast.dee, outcome="not_share", review_on=in_a_month, **NOT_TO_SHARE)
        return decision

    def test_says_no_in_plain_words_and_nothing_that_was_thought(self, cast, refused):
        words = letter.draft(refused)
        assert "decided not to share" in words and "CP/77" in words
        inside = [NOT_TO_SHARE[name] for name in ("rationale", "welfare", "safety_plan", "others_at_risk")]
        inside += ["Leo", "Larkin", cast.amara.name, cast.dee.name, "refused", "override"]
        assert not [one for one in inside if one in words]

    def test_does_not_even_say_to_a_danger_that_we_know_them(self, refused):
        refused.facts = refused.facts | {"recipient": "risk"}
        assert "neither say nor deny" in letter.draft(refused) and "a person when they agree" not in letter.draft(
            refused
        )

    def test_is_kept_with_the_request_and_printed(self, cast, refused, as_):
        page = reverse("sharing:requester_told", args=[refused.public_id])
        drafted = as_(cast.amara).get(page).context["form"]["said"].value()
        told = {"whom": "Sol Worker", "how": "By telephone", "at": timezone.localtime().isoformat(), "said": drafted}
        answer = as_(cast.amara).post(page, told)
        assert answer["Location"] == reverse("sharing:letter", args=[refused.request.public_id])
        assert "decided not to share" in as_(cast.amara).get(answer["Location"]).text
        assert as_(cast.chen).get(answer["Location"]).status_code == 404

    def test_with_a_protected_address_in_it_does_not_go(self, cast, refused, as_):
        SafeContact.protect(by=cast.amara, person=cast.leo, kind="address", value="7 Larkspur Row", withhold=[])
        page = reverse("sharing:requester_told", args=[refused.public_id])
        told = {"whom": "Sol", "how": "By telephone", "at": timezone.localtime().isoformat()}
        page_back = as_(cast.amara).post(page, told | {"said": "He lives at 7 larkspur  row."})
        assert "locked away" in page_back.text
        refused.refresh_from_db()
        assert refused.requester_told_at is None


@pytest.mark.clause("H-02")
class TestAWorkersOwnDutyToReport:
    def test_outlasts_the_no_of_a_lead(self, cast, put, in_a_month, as_):
        decision = put(REFUSED | {"public_interest": "insufficient"})
        decision.sign(by=cast.dee, outcome="not_share", review_on=in_a_month, **NOT_TO_SHARE)
        page = as_(cast.amara).get(reverse("sharing:proposed", args=[decision.public_id])).text
        assert "Nobody here can forbid you to report" in page
        assert as_(cast.amara).get(reverse("sharing:emergency")).status_code == 200

    def test_a_duty_that_was_seen_is_the_workers_own_to_settle_and_no_lead_signs_a_no(self, cast, put, in_a_month):
        by_law = REFUSED | {"duty": "statutory"}
        with pytest.raises(Refused, match="nobody here can refuse it"):
            put(by_law).sign(by=cast.dee, outcome="not_share", review_on=in_a_month, **NOT_TO_SHARE)
        asked = {"name": "Amara", "asked_for": "A report", "reference": "An Act, section 1"}
        decision = put(by_law, asked)
        decision.sign(by=cast.amara, outcome="share", **TO_SHARE)
        assert decision.is_signed
