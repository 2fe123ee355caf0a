"""What must not be missed stands on a record until it is looked at again; what is to be done has an owner and a day."""

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from audit.verbs import Stale
from records.models import Flag, Task
from staff.models import Notice
from tests.cast import in_days
from tests.records.asking import at

NUTS = "His pen is in the red bag."
RING = "zq-ring his school"


@pytest.fixture
def flag(cast):
    said = {"kind": "health", "reason": NUTS, "told": "Femi, in person", "review_on": in_days(30).date()}
    return Flag.put(by=cast.amara, person=cast.leo, **said)


@pytest.fixture
def task(cast):
    return Task.give(by=cast.dee, owner=cast.amara, person=cast.leo, what=RING, due_on=timezone.localdate())


@pytest.mark.clause("S-07")
class TestAFlag:
    def test_needs_a_reason_who_was_told_and_a_day(self, cast, as_):
        page = as_(cast.amara).post(at("flag", cast.leo), {"kind": "health"}).text
        assert all(words in page for words in ("Say what they must know", "Say who was told", "Give the day"))
        assert not Flag.objects.exists()

    def test_is_seen_by_whoever_opens_the_record_and_nobody_else(self, cast, as_, flag):
        assert NUTS in as_(cast.amara).get(at("person", cast.leo)).text
        assert ">Flag<" in as_(cast.amara).get(at("people")).text
        for who in (cast.chen, cast.ade):
            assert as_(who).get(at("review_flag", flag)).status_code == 404
            assert ">Flag<" not in as_(who).get(at("people")).text

    def test_comes_back_to_the_lead_and_ends_with_a_reason(self, cast, as_, flag):
        assert "A flag to look at again" not in as_(cast.dee).get("/").text
        with time_machine.travel(in_days(31)):
            assert "A flag to look at again: Leo Larkin" in as_(cast.dee).get("/").text
            assert "A flag to look at again" not in as_(cast.ade).get("/").text
        assert "Say why" in as_(cast.dee).post(at("review_flag", flag), {"answer": "ends"}).text
        as_(cast.dee).post(at("review_flag", flag), {"answer": "ends", "why": "Tested: no allergy"})
        assert NUTS not in as_(cast.amara).get(at("person", cast.leo)).text
        assert as_(cast.dee).get(at("review_flag", flag)).status_code == 404
        with pytest.raises(Stale):
            flag.end(by=cast.dee, why="x")


@pytest.mark.clause("S-07", "S-08")
class TestATask:
    def test_stands_on_the_owners_home_page_and_the_message_says_nothing(self, cast, as_, task):
        assert RING in as_(cast.amara).get("/").text
        assert RING in as_(cast.amara).get(at("tasks")).text
        assert RING not in as_(cast.ben).get("/").text
        assert Notice.objects.filter(to=cast.amara).count() == 1
        page = at("task", task)
        assert as_(cast.dee).get(page).status_code == as_(cast.ben).get(page).status_code == 404
        as_(cast.amara).post(page, {"answer": "done", "words": "Rang at nine"})
        assert RING not in as_(cast.amara).get("/").text
        assert Notice.objects.filter(to=cast.dee).count() == 1

    def test_is_given_only_to_somebody_who_may_open_the_record(self, cast, as_, task):
        asked = {"what": "x", "due_on_day": "5", "due_on_month": "6", "due_on_year": "2099"}
        page = as_(cast.dee).post(at("add_task_about", cast.leo), asked | {"owner": cast.chen.public_id}).text
        assert "may not open this record" in page
        with pytest.raises(PermissionDenied):
            Task.give(by=cast.dee, owner=cast.chen, person=cast.leo, what="x", due_on=timezone.localdate())
        on = {"answer": "hand_on", "words": "I am away", "to": cast.chen.public_id}
        assert "may not open this record" in as_(cast.amara).post(at("task", task), on).text
        assert Task.objects.get().owner == cast.amara

    def test_is_not_shown_once_the_record_is_closed_to_its_owner(self, cast, as_, task):
        cast.leo.exclude(by=cast.dee, who=cast.amara, reason="x")
        client = as_(cast.amara)
        assert all(RING not in client.get(page).text for page in ("/", at("tasks")))
        assert client.get(at("task", task)).status_code == 404

    def test_goes_back_to_whoever_gave_it_when_its_day_has_passed(self, cast, as_, task):
        assert RING not in as_(cast.dee).get("/").text
        yesterday = in_days(-1).date()
        Task.give(by=cast.dee, owner=cast.amara, person=cast.leo, what="zq-late", due_on=yesterday)
        home = as_(cast.dee).get("/").text
        assert "zq-late" in home and "Overdue" in home and RING not in home
