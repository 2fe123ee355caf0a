"""Before the question: who is there, another day, the sheet in plain words, and a question taken home (S-16, H-12)."""

import re
from dataclasses import replace
from datetime import timedelta
from itertools import product
from pathlib import Path

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from consent.clockwork import tell_of_what_was_let_lie
from consent.models import Conversation, SheetGiven
from consent.models.kind import Kind
from policy import packs, sheets
from records.models import Agency, Folder, Order
from staff.models import Notice
from tests.cast import in_days
from tests.consent.pages import key, page, text_of
from tests.consent.said import assessed, matter, mother, safe_to_ask, said, second_parent, teenager, waits_for

SAFE = {"present": "alone", "talk": "yes", "interpreter": "not_needed"}
DRAWN = set(re.findall(r'name == "([a-z]+)"', Path("templates/consent/_picture.html").read_text("utf-8")))
HINTS = ("safe to talk", "not alone", "put off", "unsafe", "somebody else is here")


@pytest.fixture
def amara(cast, as_):
    return as_(cast.amara)


@pytest.mark.clause("H-12", "H-13", "S-16")
class TestTheShortScreen:
    def test_comes_before_the_question_and_loses_nothing_typed(self, cast, amara):
        typed = {"words": "Yes, tell the nurse."}
        assert amara.post(page("record", cast.leo), typed)["Location"] == page("before", cast.leo)
        assert amara.post(page("before", cast.leo), SAFE)["Location"] == page("record", cast.leo)
        assert "Yes, tell the nurse." in text_of(amara.get(page("record", cast.leo)))

    def test_is_of_one_worker_about_one_person_on_one_day(self, cast, as_):
        safe_to_ask(cast.ben, cast.leo)
        assert as_(cast.amara).get(page("record", cast.leo)).status_code == 302
        safe_to_ask(cast.amara, cast.leo)
        assert as_(cast.amara).get(page("record", cast.leo)).status_code == 200
        with time_machine.travel(timezone.now() + timedelta(hours=13)):
            assert not Conversation.objects.lets_ask(cast.amara, cast.leo)

    def test_is_over_when_somebody_comes_in(self, cast, amara):
        for present, lets in [("alone", True), ("others", False), ("chosen", True)]:
            amara.post(page("before", cast.leo), SAFE | {"present": present})
            assert Conversation.objects.lets_ask(cast.amara, cast.leo) is lets

    @pytest.mark.parametrize(
        "room",
        [
            {"present": "others"},
            {"talk": "no"},
            {"talk": "unsure"},
            {"interpreter": "family"},
            {"interpreter": "missing"},
        ],
        ids=str,
    )
    def test_stops_where_it_is_not_safe_and_sets_a_day(self, cast, amara, room):
        stopped = amara.post(page("before", cast.leo), SAFE | room)
        talk = Conversation.objects.get()
        assert stopped["Location"] == page("not_now", talk)
        assert talk.again_on and amara.get(page("record", cast.leo)).status_code == 302
        kind = text_of(amara.get(stopped["Location"]))
        assert "Nothing was asked" in kind[: kind.index("For you: what to do now")]

    def test_needs_every_answer_but_on_paper(self, cast, amara):
        assert "Is an interpreter there?”" in text_of(amara.post(page("before", cast.leo), SAFE | {"interpreter": ""}))
        assert amara.post(page("before", cast.leo), {"present": "paper"}).status_code == 302

    def test_not_now_comes_back_on_its_day_and_stands_on_no_page_a_family_may_see(self, cast, amara):
        consent = mother(cast)
        amara.post(page("before", cast.leo), SAFE | {"present": "others"})
        talk = Conversation.objects.get()
        amara.post(page("not_now", talk), {"again_on": in_days(20).date().isoformat(), "because": "He would not leave"})
        assert "A talk to have: Leo Larkin" not in waits_for(cast.amara)
        with time_machine.travel(timezone.now() + timedelta(days=20)):
            assert "A talk to have: Leo Larkin" in waits_for(cast.amara)
        for address in (page("person", cast.leo), page("copy", consent), reverse("consent:notice_sheet")):
            shown = text_of(amara.get(address)).lower()
            assert "would not leave" not in shown and not [hint for hint in HINTS if hint in shown]
        safe_to_ask(cast.ben, cast.leo)
        with time_machine.travel(timezone.now() + timedelta(days=20)):
            assert "A talk to have: Leo Larkin" not in waits_for(cast.amara)


