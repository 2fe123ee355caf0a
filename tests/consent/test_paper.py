"""A sealed record of what was agreed: what the page says, under the same seal as a decision, and nothing more."""

import json
import sys
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from pypdf import PdfReader

from audit.models import Trace
from consent import paper
from consent.models import NoticeGiven
from consent.paper import TooLong, sealed_record
from records.models import SafeContact
from records.paper import pades, pressroom
from tests.consent.pages import page, text_of
from tests.consent.said import mother
from tests.sharing.tools import text_of as read_out
from tests.sharing.tools import tool

pytestmark = [pytest.mark.django_db, pytest.mark.clause("S-01", "S-02", "S-30")]
VERIFIER = Path(__file__).parents[2] / "docs" / "verifier" / "verify_record.py"
PURPOSE = {"purpose": "The court asked"}


@pytest.fixture(autouse=True)
def keys_of_its_own(tmp_path, settings):
    settings.KEYS_DIR = tmp_path / "keys"


def attached(pdf, name):
    return json.loads(PdfReader(BytesIO(pdf)).attachments[name][0])


@pytest.mark.clause("S-22")
def test_what_is_locked_away_is_in_neither_its_pages_nor_what_is_attached(cast, tmp_path):
    SafeContact.protect(by=cast.amara, person=cast.leo, kind="address", value="9 Larkspur Row")
    mother(cast, words="Yes, at 9 LARKSPUR-Row too.")
    pdf = sealed_record(cast.leo, cast.amara, "For the court, about 9 Larkspur Row")
    said = read_out(pdf, tmp_path / "record.pdf") + json.dumps(attached(pdf, "agreements.json"))
    assert "arkspur" not in said.lower() and said.count("[Address: protected]") == 2


class TestTheRecord:
    def test_is_one_sealed_pdf_that_others_read_and_find_unchanged(self, cast, as_, tmp_path):
        NoticeGiven.explain(by=cast.amara, person=cast.leo, to_person=cast.femi, how="in_person")
        mother(cast, words="Yes <b>please</b>. Łódź, مرحبا").withdraw(by=cast.amara)
        mother(cast, "refused", recipient=None, recipient_kind="police")
        pdf = as_(cast.amara).post(page("paper", cast.leo), PURPOSE).content
        (tmp_path / "record.pdf").write_bytes(pdf)
        said = tool("pdfsig", "-nocert", tmp_path / "record.pdf").stdout

        assert "Signature is Valid" in said and "Total document signed" in said
        assert tool("qpdf", "--check", tmp_path / "record.pdf").returncode == 0
        proved = tool(sys.executable, VERIFIER, tmp_path / "record.pdf")
        assert proved.returncode == 0 and f"record of agreements {cast.leo.public_id}" in proved.stdout
        assert "Taken:" in proved.stdout and "by Amara Example" in proved.stdout
        assert pades.examined(pdf).valid and not pades.examined(pdf.replace(b"%PDF-1.7", b"%PDF-1.6", 1)).valid
        words = read_out(pdf, tmp_path / "again.pdf")
        for shown in (
            "RecordofagreementsInternal",
            "FemiLarkin",
            "Withdrawn",
            "Yes<b>please</b>",
            "Łódź",
            "Thecourtasked",
        ):
            assert shown in words
        with pikepdf.open(BytesIO(pdf)) as opened:
            assert opened.Root.MarkInfo.Marked and opened.Root.Lang == "en-GB"

    def test_holds_its_words_and_the_proof_that_the_ledger_held_them(self, cast):
        mother(cast)
        pdf = sealed_record(cast.leo, cast.amara, "The court asked")
        trace = Trace.objects.get(event="consent.sealed")
        exact, proof = PdfReader(BytesIO(pdf)).attachments["agreements.json"][0], attached(pdf, "proof.json")

        assert trace.facts["sha256"] == paper.digest(exact) and trace.facts["purpose"] == "The court asked"
        assert trace.facts["sha256"] in json.dumps(proof) and trace.by_id == cast.amara.pk
        assert [matter["stands"] for matter in attached(pdf, "agreements.json")["matters"]] == ["Given"]

    @pytest.mark.clause("H-12")
    def test_gives_no_sign_that_somebody_is_pressed(self, cast, tmp_path):
        mother(cast, coercion_suspected=True)
        mother(cast, free=False, recipient=None, recipient_kind="police")
        pdf = sealed_record(cast.leo, cast.amara, "The court asked")
        all_of_it = read_out(pdf, tmp_path / "record.pdf") + json.dumps(attached(pdf, "agreements.json"))

        assert all_of_it.count("Askthelead") == 2
        assert not [sign for sign in ("oerc", "ressure", "not free", "notfree", "doubt") if sign in all_of_it]

    def test_needs_a_purpose_and_whoever_may_only_look_takes_none(self, cast, as_):
        mother(cast)
        assert "Say what it is for" in text_of(as_(cast.amara).post(page("paper", cast.leo), {"purpose": ""}))
        assert as_(cast.chen).post(page("paper", cast.leo), PURPOSE).status_code == 404
        assert not Trace.objects.filter(event="consent.sealed").exists()


class TestWhereItCannotBeMade:
    def test_says_so_keeps_what_was_typed_and_leaves_no_trace(self, cast, as_, monkeypatch):
        def broken(*_, **__):
            raise pressroom.Unavailable("no Pango")

        monkeypatch.setattr(pressroom, "printed", broken)
        shown = as_(cast.amara).post(page("paper", cast.leo), PURPOSE)

        assert "Try again in a few minutes" in text_of(shown) and "The court asked" in text_of(shown)
        assert not Trace.objects.filter(event="consent.sealed").exists()

    def test_or_is_too_long_says_whom_to_ask(self, cast, monkeypatch):
        monkeypatch.setattr(paper, "LARGEST", 10)
        with pytest.raises(TooLong, match="Ask the data protection manager"):
            sealed_record(cast.leo, cast.amara, "The court asked")
