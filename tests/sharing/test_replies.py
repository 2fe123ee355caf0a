"""What came of what was shared: silence is chased, a no has a next step, and whoever first worried hears of it."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from audit.verbs import Stale
from records.models import Concern, Task
from sharing import clockwork
from sharing.models import Decision, Reply
from staff.models import Notice
from tests.cast import in_days
from tests.sharing.conftest import OVERRIDE, REFUSED_HARM

pytestmark = pytest.mark.clause("S-23")
ITEM = {"what": "A bruise.", "nature": "fact", "why_needed": "To see him"}
SECRET = "Strategy meeting at noon"


@pytest.fixture
def concern(cast):
    concern = Concern.log(by=cast.vik, people=[cast.leo], danger="no", facts="A bruise.")
    concern.acknowledge(by=cast.dee)
    return concern


@pytest.fixture
def share(cast, propose, concern):
    def share(will_do="s47", **details):
        decision = propose(concern=concern, **details)
        decision.sign(by=cast.dee, outcome="share", **OVERRIDE)
        to = {"contact": cast.contact, "to_whom": "Sol", "taken_by": "Sol", "method": "telephone", "will_do": will_do}
        decision.record_disclosure(by=cast.amara, disclosure=to | {"shared_at": timezone.now()}, items=[ITEM])
        return decision

    return share


@pytest.fixture
def told(db):
    """Who was told since it was asked last: what was put in the outbox stays there."""
    seen = set()

    def told():
        new = [notice for notice in Notice.objects.select_related("to") if notice.pk not in seen]
        seen.update(notice.pk for notice in new)
        return {notice.to.first_name for notice in new}

    return told


def record(decision, by, answer="accepted", **said):
    decision.reply.record(by=by, answer=answer, said_by="Sol", words=SECRET, **said)


class TestAnAnswerIsExpected:
    def test_within_working_days_of_the_day_it_was_shared(self, share):
        friday = next(day for day in map(in_days, range(1, 8)) if timezone.localtime(day).weekday() == 4)
        with time_machine.travel(friday, tick=False):
            assert share().reply.expected_on == timezone.localdate() + timedelta(days=5)

    def test_unless_they_only_gave_advice_or_will_do_nothing(self, share):
        assert not hasattr(share("advice"), "reply") and not Reply.objects.exists()

    @pytest.mark.clause("S-27")
    def test_silence_makes_a_task_then_tells_the_lead_then_the_senior_leader(self, cast, share, told):
        share()
        told()
        heard = []
        for days in (2, 9, 12, 15, 20):
            with time_machine.travel(in_days(days), tick=False):
                clockwork.chase_replies()
                heard.append(told() - {"Ben"})
        assert heard == [set(), {"Amara"}, {"Dee"}, {"Sena"}, set()]
        task = Task.objects.get()
        assert (task.owner, task.person) == (cast.amara, cast.leo) and "bruise" not in task.what

    def test_whoever_lost_the_person_gets_no_task_and_the_lead_is_asked(self, cast, share, told):
        share()
        cast.leo.exclude(by=cast.sena, who=cast.amara, reason="Related")
        told()
        with time_machine.travel(in_days(9), tick=False):
            clockwork.chase_replies()
        assert told() == {"Dee"} and not Task.objects.exists()

    def test_whoever_left_gets_no_task_and_the_lead_is_asked(self, cast, share, told):
        share()
        cast.amara.deactivate(by=cast.adam)
        told()
        with time_machine.travel(in_days(9), tick=False):
            clockwork.chase_replies()
        assert told() == {"Dee"} and not Task.objects.exists()

    def test_what_was_answered_is_chased_no_more(self, cast, share, told):
        record(share(), cast.amara)
        told()
        with time_machine.travel(in_days(20), tick=False):
            clockwork.chase_replies()
        assert told() == set() and not Task.objects.exists()

    def test_the_home_pages_show_who_is_silent(self, cast, share, as_):
        share()
        with time_machine.travel(in_days(20), tick=False):
            for who, shows in ((cast.amara, True), (cast.dee, True), (cast.ben, False), (cast.ade, False)):
                assert ("No answer yet: Leo Larkin" in as_(who).get("/").text) is shows


class TestTheAnswer:
    def test_stands_with_the_decision_and_is_recorded_once(self, cast, share, as_):
        decision = share()
        page = reverse("sharing:reply", args=[decision.reply.public_id])
        said = {"answer": "accepted", "said_by": "Sol", "said": SECRET, "at": timezone.localtime().isoformat()}
        as_(cast.amara).post(page, said)
        assert SECRET in as_(cast.dee).get(reverse("sharing:decision", args=[decision.public_id])).text
        assert as_(cast.amara).post(page, said).status_code == 403
        with pytest.raises(Stale):
            record(Decision.objects.get(pk=decision.pk), cast.dee)
        assert as_(cast.chen).get(page).status_code == 404

    def test_no_needs_a_next_step_and_tells_the_lead(self, cast, share, told, as_):
        decision = share()
        page = reverse("sharing:reply", args=[decision.reply.public_id])
        said = {"answer": "declined", "said_by": "Sol", "said": "No", "at": timezone.localtime().isoformat()}
        assert "next_step" in as_(cast.amara).post(page, said).context["form"].errors
        told()
        as_(cast.amara).post(page, said | {"next_step": "We ask their manager to look again"})
        assert told() == {"Dee", "Vik"}

    @pytest.mark.clause("S-27", "H-10")
    def test_reaches_whoever_first_worried_in_words_they_may_read(self, cast, share, concern, as_):
        record(share(), cast.dee, reporter_words="Thank you: he was seen today.")
        page = as_(cast.vik).get(reverse("records:sent", args=[concern.public_id])).text
        assert "he was seen today" in page and SECRET not in page and "Sol" not in page

    def test_says_to_them_by_itself_that_somebody_took_it_on(self, cast, share, concern, as_):
        record(share(), cast.amara)
        assert "has taken it on" in as_(cast.vik).get(reverse("records:sent", args=[concern.public_id])).text

    def test_a_practitioner_writes_no_words_for_the_reporter(self, cast, share, as_):
        page = reverse("sharing:reply", args=[share().reply.public_id])
        assert "reporter_words" not in as_(cast.amara).get(page).context["form"].fields
        assert "reporter_words" in as_(cast.dee).get(page).context["form"].fields


def test_an_emergency_is_followed_too(cast):
    to = {"to_whom": "Crew", "taken_by": "Crew", "method": "in_person", "shared_at": timezone.now()}
    decision = Decision.record_emergency(
        by=cast.amara, people=[cast.leo], facts=REFUSED_HARM | {"danger": "yes"}, rationale="x", welfare="x",
        request={"name": "Amara", "asked_for": "What he ate"}, disclosure=to | {"will_do": "emergency"}, items=[ITEM],
    )  # fmt: skip
    assert decision.reply.expected_on > timezone.localdate() - timedelta(days=1)
