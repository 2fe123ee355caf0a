"""The decision record to keep and to hear read out: PDF/A-3a and PDF/UA-1 at once, and the time in its seal.

What says whether PDF/A allows it is pikepdf's checker. It passes only what it knows, and does not know seals, the mark
of PDF/UA, nor level A, which is level B with tags: these three are looked at here one by one.
"""

import logging
import re
import threading
from datetime import UTC, datetime
from functools import cache
from io import BytesIO

import pikepdf
import pytest
from asn1crypto import cms, tsp
from lxml import etree
from pikepdf import pdfa
from pyhanko.pdf_utils.reader import PdfFileReader

from records.paper import pades, press
from sharing import document
from tests.sharing.authorities import authority
from tests.sharing.example import decision, marked, not_shared, two_pages
from tests.sharing.tools import tool

FILES = {"decision.json": b'{"v":1}', "proof.json": b'{"v":2}'}
AT = datetime(2026, 5, 12, 16, 21, 9, tzinfo=UTC)
STANDARDS = {"pdfaid": "http://www.aiim.org/pdfa/ns/id/", "pdfuaid": "http://www.aiim.org/pdfua/ns/id/"}
RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
EXTENSION = "{http://www.aiim.org/pdfa/ns/extension/}"


@cache
def both_files():
    """A record with both files attached, printed and sealed."""
    return document.seal(press.printed(document.page(decision()), FILES, AT))


@pytest.fixture
def sealed():
    with pikepdf.open(BytesIO(both_files())) as pdf:
        yield pdf


def marks(packet):
    """Which standards the metadata names. Only the first rdf:RDF is read, as others read it."""
    rdf = etree.fromstring(packet).find(f"{RDF}RDF")
    said = [(key, value) for part in rdf for key, value in part.attrib.items()]
    return {
        (name, key.removeprefix(f"{{{space}}}")): value
        for key, value in said
        for name, space in STANDARDS.items()
        if key.startswith(f"{{{space}}}")
    }, rdf


def tags(part):
    """Every tag in the tree of tags, as (kind, tag)."""
    if isinstance(part, pikepdf.Array):
        for each in part:
            yield from tags(each)
    elif isinstance(part, pikepdf.Dictionary):
        if "/S" in part:
            yield str(part.S), part
        if "/K" in part:
            yield from tags(part.K)


def without_what_the_checker_does_not_know(pdf):
    """The same, of level B and without the mark of PDF/UA; and with no list of patterns or shadings, which is empty."""
    with pikepdf.open(BytesIO(pdf)) as opened:
        for part in opened.objects:
            if isinstance(part, pikepdf.Dictionary):
                for name in {"/Pattern", "/Shading"} & set(part.keys()):
                    assert not part[name].keys()
                    del part[name]
        packet = opened.Root.Metadata.read_bytes().replace(b'conformance="A"', b'conformance="B"')
        opened.Root.Metadata.write(packet.replace(press.ACCESSIBLE.encode(), b"</rdf:RDF>"))
        known = BytesIO()
        opened.save(known)
    return known


