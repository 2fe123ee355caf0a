"""A file leaves like a piece of words: chosen, with its reason, looked at by the scanner, named by its SHA-256."""

import re
from hashlib import sha256

import pytest
from django.utils import timezone

from records.attaching.intake import Accepted
from records.attaching.scanner import Scan
from records.models import Entry, Received
from sharing import document
from sharing.account import account_with_disclosure
from sharing.files import UNREAD
from sharing.leaving.pieces import pieces_of
from sharing.models import Disclosure
from sharing.states import NotNow
from tests.cast import in_days

from .pieces import confirm, signed, told, url

__all__ = ["signed", "told"]
LETTER = b"Dear colleague, he can hear well."
WHY = "The therapist needs the letter itself."


def letter(cast, scan=Scan.CLEAN, kind="developmental"):
    entry = Entry.write(
        by=cast.dee, folder=cast.leo.folder(kind), kind="report", fact="A letter.", happened_at=in_days(-1),
        files=[Accepted("Leo Larkin hearing.txt", "txt", LETTER, scan)],
    )  # fmt: skip
    return entry.attachments.get()


def ticked(file):
    return {f"take_file_{file.public_id.hex}": "on", f"why_file_{file.public_id.hex}": WHY}


def refused(client, decision, words):
    return client.post(url(decision), words).context["form"].errors


@pytest.mark.clause("S-14", "S-23")
class TestAFile:
    def test_is_in_only_when_chosen_and_the_record_names_the_very_file(self, cast, amara, signed, told):
        file = letter(cast)
        assert " checked" not in amara.get(url(signed)).text.split("From the record")[1].split("In your own")[0]
        assert refused(amara, signed, told | ticked(file) | {f"why_file_{file.public_id.hex}": ""})
        preview = confirm(amara, signed, told | ticked(file)).text
        assert sha256(LETTER).hexdigest() in preview and "hearing.txt" not in preview.split("<form")[0]

        item = signed.disclosure.items.get()
        assert (item.attachment, item.entry, item.nature, item.why_needed) == (file, file.entry, "file", WHY)
        (supplied,) = account_with_disclosure(signed)["supplied"]
        named = f"{file.called_outside} (Plain text, {len(LETTER)} bytes). SHA-256: {sha256(LETTER).hexdigest()}"
        assert supplied["what"] == named
        assert document.frozen(account_with_disclosure(signed))

    @pytest.mark.parametrize("scan", [Scan.NOT_DONE, Scan.INFECTED])
    def test_that_was_not_found_clean_cannot_leave(self, cast, amara, signed, told, scan):
        file = letter(cast, scan)
        page, name = amara.get(url(signed)).text, f'name="take_file_{file.public_id.hex}"'
        boxes = [box for box in re.findall("<input[^>]*>", page) if name in box]
        assert len(boxes) == (1 if scan == Scan.NOT_DONE else 0) and all(" disabled" in box for box in boxes)
        assert ("has not been scanned, so it cannot leave" in page) == bool(boxes) and UNREAD not in page
        assert refused(amara, signed, told | ticked(file))
        with pytest.raises(NotNow):
            share(cast, signed, file)
        assert not Disclosure.objects.exists()

    @pytest.mark.clause("S-11")
    def test_that_a_partner_locked_cannot_leave(self, cast, amara, signed, told):
        file, day = letter(cast), in_days(-1).date()
        Received.record(
            by=cast.dee, entry=file.entry, agency=cast.social_care, received_on=day, lock="ask", review_on=day
        )
        assert "Ask them" in str(refused(amara, signed, told | ticked(file)))
        with pytest.raises(NotNow):
            share(cast, signed, file)

    @pytest.mark.clause("S-08")
    def test_of_an_entry_that_one_may_not_open_is_not_offered(self, cast, signed):
        hidden, open_ = letter(cast, kind="safeguarding"), letter(cast)
        assert [piece.file for piece in pieces_of(signed, cast.amara) if hasattr(piece, "file")] == [open_]
        assert {piece.file for piece in pieces_of(signed, cast.dee) if hasattr(piece, "file")} == {open_, hidden}


def share(cast, decision, file):
    to = {"to_whom": "Sol", "taken_by": "Sol", "method": "in_person", "shared_at": timezone.now(), "will_do": "advice"}
    item = {"entry": file.entry, "attachment": file, "what": file.as_it_leaves, "nature": "file", "why_needed": "x"}
    told = {"tell": "before", "tell_words": "x", "tell_on": None}
    decision.record_disclosure(by=cast.amara, disclosure=to, items=[item], **told)
