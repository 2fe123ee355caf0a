"""A concern answered with nothing more to do has a day, and wakes up: by it, by something new, by its reporter."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from audit.verbs import Stale
from records import clock
from records.models import Concern, Person, Relationship
from sharing import clockwork
from staff.models import Notice, User
from tests.cast import in_days
from tests.records.asking import at

pytestmark = pytest.mark.clause("S-27", "H-21")
BEFORE = set()  # the notices that were there before what a test does
ANSWER = {"discussed": "With Amara", "outcome": "All was well", "next_step": "Nothing"}


def log(by, *people, **details):
    return Concern.log(by=by, people=people, danger="no", facts="A bruise.", **details)


@pytest.fixture
def before(db):
    BEFORE.clear()
    return BEFORE


@pytest.fixture
def resting(cast, before):
    concern = log(cast.vik, cast.leo)
    concern.answer(by=cast.dee, look_on=in_days(28).date(), **ANSWER)
    before.update(Notice.objects.values_list("pk", flat=True))
    return concern


def now(concern):
    concern.refresh_from_db()
    return concern.state


def told():
    return set(Notice.objects.exclude(pk__in=BEFORE).values_list("to__first_name", flat=True))


class TestTheDay:
    @pytest.mark.parametrize("day", ["", "2020-01-01"])
    def test_nothing_rests_without_one_to_come(self, cast, as_, day):
        concern = log(cast.amara, cast.leo)
        page = as_(cast.dee).post(at("answer", concern), ANSWER | {"more": "nothing", "look_on": day}).text
        assert "nothing rests without one" in page and now(concern) == "received"

    def test_is_offered_from_the_policy_and_kept_only_where_nothing_is_done(self, cast, as_):
        first, second = log(cast.amara, cast.leo), log(cast.amara, cast.leo)
        usual = timezone.localdate() + timedelta(days=28)
        dee = as_(cast.dee)
        assert dee.get(at("answer", first)).context["form"]["look_on"].value() == usual
        for concern, more in ((first, "nothing"), (second, "yes")):
            dee.post(at("answer", concern), ANSWER | {"more": more, "look_on": usual.isoformat()})
            concern.refresh_from_db()
        assert (first.no_further, first.look_on, second.no_further, second.look_on) == (True, usual, False, None)

    def test_opens_it_again_and_tells_the_lead_once(self, cast, resting):
        clockwork.look_again()
        assert now(resting) == "acted"
        with time_machine.travel(in_days(29), tick=False):
            assert clockwork.look_again() == 1 and clockwork.look_again() == 0
        assert now(resting) == "received" and told() == {"Dee"}

    def test_stands_on_the_leads_home_page_when_it_is_near(self, cast, resting, as_):
        said = "No further action: look again: Leo Larkin"
        assert said not in as_(cast.dee).get("/").text
        with time_machine.travel(in_days(24), tick=False):
            assert said in as_(cast.dee).get("/").text and said not in as_(cast.ade).get("/").text


class TestSomethingNew:
    def test_about_the_same_person_or_a_sister_wakes_it_and_the_pattern_shows(self, cast, resting, as_):
        mia = Person.register(by=User.system(), name="Mia Larkin", group="child")
        femi = Person.objects.get(name="Femi Larkin")
        Relationship.link(by=User.system(), person=mia, other=femi, kind="mother")
        log(cast.amara, mia)
        assert now(resting) == "received" and "Mia" not in resting.woken
        resting.answer(by=cast.dee, look_on=in_days(28).date(), **ANSWER)
        log(cast.amara, cast.leo)
        page = as_(cast.dee).get(at("concern", resting)).text
        assert "new concern about the same person" in page
        assert "concerns in six weeks" in page and "All was well" in page

    def test_about_somebody_else_or_a_colleague_or_itself_does_not(self, cast, resting):
        log(cast.amara, cast.yara)
        log(cast.amara, cast.leo, is_about_staff=True, about_staff=cast.ben)
        resting.link(by=cast.dee, person=cast.gran)
        assert now(resting) == "acted"

    def test_leaves_what_was_acted_on(self, cast):
        acted = log(cast.amara, cast.leo)
        acted.answer(by=cast.dee, **ANSWER)
        log(cast.amara, cast.leo)
        assert now(acted) == "acted"


class TestWhoeverReportedIt:
    def test_may_say_that_it_is_too_little_and_another_than_who_answered_is_told(self, cast, resting, as_):
        vik = as_(cast.vik)
        assert at("not_enough", resting) in vik.get(at("sent", resting)).text
        vik.post(at("not_enough", resting), {"why": "He was hungry again."})
        assert now(resting) == "received" and told() == {"Dora"}
        assert "He was hungry again." in as_(cast.dora).get(at("concern", resting)).text
        with time_machine.travel(in_days(3), tick=False):
            clock.pass_on_concerns_that_wait()
        assert told() == {"Dora", "Sena"}

    def test_reads_nothing_more_for_that_and_says_it_once(self, cast, resting, as_):
        page = as_(cast.vik).get(at("not_enough", resting)).text
        assert not any(words in page for words in ANSWER.values())
        resting.dispute(by=cast.vik, why="He was hungry again.")
        assert as_(cast.vik).get(at("not_enough", resting)).status_code == 403
        assert as_(cast.chen).get(at("not_enough", resting)).status_code == 404
        with pytest.raises(Stale):
            resting.dispute(by=cast.vik, why="Again.")
