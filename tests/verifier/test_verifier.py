"""The verifier that a court can run: it takes what this service seals, and nothing that was changed by one bit."""

import ast
import json
import subprocess
import sys
from dataclasses import replace
from io import BytesIO
from time import monotonic

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from pypdf import PdfWriter

from audit import checkpoint, ledger
from audit.canonical import canonical
from audit.checkpoint import Checkpoint, keep
from audit.models import SignedCheckpoint
from records.paper import sealing
from sharing import archive, document
from tests.sharing.conftest import OVERRIDE, REFUSED_HARM
from tests.sharing.example import two_pages

from .records import (
    AT,
    SCRIPT,
    another_key,
    certificate,
    kept,
    pdf,
    pem,
    proof_of,
    sealed,
    verifier,
    verify,
)

__all__ = ["another_key", "kept", "pdf", "verify"]


@pytest.mark.clause("S-29", "H-20")
class TestARecordOfThisService:
    @pytest.fixture
    def pdf(self, cast, propose, kept):
        decision = propose(REFUSED_HARM)
        decision.sign(by=cast.dee, outcome="share", **OVERRIDE)
        return kept(archive.sealed(decision).bytes(), "record.pdf")

    def test_is_genuine(self, pdf, kept, verify):
        status, said = verify(pdf, "--key", kept(checkpoint.public_pem() + certificate()))
        assert (status, said.split(":")[0]) == (0, "GENUINE")
        assert sealing.fingerprint() in said
        assert checkpoint.fingerprint(checkpoint.signing_key().public_key()) in said

    def test_is_checked_quickly_by_a_program_that_knows_nothing_of_this_service(self, pdf, tmp_path):
        begun = monotonic()
        ran = subprocess.run([sys.executable, "-I", SCRIPT, pdf], capture_output=True, text=True, cwd=tmp_path)
        assert (ran.returncode, ran.stderr) == (0, "")
        assert "consistent with itself" in ran.stdout
        assert monotonic() - begun < 5


def turned(place):
    """The sealed record with one bit turned, another one of the eight at each place."""
    data = bytearray(sealed())
    data[place] ^= 1 << place % 8
    return bytes(data)


def place_of_the_seal():
    start = sealed().index(b"/Contents <")
    return start, sealed().index(b">", start) + 1


