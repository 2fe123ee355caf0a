"""The decision record as a document, looked at with other people's tools: pdfsig, qpdf, poppler and pypdf."""

import asyncio
import json
import random
import re
import subprocess
import sys
import threading
import time
from contextlib import suppress
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from pypdf import PdfReader, PdfWriter

from sharing import document, press, sealing
from sharing.record import INTERNAL, Misshapen
from tests.sharing.example import RECORD, decision, not_shared, two_pages, values

FURNITURE = re.compile(r"Internal: never what is sent|Decision record [0-9a-f-]{36}|page \d+ of \d+|\s")


def tool(*command):
    return subprocess.run(command, capture_output=True, text=True, errors="replace")


def text_of(pdf, path):
    """All the text, without what stands on every page and without spaces, since lines break anywhere."""
    path.write_bytes(pdf)
    return FURNITURE.sub("", tool("pdftotext", "-raw", path, "-").stdout)


def shown(value):
    return re.sub(r"\s", "", value)


def attachments(pdf):
    return {name: files[0] for name, files in PdfReader(BytesIO(pdf)).attachments.items()}


def flipped(pdf, place):
    data = bytearray(pdf)
    data[place] ^= 1
    return bytes(data)


def place_of_the_seal(pdf):
    start = pdf.index(b"/Contents <") + len(b"/Contents ")
    return start, pdf.index(b">", start) + 1


@pytest.fixture(scope="module")
def keys(tmp_path_factory):
    return tmp_path_factory.mktemp("keys")


@pytest.fixture(autouse=True)
def our_keys(keys, settings):
    settings.KEYS_DIR = keys


@pytest.fixture(scope="module")
def made():
    """Printed and sealed once for all the tests that only look."""
    return {}


@pytest.fixture
def sealed(made, our_keys):
    if "pdf" not in made:
        made["pdf"] = document.seal(document.render(decision()))
    return made["pdf"]


@pytest.fixture
def stranger():
    """A web server on this machine which counts who asks it for anything."""
    asked = []

    class Counting(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Counting)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    server.asked, server.address = asked, f"http://127.0.0.1:{server.server_port}"
    yield server
    server.shutdown()
    server.server_close()


@pytest.mark.clause("S-29", "H-20")
class TestTheSeal:
    def test_is_valid_for_an_independent_tool_and_lies_over_the_whole_document(self, sealed, tmp_path):
        (tmp_path / "record.pdf").write_bytes(sealed)
        said = tool("pdfsig", "-nocert", tmp_path / "record.pdf").stdout

        assert "Signature is Valid" in said
        assert "Total document signed" in said
        assert said.count("Signature #") == 1

    def test_is_broken_by_one_bit_of_what_it_covers(self, sealed, tmp_path):
        damaged = tmp_path / "damaged.pdf"
        start, end = place_of_the_seal(sealed)
        for place in random.Random(29).sample([*range(start), *range(end, len(sealed))], 20):  # noqa: S311
            damaged.write_bytes(flipped(sealed, place))
            said = tool("pdfsig", "-nocert", damaged).stdout

            assert not ("Signature is Valid" in said and "Total document signed" in said), place
            assert not document.check(flipped(sealed, place)).valid, place

    def test_is_broken_for_us_by_one_bit_of_itself_too(self, sealed):
        start, end = place_of_the_seal(sealed)

        unnoticed = [place for place in range(start, end, 37) if document.check(flipped(sealed, place)).valid]
        assert unnoticed == []

    def test_is_recognised_as_ours(self, sealed):
        found = document.check(sealed)

        assert (found.valid, found.covers_all) == (True, True)
        assert found.fingerprint == sealing.fingerprint()

    def test_is_still_ours_after_the_key_was_replaced_only_if_the_old_certificate_was_kept(
        self, sealed, settings, tmp_path
    ):
        old = sealing.seal_key().certificate
        settings.KEYS_DIR = tmp_path / "new"
        assert document.check(sealed).reason == "The document was sealed, but not by this organisation."

        (tmp_path / "new" / "seal-retired-2026.pem").write_bytes(old.public_bytes(Encoding.PEM))
        assert document.check(sealed).valid

    def test_does_not_cover_what_was_added_afterwards(self, sealed):
        writer = PdfWriter(BytesIO(sealed), incremental=True)
        writer.add_metadata({"/Subject": "doctored"})
        longer = BytesIO()
        writer.write(longer)

        found = document.check(longer.getvalue())
        assert not found.valid
        assert not found.covers_all

    @pytest.mark.parametrize(
        "data", [b"", b"%PDF-1.7", b"<html>", bytes(1000)], ids=["nothing", "a start", "a page", "zeros"]
    )
    def test_is_not_found_in_what_is_no_document(self, data):
        assert not document.check(data).valid

    def test_is_not_found_in_an_unsealed_record(self):
        found = document.check(document.render(two_pages()))

        assert not found.valid
        assert found.reason == "This file carries 0 seals; a decision record has one."

    def test_is_put_there_even_while_an_event_loop_runs(self, sealed):
        async def both():
            return document.check(document.seal(document.render(two_pages())))

        assert asyncio.run(both()).valid


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


