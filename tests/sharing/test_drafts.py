"""Drafts: left and taken up again, never overwritten, never lost; a returned decision is one again."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from sharing.models import Decision, Draft
from sharing.states import NotNow
from tests.cast import PASSWORD

from .conftest import AGREED, NOT_TO_SHARE, REFUSED, REFUSED_HARM
from .walk import BRUISE, WELFARE, address, calm, put, start, walk


@pytest.fixture
def draft(cast, amara):
    return start(amara, cast.leo)


def _fields(page, address):
    """The hidden fields of the form that posts to this address; of two with one name the last counts."""
    form = page.split(f'action="{address}"')[1].split("</form>")[0]
    return dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))


class TestLeavingAndComingBack:
    def test_home_offers_to_go_on_where_one_stopped(self, amara, draft):
        put(amara, draft, "danger", "no")
        put(amara, draft, "welfare", WELFARE)
        assert address(draft, "harm") in amara.get("/").content.decode()
        assert address(draft, "harm") in amara.get(reverse("sharing:drafts")).content.decode()

    def test_another_device_shows_what_was_said(self, cast, amara, draft, client):
        put(amara, draft, "danger", "no")
        put(amara, draft, "welfare", WELFARE)
        client.logout()
        client.force_login(cast.amara, backend="allauth.account.auth_backends.AuthenticationBackend")
        assert WELFARE["welfare"] in client.get(address(draft, "welfare")).content.decode()

    def test_only_its_owner_finds_it(self, cast, amara, draft, as_):
        dee = as_(cast.dee)
        assert dee.get(address(draft, "danger")).status_code == 404
        assert dee.post(reverse("sharing:drop", args=[draft.public_id]), {"seen": 1}).status_code == 404
        assert Draft.objects.contains(draft)

    def test_whoever_is_shut_out_loses_it(self, cast, amara, draft):
        cast.leo.exclude(by=cast.dee, who=cast.amara, reason="Related to the family")
        assert amara.get(address(draft, "danger")).status_code == 404

    def test_it_can_be_thrown_away(self, amara, draft):
        amara.post(reverse("sharing:drop", args=[draft.public_id]), {"seen": draft.version})
        assert not Draft.objects.exists()

    def test_it_is_forgotten_after_fourteen_days_and_not_before(self, draft):
        assert not Draft.objects.forgotten(timezone.now() + timedelta(days=13)).exists()
        assert Draft.objects.forgotten(timezone.now() + timedelta(days=15)).exists()


class TestTwoPages:
    def test_a_stale_page_overwrites_nothing_and_shows_both_texts(self, amara, draft):
        put(amara, draft, "danger", "no")
        draft.refresh_from_db()
        seen = draft.version
        put(amara, draft, "welfare", WELFARE)
        late = put(amara, draft, "welfare", WELFARE | {"welfare": "Something else entirely."}, seen=seen)

        assert late.status_code == 409
        page = late.content.decode()
        assert "Something else entirely." in page and WELFARE["welfare"] in page
        draft.refresh_from_db()
        assert draft.details["welfare"]["welfare"] == WELFARE["welfare"]

    def test_a_stale_answer_shows_what_the_draft_says_now(self, cast, amara, draft):
        walk(amara, draft, calm(cast))
        late = put(amara, draft, "harm", BRUISE, seen=2)
        assert late.status_code == 409 and "What is there now" in late.content.decode()
        draft.refresh_from_db()
        assert draft.facts["harm"] == "no"

    @pytest.mark.parametrize("seen", ["", "x", "99999999999999999999", "-1"])
    def test_a_forged_version_writes_nothing(self, amara, draft, seen):
        put(amara, draft, "danger", "no", seen=seen)
        draft.refresh_from_db()
        assert "danger" not in draft.facts

    def test_a_stale_page_sends_nothing(self, cast, amara, draft):
        walk(amara, draft, calm(cast, harm=BRUISE))
        stale = amara.post(reverse("sharing:propose", args=[draft.public_id]), {"seen": 3})
        assert stale.status_code == 409 and not Decision.objects.exists()

    def test_sent_twice_it_is_one_proposal(self, cast, amara, draft):
        walk(amara, draft, calm(cast, harm=BRUISE))
        draft.refresh_from_db()
        post = {"seen": draft.version, "once": "one press"}
        first = amara.post(reverse("sharing:propose", args=[draft.public_id]), post)
        second = amara.post(reverse("sharing:propose", args=[draft.public_id]), post)
        assert Decision.objects.count() == 1
        assert first["Location"] == reverse("sharing:proposed", args=[Decision.objects.get().public_id])
        assert second.status_code in (302, 404)

    def test_sent_from_two_tabs_both_lead_to_what_it_became(self, cast, amara, draft):
        walk(amara, draft, calm(cast, harm=BRUISE))
        address = reverse("sharing:propose", args=[draft.public_id])
        tabs = [_fields(amara.get(reverse("sharing:lead", args=[draft.public_id])).text, address) for _ in range(2)]
        led = [amara.post(address, fields) for fields in tabs]
        decision = Decision.objects.get()
        assert {to["Location"] for to in led} == {reverse("sharing:proposed", args=[decision.public_id])}

    @pytest.mark.parametrize("page", ["lead", "drafts"])
    def test_throwing_it_away_asks_once(self, amara, draft, page):
        shown = amara.get(reverse(f"sharing:{page}", args=[draft.public_id] if page == "lead" else [])).text
        button = shown.index(reverse("sharing:drop", args=[draft.public_id]))
        assert shown.rfind("<details", 0, button) > shown.rfind("</details>", 0, button)
        assert "Yes, throw it away" in shown and "What you answered is deleted" in shown

    def test_a_form_of_a_page_posted_twice_acts_once(self, amara, draft):
        put(amara, draft, "danger", {"answer": "no", "once": "one press"})
        draft.refresh_from_db()
        version = draft.version
        put(amara, draft, "danger", {"answer": "yes", "once": "one press"})
        draft.refresh_from_db()
        assert (draft.version, draft.facts["danger"]) == (version, "no")


def test_words_typed_when_the_session_locked_are_there_again(cast, amara, draft):
    put(amara, draft, "danger", "no")
    with time_machine.travel(timezone.now() + timedelta(minutes=20)):
        locked = put(amara, draft, "welfare", WELFARE)
        assert "unlock" in locked["Location"]
        amara.post(reverse("staff:unlock"), {"password": PASSWORD})
        page = amara.get(address(draft, "welfare")).content.decode()
    assert WELFARE["welfare"] in page


class TestBadInput:
    @pytest.mark.parametrize("words", ["<script>alert(1)</script>", "👩‍👧 مرحبا", "’ OR 1=1 --"])
    def test_is_kept_as_words_and_shown_as_words(self, amara, draft, words):
        put(amara, draft, "danger", "no")
        assert put(amara, draft, "welfare", WELFARE | {"welfare": words}).status_code == 302
        page = amara.get(address(draft, "welfare")).content.decode()
        assert "<script>alert" not in page
        draft.refresh_from_db()
        assert draft.details["welfare"]["welfare"] == words

    def test_a_megabyte_is_refused_with_what_to_do(self, amara, draft):
        put(amara, draft, "danger", "no")
        refused = put(amara, draft, "welfare", WELFARE | {"welfare": "a" * 1_000_000})
        assert "4000 characters or fewer" in str(refused.context["form"].errors["welfare"])


@pytest.mark.clause("S-24", "H-14")
class TestAReturnedDecision:
    @pytest.fixture
    def returned(self, cast, propose):
        decision = propose(REFUSED_HARM, welfare="He must be seen.", others_at_risk="nobody", could_be_harmed="nobody")
        decision.send_back(by=cast.dee, comment="Which arm, and who saw it?")
        return decision

    @pytest.fixture
    def again(self, amara, returned):
        amara.post(reverse("sharing:again", args=[returned.public_id]))
        return Draft.objects.get(returned=returned)

    def test_is_a_draft_again_with_the_comment_and_everything_said(self, amara, again):
        page = amara.get(reverse("sharing:lead", args=[again.public_id])).content.decode()
        assert "Which arm, and who saw it?" in page
        assert again.details["welfare"]["welfare"] == "He must be seen."
        assert "Sol Worker" in again.details["recipient"]["shown"]

    def test_goes_back_to_the_lead_as_the_same_decision(self, cast, amara, again, returned):
        put(amara, again, "harm", BRUISE)
        again.refresh_from_db()
        amara.post(reverse("sharing:propose", args=[again.public_id]), {"seen": again.version})
        returned.refresh_from_db()
        assert returned.state == "proposed" and returned.because["harm"] == BRUISE["because"]
        assert (Decision.objects.count(), Draft.objects.count()) == (1, 0)

    def test_is_taken_up_once_however_often_one_presses(self, amara, again, returned):
        amara.post(reverse("sharing:again", args=[returned.public_id]))
        assert Draft.objects.count() == 1

    def test_nobody_else_takes_it_up(self, cast, as_, returned):
        assert as_(cast.chen).post(reverse("sharing:again", args=[returned.public_id])).status_code == 404


class TestWithdrawing:
    def test_takes_it_from_the_lead_and_says_why(self, cast, amara, propose):
        decision = propose(REFUSED)
        url = reverse("sharing:withdraw", args=[decision.public_id])
        assert amara.post(url, {"why": " "}).status_code == 200
        amara.post(url, {"why": "Asked about the wrong child."})
        decision.refresh_from_db()
        assert decision.state == "withdrawn"
        with pytest.raises(NotNow):
            decision.withdraw(by=cast.amara, why="Again")

    def test_is_refused_while_somebody_may_be_at_risk_and_says_who_can_end_it(self, amara, propose):
        decision = propose(REFUSED_HARM)
        answer = amara.post(reverse("sharing:withdraw", args=[decision.public_id]), {"why": "I was wrong."})
        decision.refresh_from_db()
        assert decision.state == "proposed"
        assert "the lead must see this" in answer.text and "I was wrong." in answer.text

    def test_is_refused_to_others(self, cast, as_, propose):
        decision = propose()
        assert as_(cast.chen).get(reverse("sharing:withdraw", args=[decision.public_id])).status_code == 404
        refused = as_(cast.dee).get(reverse("sharing:withdraw", args=[decision.public_id]))
        assert refused.status_code == 403 and "Only whoever proposed it" in refused.text


def test_each_of_my_proposals_opens_and_says_what_is_next(cast, amara, propose):
    decision = propose(AGREED)
    decision.seek_advice(by=cast.dee, door="The advice line", asked="What now?")
    page = amara.get(reverse("sharing:mine")).text
    assert f'href="{reverse("sharing:decision", args=[decision.public_id])}"' in page
    assert "Nothing for you to do" in page


def test_my_proposals_are_listed_in_a_fixed_number_of_queries(cast, amara, propose, in_a_month):
    def count():
        with CaptureQueriesContext(connection) as queries:
            page = amara.get(reverse("sharing:mine")).content.decode()
        assert "Waiting for the lead" in page
        return len(queries)

    def refuse():
        decision = propose(REFUSED | {"public_interest": "insufficient"})
        decision.sign(by=cast.dee, outcome="not_share", review_on=in_a_month, **NOT_TO_SHARE)

    propose()
    refuse()
    count()  # the first page of a session writes down when it began
    few = count()
    for _ in range(5):
        propose()
        refuse()
    assert count() == few
