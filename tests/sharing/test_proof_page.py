"""The page that says what is proved and what is not, and what anybody needs to check a record without us."""

import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest
from cryptography.x509 import load_pem_x509_certificates
from django.urls import reverse

from audit import checkpoint as notes
from audit import ledger
from audit.models import SignedCheckpoint
from records.paper import sealing
from records.paper.sealing import fingerprint, seal_key
from springfield.components import in_fours

VERIFIER = Path("docs/verifier/verify_record.py")


def page(client, name="proof"):
    return client.get(reverse(f"sharing:{name}"))


@pytest.mark.clause("S-23")
class TestThePage:
    @pytest.mark.parametrize("who", ["amara", "vik", "adam", "dana"])
    def test_opens_for_everybody_who_is_signed_in(self, cast, as_, who):
        assert "What is not proved" in page(as_(getattr(cast, who))).text

    def test_is_not_public(self, client, db):
        assert page(client).status_code == 302

    def test_shows_the_fingerprints_to_compare(self, cast, as_):
        text = page(as_(cast.amara)).text
        assert in_fours(fingerprint()) in text
        assert in_fours(notes.fingerprint(notes.signing_key().public_key())) in text
        assert in_fours(sha256(VERIFIER.read_bytes()).hexdigest()) in text

    def test_shows_the_retired_ones_too_for_older_records(self, cast, as_, settings, tmp_path):
        settings.KEYS_DIR = tmp_path
        old = fingerprint()
        sealing.replace(sealing.made())
        text = page(as_(cast.amara)).text
        assert text.index(in_fours(fingerprint())) < text.index("For older records") < text.index(in_fours(old))
        assert page(as_(cast.amara), "public_keys").text.count("BEGIN CERTIFICATE") == 2

    def test_says_how_long_the_ledger_was_when_it_was_signed_last(self, cast, as_):
        client = as_(cast.amara)
        assert "Nothing is signed yet" in page(client).text
        ledger.seal()
        assert f"{SignedCheckpoint.objects.latest('size').size:,} lines" in page(client).text

    def test_says_whose_clock_it_was(self, cast, as_, settings):
        client = as_(cast.amara)
        settings.TIMESTAMP_URL = ""
        assert "That our clock was right" in page(client).text
        settings.TIMESTAMP_URL = "https://clock.example.org/tsa"
        told = page(client).text
        assert "an outside clock (clock.example.org) says so too" in told and "That our clock was right" not in told

    @pytest.mark.parametrize("folder", ["", "/revoked"])
    def test_says_when_a_stamp_is_added_that_the_program_does_not_judge(self, cast, as_, settings, folder):
        settings.TIMESTAMP_URL, settings.SEAL_REVOCATION = "https://clock.example.org/tsa", folder
        assert ("does not judge that last stamp" in page(as_(cast.amara)).text) == bool(folder)

    def test_still_opens_where_no_key_can_be_used(self, cast, as_, settings, tmp_path):
        settings.KEYS_DIR = tmp_path
        (tmp_path / "seal.pem").touch(mode=0o644)
        told = page(as_(cast.amara))
        assert told.status_code == 200 and "The keys are not set up here yet" in told.text

    def test_is_a_press_away_on_every_page(self, cast, as_):
        assert reverse("sharing:proof") in as_(cast.vik).get("/").text


@pytest.mark.clause("S-23")
class TestADownload:
    def test_of_the_program_is_the_very_file_and_it_runs(self, cast, as_, tmp_path):
        answer = page(as_(cast.amara), "verifier")
        assert answer.content == VERIFIER.read_bytes()
        assert answer["Content-Disposition"] == 'attachment; filename="verify_record.py"'
        (tmp_path / "verify_record.py").write_bytes(answer.content)
        (tmp_path / "no.pdf").write_text("%PDF- nothing")
        told = subprocess.run(
            [sys.executable, tmp_path / "verify_record.py", tmp_path / "no.pdf"], capture_output=True, text=True
        )
        assert told.returncode == 2 and told.stdout.startswith("CANNOT SAY")

    def test_of_the_keys_holds_what_is_public_and_no_more(self, cast, as_):
        text = page(as_(cast.amara), "public_keys").text
        assert text.count("-----BEGIN") == 2 and "PRIVATE" not in text
        assert notes.public_pem() in text
        assert load_pem_x509_certificates(text.encode()) == [seal_key().certificate]

    @pytest.mark.parametrize("who", ["dee", "dana", "sena"])
    def test_of_the_newest_checkpoint_is_for_leads_and_managers(self, cast, as_, who):
        ledger.seal()
        text = page(as_(getattr(cast, who)), "checkpoint").text
        said = notes.opened(text, notes.known_keys())
        assert said.size == SignedCheckpoint.objects.latest("size").size
        assert reverse("sharing:checkpoint") in page(as_(getattr(cast, who))).text

    @pytest.mark.parametrize("who", ["amara", "vik", "adam", "ola"])
    def test_of_a_checkpoint_is_for_nobody_else(self, cast, as_, who):
        ledger.seal()
        client = as_(getattr(cast, who))
        assert page(client, "checkpoint").status_code == 404
        assert reverse("sharing:checkpoint") not in page(client).text

    def test_of_a_checkpoint_leads_back_before_there_is_one(self, cast, as_):
        assert page(as_(cast.dee), "checkpoint")["Location"] == reverse("sharing:proof")


def test_a_refusal_names_no_page_of_ours(cast, as_):
    """What is not there and what is not yours look the same, the foot of the page too."""
    missing = as_(cast.chen).get(reverse("records:person", args=[cast.leo.public_id]))
    assert missing.status_code == 404 and reverse("sharing:proof") not in missing.text