VECTORS = """
<img src="{0}/img"> | <link rel="stylesheet" href="{0}/css"> | <link rel="attachment" href="{0}/attachment">
<a rel="attachment" href="{0}/a">x</a> | <object data="{0}/object"></object>
<embed src="{0}/embed"> | <iframe src="{0}/iframe">
<style>@import url({0}/import)</style> | <style>@font-face {{ font-family: x; src: url({0}/font) }}</style>
<p style="background: url({0}/background)">x</p> | <p style="list-style-image: url({0}/list); display: list-item">x</p>
<style>p::before {{ content: url({0}/content) }}</style> | <svg><image href="{0}/svg" width="9" height="9"/></svg>
<svg><use href="{0}/use#x"/></svg> | <img src="file:///etc/passwd"> | <link rel="attachment" href="file:///etc/passwd">
<base href="{0}/"><img src="base"> | <img src="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'/%3E">
"""
VECTORS = [vector.strip() for line in VECTORS.strip().splitlines() for vector in line.split(" | ")]
FETCHING = [vector for vector in VECTORS if not re.search("<iframe|<svg><use|<svg><image", vector)]


def with_everywhere(part, text):
    """The record with this text in every field that people type."""
    if isinstance(part, dict):
        typed = {key: with_everywhere(value, text) for key, value in part.items()}
        return typed | {key: part[key] for key in part if key.endswith(("_on", "_at")) or key in ("v", "marking")}
    if isinstance(part, list):
        return [with_everywhere(item, text) for item in part]
    return text if isinstance(part, str) else part


class TestHostileText:
    def test_in_every_field_fetches_nothing_and_attaches_nothing(self, stranger, tmp_path):
        text = " ".join(vector.format(stranger.address) for vector in VECTORS)
        pdf = document.render(with_everywhere(decision(), text))

        assert stranger.asked == []
        assert list(attachments(pdf)) == ["decision.json"]
        assert b"root:" not in pdf
        assert shown(VECTORS[0].format(stranger.address)) in text_of(pdf, tmp_path / "record.pdf")

    @pytest.mark.parametrize("vector", FETCHING)
    def test_is_refused_by_the_press_even_when_it_was_not_escaped(self, vector, stranger):
        """And as an ordinary exception: the library's own would end the worker."""
        with pytest.raises(press.Refused):
            press.printed(f"<p>{vector.format(stranger.address)}</p>", b"{}", "decision.json", datetime.now(UTC))
        assert stranger.asked == []

    @pytest.mark.parametrize("vector", sorted(set(VECTORS) - set(FETCHING)))
    def test_which_the_library_ignores_fetches_nothing(self, vector, stranger):
        with suppress(press.Refused):
            press.printed(f"<p>{vector.format(stranger.address)}</p>", b"{}", "decision.json", datetime.now(UTC))
        assert stranger.asked == []


class TestLength:
    def test_of_a_megabyte_is_printed_whole_and_not_in_minutes(self, tmp_path):
        words = "The health visitor asked how he was getting on. " * 21_000
        started = time.monotonic()
        pdf = document.seal(document.render(decision(decision__rationale=words)))

        assert time.monotonic() - started < 120
        assert text_of(pdf, tmp_path / "record.pdf").count("gettingon.") == 21_000

    @pytest.mark.long
    @pytest.mark.parametrize(
        "text", ["x" * 1_000_000, "a\n" * 500_000, "e\u0301" * 500_000], ids=["word", "lines", "accents"]
    )
    @pytest.mark.parametrize("field", ["decision__rationale", "request__name", "supplied__0__what"])
    def test_of_a_hostile_megabyte_does_not_hang(self, text, field):
        started = time.monotonic()
        document.render(decision(**{field: text}))

        assert time.monotonic() - started < 120

    def test_beyond_that_is_refused_at_once_with_what_to_do(self):
        started = time.monotonic()
        with pytest.raises(document.TooLong, match="Shorten it"):
            document.render(decision(decision__rationale="x" * 1_300_000))
        assert time.monotonic() - started < 2


WITHOUT_PANGO = """
import sys
class Missing:
    def find_spec(self, name, *rest):
        if name.partition(".")[0] == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")
sys.meta_path.insert(0, Missing())
import django; django.setup()
from sharing import document
from tests.sharing.example import decision
assert document.AVAILABLE is False
assert len(document.frozen(decision())) > 1000
try:
    document.render(decision())
except document.Unavailable as unavailable:
    print(unavailable)
"""


def test_without_pango_only_the_pdf_is_missing_and_says_so():
    assert document.AVAILABLE is True
    said = tool(sys.executable, "-c", WITHOUT_PANGO)

    assert "Pango is not installed" in said.stdout, said.stderr
