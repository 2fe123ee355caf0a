"""A concern is looked at, discussed and answered; one that waits goes on to the next in line."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from records import clock
from records.models import Concern, Entry
from staff.models import Notice
from tests.records.asking import FACTS, at

GO_ON = {"more": "yes"}
ANSWER = {"discussed": "With Amara", "outcome": "An early help offer", "next_step": "Visit on Monday"}


def log(by, *people, **details):
    return Concern.log(by=by, people=people, facts=FACTS, **{"danger": "no"} | details)


def told():
    return set(Notice.objects.values_list("to__first_name", flat=True))


@pytest.mark.clause("S-27")
class TestAnswering:
    def test_the_reporter_sees_how_far_it_has_come_and_nothing_more(self, cast, as_):
        logged = log(cast.amara, cast.leo)
        assert "was received" in as_(cast.amara).get(at("sent", logged)).text

        as_(cast.dee).post(at("acknowledge", logged))
        assert "being looked at" in as_(cast.amara).get(at("sent", logged)).text

        as_(cast.dee).post(at("answer", logged), ANSWER | GO_ON)
        page = as_(cast.amara).get(at("sent", logged)).text
        assert "was acted on" in page
        assert not any(words in page for words in ANSWER.values())

    @pytest.mark.parametrize("missing", ANSWER)
    def test_needs_all_three_parts(self, cast, as_, missing):
        logged = log(cast.amara, cast.leo)
        as_(cast.dee).post(at("answer", logged), ANSWER | GO_ON | {missing: " "})

        logged.refresh_from_db()
        assert logged.state == "received"

    def test_only_opening_it_promises_nothing(self, cast, as_):
        logged = log(cast.amara, cast.leo)
        as_(cast.dee).get(at("concern", logged))

        logged.refresh_from_db()
        assert logged.state == "received"

    def test_a_page_that_is_stale_overwrites_nothing(self, cast, as_):
        logged = log(cast.amara, cast.leo)
        seen = logged.version
        as_(cast.dora).post(at("answer", logged), ANSWER | GO_ON | {"seen": seen})
        refused = as_(cast.dee).post(at("answer", logged), ANSWER | GO_ON | {"seen": seen, "outcome": "Nothing"})

        logged.refresh_from_db()
        assert refused.status_code == 409
        assert "Nothing" in refused.text and ANSWER["outcome"] in refused.text
        assert logged.outcome == ANSWER["outcome"]

    def test_a_reporter_who_is_no_lead_is_told_why_not(self, cast, as_):
        logged = log(cast.amara, cast.leo)
        client = as_(cast.amara)

        assert client.get(at("concern", logged)).status_code == 403
        assert client.post(at("answer", logged), ANSWER | GO_ON).status_code == 403
        assert as_(cast.chen).get(at("concern", logged)).status_code == 404


@pytest.mark.clause("S-27", "H-31")
class TestALeadWhoIsShutOut:
    def test_is_passed_over_when_somebody_is_told(self, cast):
        cast.leo.exclude(by=cast.sena, who=cast.dee, reason="Her nephew")
        log(cast.amara, cast.leo)

        assert told() == {"Dora"}

    def test_is_passed_over_once_it_is_known_whom_it_is_about(self, cast):
        cast.leo.exclude(by=cast.sena, who=cast.dee, reason="Her nephew")
        logged = log(cast.vik, others="A boy")
        assert told() == {"Dee"}

        logged.link(by=cast.dee, person=cast.leo)
        assert told() == {"Dee", "Dora"}

    def test_is_passed_over_when_it_is_about_staff_too(self, cast):
        cast.leo.exclude(by=cast.dee, who=cast.sena, reason="Her neighbour")
        logged = log(cast.amara, cast.leo, is_about_staff=True, about_staff=cast.chen)

        assert told() == {"Dora"}
        assert Concern.objects.open_to(cast.dora).contains(logged)


@pytest.mark.clause("S-27", "H-09")
class TestWhereItIsKept:
    def test_in_the_safeguarding_folder_of_everybody_it_is_about_once(self, cast):
        logged = log(cast.amara, cast.leo, cast.yara, own_words="I fell")
        logged.answer(by=cast.dee, **ANSWER)
        logged.answer(by=cast.dee, **ANSWER | {"outcome": "Two offers"})

        for person in (cast.leo, cast.yara):
            kept = person.folder("safeguarding").entries.get()
            assert (kept.kind, kept.fact, kept.own_words, kept.author) == ("concern", FACTS, "I fell", cast.dee)
            assert kept.concern.outcome == "Two offers"
            assert kept.reported_by == cast.amara.post

    def test_and_is_shown_there_to_whoever_may_open_the_folder_and_to_nobody_else(self, cast, as_):
        logged = log(cast.amara, cast.leo)
        logged.answer(by=cast.dee, **ANSWER)

        assert ANSWER["outcome"] in as_(cast.dee).get(at("folder", cast.leo.folder("safeguarding"))).text
        assert ANSWER["outcome"] not in as_(cast.amara).get(at("person", cast.leo)).text

    def test_the_outcome_and_who_it_was_discussed_with_stand_apart_from_what_was_seen(self, cast, as_):
        log(cast.amara, cast.leo).answer(by=cast.dee, **ANSWER)
        page = as_(cast.dee).get(at("folder", cast.leo.folder("safeguarding"))).text

        happened, came = page.split("What came of it")
        assert "What happened" in happened and FACTS in happened
        assert "Said by" not in page
        assert f"by: {cast.amara.post}" in happened
        assert all(words in came for words in ANSWER.values())
        assert ANSWER["outcome"] not in happened

    @pytest.mark.parametrize("reads", [True, False])
    def test_whoever_answers_is_told_first_whether_the_reporter_will_read_it(self, cast, as_, reads):
        logged = log(cast.amara, cast.leo)
        if reads:
            cast.leo.folder("safeguarding").grant(
                by=cast.dee, to=cast.amara, purpose="Helps", until=timezone.now() + timedelta(days=3)
            )
        page = as_(cast.dee).get(at("answer", logged)).text

        assert "Whoever may open the safeguarding folder of Leo Larkin reads" in page
        assert (f"So does the reporter, {cast.amara.name}, who may open the folder of Leo Larkin." in page) == reads

    def test_when_the_record_is_named_later(self, cast, as_):
        logged = log(cast.vik, others="A boy in a red coat")
        logged.answer(by=cast.dee, **ANSWER)
        as_(cast.dee).post(at("link", logged), {"person": cast.leo.public_id})

        assert cast.leo.folder("safeguarding").entries.get().concern == logged

    def test_one_about_staff_is_kept_in_nobodys_folder(self, cast):
        logged = log(cast.amara, cast.leo, is_about_staff=True, about_staff=cast.chen)
        logged.answer(by=cast.sena, **ANSWER)

        assert not Entry.objects.exists()


@pytest.mark.clause("S-27")
class TestWhatALeadSeesBesideIt:
    def test_the_pattern_and_what_is_known(self, cast, as_):
        for _ in range(2):
            log(cast.amara, cast.leo)
        Entry.write(
            by=cast.amara, folder=cast.leo.folder("personal"), kind="visit", fact="A visit.", happened_at=timezone.now()
        )
        page = as_(cast.dee).get(at("concern", log(cast.ben, cast.leo))).text

        assert "Three concerns in six weeks" in page
        assert "A visit." in page

    def test_the_pattern_counts_those_that_came_later_and_none_of_another_season(self, cast, as_):
        with time_machine.travel(timezone.now() - timedelta(weeks=7)):
            log(cast.amara, cast.leo)
        logged = [log(cast.amara, cast.leo) for _ in range(4)]

        assert all("Four concerns in six weeks" in as_(cast.dee).get(at("concern", one)).text for one in logged)

    def test_nothing_of_a_record_from_which_this_lead_is_shut_out(self, cast, as_):
        logged = log(cast.amara, cast.leo)
        cast.leo.exclude(by=cast.sena, who=cast.dee, reason="Her nephew")

        assert as_(cast.dee).get(at("concern", logged)).status_code == 404
        assert "Leo" not in as_(cast.dee).get(at("concerns")).text
        assert as_(cast.dora).get(at("concern", logged)).status_code == 200


@pytest.mark.clause("S-27")
def test_what_was_done_about_a_person_has_their_concerns_for_whoever_may_open_them(cast, as_):
    log(cast.amara, cast.leo).acknowledge(by=cast.dee)
    shown = "began to look at a concern"

    assert shown in as_(cast.dee).get(at("story", cast.leo)).text
    assert shown not in as_(cast.amara).get(at("story", cast.leo)).text
    assert shown not in as_(cast.dee).get(at("story", cast.quin)).text


@pytest.mark.clause("S-27")
class TestWaitingTooLong:
    @pytest.mark.parametrize(("danger", "patience"), [("yes", timedelta(minutes=15)), ("no", timedelta(days=1))])
    def test_it_goes_to_the_deputy_and_then_to_the_senior_leader(self, cast, danger, patience):
        log(cast.amara, cast.leo, danger=danger)
        assert told() == {"Dee"}

        with time_machine.travel(timezone.now() + patience - timedelta(minutes=1)):
            assert clock.pass_on_concerns_that_wait() == 0
        with time_machine.travel(timezone.now() + patience + timedelta(minutes=1)):
            assert clock.pass_on_concerns_that_wait() == 1
            assert told() == {"Dee", "Dora"}
        with time_machine.travel(timezone.now() + 2 * patience + timedelta(minutes=3)):
            clock.pass_on_concerns_that_wait()
            assert told() == {"Dee", "Dora", "Sena"}
            assert clock.pass_on_concerns_that_wait() == 0

    def test_not_once_somebody_looks(self, cast):
        log(cast.amara, cast.leo, danger="yes").acknowledge(by=cast.dee)

        with time_machine.travel(timezone.now() + timedelta(days=2)):
            assert clock.pass_on_concerns_that_wait() == 0
