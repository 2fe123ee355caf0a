"""Signed decisions: who lists them, who looks at one, who takes copies and for what; and that the seal holds."""

import json
import subprocess

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from audit import ledger
from audit.models import SignedCheckpoint, Trace
from sharing import archive, document
from sharing.forms.deciding import ExportForm
from sharing.models import SealedDocument
from staff.roles import Can, DataProtectionManager

from .conftest import OVERRIDE, REFUSED_HARM

LIST = "/sharing/signed/"


@pytest.fixture
def signed(cast, propose):
    decision = propose(REFUSED_HARM)
    decision.sign(by=cast.dee, outcome="share", **OVERRIDE)
    return decision


@pytest.mark.clause("S-29", "H-20")
class TestTheSealedRecord:
    def test_is_valid_for_an_independent_tool_until_one_bit_is_turned(self, signed, tmp_path):
        pdf = archive.sealed(signed).bytes()
        whole, turned = tmp_path / "whole.pdf", tmp_path / "turned.pdf"
        whole.write_bytes(pdf)
        turned.write_bytes(pdf[:5000] + bytes([pdf[5000] ^ 1]) + pdf[5001:])

        said = subprocess.run(["pdfsig", whole], capture_output=True, text=True).stdout
        assert "Signature is Valid" in said and "Total document signed" in said
        assert "Signature is Valid" not in subprocess.run(["pdfsig", turned], capture_output=True, text=True).stdout

    def test_is_made_once(self, signed):
        first = archive.sealed(signed)
        assert archive.sealed(signed) == first
        assert SealedDocument.objects.count() == 1

    def test_holds_the_words_that_were_signed(self, signed):
        kept = archive.sealed(signed)
        assert kept.canonical == signed.canonical
        assert document.check(kept.bytes()).valid

    def test_waits_for_the_clock_when_it_could_not_be_made(self, signed):
        assert archive.seal_what_waits() == 1
        assert archive.seal_what_waits() == 0


@pytest.mark.clause("S-08")
class TestTheManager:
    def test_lists_looks_and_takes_a_copy_with_a_purpose(self, cast, signed, as_):
        client = as_(cast.dana)
        assert str(signed) in client.get(LIST).content.decode()
        assert client.get(reverse("sharing:record", args=[signed.public_id])).status_code == 200
        copy = client.post(reverse("sharing:copy", args=[signed.public_id]), {"purpose": "For the court"})

        assert copy["Content-Disposition"] == 'attachment; filename="decision-record.pdf"'
        assert copy.content.startswith(b"%PDF")
        trace = Trace.objects.filter(event="decision.exported").get()
        assert (trace.by_id, trace.facts) == (cast.dana.pk, {"purpose": "For the court"})

    def test_takes_no_copy_without_a_purpose(self, cast, signed, as_):
        page = as_(cast.dana).post(reverse("sharing:copy", args=[signed.public_id]), {"purpose": " "})
        assert "Say what it is for" in page.content.decode()
        assert not Trace.objects.filter(event="decision.exported").exists()

    def test_without_a_purpose_takes_none_and_the_record_still_says_that_it_is_sealed(self, cast, signed, as_):
        archive.sealed(signed)
        page = as_(cast.dana).post(reverse("sharing:copy", args=[signed.public_id]), {"purpose": ""})
        assert "Not yet sealed" not in page.text and signed.sealed.get().sha256 in page.text

    def test_takes_no_more_at_once_than_a_page_shows(self, cast, signed, propose, as_, monkeypatch):
        monkeypatch.setattr(ExportForm, "MOST", 1)
        propose(REFUSED_HARM).sign(by=cast.dee, outcome="share", **OVERRIDE)
        every = [str(key) for key in type(signed).objects.values_list("public_id", flat=True)]
        page = as_(cast.dana).post(LIST, {"purpose": "All of them", "decisions": every})
        assert "at most 1 " in page.content.decode()

    def test_may_not_open_the_record_of_the_person(self, cast, signed, as_):
        assert as_(cast.dana).get(reverse("records:person", args=[cast.leo.public_id])).status_code == 404
        assert as_(cast.dana).get(reverse("sharing:decision", args=[signed.public_id])).status_code == 200

    def test_who_may_only_look_is_offered_no_copies_in_the_list_and_takes_none(self, cast, signed, as_, monkeypatch):
        monkeypatch.setattr(DataProtectionManager, "can", DataProtectionManager.can - {Can.EXPORT})
        shown = as_(cast.dana).get(LIST).text
        assert str(signed) in shown and 'name="decisions"' not in shown
        taken = as_(cast.dana).post(LIST, {"purpose": "Mine", "decisions": [str(signed.public_id)]})
        assert "Content-Disposition" not in taken
        assert not Trace.objects.filter(event="decision.exported").exists()

    @pytest.mark.parametrize("who", ["amara", "chen", "vik", "adam", "ola"])
    def test_nobody_else_takes_copies(self, cast, signed, as_, who):
        response = as_(getattr(cast, who)).post(reverse("sharing:copy", args=[signed.public_id]), {"purpose": "Mine"})
        assert response.status_code in (403, 404)
        assert not Trace.objects.filter(event="decision.exported").exists()


class TestTheCommand:
    def test_writes_the_sealed_record(self, signed, tmp_path):
        file = tmp_path / "record.pdf"
        call_command("export_decision", str(signed.public_id), str(file), verbosity=0)
        assert document.check(file.read_bytes()).valid

    def test_writes_a_newer_proof_only_under_a_checkpoint_that_covers_the_record(self, signed, tmp_path):
        call_command("export_decision", str(signed.public_id), str(tmp_path / "record.pdf"), verbosity=0)
        ledger.seal()
        newest = SignedCheckpoint.objects.latest("size")
        call_command("export_decision", str(signed.public_id), str(tmp_path / "proof"), proof=newest.size, verbosity=0)
        assert json.loads((tmp_path / "proof").read_text())["checkpoint"] == newest.note
        for lines in (0, 1, newest.size + 1):
            with pytest.raises(CommandError, match="covers"):
                call_command("export_decision", str(signed.public_id), str(tmp_path / "no"), proof=lines)

    def test_says_what_is_wrong(self, cast, propose, tmp_path):
        for key in ("not-an-id", "0b0c7a2e-0000-4000-8000-000000000000", str(propose(REFUSED_HARM).public_id)):
            with pytest.raises(CommandError):
                call_command("export_decision", key, str(tmp_path / "x.pdf"))
