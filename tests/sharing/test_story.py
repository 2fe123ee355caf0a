"""What happened beside a record is in its story, for whoever may open that as well, and leads to what changed."""

from types import SimpleNamespace

import pytest
from django.urls import reverse
from django.utils import timezone

from records.history import KINDS
from records.models import Concern
from tests.cast import in_days
from tests.sharing.conftest import AGREED, NOT_TO_SHARE, REFUSED, TO_SHARE

COPY_FOR = "A complaint about how it was decided"


def story(client, person):
    return client.get(reverse("records:story", args=[person.public_id])).text


def disclosure(cast):
    told = {"contact": cast.contact, "to_whom": "Sol Worker", "taken_by": "Sol Worker", "method": "telephone"}
    return told | {"shared_at": timezone.now(), "will_do": "s47"}


@pytest.fixture
def shared(cast, propose):
    """Asked, signed, shared, and a copy taken."""
    decision = propose(AGREED)
    decision.sign(by=cast.dee, outcome="share", **TO_SHARE)
    item = {"what": "The bruise", "nature": "fact", "why_needed": "To see him today"}
    decision.record_disclosure(by=cast.amara, disclosure=disclosure(cast), items=[item])
    decision.take_copy(by=cast.sena, purpose=COPY_FOR)
    return decision


@pytest.mark.clause("S-23")
class TestADecision:
    def test_is_in_the_story_from_the_question_to_the_copy_and_can_be_opened_there(self, cast, as_, shared):
        page = story(as_(cast.dee), cast.leo)
        said = ["Amara Example proposed a decision", "Dee Example signed a decision"]
        said += ["Amara Example recorded what was shared under a decision", "Sena Example took a copy of a decision"]
        assert [words for words in said if words not in page] == []
        assert reverse("sharing:decision", args=[shared.public_id]) in page

    def test_leads_from_each_act_to_what_it_changed(self, cast, as_, shared):
        changes = reverse("sharing:decision_changes", args=[shared.public_id])
        page = story(as_(cast.dee), cast.leo)
        assert f"{changes}?version=2" in page and f"{changes}?version=3" in page
        assert f"{changes}?version=1" not in page

    def test_is_not_in_the_story_for_whoever_may_not_open_it(self, cast, as_, shared):
        """Ben manages Amara and reads what she may, but nothing of safeguarding (S-07)."""
        page = story(as_(cast.ben), cast.leo)
        assert "decision" not in page.partition("<main")[2].replace("Decisions", "").replace("/decision", "")
        assert str(shared.public_id) not in page

    def test_keeps_what_a_copy_was_for_to_those_who_look_after_copies(self, cast, as_, shared):
        assert COPY_FOR in story(as_(cast.sena), cast.leo)
        assert COPY_FOR not in story(as_(cast.amara), cast.leo)

    def test_that_was_refused_is_there_too(self, cast, as_, propose, in_a_month):
        decision = propose(REFUSED | {"public_interest": "insufficient"})
        decision.sign(by=cast.dee, outcome="not_share", review_on=in_a_month, **NOT_TO_SHARE)
        assert "Dee Example signed a decision" in story(as_(cast.amara), cast.leo)


@pytest.mark.clause("S-23")
class TestAnAnswer:
    def test_is_in_the_story_and_so_is_taking_it_back(self, cast, as_, answer):
        answer("given")
        cast.leo.consents.get().withdraw(by=cast.amara)
        page = story(as_(cast.amara), cast.leo)
        assert "Amara Example recorded a consent" in page
        assert "Amara Example recorded that a consent was withdrawn" in page
        assert reverse("consent:person", args=[cast.leo.public_id]) in page
        assert reverse("consent:consent_changes", args=[cast.leo.consents.get().public_id]) + "?version=2" in page

    @pytest.mark.clause("H-09", "H-06")
    def test_is_not_there_for_whoever_may_not_open_the_personal_folder(self, cast, as_, answer):
        answer("refused")
        cast.leo.folder("send").grant(by=cast.dee, to=cast.chen, purpose="Cover", until=in_days(9))
        page = story(as_(cast.chen), cast.leo)
        assert "gave somebody access" in page and "recorded a consent" not in page


class TestAnAnswerOfLongAgo:
    """Versions are kept for longer than any list of questions."""

    def test_is_still_said_when_its_question_is_asked_no_more(self, db):
        said = KINDS["sharing.Decision"].words["facts"](SimpleNamespace(facts={"danger": "no", "weather": "fine"}))
        assert "weather: fine." in said.splitlines() and len(said.splitlines()) == 2

    def test_is_still_said_when_it_is_no_answer_any_more(self, db):
        said = KINDS["sharing.Decision"].words["facts"](SimpleNamespace(facts={"danger": "perhaps"}))
        assert said == "danger: perhaps."

    def test_keeps_its_evidence(self, db):
        said = KINDS["sharing.Decision"].words["because"](SimpleNamespace(because={"weather": "Rain"}))
        assert said == "weather: Rain"


def test_many_acts_ask_no_more_than_few(cast, as_, propose, django_assert_max_num_queries):
    for _ in range(6):
        propose(AGREED).sign(by=cast.dee, outcome="share", **TO_SHARE)
        Concern.log(by=cast.amara, danger="no", facts="x", people=[cast.leo])
    client = as_(cast.dee)
    client.get("/")
    with django_assert_max_num_queries(45):
        story(client, cast.leo)
