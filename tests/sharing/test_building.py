"""Building what leaves: warned of who else stands in it, made anew without what is left out, and shown as it goes."""

import io
import json
import zipfile
from hashlib import sha256

import pypdf
import pytest
from django.urls import reverse
from django.utils import timezone

from audit import checkpoint as notes
from records.attaching.intake import Accepted
from records.attaching.scanner import Scan
from records.models import Agency, Entry
from sharing.account import account_with_disclosure
from sharing.leaving import document
from sharing.leaving.account import account_of
from sharing.leaving.document import letter

from .pieces import confirm, entry, signed, ticked, told, url

__all__ = ["entry", "signed", "told"]


@pytest.fixture
def seen(cast):
    return Entry.write(
        by=cast.amara, folder=cast.leo.folder("personal"), kind="visit", happened_at=timezone.now(),
        fact="Femi was asleep. Leo was alone.", opinion="He seemed afraid.",
    )  # fmt: skip


def words_of(pdf):
    return "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


@pytest.mark.clause("S-14", "H-30")
class TestAPiece:
    def test_warns_of_opinion_and_of_whoever_else_stands_in_it(self, cast, amara, signed, seen):
        marks = {piece.what: piece.marks for piece in amara.get(url(signed)).context["form"].pieces}
        assert f"Also about {cast.femi.name}: leave them out" in marks["Femi was asleep. Leo was alone."]
        assert "leaves marked as opinion" in marks["He seemed afraid."]
        assert "Also about" not in marks["He seemed afraid."] and "Leo" not in marks["He seemed afraid."]

    def test_is_made_anew_without_what_was_left_out(self, amara, signed, seen, told):
        out = f"out_{seen.public_id.hex}_fact"
        preview = confirm(amara, signed, told | ticked(seen) | {out: "femi was asleep."})
        assert "asleep" not in preview.text.partition("<form")[0]
        assert signed.disclosure.items.get().what == "[left out] Leo was alone."
        assert "asleep" not in json.dumps(account_of(signed.disclosure)) + letter(signed.disclosure)

    def test_says_when_what_should_be_left_out_is_not_there(self, amara, signed, seen, told):
        out = f"out_{seen.public_id.hex}_fact"
        refused = amara.post(url(signed), told | ticked(seen) | {out: "asleeep"})
        assert "This does not stand there: asleeep" in str(refused.context["form"].errors[out])


@pytest.mark.clause("S-14", "H-07")
class TestWhatIsShownFirst:
    def test_is_word_for_word_what_leaves(self, amara, signed, seen, told):
        preview = confirm(amara, signed, told | ticked(seen)).context["letter"]()
        left, _, proof = letter(signed.disclosure).partition("Please keep this too")
        strip = lambda text: [line for line in text.splitlines() if "Our reference" not in line]  # noqa: E731
        assert strip(preview) == strip(left)
        note = proof[proof.index("springfield-ledger") :]
        assert notes.opened(note, notes.known_keys()).size >= int(proof.split("Line ")[1].split()[0])

    def test_can_be_seen_as_pages_before_anything_leaves(self, amara, signed, seen, told):
        pages = amara.post(url(signed), told | ticked(seen) | {"as_pdf": "yes"})
        assert "Leo was alone." in words_of(pages.content)
        assert "not-sent-yet" in pages["Content-Disposition"] and b"/Sig" not in pages.content
        signed.refresh_from_db()
        assert signed.state == "to_share"

    def test_is_put_under_the_headings_of_that_kind_of_agency(self, cast, amara, signed, seen, told):
        confirm(amara, signed, told | ticked(seen) | ticked(seen, "opinion"))
        made = account_of(signed.disclosure)
        assert made["title"] == "Referral to children’s social care"
        assert [one["heading"] for one in made["sections"]] == [
            "What was seen, and when",
            "What worries us and what is going well, in our opinion",
        ]
        signed.disclosure.contact.agency = Agency(kind="housing")
        assert account_of(signed.disclosure)["title"] == "Shared in confidence"