@pytest.mark.clause("S-16", "S-17", "S-25", "H-15")
class TestTheSheet:
    def ask(self, client, **other):
        asked = {"purpose": "health", "recipient": "kind:health", "information": "personal", "style": "plain"}
        return text_of(client.get(reverse("consent:sheet"), {**asked, "language": "en", **other}))

    def test_says_whom_what_and_why_and_that_a_no_costs_nothing_and_names_nobody(self, cast, amara):
        shown = self.ask(amara)
        for words in ("Health care or therapy", "You can say no", "although you said no", "take back a yes"):
            assert words in shown
        assert "Amara" not in shown and "Leo" not in shown

    def test_in_another_language_has_no_english_left_and_says_that_nobody_has_checked_it(self, amara):
        shown = self.ask(amara, language="pl", style="easy")
        assert "Opieka zdrowotna lub terapia" in shown and 'lang="pl"' in shown
        assert "Health care" not in shown and "Nobody has checked this translation" in shown

    def test_of_a_question_that_is_none_asks_again(self, amara):
        assert "govuk-error-summary" in self.ask(amara, information="grievance")
        assert "govuk-error-summary" in self.ask(amara, language="xx")

    @pytest.mark.parametrize("name", packs.names())
    def test_is_whole_in_every_language_that_is_offered(self, name):
        pack = packs.load(name)
        assert set(sheets.languages(pack)) >= {"en", "pl"}
        for language in sheets.languages(pack):
            words = sheets.words(pack, language)
            assert set(words.purposes) == set(pack.purposes)
            assert set(words.information) | {Folder.Kind.GRIEVANCE} == set(pack.information)
            assert language == "en" or set(words.kinds) == set(Agency.Kind.values) - {Agency.Kind.OTHER}
            for easy in (True, False):
                said_in = str(sheets.sheet(pack, language, easy=easy, whom="<1>", what="<2>", why="<3>"))
                assert all(place in said_in for place in ("<1>", "<2>", "<3>")) and "{" not in said_in

    def test_of_an_organisation_comes_before_ours(self, tmp_path):
        (tmp_path / "easy.md").write_text("# Ours: {whom}", encoding="utf-8")
        own = replace(packs.load("springfield"), folder=tmp_path)
        assert sheets.sheet(own, "en", easy=True, whom="x", what="y", why="z")[0].block.text == "Ours: x"

    @pytest.mark.parametrize("kind", Kind.others())
    def test_of_anything_else_has_its_own_words_and_pictures_in_every_language(self, amara, kind):
        for name in packs.names():
            pack = packs.load(name)
            assert set(sheets.languages(pack, kind)) >= {"en", "pl"}
            for language, easy in product(sheets.languages(pack, kind), (True, False)):
                pieces = sheets.sheet(pack, language, permission=kind, easy=easy, what="<1>", explain="<2>", months="3")
                assert all(place in str(pieces) for place in ("<1>", "<2>", "3")) and "{" not in str(pieces)
                assert {drawn for piece in pieces for drawn in piece.pictures} <= DRAWN and "[" not in pieces[
                    0
                ].block.text
                assert any(piece.pictures for piece in pieces) is easy

        thing = next(iter(packs.current().permissions[kind]))
        asks = {"kind": kind, kind: thing, "style": "easy"}
        english, polish = (
            text_of(amara.get(reverse("consent:sheet"), {**asks, "language": it})) for it in ("en", "pl")
        )
        assert packs.current().permissions[kind][thing].explain in english and english.count('class="picture"') >= 4
        assert "Nobody has checked this translation" in polish and kind.things[thing].words not in polish

    def test_of_a_thing_that_nobody_translated_is_offered_in_english_only(self, tmp_path):
        (tmp_path / "things.pl.toml").write_text("[photographs.display]\nwords = 'x'\nexplain = 'y'\n")
        own = replace(packs.load("springfield"), folder=tmp_path)
        assert set(sheets.languages(own, "photographs")) == {"en"} and "pl" in sheets.languages(own)


