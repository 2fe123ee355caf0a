"""A seal that is provable for long: what it carries when those who vouched for it are gone, and nothing else."""

import logging
import re
from io import BytesIO

import pikepdf
import pytest
from asn1crypto import tsp
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.generic import NumberObject as number
from pyhanko.pdf_utils.generic import pdf_name as name
from pyhanko.pdf_utils.generic import pdf_string as string
from pypdf import PdfWriter

from records.paper import longterm, pades, sealing
from sharing import document
from tests.sharing.authorities import Issuer
from tests.sharing.example import two_pages
from tests.sharing.tools import attachments, tool


@pytest.fixture
def issuer(settings, tmp_path, service):
    """Everything that a seal for long needs: a seal and the time from one issuer, and its list of what it revoked."""
    issuer = Issuer()
    settings.KEYS_DIR, settings.SEAL_REVOCATION = tmp_path / "keys", str(tmp_path / "revocation")
    sealing.keep(settings.KEYS_DIR / sealing.SEAL_FILE, issuer.seal())
    sealing.keep(tmp_path / "revocation" / "issuer.pem", issuer.certificate.public_bytes(Encoding.PEM))
    service.answer = lambda asked: issuer.watch.request_tsa_response(tsp.TimeStampReq.load(asked)).dump()
    issuer.lists = lambda crl, form=Encoding.PEM: sealing.keep(
        tmp_path / "revocation" / "issuer.crl", crl.public_bytes(form), replace=True
    )
    nothing = issuer.revoked()
    issuer.revoked_nothing = nothing.public_bytes(Encoding.DER)
    issuer.lists(nothing)
    return issuer


@pytest.fixture
def sealed(issuer):
    return document.seal(document.render(two_pages()))


def kinds(pdf):
    with pikepdf.open(BytesIO(pdf)) as opened:
        return [str(field.V.Type) for field in opened.Root.AcroForm.Fields], "/DSS" in opened.Root


@pytest.mark.clause("S-29")
class TestTheProof:
    def test_is_in_the_document_which_is_genuine_for_us_and_sound_for_others(self, sealed, tmp_path, caplog):
        (tmp_path / "record.pdf").write_bytes(sealed)
        said = tool("pdfsig", "-nocert", tmp_path / "record.pdf").stdout
        found = document.check(sealed)

        assert kinds(sealed) == (["/Sig", "/DocTimeStamp"], True)
        assert (found.valid, found.covers_all, found.fingerprint) == (True, True, sealing.fingerprint())
        assert caplog.text == ""
        assert "Signature is Valid" in said and "Total document signed" in said
        assert tool("qpdf", "--check", tmp_path / "record.pdf").returncode == 0
        assert list(attachments(sealed)) == ["decision.json"]

    def test_is_the_certificates_and_the_list_under_the_seal_itself(self, sealed, issuer):
        with pikepdf.open(BytesIO(pades._as_sealed(sealed))) as opened:
            certificates = [x509.load_der_x509_certificate(one.read_bytes()) for one in opened.Root.DSS.Certs]
            lists = [one.read_bytes() for one in opened.Root.DSS.CRLs]

        assert {sealing.seal_key().certificate, issuer.certificate} <= set(certificates)
        assert lists == [issuer.revoked_nothing]

    def test_leaves_it_a_file_of_pdf_1_7_with_the_metadata_it_had(self, sealed):
        whole, without = (pikepdf.open(BytesIO(pdf)) for pdf in (sealed, pades._as_sealed(sealed)))
        assert sealed.startswith(b"%PDF-1.7") and "/Version" not in whole.Root
        assert whole.Root.Metadata.read_bytes() == without.Root.Metadata.read_bytes()
        assert all(field.F == 132 for field in whole.Root.AcroForm.Fields)

    def test_may_be_listed_in_either_form(self, issuer):
        issuer.lists(issuer.revoked(), Encoding.DER)
        assert kinds(document.seal(document.render(two_pages()))) == (["/Sig", "/DocTimeStamp"], True)

    @pytest.mark.parametrize(
        "spoil",
        [
            lambda issuer: issuer.lists(issuer.revoked(start=-9, end=-1)),
            lambda issuer: issuer.lists(issuer.revoked(sealing.seal_key().certificate)),
            lambda issuer: issuer.lists(Issuer().revoked()),
        ],
        ids=["run out", "names our seal", "of somebody else"],
    )
    def test_is_done_without_when_it_is_not_there_and_the_log_says_so(self, issuer, spoil, caplog):
        spoil(issuer)
        with caplog.at_level(logging.WARNING, "records.paper.pades"):
            pdf = document.seal(document.render(two_pages()))

        assert kinds(pdf) == (["/Sig"], False)
        assert document.check(pdf).valid
        assert "without what proves it for long" in caplog.text

    def test_stays_genuine_when_the_folder_is_gone(self, sealed, settings):
        settings.SEAL_REVOCATION = settings.TIMESTAMP_URL = ""
        assert document.check(sealed).valid


