"""The decision record as a document, looked at with other people's tools: qpdf, poppler and pypdf."""

import json
import re
import sys
from io import BytesIO

import pytest
from pypdf import PdfReader

from records.paper import pressroom, sealing
from sharing import document
from sharing.record import INTERNAL
from sharing.shaping import Misshapen
from tests.sharing.example import RECORD, decision, not_shared, values
from tests.sharing.tools import attachments, sealed_record, shown, text_of, tool


@pytest.fixture
def sealed():
    return sealed_record()


class TestTheFile:
    def test_is_sound_and_tagged_for_screen_readers(self, sealed, tmp_path):
        (tmp_path / "record.pdf").write_bytes(sealed)

        assert tool("qpdf", "--check", tmp_path / "record.pdf").returncode == 0
        assert re.search(r"Tagged: +yes", tool("pdfinfo", tmp_path / "record.pdf").stdout)
        assert b'part="1"' in PdfReader(BytesIO(sealed)).trailer["/Root"]["/Metadata"].get_data()
        assert PdfReader(BytesIO(sealed)).trailer["/Root"]["/Lang"] == "en-GB"

    def test_says_nothing_about_anybody_in_its_properties(self):
        pdf = document.seal(document.render(decision(persons__0__name="Canary Finch", signature__name="Canary Wren")))
        reader = PdfReader(BytesIO(pdf))
        properties = str(reader.metadata) + reader.trailer["/Root"]["/Metadata"].get_data().decode()

        assert reader.metadata.title == "Decision record"
        assert reader.metadata.author is None
        assert "Canary" not in properties
        assert RECORD["organisation"] not in properties

    def test_says_on_every_page_that_it_is_internal_and_which_page_it_is(self, sealed):
        pages = PdfReader(BytesIO(sealed)).pages
        for number, page in enumerate(pages, 1):
            said = page.extract_text()
            assert "Internal: never what is sent" in said
            assert f"page {number} of {len(pages)}" in said

    def test_carries_the_decision_itself_and_prints_its_hash(self, sealed, tmp_path):
        exact = document.frozen(decision())

        assert attachments(sealed) == {"decision.json": exact}
        assert sealing.digest(exact) in text_of(sealed, tmp_path / "record.pdf")
        names = PdfReader(BytesIO(sealed)).trailer["/Root"]["/Names"]["/EmbeddedFiles"]["/Names"]
        assert [names[1]["/UF"], names[1]["/AFRelationship"]] == ["decision.json", "/Data"]

    def test_is_the_same_when_made_from_what_was_kept(self):
        exact = document.frozen(decision())

        assert document.frozen(json.loads(exact)) == exact


@pytest.mark.clause("S-29", "H-20")
class TestThePage:
    @pytest.mark.parametrize("make", [decision, not_shared], ids=["shared", "not shared"])
    def test_shows_every_value_of_the_attached_decision(self, make, tmp_path):
        said = text_of(document.render(make()), tmp_path / "record.pdf")

        assert [value for value in values(make()) if shown(value) not in said] == []

    def test_is_as_complete_for_not_sharing_as_for_sharing(self):
        headings = re.compile("<h2>(.*?)</h2>")

        assert headings.findall(document.page(not_shared())) == headings.findall(document.page(decision()))

    def test_says_where_nothing_was_recorded(self):
        page = document.page(not_shared())

        assert "Nothing was supplied." in page
        assert "No advice was taken." in page
        assert "Not recorded" in document.page(decision(review_on=None))

    def test_tells_local_time_and_utc_of_the_signature(self):
        page = document.page(decision(signature__signed_at="2026-05-12T23:21:09Z"))

        assert "13 May 2026 at 00:21" in page
        assert "2026-05-12T23:21:09Z" in page


@pytest.mark.clause("S-23")
@pytest.mark.parametrize("missing", ["method", "shared_at", "by", "taken_by", "reference", "will_do"])
def test_a_disclosure_without_who_how_when_or_to_whom_is_not_printed(missing):
    record = decision()
    assert document.page(record)
    del record["disclosure"][missing]

    with pytest.raises(Misshapen, match=missing):
        document.page(record)