@pytest.mark.clause("H-25", "H-30")
class TestHowLongTheyKeepIt:
    def test_is_what_was_agreed_on_the_page_in_the_parcel_and_in_the_record(self, cast, as_, amara, signed, seen, told):
        keeping = "Until he leaves school, then shredded."
        confirm(amara, signed, told | ticked(seen) | {"keeping": keeping})
        assert (
            f"Keep it safe, and keep and delete it as was agreed: {keeping}" in account_of(signed.disclosure)["duties"]
        )
        assert keeping in as_(cast.dee).get(reverse("sharing:record", args=[signed.public_id])).text
        assert account_with_disclosure(signed)["disclosure"]["keeping"] == keeping

    def test_is_until_it_is_not_needed_any_more_where_nothing_was_agreed(self, amara, signed, seen, told):
        confirm(amara, signed, told | ticked(seen))
        assert "Keep it safe, and destroy it when it is not needed any more." in account_of(signed.disclosure)["duties"]
        assert "keeping" not in account_with_disclosure(signed)["disclosure"]


@pytest.mark.clause("H-07")
class TestTheFamily:
    def test_learns_that_it_was_us_and_not_which_worker_unless_it_was_agreed(self, amara, signed, seen, told):
        confirm(amara, signed, told | ticked(seen))
        said = account_of(signed.disclosure)
        assert "They may learn that it came from us." in said["family"] and "Amara" not in json.dumps(said)

    @pytest.mark.parametrize("left_out", ["agreed_with", "agency_agreement", "agreed_on"])
    def test_to_the_contrary_needs_parties_reason_and_day(self, amara, signed, seen, told, left_out):
        agreed = {"agency_named": "no", "agreed_with": "We and Sol Worker", "agency_agreement": "He may be hit for it."}
        agreed["agreed_on"] = f"{timezone.localdate():%Y-%m-%d}"
        refused = amara.post(url(signed), told | ticked(seen) | agreed | {left_out: ""})
        assert left_out in refused.context["form"].errors
        confirm(amara, signed, told | ticked(seen) | agreed)
        made = signed.disclosure
        assert (made.agreed_with, made.agreed_on) == ("We and Sol Worker", timezone.localdate())
        assert "They must not learn that it came from us" in json.dumps(account_of(made))
        assert "He may be hit" not in json.dumps(account_of(made))


@pytest.mark.clause("S-23")
class TestALongParcel:
    def test_leaves_in_numbered_parts_with_an_index_each_with_the_cover(self, amara, signed, seen, told, monkeypatch):
        confirm(amara, signed, told | ticked(seen) | ticked(seen, "opinion"))
        monkeypatch.setattr(document, "LONGEST_PART", 20)
        data, media, _ = document.bundled(signed.disclosure)
        packed = zipfile.ZipFile(io.BytesIO(data))
        index, first, second = (packed.read(name) for name in packed.namelist())
        assert media == "application/zip" and packed.namelist()[1] == "shared-in-confidence-01-of-02.pdf"
        assert all(sha256(part).hexdigest() in index.decode() for part in (first, second))
        texts = [words_of(one) for one in (first, second)]
        assert all("Referral to children" in text and "Sol Worker" in text for text in texts)
        assert ["Leo was alone." in text for text in texts] == [True, False] and "Part 2 of 2" in texts[1]

    def test_takes_its_files_along(self, cast, amara, signed, told):
        file = Accepted("a.txt", "txt", b"Dear colleague", Scan.CLEAN)
        said = {"folder": cast.leo.folder("personal"), "kind": "report", "fact": "A letter.", "files": [file]}
        key = f"file_{Entry.write(by=cast.amara, happened_at=timezone.now(), **said).attachments.get().public_id.hex}"
        confirm(amara, signed, told | {f"take_{key}": "on", f"why_{key}": "They asked for it."})
        packed = zipfile.ZipFile(io.BytesIO(document.bundled(signed.disclosure)[0]))
        assert packed.read(packed.namelist()[-1]) == b"Dear colleague"
        assert sha256(b"Dear colleague").hexdigest() in packed.read("index.txt").decode()
