"""Recording what was shared: piece by piece, shown as it leaves, by a secure way, to somebody who was called back."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from policy import packs
from records.models import Entry
from sharing.models import Decision
from sharing.states import NotNow

from .conftest import AGREED
from .pieces import confirm, entry, signed, ticked, told, url

__all__ = ["entry", "signed", "told"]


@pytest.mark.clause("S-14", "S-22", "H-22")
class TestChoosingPieces:
    def test_nothing_is_in_by_itself(self, amara, signed, entry, told):
        page = amara.get(url(signed))
        assert " checked" not in page.content.decode().split("From the record")[1].split("In your own words")[0]
        refused = amara.post(url(signed), told)
        assert "Choose at least one piece" in refused.content.decode()

    def test_each_part_of_an_entry_is_a_piece_of_its_own_with_its_kind(self, amara, signed, entry):
        pieces = {piece.what: piece.nature for piece in amara.get(url(signed)).context["form"].pieces}
        assert pieces == {
            "A bruise on the left upper arm.": "fact",
            "It looked like finger marks.": "opinion",
            "It hurts.": "reported",
        }  # fmt: skip

    def test_what_was_marked_on_an_outline_goes_in_words_with_the_facts(self, cast, amara, signed, entry):
        arm = {"outline": "child", "view": "front", "x": 350, "y": 300, "kind": "bruise", "size": 20}
        Entry.write(
            by=cast.amara, folder=entry.folder, kind="visit", happened_at=timezone.now(), fact="At lunch.", marks=[arm]
        )
        entry.correct(by=cast.amara, fact="Two of them.", marks=[arm, arm | {"x": 130}])
        pieces = {piece.what: piece.corrected for piece in amara.get(url(signed)).context["form"].pieces}
        told = "Left upper arm: bruise, 20 mm across."
        assert pieces[f"At lunch.\n{told}"] == ""
        corrected = f"Corrected: Two of them.\n{told}\n{told.replace('Left', 'Right')}"
        assert pieces["A bruise on the left upper arm."] == corrected

    @pytest.mark.clause("S-10")
    def test_a_ticked_piece_needs_its_reason(self, amara, signed, entry, told):
        refused = amara.post(url(signed), told | ticked(entry, why=" "))
        assert "Say why this piece is needed" in refused.content.decode()

    def test_exactly_the_ticked_ones_leave_and_are_kept(self, amara, signed, entry, told):
        preview = confirm(amara, signed, told | ticked(entry))
        page = preview.content.decode()
        assert "A bruise on the left upper arm." in page
        assert "finger marks" not in page.split("<form")[0]
        item = signed.disclosure.items.get()
        assert (item.what, item.nature, item.entry) == ("A bruise on the left upper arm.", "fact", entry)
        assert item.why_needed == "The therapist needs it to begin."

    def test_words_of_ones_own_say_what_kind_they_are_and_why(self, amara, signed, told):
        assert (
            "nature_1"
            in amara.post(url(signed), told | {"more_1": "on", "what_1": "He talks little."}).context["form"].errors
        )
        words = {
            "more_1": "on",
            "what_1": "He talks little.",
            "nature_1": "opinion",
            "why_1": "It is what the referral is for.",
        }
        confirm(amara, signed, told | words)
        assert signed.disclosure.items.get().nature == "opinion"

    def test_old_and_historical_pieces_warn(self, cast, amara, signed, entry):
        folder = cast.leo.folder("developmental")
        long_ago = timezone.now() - timedelta(days=500)
        Entry.write(by=cast.amara, folder=folder, kind="observation", happened_at=long_ago, fact="He did not speak.")
        entry.mark_historical(by=cast.amara, why="The bruise has gone.")
        page = amara.get(url(signed)).content.decode()
        assert "More than a year old" in page and "Out of date: The bruise has gone." in page

    @pytest.mark.clause("S-03")
    def test_what_was_corrected_says_so_and_leaves_with_its_correction(self, cast, amara, signed, entry, told):
        entry.correct(by=cast.amara, fact="A bruise on the right arm.").correct(by=cast.dee, fact="A birthmark.")
        pieces = {piece.what: piece.marks for piece in amara.get(url(signed)).context["form"].pieces}
        assert "Corrected: A birthmark." in pieces["A bruise on the left upper arm."]
        assert "Corrected: A birthmark." in pieces["A bruise on the right arm."]
        assert "Corrected" not in pieces["A birthmark."]
        assert "Corrected: A birthmark." in confirm(amara, signed, told | ticked(entry)).content.decode()
        assert signed.disclosure.items.get().what == "A bruise on the left upper arm.\n\nCorrected: A birthmark."

    def test_an_opinion_that_changed_leaves_the_fact_as_it_is(self, cast, amara, signed, entry):
        entry.correct(by=cast.amara, opinion="It looked like a knock.")
        pieces = {piece.what: piece.marks for piece in amara.get(url(signed)).context["form"].pieces}
        assert "Corrected: It looked like a knock." in pieces["It looked like finger marks."]
        assert "Corrected" not in pieces["A bruise on the left upper arm."]

    @pytest.mark.clause("S-07")
    def test_a_correction_that_one_may_not_open_warns_without_its_words(self, cast, amara, signed):
        folder = cast.leo.folder("safeguarding")
        own = Entry.write(by=cast.amara, folder=folder, kind="visit", happened_at=timezone.now(), fact="He was alone.")
        own.correct(by=cast.dee, fact="His aunt was upstairs.")
        page = amara.get(url(signed)).content.decode()
        assert "corrected since, in words kept elsewhere" in page and "His aunt" not in page

    def test_what_the_sharer_may_not_read_is_neither_offered_nor_taken(self, cast, amara, signed, told):
        secret = Entry.write(
            by=cast.dee,
            folder=cast.leo.folder("safeguarding"),
            kind="meeting",
            happened_at=timezone.now(),
            fact="Secret.",
        )
        assert "Secret." not in amara.get(url(signed)).content.decode()
        refused = amara.post(url(signed), told | ticked(secret))
        assert "Choose at least one piece" in refused.content.decode()

    def test_another_childs_entries_are_never_offered(self, cast, amara, signed):
        Entry.write(
            by=cast.amara,
            folder=cast.yara.folder("personal"),
            kind="observation",
            happened_at=timezone.now(),
            fact="Yara.",
        )
        assert "Yara." not in [piece.what for piece in amara.get(url(signed)).context["form"].pieces]

    def test_everything_must_have_been_checked(self, amara, signed, entry, told):
        assert "checked" in amara.post(url(signed), told | ticked(entry) | {"checked": ""}).context["form"].errors


@pytest.mark.clause("S-23", "H-20")
class TestItIsSharedWhenAllIsThere:
    @pytest.mark.parametrize(
        "left_out", ["method", "shared_at", "taken_by", "will_do", "tell", "tell_words", "contact"]
    )
    def test_and_not_before(self, amara, signed, entry, told, left_out):
        words = told | ticked(entry) | {left_out: ""}
        refused = amara.post(url(signed), words | {"previewed": "x"})
        assert left_out in refused.context["form"].errors
        signed.refresh_from_db()
        assert signed.state == "to_share"

    def test_by_whom_when_and_to_whom(self, cast, amara, signed, entry, told):
        confirm(amara, signed, told | ticked(entry))
        disclosure = signed.disclosure
        assert signed.state == "shared"
        assert (disclosure.shared_by, disclosure.taken_by) == (cast.amara, "Sol Worker")
        assert "Example Children's Social Care" in disclosure.to_whom

    def test_whoever_records_it_is_led_where_they_may_go(self, cast, as_, signed, told):
        """A lead records what a worker proposed: the page of what was sent is the proposer's alone."""
        lead = as_(cast.dee)
        words = told | {"more_1": "on", "what_1": "One.", "nature_1": "fact", "why_1": "Needed."}
        seen = lead.post(url(signed), words).context["preview"].sha256
        last = lead.post(url(signed), words | {"previewed": seen}, follow=True)
        assert last.status_code == 200 and last.redirect_chain[0][0] == reverse(
            "sharing:decision", args=[signed.public_id]
        )

    def test_it_cannot_have_left_before_it_was_signed(self, cast, amara, signed, entry, told):
        early = timezone.localtime() - timedelta(hours=9)
        refused = amara.post(url(signed), told | ticked(entry) | {"shared_at": f"{early:%Y-%m-%d %H:%M}"})
        said = str(refused.context["form"].errors["shared_at"])
        assert "nothing leaves before that" in said and "Record that as an emergency" in said
        with pytest.raises(NotNow, match="nothing leaves before that"):
            signed.record_disclosure(by=cast.amara, disclosure={"shared_at": early}, items=[])

    def test_it_may_have_left_in_the_minute_in_which_it_was_signed(self, amara, signed, entry, told):
        minute = f"{timezone.localtime(signed.signed_at):%Y-%m-%d %H:%M}"
        confirm(amara, signed, told | ticked(entry) | {"shared_at": minute})
        assert signed.state == "shared"

    @pytest.mark.clause("S-29")
    def test_the_record_says_on_what_condition_and_how(self, cast, as_, signed, entry, told):
        confirm(as_(cast.amara), signed, told | ticked(entry))
        address = reverse("sharing:record", args=[signed.public_id])
        page = as_(cast.dee).get(address).content.decode()
        pack = packs.current()
        assert pack.special_conditions["safeguarding"] in page
        assert f"{pack.methods['telephone']}</dd>" in page.replace("\n", "").replace("  ", "")
        assert "Open the signed record" not in page
        assert "Open the signed record" in as_(cast.dee).get(reverse("sharing:decision", args=[signed.public_id])).text

    def test_the_preview_alone_records_nothing(self, amara, signed, entry, told):
        amara.post(url(signed), told | ticked(entry))
        signed.refresh_from_db()
        assert signed.state == "to_share"

    def test_words_changed_after_the_preview_are_shown_again(self, amara, signed, told):
        words = told | {"more_1": "on", "what_1": "One.", "nature_1": "fact", "why_1": "Needed."}
        seen = amara.post(url(signed), words).context["preview"].sha256
        again = amara.post(url(signed), words | {"more_1": "on", "what_1": "Two.", "previewed": seen})
        assert "preview" in again.context and "Two." in again.content.decode()
        signed.refresh_from_db()
        assert signed.state == "to_share"

    def test_it_cannot_have_happened_in_the_future(self, amara, signed, entry, told):
        refused = amara.post(url(signed), told | ticked(entry) | {"shared_at": "2999-01-01 10:00"})
        assert "shared_at" in refused.context["form"].errors

    def test_twice_is_once(self, amara, signed, entry, told):
        confirm(amara, signed, told | ticked(entry))
        assert amara.get(url(signed)).status_code == 403
        assert Decision.objects.get().disclosure.items.count() == 1

    def test_only_whoever_may_share_it_opens_the_page(self, cast, as_, signed, propose):
        assert as_(cast.chen).get(url(signed)).status_code == 404
        assert as_(cast.amara).get(url(propose(AGREED))).status_code == 403


def test_the_page_of_pieces_asks_the_same_of_the_database_however_many_there_are(cast, amara, signed, entry):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def count():
        with CaptureQueriesContext(connection) as queries:
            amara.get(url(signed))
        return len(queries)

    count()
    few = count()
    for number in range(5):
        Entry.write(
            by=cast.amara,
            folder=cast.leo.folder("send"),
            kind="observation",
            happened_at=timezone.now(),
            fact=f"{number}",
        )
    assert count() == few
