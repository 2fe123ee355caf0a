"""Taking a yes back: on whose word, whether or not it is safe to talk, and who is written to afterwards (H-12)."""

from contextlib import nullcontext
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone

from consent.holders import KEEPERS, Holder
from consent.models import Letter
from consent.standing import standing
from staff.models import Notice
from tests.cast import in_days
from tests.consent.pages import page, text_of
from tests.consent.said import assessed, attorney, both_stages, matter, mother, said, teenager, waits_for


@pytest.fixture
def amara(cast, as_):
    return as_(cast.amara)


@pytest.fixture
def clinic():
    """The clinic was told something twice, whatever it was that was agreed."""

    def kept(consent):
        return [Holder("The clinic", "Seen limping", in_days(-number).date()) for number in (2, 1)]

    KEEPERS.append(kept)
    yield
    KEEPERS.remove(kept)


def where(cast, person):
    return standing(person, **matter(cast)).state


@pytest.mark.clause("H-12")
@pytest.mark.usefixtures("clinic")
class TestLettersToThoseWhoHaveIt:
    def test_one_to_each_printed_and_ticked_off_once(self, cast, amara):
        consent = mother(cast)
        amara.post(page("withdraw", consent), {"words": "He is better."})
        letter = Letter.objects.get()
        paper = text_of(amara.get(page("letter", letter)))
        assert "The clinic" in paper and "Leo Larkin" in paper
        assert "limping" not in paper and "He is better" not in paper

        today = timezone.localdate()
        refused = amara.post(page("send_letter", letter), {"on": in_days(-9).date().isoformat(), "how": "post"})
        assert "after the agreement was taken back" in text_of(refused)
        amara.post(page("send_letter", letter), {"on": today.isoformat(), "how": "post"})
        letter.refresh_from_db()
        assert (letter.sent_on, letter.sent_by) == (today, cast.amara)
        assert "who already has it was sent" in text_of(amara.get(f"/records/people/{cast.leo.public_id}/story/"))
        assert amara.post(page("send_letter", letter), {"on": today.isoformat(), "how": "post"}).status_code == 403

    def test_stand_on_the_home_page_until_they_went_and_when_late_on_the_leads(self, cast):
        mother(cast).withdraw(by=cast.amara)
        words = "A letter to send: The clinic"
        assert words in waits_for(cast.amara)
        assert words not in waits_for(cast.dee)
        with time_machine.travel(timezone.now() + timedelta(days=4)):
            assert words in waits_for(cast.dee)
            Letter.objects.get().tick_off(by=cast.dee, on=timezone.localdate(), how="by_hand")
            assert words not in waits_for(cast.dee)

    def test_stand_open_to_whoever_opens_the_personal_folder(self, cast, as_):
        mother(cast).withdraw(by=cast.amara)
        for who in (cast.chen, cast.ade, cast.dana):
            assert as_(who).get(page("letter", Letter.objects.get())).status_code == 404


@pytest.mark.clause("H-12", "S-02", "S-19")
class TestOnWhoseWord:
    def test_a_young_person_who_can_decide_takes_back_what_a_parent_agreed(self, cast, amara):
        nia = teenager(cast)
        assessed(cast, nia)
        consent = said(cast, nia, cast.femi, "parent")
        amara.post(page("withdraw", consent), {"word_of": "self"})
        assert where(cast, nia) == "withdrawn"

        said(cast, nia, cast.femi, "parent")
        assert where(cast, nia) == "withdrawn", "whoever agreed for them cannot simply agree again"
        assert "Nia Larkin took it back themselves" in text_of(amara.get(page("person", nia)))

    @pytest.mark.parametrize("able", [False, None])
    def test_a_child_who_does_not_decide_yet_is_heard_by_the_lead_instead(self, cast, amara, able):
        nia = teenager(cast, years=13)
        if able is not None:
            assessed(cast, nia, able=able)
        consent = said(cast, nia, cast.femi, "parent")
        assert "who decides this now" not in text_of(amara.get(page("withdraw", consent)))
        with pytest.raises(ValidationError, match="tell the safeguarding lead"):
            consent.withdraw(by=cast.amara, word_of=nia)
        assert where(cast, nia) == "given"

    @pytest.mark.parametrize("able", [False, True])
    def test_an_adult_does_unless_found_unable_to_decide_this(self, cast, able):
        both_stages(cast, cast.hana)
        attorney(cast, cast.hana, cast.gran)
        consent = said(cast, cast.hana, cast.gran, "attorney")
        if able:
            both_stages(cast, cast.hana, able=True)
            consent.refresh_from_db()
        with nullcontext() if able else pytest.raises(ValidationError, match="tell the safeguarding lead"):
            consent.withdraw(by=cast.ade, word_of=cast.hana)

    def test_nobody_else_does(self, cast):
        consent = mother(cast)
        with pytest.raises(ValidationError):
            consent.withdraw(by=cast.amara, word_of=cast.gran)


@pytest.mark.clause("H-12", "H-13")
class TestWhereItIsNotSafe:
    ROOM = {"present": "others", "talk": "no", "interpreter": "not_needed"}

    def test_it_is_taken_back_at_once_and_the_lead_hears_of_it(self, cast, amara):
        consent = mother(cast)
        done = amara.post(page("withdraw", consent), self.ROOM)
        assert where(cast, cast.leo) == "coerced"
        assert Notice.objects.filter(to=cast.dee).count() == 1
        assert consent.conversations.get().went_on is False
        shown = text_of(amara.get(done["Location"])).lower()
        assert not [sign for sign in ("coerc", "safe to talk", "lead look") if sign in shown]

    def test_whoever_records_it_need_not_ask_for_the_lead(self, cast):
        mother(cast).withdraw(by=cast.amara, room=self.ROOM)
        assert where(cast, cast.leo) == "coerced"

    def test_alone_with_them_nobody_else_hears_of_it(self, cast, amara):
        amara.post(page("withdraw", mother(cast)), {**self.ROOM, "present": "alone", "talk": "yes"})
        assert where(cast, cast.leo) == "withdrawn"
        assert not Notice.objects.exists()
