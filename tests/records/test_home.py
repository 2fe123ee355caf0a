"""The home page says what waits for whom, most pressing first, and shows nobody too much."""

from datetime import timedelta

import pytest
import time_machine

from records.models import Concern, Question
from staff import roles
from tests.cast import in_days, member
from tests.records.asking import FACTS, at


def home(client):
    return client.get("/").text


class TestAPractitioner:
    @pytest.mark.clause("S-27")
    def test_sees_what_became_of_what_they_reported_and_none_of_the_answer(self, cast, as_):
        logged = Concern.log(by=cast.amara, danger="no", facts=FACTS, people=[cast.leo])
        assert "Received" in home(as_(cast.amara))
        assert FACTS in home(as_(cast.amara))
        page = as_(cast.amara).get(at("concerns")).text
        assert FACTS in page and "What you reported" in page and "Waiting for an answer" not in page

        logged.answer(by=cast.dee, discussed="d", outcome="Secret outcome", next_step="n")
        page = home(as_(cast.amara))
        assert "Acted on" in page
        assert "Secret outcome" not in page

    @pytest.mark.clause("H-05")
    def test_sees_the_people_they_are_key_person_for(self, cast, as_):
        assert "Leo Larkin" in home(as_(cast.amara))
        assert "Leo Larkin" not in home(as_(cast.ben))

    def test_is_told_what_to_do_when_there_is_nothing(self, cast, as_):
        page = home(as_(cast.chen))
        assert "You are nobody’s key person yet" in page
        assert "You have not reported anything yet" in page

    @pytest.mark.clause("H-06")
    def test_sees_no_name_before_the_undertaking(self, cast, as_):
        new = member("nia", roles.Practitioner, promised=False)
        cast.leo.assign_key_person(by=cast.dee, to=new)
        page = home(as_(new))

        assert "Leo" not in page
        assert "Log a concern" in page


@pytest.mark.clause("S-27")
class TestALead:
    def test_sees_urgent_things_first_and_then_the_oldest(self, cast, as_):
        with time_machine.travel(in_days(-3)):
            Concern.log(by=cast.vik, danger="no", facts=FACTS, others="the oldest")
        with time_machine.travel(in_days(-2)):
            Question.ask(by=cast.vik, group="child", words="the question")
        with time_machine.travel(in_days(-1)):
            Concern.log(by=cast.vik, danger="no", facts=FACTS, others="a newer one")
        Concern.log(by=cast.vik, danger="yes", facts=FACTS, others="an urgent one")

        page = home(as_(cast.dee))
        places = [page.index(words) for words in ("an urgent one", "the oldest", "the question", "a newer one")]
        assert places == sorted(places)
        assert "3 days ago" in page

    def test_tells_concerns_about_one_person_apart_and_sees_when_each_is_due(self, cast, as_):
        with time_machine.travel("2026-03-04T10:00:00Z"):
            for words in ("He was cold.", "He was hungry."):
                Concern.log(by=cast.amara, danger="no", facts=words, people=[cast.leo])
        for page in (home(as_(cast.dee)), as_(cast.dee).get(at("concerns")).text):
            assert "He was cold." in page and "He was hungry." in page
        assert "due 5 March, 10:00" in home(as_(cast.dee))
        assert "Due 5 March 2026, 10:00" in as_(cast.dee).get(at("concerns")).text

    def test_of_a_long_day_sees_the_first_and_all_of_it_a_page_further(self, cast, as_):
        for number in range(23):
            with time_machine.travel(in_days(-2) + timedelta(minutes=number)):
                Concern.log(by=cast.vik, danger="no", facts=FACTS, others=f"child {number:02}")
        page, whole = home(as_(cast.dee)), as_(cast.dee).get("/?all=needs_you").text
        assert "child 19" in page and "child 20" not in page and "Show all 23" in page
        assert all(f"child {number:02}" in whole for number in range(23)) and "Show all" not in whole
        assert "child 00" not in as_(cast.ade).get("/?all=needs_you").text
        assert "Your people" in as_(cast.amara).get("/?all=nothing").text

    def test_sees_nothing_that_is_answered_or_for_another_lead(self, cast, as_):
        logged = Concern.log(by=cast.vik, danger="no", facts=FACTS, others="a child")
        assert "a child" not in home(as_(cast.ade))

        logged.answer(by=cast.dee, discussed="d", outcome="o", next_step="n")
        assert "Nothing needs you now" in home(as_(cast.dee))


class TestOthers:
    def test_an_administrator_is_shown_the_accounts_and_no_record(self, cast, as_):
        page = home(as_(cast.adam))
        assert "Leo" not in page
        assert "Your people" not in page

    def test_a_volunteer_reads_back_only_their_own_words(self, cast, as_):
        Concern.log(by=cast.amara, danger="no", facts=FACTS, people=[cast.leo])
        assert "You have not reported anything yet" in home(as_(cast.vik))
