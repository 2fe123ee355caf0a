"""What a partner told us keeps their conditions, and does not go on before they agree (S-11)."""

import pytest
import time_machine
from django.utils import timezone

from records.models import Entry, Received
from sharing.forms.disclosure import DiscloseForm
from sharing.leaving.pieces import pieces_of
from sharing.models import Decision, Disclosure
from sharing.states import NotNow
from tests.cast import in_days
from tests.records.asking import at
from tests.sharing.conftest import AGREED, TO_SHARE

WORDS = "He missed two appointments."


@pytest.fixture
def entry(cast):
    folder = cast.leo.folder("personal")
    return Entry.write(by=cast.amara, folder=folder, kind="report", fact=WORDS, happened_at=in_days(-1))


def from_them(cast, entry, lock="ask"):
    said = {"agency": cast.social_care, "received_on": in_days(-1).date(), "review_on": in_days(60).date()}
    Received.record(by=cast.amara, entry=entry, lock=lock, conditions="For the review only", **said)
    return entry.received


def to_share(cast):
    request = {"name": "x", "asked_for": "x", "why": "x"}
    to = {"contact": cast.contact, "agency": cast.social_care, "information": "safeguarding"}
    decision = Decision.propose(by=cast.amara, people=[cast.leo], facts=AGREED, request=request, **to)
    decision.sign(by=cast.dee, outcome="share", **TO_SHARE)
    return decision


def errors_of(cast, decision):
    piece = next(iter(pieces_of(decision, cast.amara)))
    given = {f"take_{piece.key}": "on", f"why_{piece.key}": "They asked"}
    return DiscloseForm(given, decision=decision, user=cast.amara).errors.get(f"take_{piece.key}", [])


@pytest.mark.clause("S-11")
class TestWhatAPartnerToldUs:
    def test_is_recorded_with_its_source_and_shown_beside_the_entry(self, cast, as_, entry):
        asked = {"agency": cast.social_care.public_id, "received_on": "2026-01-05", "review_on": "2099-01-05"}
        assert "If they did not say: ask them first" in as_(cast.amara).post(at("source", entry), asked).text
        as_(cast.amara).post(at("source", entry), asked | {"lock": "closed"})
        page = as_(cast.ben).get(at("person", cast.leo)).text
        assert "Example Children&#x27;s Social Care" in page and "Not to be shared onward" in page
        assert as_(cast.chen).get(at("permit", entry.received)).status_code == 404

    def test_may_go_on_when_somebody_who_writes_in_the_folder_records_their_yes(self, cast, as_):
        told = {"kind": "report", "fact": WORDS, "happened_at": in_days(-1)}
        received = from_them(cast, Entry.write(by=cast.amara, folder=cast.leo.folder("safeguarding"), **told))
        assert "with this folder" in as_(cast.amara).get(at("permit", received)).text
        assert as_(cast.amara).post(at("permit", received)).status_code == 403
        assert as_(cast.dee).get(at("permit", received)).status_code == 200

    @pytest.mark.parametrize("lock", ["ask", "closed"])
    def test_cannot_be_chosen_before_they_agree(self, cast, as_, entry, lock):
        received, decision = from_them(cast, entry, lock), to_share(cast)
        assert "record their permission" in errors_of(cast, decision)[0]
        correction = entry.correct(by=cast.amara, fact=f"{WORDS} Or three.")
        for one in (entry, correction):
            with pytest.raises(NotNow):
                _share(cast, decision, one)
        assert not Disclosure.objects.exists()

        yes = {"who": "Sol Worker", "on": "2026-01-06", "how": "By telephone"}
        as_(cast.amara).post(at("permit", received), yes)
        assert not errors_of(cast, decision)
        _share(cast, decision, Entry.objects.get(pk=entry.pk))
        assert Disclosure.objects.exists()

    def test_goes_on_where_they_said_so(self, cast, entry):
        from_them(cast, entry, "free")
        assert not errors_of(cast, to_share(cast))


@pytest.mark.clause("S-11")
class TestItsReview:
    def test_comes_back_to_the_lead_on_its_day_and_goes_with_words_and_another(self, cast, as_, entry):
        received, title = from_them(cast, entry), "What a partner told us, to look at again: Leo Larkin"
        assert title not in as_(cast.dee).get("/").text
        with time_machine.travel(in_days(61)):
            assert title in as_(cast.dee).get("/").text
            for other in (cast.amara, cast.ade):
                assert title not in as_(other).get("/").text
            page = at("review_source", received)
            assert as_(cast.amara).get(page).status_code == 403
            assert "Say what you found" in as_(cast.dee).post(page, {"seen": received.version}).text
            said = {"words": "Still right", "review_on": "2099-01-05", "seen": received.version}
            as_(cast.dee).post(page, said)
            assert title not in as_(cast.dee).get("/").text
            assert "Still right" in as_(cast.dee).get(at("story", cast.leo)).text
            assert as_(cast.dora).post(page, said).status_code == 409

    def test_being_shut_out_ends_it_for_a_lead(self, cast, entry):
        received = from_them(cast, entry)
        with time_machine.travel(in_days(61)):
            assert list(Received.objects.due(cast.dee)) == [received]
            cast.leo.exclude(by=cast.sena, who=cast.dee, reason="x")
            assert not Received.objects.due(cast.dee).exists()


def _share(cast, decision, entry):
    to = {"to_whom": "Sol", "taken_by": "Sol", "method": "in_person", "shared_at": timezone.now(), "will_do": "advice"}
    items = [{"entry": entry, "what": WORDS, "nature": "fact", "why_needed": "x"}]
    decision.record_disclosure(by=cast.amara, disclosure=to, items=items, tell="before", tell_words="x", tell_on=None)