@pytest.mark.clause("S-16", "H-12")
class TestAQuestionTakenHome:
    def give(self, cast, **other):
        asked = matter(cast) | {"to_person": cast.femi, "answer_by": in_days(7).date()}
        return SheetGiven.give(by=cast.amara, **{"person": cast.leo, **asked, **other})

    def test_is_noted_and_its_sheet_shown(self, cast, amara):
        form = {
            "respondent": key(cast, cast.femi), "kind": "sharing", "purpose": "health", "information": "personal",
            "recipient": f"agency:{cast.social_care.public_id}", "style": "easy", "language": "pl",
            "review_on": in_days(7).date().isoformat(),
        }  # fmt: skip
        sheet = amara.post(page("give_sheet", cast.leo), form)
        assert "Powiemy: Example" in text_of(amara.get(sheet["Location"]))
        assert SheetGiven.objects.get().to_person == cast.femi
        assert "Asked, and not answered yet" in text_of(amara.get(page("person", cast.leo)))

    def test_waits_on_its_day_for_whoever_gave_it_and_a_week_later_for_the_lead(self, cast):
        self.give(cast)
        words = "Ask again for an answer: Leo Larkin"
        assert words not in waits_for(cast.amara)
        with time_machine.travel(timezone.now() + timedelta(days=8)):
            assert words in waits_for(cast.amara)
            assert words not in waits_for(cast.dee) and tell_of_what_was_let_lie() == 0
        with time_machine.travel(timezone.now() + timedelta(days=16)):
            assert words in waits_for(cast.dee)
            assert (tell_of_what_was_let_lie(), tell_of_what_was_let_lie()) == (1, 0)
        assert list(Notice.objects.values_list("to__email", flat=True)) == ["dee@example.org"]

    def test_is_over_with_their_answer_and_with_nobody_elses(self, cast):
        self.give(cast)
        said(cast, cast.leo, second_parent(cast), "parent")
        mother(cast, information="send")
        assert SheetGiven.objects.unanswered().count() == 1
        mother(cast, "refused")
        assert SheetGiven.objects.unanswered().count() == 0

    @pytest.mark.clause("S-19")
    def test_never_goes_to_a_parent_whom_a_young_person_does_not_want_told(self, cast, amara):
        nia = teenager(cast)
        assert "Femi Larkin" in text_of(amara.get(page("give_sheet", nia)))
        assessed(cast, nia, wants_parents_told="no")
        assert "Femi Larkin" not in text_of(amara.get(page("give_sheet", nia)))
        with pytest.raises(ValidationError, match="asked that their parents are not told"):
            self.give(cast, person=nia)

    @pytest.mark.clause("S-19", "H-12")
    def test_never_goes_to_whom_an_order_keeps_from_being_told(self, cast):
        self.give(cast)
        today = timezone.localdate()
        Order.record(by=cast.dee, person=cast.leo, kind="other", limited=cast.femi, not_told=True, starts_on=today)
        with pytest.raises(ValidationError, match="they may not be told"):
            self.give(cast)

    def test_is_one_clear_question_with_a_day_to_come(self, cast):
        for asked, told in [
            ({"information": "grievance"}, "not a valid choice"),
            ({"purpose": "anything"}, "Choose one of the purposes"),
            ({"recipient": None, "recipient_kind": "other"}, "Name the agency"),
            ({"answer_by": timezone.localdate()}, "Give a day to come"),
        ]:
            with pytest.raises(ValidationError, match=told):
                self.give(cast, **asked)

    def test_may_be_about_photographs_and_waits_for_that_answer_alone(self, cast, amara):
        form = {
            "respondent": key(cast, cast.femi), "kind": "photographs", "photographs": "display", "style": "easy",
            "language": "pl", "review_on": in_days(7).date().isoformat(),
        }  # fmt: skip
        sheet = amara.post(page("give_sheet", cast.leo), form)
        assert "Zdjęcia na ścianach u nas" in text_of(amara.get(sheet["Location"]))
        assert "Photographs and film: photographs of them on the walls" in text_of(amara.get(page("person", cast.leo)))
        photographs = {"kind": "photographs", "recipient": None, "information": ""}
        mother(cast), mother(cast, **photographs, purpose="group")
        assert SheetGiven.objects.unanswered().count() == 1
        mother(cast, "refused", **photographs, purpose="display")
        assert SheetGiven.objects.unanswered().count() == 0

    def test_about_photographs_keeps_to_a_wish_about_photographs(self, cast):
        nia, display = (
            teenager(cast),
            {"kind": "photographs", "purpose": "display", "recipient": None, "information": ""},
        )
        assessed(cast, nia, wants_parents_told="some", **display)
        self.give(cast, person=nia)
        with pytest.raises(ValidationError, match="asked that their parents are not told"):
            self.give(cast, person=nia, **display)

    def test_is_let_go_of_with_a_reason_once(self, cast, amara):
        sheet = self.give(cast)
        amara.post(page("let_go", sheet), {"why": "They moved away."})
        assert SheetGiven.objects.unanswered().count() == 0
        assert amara.post(page("let_go", sheet), {"why": "Again"}).status_code == 403


@pytest.mark.clause("H-12", "S-16")
def test_what_has_run_out_is_asked_about_again(cast):
    mother(cast, answered_at=timezone.now() - timedelta(days=90), review_on=in_days(-2).date())
    words = "Ask about an agreement again: Leo Larkin"
    assert words in waits_for(cast.amara)
    mother(cast, "refused")
    assert words not in waits_for(cast.amara)