@pytest.mark.clause("S-29", "H-20")
class TestToKeep:
    @pytest.mark.parametrize("make", [decision, not_shared, two_pages, marked])
    def test_is_all_of_what_pdf_a_allows(self, make):
        report = pdfa.validate_written(without_what_the_checker_does_not_know(document.render(make())), "3b")

        assert [str(finding) for finding in report.findings] == []
        assert report.passed

    @pytest.mark.clause("S-22")
    def test_draws_what_was_marked_on_the_body_and_says_it_to_whoever_hears_it(self):
        with pikepdf.open(BytesIO(document.render(marked()))) as pdf:
            figures = [part for kind, part in tags(pdf.Root.StructTreeRoot.K) if kind == "/Figure"]
            assert [str(part.Alt) for part in figures] == ["Outline, front. Mark 1.", "Outline, left hand. Mark 2."]
        page = document.page(marked())
        assert "Left upper arm: bruise." in page and "&lt;b&gt;" in page and "<b>burn" not in page

    def test_names_both_standards_and_explains_the_one_to_the_other(self, sealed):
        said, rdf = marks(sealed.Root.Metadata.read_bytes())

        assert said == {("pdfaid", "part"): "3", ("pdfaid", "conformance"): "A", ("pdfuaid", "part"): "1"}
        explained = etree.tostring(rdf.find(f".//{EXTENSION}schemas"), encoding="unicode")
        assert STANDARDS["pdfuaid"] in explained
        assert "Integer" in explained

    def test_is_a_file_of_pdf_1_7_after_sealing_too(self, sealed):
        assert both_files().startswith(b"%PDF-1.7")
        assert "/Version" not in sealed.Root or sealed.Root.Version == "/1.7"
        assert not sealed.is_encrypted
        assert len(sealed.trailer.ID) == 2

    def test_says_what_its_colours_mean(self, sealed):
        (intent,) = sealed.Root.OutputIntents

        assert intent.S == "/GTS_PDFA1"
        assert "sRGB" in str(intent.OutputConditionIdentifier)
        assert intent.DestOutputProfile.N == 3
        assert intent.DestOutputProfile.read_bytes()[36:40] == b"acsp"

    def test_carries_its_fonts(self, sealed):
        described = [part for part in sealed.objects if isinstance(part, pikepdf.Dictionary) and "/FontBBox" in part]

        assert described
        assert [font for font in described if not {"/FontFile", "/FontFile2", "/FontFile3"} & set(font.keys())] == []

    def test_says_what_each_attached_file_is_to_it(self, sealed):
        kinds = {str(part.UF): (str(part.AFRelationship), str(part.EF.F.Subtype)) for part in sealed.Root.AF}

        assert kinds == {
            "decision.json": ("/Data", "/application/json"),
            "proof.json": ("/Supplement", "/application/json"),
        }
        assert len(sealed.Root.AF) == 2
        assert {name: sealed.attachments[name].get_file().read_bytes() for name in sealed.attachments} == FILES

    def test_lets_its_seal_be_printed_and_hides_nothing(self, sealed):
        (seal,) = sealed.Root.AcroForm.Fields
        invisible, hidden, printed, no_view, toggled = (1 << bit for bit in (0, 1, 2, 5, 8))

        assert seal.F & printed
        assert not seal.F & (invisible | hidden | no_view | toggled)
        assert list(sealed.Root.Perms.keys()) == ["/DocMDP"]

    def test_is_sound_and_sealed_for_others(self, tmp_path):
        (tmp_path / "record.pdf").write_bytes(both_files())
        said = tool("pdfsig", "-nocert", tmp_path / "record.pdf").stdout

        assert tool("qpdf", "--check", tmp_path / "record.pdf").returncode == 0
        assert "Signature is Valid" in said
        assert "Total document signed" in said
        assert document.check(both_files()).valid


@pytest.mark.clause("S-29", "H-20")
class TestToHear:
    def test_has_a_language_and_shows_its_title(self, sealed):
        assert sealed.Root.Lang == "en-GB"
        assert sealed.Root.ViewerPreferences.DisplayDocTitle
        with sealed.open_metadata() as said:
            assert said["dc:title"] == "Decision record"

    def test_has_a_tag_for_everything(self, sealed):
        kinds = [kind for kind, _ in tags(sealed.Root.StructTreeRoot.K)]

        assert sealed.Root.MarkInfo.Marked
        assert kinds.count("/H1") == 1
        assert {"/Document", "/H2", "/P", "/Table", "/TR", "/TH", "/TD", "/L", "/LI"} <= set(kinds)
        assert all(page.obj.Tabs == "/S" and "/StructParents" in page.obj for page in sealed.pages)

    def test_has_no_words_outside_its_tags_but_what_every_page_repeats(self, sealed):
        for page in sealed.pages:
            depth = 0
            for operands, operator in pikepdf.parse_content_stream(page):
                depth += {"BDC": 1, "BMC": 1, "EMC": -1}.get(str(operator), 0)
                assert depth or str(operator) not in ("Tj", "TJ"), operands
            assert depth == 0

    def test_says_of_every_cell_which_headings_it_has(self, sealed):
        tree = list(tags(sealed.Root.StructTreeRoot.K))
        headings = sorted(bytes(tag.ID) for kind, tag in tree if kind == "/TH")
        named = {bytes(name) for kind, tag in tree if kind == "/TD" for name in tag.A.Headers}
        listed = list(sealed.Root.StructTreeRoot.IDTree.Names)

        assert named == set(headings)
        assert [bytes(name) for name in listed[::2]] == headings
        assert all(bytes(tag.ID) == bytes(name) for name, tag in zip(listed[::2], listed[1::2], strict=True))


