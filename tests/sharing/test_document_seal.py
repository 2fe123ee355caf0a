"""The seal on a decision record: what breaks it, and whose it is."""

import asyncio
import random
from io import BytesIO

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from pypdf import PdfWriter

from records.paper import sealing
from sharing import document
from tests.sharing.example import two_pages
from tests.sharing.tools import sealed_record, tool


def flipped(pdf, place):
    data = bytearray(pdf)
    data[place] ^= 1
    return bytes(data)


def place_of_the_seal(pdf):
    start = pdf.index(b"/Contents <") + len(b"/Contents ")
    return start, pdf.index(b">", start) + 1


@pytest.fixture
def sealed():
    return sealed_record()


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
        for place in random.Random(29).sample([*range(start), *range(end, len(sealed))], 20):
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
