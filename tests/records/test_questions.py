"""A question to the lead is as easy as a concern, and becomes one in one press."""

import pytest

from records.models import Concern, Question
from staff import roles
from staff.models import Notice
from tests.cast import member
from tests.records.asking import at

ASK = {"group": "child", "words": "A boy of eight told me something. Must I tell?"}


@pytest.fixture
def question(cast):
    return Question.ask(by=cast.vik, **ASK)


@pytest.mark.clause("S-27", "S-21")
class TestAsking:
    def test_needs_no_name_no_record_and_no_undertaking(self, cast, as_):
        new = member("nia", roles.Volunteer, promised=False)
        answer = as_(new).post(at("ask"), ASK, follow=True)

        assert "A boy of eight" in answer.text
        assert [notice.to for notice in Notice.objects.all()] == [cast.dee]

    def test_is_answered_in_the_same_thread(self, cast, as_, question):
        as_(cast.dee).post(at("question", question), {"words": "Yes. Tell me."})

        assert "Yes. Tell me." in as_(cast.vik).get(at("question", question)).text
        assert not Question.objects.waiting_for(cast.dee).exists()
        as_(cast.vik).post(at("question", question), {"words": "And today?"})
        assert Question.objects.waiting_for(cast.dee).get() == question

    def test_is_read_by_the_leads_of_the_group_and_whoever_asked(self, cast, as_, question):
        for user, status in [(cast.vik, 200), (cast.dee, 200), (cast.ade, 404), (cast.amara, 404), (cast.adam, 404)]:
            assert as_(user).get(at("question", question)).status_code == status
            assert as_(user).post(at("become_concern", question)).status_code in ({302} if status == 200 else {404})

    @pytest.mark.parametrize("missing", ["group", "words"])
    def test_says_something_and_to_which_lead(self, cast, as_, missing):
        assert "There is a problem" in as_(cast.vik).post(at("ask"), ASK | {missing: ""}).text


@pytest.mark.clause("S-27")
class TestBecomingAConcern:
    @pytest.mark.parametrize("who", ["vik", "dee"])
    def test_keeps_the_words_and_whose_they_are_whoever_presses(self, cast, as_, question, who):
        as_(getattr(cast, who)).post(at("become_concern", question), {"danger": "no"})

        logged = Concern.objects.get()
        assert (logged.facts, logged.reporter, logged.urgent) == (ASK["words"], cast.vik, False)

    def test_an_urgent_one_when_somebody_may_be_in_danger(self, cast, as_, question):
        as_(cast.vik).post(at("become_concern", question), {"danger": "not_sure"})
        assert Concern.objects.get().urgent

    def test_once(self, cast, as_, question):
        for _ in range(2):
            as_(cast.vik).post(at("become_concern", question), {"danger": "no"})
        assert Concern.objects.count() == 1