def of_something_else(asked):
    request = tsp.TimeStampReq.load(asked)
    request["message_imprint"]["hashed_message"] = bytes(32)
    return authority().request_tsa_response(request).dump()


def refused(asked):
    return tsp.TimeStampResp({"status": {"status": "rejection"}}).dump()


def seal_in(pdf):
    (signature,) = PdfFileReader(BytesIO(pdf)).embedded_signatures
    return signature


def times(pdf):
    """The kinds of what was added to the seal: a time stamp, or nothing."""
    return [each["type"].native for each in seal_in(pdf).signer_info["unsigned_attrs"]]


@pytest.fixture
def printed():
    return document.render(two_pages())


@pytest.mark.clause("S-29")
class TestTheTime:
    def test_of_a_service_is_in_the_seal_which_is_valid_for_us_and_for_others(self, service, printed, tmp_path, caplog):
        pdf = document.seal(printed)
        (tmp_path / "record.pdf").write_bytes(pdf)
        said = tool("pdfsig", "-nocert", tmp_path / "record.pdf").stdout

        assert times(pdf) == ["signature_time_stamp_token"]
        assert document.check(pdf).valid
        assert caplog.text == ""
        assert "Signature is Valid" in said
        assert "Total document signed" in said
        assert tool("qpdf", "--check", tmp_path / "record.pdf").returncode == 0

    def test_is_asked_with_a_hash_and_nothing_else(self, service, printed):
        document.seal(printed)
        document.seal(printed)

        asked = [tsp.TimeStampReq.load(request) for request in service.asked]
        assert len(asked) == 3  # how much room it takes is asked once
        assert {len(each["message_imprint"]["hashed_message"].native) for each in asked} == {32}
        assert max(len(request) for request in service.asked) < 100

    def test_is_not_asked_for_where_no_service_is_configured(self, service, printed, settings):
        settings.TIMESTAMP_URL = ""
        pdf = document.seal(printed)

        assert times(pdf) == service.asked == []
        assert document.check(pdf).valid

    @pytest.mark.parametrize("answer", [refused, of_something_else, lambda asked: b"not now", lambda asked: b""])
    def test_is_done_without_when_the_service_answers_wrongly_and_the_log_says_so(
        self, service, printed, caplog, answer
    ):
        service.answer = answer
        with caplog.at_level(logging.WARNING, "records.paper.pades"):
            pdf = document.seal(printed)

        assert times(pdf) == []
        assert document.check(pdf).valid
        assert [line.message for line in caplog.records if "without the time" in line.message]

    def test_is_done_without_when_nobody_answers(self, service, printed, caplog, settings, monkeypatch):
        monkeypatch.setattr(pades, "PATIENCE", 0.2)
        waiting = threading.Event()
        service.answer = lambda asked: waiting.wait(5) and b"" or b""
        pdf = document.seal(printed)
        waiting.set()

        assert times(pdf) == []
        assert document.check(pdf).valid
        assert "without the time" in caplog.text

    def test_that_was_put_there_for_another_seal_is_noticed(self, service, printed):
        one, other = (document.seal(printed) for _ in range(2))
        swapped = exchanged(one, other)

        assert not document.check(swapped).valid
        assert document.check(one).valid

    def test_leaves_no_place_where_anything_could_be_hidden(self, service, printed):
        pdf = document.seal(printed)
        end = int(re.search(rb"/ByteRange \[\d+ \d+ (\d+)", pdf)[1]) - 1
        assert pdf[end - 100 : end + 1] == b"0" * 100 + b">"

        for place in (end - 1, end - 50):
            assert not document.check(pdf[:place] + b"1" + pdf[place + 1 :]).valid


def exchanged(pdf, other):
    """The first with the time of the second."""
    before, after = re.search(rb"/ByteRange \[0 (\d+) (\d+)", pdf).groups()
    mine, theirs = (cms.ContentInfo.load(seal_in(each).pkcs7_content) for each in (pdf, other))
    mine["content"]["signer_infos"][0]["unsigned_attrs"] = theirs["content"]["signer_infos"][0]["unsigned_attrs"]
    place = slice(int(before) + 1, int(after) - 1)
    written = mine.dump(force=True).hex().upper().encode().ljust(place.stop - place.start, b"0")
    return pdf[: place.start] + written + pdf[place.stop :]
