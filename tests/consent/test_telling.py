"""That people are told, and that it is recorded whether a young person understands one decision."""

import pytest
from django.urls import reverse
from django.utils import timezone

from consent.models import Competence, NoticeGiven
from tests.consent.pages import key, page, text_of
from tests.consent.said import teenager


@pytest.fixture
def amara(cast, as_):
    return as_(cast.amara)


@pytest.mark.clause("S-01", "S-17", "S-26", "S-30")
class TestTheNotice:
    def explained(self, cast, **other):
        return {
            "to": key(cast, cast.femi),
            "how": "in_person",
            "language": "English",
            "explained_at": timezone.localtime().strftime("%Y-%m-%d %H:%M"),
            "understood": "yes",
            "safeguarding_policies_given": "on",
            **other,
        }

    def test_is_recorded_with_edition_how_when_by_whom_and_to_whom(self, cast, amara):
        amara.post(page("notice", cast.leo), self.explained(cast))
        given = NoticeGiven.objects.get()

        assert (given.to_person, given.how, given.explained_by) == (cast.femi, "in_person", cast.amara)
        assert given.edition == "2026.1" and given.understood_when_not and given.safeguarding_policies_given

    def test_says_who_has_not_been_told_yet(self, cast, amara):
        assert "Not told yet" in text_of(amara.get(page("person", cast.leo)))
        amara.post(page("notice", cast.leo), self.explained(cast))

        assert "Not told yet" not in text_of(amara.get(page("person", cast.leo)))

    def test_says_when_they_did_not_understand_it_or_heard_an_older_one(self, cast, amara):
        amara.post(page("notice", cast.leo), self.explained(cast, understood="no"))
        assert "not yet understood" in text_of(amara.get(page("person", cast.leo)))

        NoticeGiven.explain(by=cast.amara, person=cast.leo, to_person=cast.femi, how="letter", edition="2020.1")
        assert "older edition" in text_of(amara.get(page("person", cast.leo)))

    def test_does_not_ask_anybody_to_tell_a_parent_under_an_order(self, cast, amara):
        assert key(cast, cast.quin) not in text_of(amara.get(page("notice", cast.leo)))
        amara.post(page("notice", cast.leo), self.explained(cast, to=key(cast, cast.quin)))

        assert not NoticeGiven.objects.exists()

    @pytest.mark.parametrize(
        "broken", [{"to": ""}, {"to": "somebody_else"}, {"understood": ""}, {"explained_at": "2099-01-01 09:00"}]
    )
    def test_needs_to_whom_and_whether_they_understood(self, cast, amara, broken):
        amara.post(page("notice", cast.leo), self.explained(cast, **broken))

        assert not NoticeGiven.objects.exists()

    @pytest.mark.clause("S-25", "H-15")
    def test_is_printed_with_when_it_is_shared_without_asking_and_what_they_can_do(self, cast, amara):
        sheet = text_of(amara.get(reverse("consent:notice_sheet")))

        for words in ("When we may not ask you", "although you said no", "Who may receive it", "We normally ask you"):
            assert words in sheet
        for right in ("Change your mind", "See your file", "Put something right", "Complain"):
            assert right in sheet


@pytest.mark.clause("S-02")
class TestUnderstanding:
    def assessment(self, **other):
        five = dict.fromkeys(Competence.QUESTIONS, "yes")
        words = {"about": "Telling the nurse", "reasons": "Said it back.", "wants_parents_told": "no"}
        matter = {"purpose": "health", "recipient": "kind:health", "information": "personal"}
        return {"kind": "sharing", **matter, **five, **words, **other}

    def test_is_five_questions_about_one_decision(self, cast, as_):
        as_(cast.dee).post(page("competence", teenager(cast)), self.assessment(can_weigh="no"))
        found = Competence.objects.get()

        assert (found.is_able, found.wants_parents_told, found.assessed_by) == (False, "no", cast.dee)

    @pytest.mark.parametrize(
        "missing", [*Competence.QUESTIONS, "about", "reasons", "wants_parents_told", "purpose", "recipient"]
    )
    def test_is_not_recorded_by_halves(self, cast, as_, missing):
        as_(cast.dee).post(page("competence", teenager(cast)), self.assessment(**{missing: ""}))

        assert not Competence.objects.exists()

    def test_of_an_adult_is_refused(self, cast, as_):
        refused = as_(cast.ade).post(page("competence", cast.hana), self.assessment())

        assert "presumed able to decide" in text_of(refused) and not Competence.objects.exists()