@pytest.mark.clause("S-29", "H-20")
class TestOneBit:
    @pytest.fixture
    def accepted(self, pdf, verify):
        """Where a turned bit makes no difference to the answer."""

        def accepted(places):
            assert verify(pdf)[0] == 0
            for place in places:
                pdf.write_bytes(turned(place))
                if verify(pdf)[0] == 0:
                    yield place

        return accepted

    @pytest.fixture
    def noticed_by_the_seal(self, monkeypatch):
        """Whether the seal alone shows it, even to a reader of PDF that stumbles over nothing."""
        reader = verifier.PdfReader(BytesIO(sealed()))
        monkeypatch.setattr(verifier, "PdfReader", lambda _: reader)
        verifier.seal_of(sealed())

        def noticed(place):
            with pytest.raises((verifier.Doctored, verifier.CannotSay)):
                verifier.seal_of(turned(place))
            return True

        return noticed

    def test_turned_anywhere_is_noticed(self, accepted):
        assert list(accepted(range(0, len(sealed()), len(sealed()) // 200))) == []

    def test_turned_anywhere_breaks_the_seal(self, noticed_by_the_seal):
        start, end = place_of_the_seal()
        assert all(noticed_by_the_seal(place) for place in [*range(start, end), *range(0, len(sealed()), 19)])

    @pytest.mark.long
    def test_turned_at_any_of_many_places_is_noticed(self, accepted):
        start, end = place_of_the_seal()
        assert list(accepted([*range(start, end, 3), *range(0, len(sealed()), 7)])) == []

    @pytest.mark.long
    def test_turned_at_any_place_breaks_the_seal(self, noticed_by_the_seal):
        assert all(noticed_by_the_seal(place) for place in range(len(sealed())))


@pytest.mark.clause("S-29", "H-20")
class TestADoctoredRecord:
    def test_with_the_proof_of_other_words_is_not_genuine(self, kept, verify):
        status, said = verify(kept(sealed("Something else was decided.")))
        assert status == 1
        assert verifier.WORDS in said

    def test_to_which_something_was_added_is_not_genuine(self, kept, verify):
        writer, longer = PdfWriter(BytesIO(sealed()), incremental=True), BytesIO()
        writer.add_metadata({"/Subject": "doctored"})
        writer.write(longer)
        for data in (longer.getvalue(), sealed() + b"\n", sealed()[:-1]):
            assert verify(kept(data))[0] == 1

    def test_whose_pages_somebody_else_sealed_is_not_genuine(self, pdf, kept, verify, another_key):
        key = verifier_key_of(sealed())
        status, said = verify(pdf, "--key", kept(key + certificate()))
        assert (status, verifier.CERTIFICATE in said) == (1, True)

    @pytest.mark.parametrize(
        ("changed", "found"),
        [
            (lambda proof: replace(proof, salt=bytes(32)), "LINE"),
            (lambda proof: replace(proof, header=proof.header.replace(b"fixed", b"mixed")), "LINE"),
            (lambda proof: replace(proof, header=proof.header.replace(b'"seq":3', b'"seq":4')), "TREE"),
            (lambda proof: replace(proof, path=proof.path[:-1]), "TREE"),
            (lambda proof: replace(proof, path=[*proof.path, bytes(32)]), "TREE"),
            (lambda proof: replace(proof, path=proof.path[::-1]), "TREE"),
            (lambda proof: replace(proof, note=proof.note.replace("\n7\n", "\n8\n")), "NOTE"),
            (lambda proof: replace(proof, note=proof.note.replace("time 2026", "time 2025")), "NOTE"),
            (lambda proof: replace(proof, note=proof.note.partition("\n\n")[0]), "NOTE"),
            (lambda proof: replace(proof, body=proof.body.replace(b":", b": ", 1)), "WORDS"),
        ],
    )
    def test_is_told_by_the_check_that_fails(self, changed, found):
        words = document.frozen(two_pages())
        verifier.recorded(words, canonical(proof_of(words).as_json()))
        with pytest.raises(verifier.Doctored) as failed:
            verifier.recorded(words, canonical(changed(proof_of(words)).as_json()))
        assert failed.value.args[0] == getattr(verifier, found)

    def test_is_told_when_the_key_that_is_attached_is_not_the_one_that_signed(self):
        words = document.frozen(two_pages())
        proof = proof_of(words).as_json() | {"key": pem(Ed25519PrivateKey.generate())}
        with pytest.raises(verifier.Doctored) as failed:
            verifier.recorded(words, canonical(proof))
        assert failed.value.args[0] == verifier.NOTE


def verifier_key_of(data):
    """The ledger key in a record, in PEM."""
    attached = verifier.PdfReader(BytesIO(data)).attachments
    return json.loads(attached["proof.json"][0])["key"]


class TestWhoseItIs:
    def test_is_not_known_without_a_published_key(self, pdf, verify):
        status, said = verify(pdf)
        assert status == 0
        assert "consistent with itself" in said and "Compare both fingerprints" in said and "GENUINE" not in said

    def test_is_known_by_the_key_for_the_ledger_and_by_the_certificate_for_the_pages(self, pdf, kept, verify):
        status, said = verify(pdf, "--key", kept(checkpoint.public_pem()))
        assert (status, "Compare the seal's fingerprint" in said) == (0, True)
        status, said = verify(pdf, "--key", kept(certificate() + checkpoint.public_pem()))
        assert (status, verifier.CERTIFICATE in said) == (0, True)

    def test_is_not_the_one_who_published_another_key(self, pdf, kept, verify):
        status, said = verify(pdf, "--key", kept(pem(Ed25519PrivateKey.generate())))
        assert (status, verifier.KEY in said) == (1, True)

    @pytest.mark.parametrize("text", ["", "no key", "-----BEGIN PUBLIC KEY-----\nA\n-----END PUBLIC KEY-----"])
    def test_cannot_be_said_from_what_is_no_key(self, pdf, kept, verify, text):
        assert verify(pdf, "--key", kept(text))[0] == 2
        assert verify(pdf, "--key", kept(text).with_name("missing"))[0] == 2


class TestACheckpointObtainedElsewhere:
    def test_agrees(self, pdf, kept, verify):
        note = proof_of(document.frozen(two_pages())).note
        status, said = verify(pdf, "--checkpoint", kept(note.replace("\n", "\r\n")))
        assert (status, verifier.CHECKPOINT in said) == (0, True)

    def test_of_another_size_cannot_be_compared_alone(self, pdf, kept, verify):
        status, said = verify(pdf, "--checkpoint", kept(checkpoint.signed(Checkpoint(9, bytes(32), AT))))
        assert (status, "proof at 9 lines" in said) == (2, True)

    def test_of_another_size_is_compared_with_a_proof_at_that_size(self, cast, propose, kept, verify):
        decision = propose(REFUSED_HARM)
        decision.sign(by=cast.dee, outcome="share", **OVERRIDE)
        record = archive.sealed(decision)
        file, keys = kept(record.bytes(), "record.pdf"), kept(checkpoint.public_pem(), "keys.pem")
        decision.take_copy(by=cast.dana, purpose="A line that comes later")
        ledger.seal()
        newest = SignedCheckpoint.objects.latest("size")
        proof = kept(canonical(archive.proof_at(record, newest.size).as_json()), "proof.json")
        elsewhere = kept(newest.note, "elsewhere.txt")
        assert verify(file, "--key", keys, "--checkpoint", elsewhere)[0] == 2
        assert verify(file, "--key", keys, "--checkpoint", elsewhere, "--proof", proof)[0] == 0
        other = kept(checkpoint.signed(Checkpoint(newest.size, bytes(32), AT)), "other.txt")
        assert verify(file, "--key", keys, "--checkpoint", other, "--proof", proof)[0] == 1

    def test_is_not_compared_with_the_proof_of_another_record(self, pdf, kept, verify):
        other = proof_of(document.frozen(two_pages() | {"safety_plan": "Another"})).as_json()
        assert verify(pdf, "--proof", kept(canonical(other)))[0] == 1

    def test_of_the_same_size_with_another_root_shows_two_ledgers(self, pdf, kept, verify):
        status, said = verify(pdf, "--checkpoint", kept(checkpoint.signed(Checkpoint(7, bytes(32), AT))))
        assert (status, "two different ledgers" in said) == (1, True)

    def test_of_somebody_else_contradicts(self, pdf, kept, verify, another_key):
        assert verify(pdf, "--checkpoint", kept(checkpoint.signed(Checkpoint(7, bytes(32), AT))))[0] == 1

    def test_of_another_ledger_of_the_same_key_contradicts(self, pdf, kept, verify, settings):
        settings.LEDGER_NAME = "another-ledger"
        assert verify(pdf, "--checkpoint", kept(checkpoint.signed(Checkpoint(9, bytes(32), AT))))[0] == 1

    @pytest.mark.parametrize("data", [b"", b"\xff\xfe", b"no note\n\n"])
    def test_that_is_none_says_nothing(self, pdf, kept, verify, data):
        assert verify(pdf, "--checkpoint", kept(data))[0] == 2

    def test_may_carry_signatures_of_others_too(self):
        key = checkpoint.signing_key().public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        note = checkpoint.signed(Checkpoint(9, bytes(32), AT))
        assert verifier.opened(f"{note}\N{EM DASH} a-witness AAAAAAAA\n", key).size == 9
        with pytest.raises(InvalidSignature):
            verifier.opened(note.partition("\n\n")[0] + "\n\n\N{EM DASH} a-witness AAAAAAAA\n", key)


class TestNothingCanBeSaid:
    @pytest.mark.parametrize(
        "data", [b"", b"%PDF-1.7", b"<html>", bytes(1000)], ids=["nothing", "a start", "a page", "0"]
    )
    def test_of_what_is_no_document(self, kept, verify, data):
        assert verify(kept(data))[0] == 2

    def test_of_a_file_that_is_not_there(self, tmp_path, verify):
        assert verify(tmp_path / "missing.pdf")[0] == verify(tmp_path)[0] == 2

    def test_of_a_document_with_nothing_attached(self, kept, verify):
        writer, data = PdfWriter(), BytesIO()
        writer.add_blank_page(100, 100)
        writer.write(data)
        status, said = verify(kept(data.getvalue()))
        assert (status, "no PDF with a decision attached" in said) == (2, True)

    def test_of_a_record_that_was_not_sealed_or_has_no_proof(self, kept, verify):
        unsealed = document.render(two_pages())
        assert "carries no seal" in verify(kept(unsealed))[1]
        assert "no decision with a proof" in verify(kept(document.seal(unsealed)))[1]

    def test_where_a_package_is_missing(self, pdf):
        ran = subprocess.run([sys.executable, "-I", "-S", SCRIPT, pdf], capture_output=True, text=True)
        assert ran.returncode == 2
        assert "pip install" in ran.stderr and "Traceback" not in ran.stderr


def test_words_of_the_record_draw_nothing_on_the_screen(monkeypatch, capsys):
    monkeypatch.setattr(verifier, "examined", lambda *_: ["by \x1b[2JLeo\nGENUINE"])
    verifier.main(["record.pdf"])
    assert capsys.readouterr().out == "by ?[2JLeo?GENUINE\n"


def test_only_the_standard_library_and_two_packages_are_imported():
    tree = ast.parse(SCRIPT.read_text())
    named = {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
    named |= {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.partition(".")[0] for name in named} - sys.stdlib_module_names == {"cryptography", "pypdf"}


@pytest.mark.clause("S-29")
def test_true_attachments_on_pages_that_somebody_else_printed_are_no_record_of_ours(settings, tmp_path, kept, verify):
    record = two_pages()
    proof = proof_of(document.frozen(record))
    keep(tmp_path / "theirs" / checkpoint.KEY_FILE, (settings.KEYS_DIR / checkpoint.KEY_FILE).read_bytes())
    settings.KEYS_DIR = tmp_path / "theirs"
    status, said = verify(kept(document.seal(document.render(record, proof)), "record.pdf"))
    assert status == 1 and "Somebody else printed" in said
