"""The inbox of requests: who sees which, how it becomes a decision, and what happens when nobody answers in time."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from audit.verbs import Stale
from records.models import Agency
from sharing import clockwork
from sharing.models import Decision, Draft, Request
from sharing.states import NotNow
from staff.models import Notice
from tests.cast import STAFF, in_days
from tests.sharing.conftest import REFUSED_HARM

SAID = {"kind": "s47", "name": "Sol Worker", "post": "Social worker", "organisation": "Example Children's Social Care"}
SAID |= {"asked_for": "Attendance since May", "why": "An enquiry", "urgency": "day", "how": "telephone"}
pytestmark = pytest.mark.clause("H-02")


def at(page, request=None):
    return reverse(f"sharing:{page}", args=[request.public_id] if request else [])


@pytest.fixture
def receive(cast):
    def receive(by=None, people=None, **said):
        return Request.receive(by=by or cast.amara, people=[cast.leo] if people is None else people, **SAID | said)

    return receive


def seen(user):
    return set(Request.objects.open_to(user))


class TestWhoSeesIt:
    def test_whoever_took_it_and_the_leads_of_the_group_do(self, cast, receive):
        asked = receive()
        assert all(asked in seen(user) for user in (cast.amara, cast.dee, cast.dora, cast.sena))
        assert not any(seen(user) for user in (cast.ben, cast.chen, cast.ade, cast.dana, cast.vik))

    def test_whoever_is_shut_out_of_whom_it_is_about_does_not_though_they_took_it(self, cast, receive):
        receive()
        for who in (cast.amara, cast.dee):
            cast.leo.exclude(by=cast.sena, who=who, reason="Related")
            assert not seen(who)
        assert seen(cast.dora) and seen(cast.sena)

    def test_whoever_took_it_leaves_it_to_the_leads_of_its_group_to_link_and_to_close_it(self, cast, receive, as_):
        taken = [receive(by=by, people=[], others="A boy") for by in (cast.amara, cast.ade)]
        leads = [who for who in STAFF if set(taken) & set(Request.objects.led_by(getattr(cast, who)))]
        assert leads == ["dee", "dora", "sena"]
        status = [as_(cast.amara).get(at(page, taken[0])).status_code for page in ("link_request", "close_request")]
        assert status == [403, 403]

    @pytest.mark.clause("H-06")
    def test_a_name_in_words_shows_its_taker_no_more_when_a_lead_finds_the_record(self, cast, receive, as_):
        asked = receive(by=cast.chen, people=[], others="The Young girl")
        asked.link(by=cast.dee, person=cast.yara)
        page = as_(cast.chen).get(at("asked_request", asked)).text
        assert "The Young girl" in page and cast.yara.name not in page
        assert cast.yara.name in as_(cast.dee).get(at("asked_request", asked)).text

    def test_what_a_record_names_is_lost_with_the_record(self, cast, receive):
        receive(by=cast.chen, people=[cast.yara])
        assert not seen(cast.chen)

    def test_our_own_questions_and_those_about_a_colleague_stand_in_no_inbox(self, cast, propose):
        propose()
        assert not seen(cast.amara) and not seen(cast.dee)


class TestTakingOneIn:
    def test_a_volunteer_at_the_door_writes_it_down_and_the_lead_is_told(self, cast, as_):
        moment = timezone.localtime(in_days(-1))
        when = {f"asked_at_{part}": getattr(moment, part) for part in ("day", "month", "year")} | {
            "asked_at_time": "9:00"
        }
        answer = as_(cast.vik).post(at("receive"), SAID | when | {"others": "A boy called Leo"})
        asked = Request.objects.get(received_by=cast.vik)
        assert answer["Location"] == at("asked_request", asked)
        assert Notice.objects.filter(to=cast.dee).exists()
        assert asked.group == "child" and asked.about.get().words == "A boy called Leo"

    def test_a_form_about_nobody_or_without_the_post_of_an_officer_is_refused(self, cast, as_):
        page = as_(cast.amara).post(at("receive"), SAID | {"post": ""}).text
        assert "Say who it is about" in page and "Give their post" in page

    @pytest.mark.parametrize(("urgency", "hours"), [("now", 1), ("day", 24), ("week", 7 * 24)])
    def test_urgency_sets_by_when_it_is_answered(self, receive, urgency, hours):
        due = receive(urgency=urgency).answer_by - timezone.now()
        assert abs(due - timedelta(hours=hours)) < timedelta(minutes=1)

    def test_what_is_urgent_does_not_wait_for_the_day_they_named_and_a_week_may_be_longer(self, receive):
        assert receive(urgency="day", due_at=in_days(20)).answer_by < in_days(2)
        assert receive(urgency="week", due_at=in_days(20)).answer_by > in_days(19)
        assert receive(urgency="week", due_at=in_days(2)).answer_by < in_days(3)


class TestCallingBack:
    def ring(self, asked, cast, number="01632 960101", **more):
        asked.verify(by=cast.amara, agency=cast.social_care, number=number, name="Sol Worker", post="Officer", **more)

    def test_a_number_of_our_directory_says_who_rang_and_when(self, cast, receive):
        asked = receive()
        self.ring(asked, cast)
        assert asked.state == "verified"
        assert (asked.contact.verified_by, asked.contact.number_from) == (cast.amara, "Our own directory")

    def test_a_number_that_is_not_in_the_directory_is_refused(self, cast, receive):
        with pytest.raises(NotNow):
            self.ring(receive(), cast, number="07700 900123")

    def test_the_number_they_gave_is_refused_though_somebody_put_it_into_the_directory(self, cast, receive, as_):
        asked = receive(their_number="+44 7700 900123")
        trap = Agency.add(by=cast.amara, name="Trap", kind="children", telephone="07700 900 123")
        with pytest.raises(NotNow):
            asked.verify(by=cast.amara, agency=trap, number="07700 900 123", name="Sol", post="x")
        assert "07700" not in as_(cast.amara).get(at("call_back", asked)).text

    def test_the_number_they_gave_will_do_where_we_had_rung_it_before(self, cast, receive):
        asked = receive(their_number="01632 960101")
        self.ring(asked, cast)
        assert asked.contact

    def test_once_is_enough_and_the_page_says_so(self, cast, receive, as_):
        asked = receive()
        assert as_(cast.amara).get(at("call_back", asked)).status_code == 200
        self.ring(asked, cast)
        assert "called back already" in as_(cast.amara).get(at("call_back", asked)).text


class TestFromARequestToADecision:
    def test_the_questions_begin_with_what_was_asked_and_who_was_called_back(self, cast, receive, as_):
        asked = receive()
        TestCallingBack().ring(asked, cast)
        as_(cast.amara).post(at("start_from_request", asked))
        draft = Draft.objects.get(request=asked)
        assert draft.known.recipient == "protective" and draft.said("recipient")["contact"]
        again = as_(cast.amara).post(at("start_from_request", asked))
        assert Draft.objects.get(request=asked) == draft and str(draft.public_id) in again["Location"]

    def test_nobody_starts_one_about_a_record_they_may_not_open(self, cast, receive, as_):
        asked = receive(by=cast.chen, people=[], others="A girl")
        asked.link(by=cast.dee, person=cast.yara)
        assert as_(cast.chen).post(at("start_from_request", asked)).status_code == 403
        assert not Draft.objects.exists()

    @pytest.mark.clause("H-24")
    def test_the_decision_answers_the_request(self, cast, receive):
        asked = receive()
        decision = Decision.propose(by=cast.amara, people=[cast.leo], facts=REFUSED_HARM, request=asked)
        assert decision.request == asked and asked.state == "deciding"
        with pytest.raises(NotNow):
            asked.close(by=cast.dee, why="No")
        decision.tell_requester(by=cast.amara, how="By telephone: yes", at=timezone.now())
        asked.refresh_from_db()
        assert (asked.state, asked.ended_words) == ("answered", "By telephone: yes")
        with pytest.raises(Stale):
            Decision.propose(by=cast.amara, people=[cast.leo], facts=REFUSED_HARM, request=asked)

    def test_what_is_withdrawn_leaves_the_request_waiting(self, cast, receive):
        asked = receive()
        decision = Decision.propose(
            by=cast.amara, people=[cast.leo], facts=REFUSED_HARM | {"harm": "no"}, request=asked
        )
        decision.withdraw(by=cast.amara, why="Asked twice")
        asked.refresh_from_db()
        assert asked.state == "received"

    def test_a_request_written_down_in_the_questions_stands_in_the_inbox_too(self, cast):
        Decision.propose(
            by=cast.amara, people=[cast.leo], facts=REFUSED_HARM, request=SAID | {"asked_at": timezone.now()}
        )
        (asked,) = seen(cast.dee)
        assert asked.state == "deciding" and asked.about.get().person == cast.leo


@pytest.mark.clause("S-27")
class TestNobodyAnswers:
    @pytest.fixture
    def told(self, cast):
        seen = set()

        def told():
            new = [notice for notice in Notice.objects.select_related("to") if notice.pk not in seen]
            seen.update(notice.pk for notice in new)
            return {notice.to.first_name for notice in new}

        return told

    def test_the_lead_hears_again_then_the_deputy_then_the_senior_leader(self, cast, receive, told):
        receive()
        heard = [told()]
        for day in (1, 2, 3, 4):
            with time_machine.travel(in_days(day) + timedelta(minutes=day), tick=False):
                clockwork.escalate_requests()
                heard.append(told())
        assert heard == [{"Dee"}, {"Dee"}, {"Dora"}, {"Sena"}, set()]

    def test_nobody_shut_out_of_whom_it_is_about_is_told(self, cast, receive, told):
        cast.leo.exclude(by=cast.sena, who=cast.dee, reason="Related")
        receive()
        assert told() == {"Dora"}

    def test_what_was_answered_tells_nobody(self, cast, receive, told):
        receive().close(by=cast.dee, why="They took it back")
        told()
        with time_machine.travel(in_days(9), tick=False):
            clockwork.escalate_requests()
        assert told() == set()


def test_the_home_pages_show_it_to_the_lead_and_to_whoever_took_it(cast, receive, as_):
    receive()
    assert "Asks us: Sol Worker" in as_(cast.dee).get("/").text
    assert "Asks us: Sol Worker" in as_(cast.amara).get("/").text
    assert "Sol Worker" not in as_(cast.ben).get("/").text


def test_the_list_asks_as_often_for_many_as_for_few(cast, receive, as_):
    client = as_(cast.dee)

    def questions(many):
        for number in range(many):
            receive(name=f"Sol {number}")
            receive().close(by=cast.dee, why="They took it back")
        with CaptureQueriesContext(connection) as asked:
            assert client.get(at("requests")).status_code == 200
        return len(asked)

    assert questions(1) >= questions(4)