class TestARecord:
    def test_with_something_the_page_would_not_show_is_refused(self):
        record = decision()
        record["persons"][0]["address"] = "12 Safe Street"

        with pytest.raises(Misshapen, match="address") as refused:
            document.frozen(record)
        assert "Safe Street" not in str(refused.value)

    @pytest.mark.parametrize(
        ("path", "value"),
        [
            ("marking", "For everybody"),
            ("v", 2),
            ("review_on", "next week"),
            ("signature__signed_at", "2026-05-12T17:21:09+01:00"),
            ("signature__signed_at", "2026-05-12T17:21:09"),
            ("verdict__urgent", "yes"),
            ("persons", "Leo"),
            ("signature", None),
        ],
    )
    def test_of_another_shape_is_refused(self, path, value):
        with pytest.raises(Misshapen):
            document.frozen(decision(**{path: value}))

    def test_is_marked_internal(self):
        assert INTERNAL in json.loads(document.frozen(decision()))["marking"]

    def test_loses_letters_nobody_can_see_on_the_page_and_in_the_file_alike(self):
        hidden = decision(decision__rationale="do\x00 not\x1b \u202eerahs\u202c\ud800 it\r\nnow")

        assert json.loads(document.frozen(hidden))["decision"]["rationale"] == "do not erahs it\nnow"
        assert "do not erahs it" in document.page(hidden)


class TestLetters:
    def test_of_many_scripts_are_all_there(self, tmp_path):
        words = ["Siân Ŵyn ŷ", "Łódź Ğışık Čeněk", "Ольга", "Ελένη"]
        pdf = document.render(decision(decision__rationale="\n".join(words), request__name="Żaneta Őry"))
        said = text_of(pdf, tmp_path / "record.pdf")

        assert [word for word in [*words, "Żaneta Őry"] if shown(word) not in said] == []

    def test_written_from_right_to_left_stand_on_the_right(self):
        page = document.page(decision(decision__rationale="הילד בסכנה\n\nThe child is in danger"))

        assert '<p dir="rtl">הילד בסכנה</p>' in page
        assert '<p dir="ltr">The child is in danger</p>' in page

    @pytest.mark.parametrize(
        "text", ["😀 👨‍👩‍👧 🏴󠁧󠁢󠁥󠁮󠁧󠁿", "هذا سبب القرار", "中文", "e\u0301" * 400, "W" * 3000, "\n" * 3000]
    )
    def test_of_any_kind_still_make_a_sound_document(self, text, tmp_path):
        pdf = document.render(decision(decision__rationale=text, request__name=text, supplied__0__what=text))
        (tmp_path / "record.pdf").write_bytes(pdf)

        assert tool("qpdf", "--check", tmp_path / "record.pdf").returncode == 0
        assert attachments(pdf)["decision.json"] == document.frozen(
            decision(decision__rationale=text, request__name=text, supplied__0__what=text)
        )

    def test_in_one_endless_word_stay_on_the_paper(self, tmp_path):
        word = "W" * 300
        path = tmp_path / "record.pdf"
        path.write_bytes(document.render(decision(persons__0__name=word, request__name=word, supplied__0__what=word)))
        boxes = re.findall(r'xMin="([\d.-]+)".*?xMax="([\d.]+)"', tool("pdftotext", "-bbox", path, "-").stdout)

        assert boxes
        assert all(float(left) >= 0 and float(right) <= 595 - 40 for left, right in boxes)


WITHOUT_PANGO = """
import sys
class Missing:
    def find_spec(self, name, *rest):
        if name.partition(".")[0] == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")
sys.meta_path.insert(0, Missing())
from records.paper.pressroom import work
work()
"""


def test_without_pango_only_the_pdf_is_missing_and_says_so(monkeypatch, own_printer):
    assert pressroom.available()
    monkeypatch.setattr(pressroom, "COMMAND", [sys.executable, "-c", WITHOUT_PANGO])
    pressroom._replaced()

    assert not pressroom.available()
    assert len(document.frozen(decision())) > 1000
    with pytest.raises(pressroom.Unavailable, match="Pango is not installed"):
        document.render(decision())