@pytest.mark.clause("S-29", "H-20")
class TestWhatIsAdded:
    @pytest.fixture
    def first(self, sealed):
        """As it was before the time stamp."""
        return pades._as_sealed(sealed)

    def test_is_the_time_alone(self, first, issuer):
        assert document.check(first).valid
        assert document.check(longterm.stamped(first, issuer.watch)).valid

    @pytest.mark.parametrize(
        "change",
        [
            lambda root, page: root.update({name("/Lang"): string("fr")}),
            lambda root, page: root["/Metadata"].update({name("/X"): number(1)}),
            lambda root, page: page.update({name("/Rotate"): number(180)}),
            lambda root, page: page["/Annots"].append(page["/Annots"].raw_get(0)),
            lambda root, page: root["/AcroForm"].update({name("/NeedAppearances"): number(1)}),
            lambda root, page: root["/AcroForm"]["/Fields"][1].update({name("/AA"): string("doctored")}),
        ],
        ids=["language", "metadata", "page", "annotation", "form", "field"],
    )
    def test_with_anything_else_in_the_same_revision_is_doctored(self, first, issuer, monkeypatch, change):
        class Doctoring(longterm.Writer):
            def _update_meta(self):
                page = self.root["/Pages"]["/Kids"][0]
                change(self.root, page)
                for thing in (self.root, page, page["/Annots"], self.root["/AcroForm"], self.root["/Metadata"]):
                    self.update_container(thing)

        monkeypatch.setattr(longterm, "Writer", Doctoring)
        doctored = longterm.stamped(first, issuer.watch)
        assert document.check(doctored).reason == pades.ADDED
        assert not document.check(doctored).covers_all

    def test_in_a_revision_that_only_takes_something_up_again_is_genuine(self, first, issuer, monkeypatch):
        """So that the test above can fail."""

        class Touching(longterm.Writer):
            def _update_meta(self):
                self.update_container(self.root["/Metadata"])

        monkeypatch.setattr(longterm, "Writer", Touching)
        assert document.check(longterm.stamped(first, issuer.watch)).valid

    def test_afterwards_is_doctored(self, sealed):
        writer, longer = PdfWriter(BytesIO(sealed), incremental=True), BytesIO()
        writer.add_metadata({"/Subject": "doctored"})
        writer.write(longer)
        for pdf in (longer.getvalue(), sealed + b"\n", sealed + b"%%EOF\n"):
            assert not document.check(pdf).valid

    def test_twice_is_doctored(self, sealed, issuer, monkeypatch):
        monkeypatch.setattr(longterm, "FIELD", "Time again")
        assert not document.check(longterm.stamped(sealed, issuer.watch)).valid

    def test_is_broken_by_one_bit(self, sealed):
        first = len(pades._as_sealed(sealed))
        zeros = [found.span() for found in re.finditer(rb"0{100,}", sealed)]
        places = [*range(first, len(sealed), 211), *(place for start, end in zeros for place in (start, end - 1))]
        for place in places:
            turned = sealed[:place] + bytes([sealed[place] ^ 1]) + sealed[place + 1 :]
            assert not document.check(turned).valid, place
