"""A seal ends, or is replaced: nothing is sealed with one that has ended, and what was sealed before stays genuine."""

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from django.core.management import CommandError, call_command
from django.urls import reverse
from time_machine import travel

from audit import checkpoint
from records.paper import sealing
from records.paper.sealing import KeyUnusable
from sharing import archive, document
from tests.sharing.authorities import certificate, days, seal_file
from tests.sharing.conftest import OVERRIDE, REFUSED_HARM
from tests.sharing.example import two_pages
from tests.sharing.tools import tool
from tests.verifier.test_verifier import proof_of, verifier


def issued(start, end):
    """A seal whose certificate is valid from day to day, as it stands in its file."""
    key = ec.generate_private_key(ec.SECP256R1())
    return seal_file(key, certificate("A seal", key, start=start, end=end))


@pytest.fixture
def uses(settings, tmp_path):
    """From now on this seal is in use."""
    settings.KEYS_DIR = tmp_path / "keys"

    def uses(start, end):
        sealing.keep(settings.KEYS_DIR / sealing.SEAL_FILE, issued(start, end), replace=True)

    return uses


@pytest.fixture
def another(tmp_path):
    """A seal in a file, as somebody who issues certificates sends it."""

    def another(start, end):
        file = tmp_path / "new.pem"
        file.write_bytes(issued(start, end))
        file.chmod(0o600)
        return file

    return another


def warned():
    return [(warning.id, warning.msg) for warning in sealing.ends_soon()]


@pytest.mark.clause("S-29", "H-20")
class TestASealThatEnds:
    def test_seals_on_its_last_day_and_not_on_the_next(self, uses):
        uses(-10, 5)
        printed = document.render(two_pages())
        with travel(days(4.9)):
            assert document.check(document.seal(printed)).valid
        with travel(days(5.1)), pytest.raises(KeyUnusable, match=r"ended on \d+ \w+ \d{4}, so nothing is sealed\. Get"):
            document.seal(printed)
        with travel(days(-10.1)), pytest.raises(KeyUnusable, match="not valid yet"):
            document.seal(printed)

    def test_is_announced_a_month_before(self, uses):
        uses(-10, 29)
        assert [id for id, _ in warned()] == ["sharing.W002"]
        assert "The seal's certificate ends on" in warned()[0][1]
        uses(-10, 31)
        assert warned() == []

    def test_that_cannot_be_used_is_announced_too_and_none_is_made_by_looking(self, uses, settings):
        assert warned() == []
        assert not settings.KEYS_DIR.exists()
        uses(-10, 100)
        (settings.KEYS_DIR / sealing.SEAL_FILE).chmod(0o644)
        assert [id for id, _ in warned()] == ["sharing.W001"]

    def test_still_vouches_for_what_it_sealed_before(self, uses):
        uses(-10, 5)
        pdf = document.seal(document.render(two_pages()))
        with travel(days(400)):
            assert document.check(pdf).valid

    def test_vouches_for_nothing_that_is_dated_afterwards(self, uses, monkeypatch):
        uses(-10, 5)
        printed = document.render(two_pages())
        with travel(days(6)):
            monkeypatch.setattr(sealing, "may_seal", lambda seal: seal)
            pdf = document.seal(printed)
        assert document.check(pdf).reason == "The certificate of the seal was not valid on the day of the seal."

    def test_leaves_the_decision_and_says_so_to_whoever_wants_a_copy(self, uses, cast, propose, as_):
        uses(-10, 5)
        decision = propose(REFUSED_HARM)
        decision.sign(by=cast.dee, outcome="share", **OVERRIDE)
        with travel(days(6)):
            page = as_(cast.dana).post(reverse("sharing:copy", args=[decision.public_id]), {"purpose": "For the court"})
            assert page.status_code == 200 and "so nothing is sealed" in page.text
            with pytest.raises(KeyUnusable):
                archive.seal_what_waits()
        uses(-1, 100)
        assert archive.seal_what_waits() == 1


@pytest.mark.clause("S-29", "H-20")
class TestAfterItWasReplaced:
    def test_old_and_new_are_genuine_for_us_for_poppler_and_for_the_verifier(self, uses, another, tmp_path, capsys):
        uses(-10, 5)
        old, record = sealing.fingerprint(), two_pages()
        before = document.seal(document.render(record, proof_of(document.frozen(record))))
        call_command("replace_seal", str(another(-1, 300)))
        after = document.seal(document.render(record, proof_of(document.frozen(record))))

        assert old in capsys.readouterr().out and sealing.fingerprint() != old
        published = tmp_path / "published.pem"
        published.write_text(sealing_certificates() + checkpoint.public_pem())
        with travel(days(30)):
            for name, pdf in (("before.pdf", before), ("after.pdf", after)):
                (tmp_path / name).write_bytes(pdf)
                assert document.check(pdf).valid
                assert verifier.main([str(tmp_path / name), "--key", str(published)]) == 0
                assert "Signature is Valid" in tool("pdfsig", "-nocert", tmp_path / name).stdout

    def test_the_old_key_is_gone_and_only_its_certificate_is_kept(self, uses, another, settings):
        uses(-10, 5)
        old = sealing.fingerprint()
        call_command("replace_seal", str(another(-1, 300)), verbosity=0)
        kept = settings.KEYS_DIR / f"seal-retired-{old[:16]}.pem"

        assert b"PRIVATE" not in kept.read_bytes()
        assert kept.stat().st_mode & 0o777 == 0o600
        assert len(sealing.trusted()) == 2

    def test_a_new_one_may_be_made_here(self, uses):
        uses(-10, 5)
        old = sealing.fingerprint()
        call_command("replace_seal", "--self-signed", verbosity=0)
        assert sealing.fingerprint() != old and warned() == []

    @pytest.mark.parametrize(("start", "end"), [(-10, -1), (1, 10)])
    def test_one_that_could_not_seal_is_not_taken(self, uses, another, start, end):
        uses(-10, 5)
        old = sealing.fingerprint()
        with pytest.raises(CommandError, match="nothing is sealed"):
            call_command("replace_seal", str(another(start, end)))
        assert sealing.fingerprint() == old and len(sealing.trusted()) == 1

    def test_one_that_is_not_there_is_not_taken(self, uses, tmp_path):
        uses(-10, 5)
        with pytest.raises(CommandError, match="missing.pem"):
            call_command("replace_seal", str(tmp_path / "missing.pem"))


def sealing_certificates():
    return "".join(certificate.public_bytes(Encoding.PEM).decode() for certificate in sealing.trusted())
