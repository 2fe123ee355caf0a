"""The one exact form of a decision, and the organisation's seal."""

import json
import os
import subprocess
import sys
from datetime import UTC, date, datetime

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from policy import packs
from records.paper import sealing
from records.paper.sealing import KeyUnusable, NotCanonical, canonical, digest, seal_key


def pem(key):
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


@pytest.fixture
def keys(settings, tmp_path):
    settings.KEYS_DIR = tmp_path / "keys"
    return settings.KEYS_DIR


@pytest.fixture
def production(keys, settings):
    """Configured by hand, as an operator would: a seal from elsewhere is put in place."""
    seal_key()
    settings.DEMO = False
    return keys / sealing.SEAL_FILE


class TestTheExactForm:
    def test_is_the_same_in_whatever_order_things_were_said(self):
        assert (
            canonical({"b": 1, "a": [True, None]})
            == canonical({"a": [True, None], "b": 1})
            == b'{"a":[true,null],"b":1}'
        )

    def test_keeps_letters_as_they_are(self):
        assert canonical({"name": "Siân Łódź 😀"}) == '{"name":"Siân Łódź 😀"}'.encode()

    def test_escapes_only_what_must_be(self):
        assert canonical({"said": 'a "b"\\\n\t/\x1f'}) == rb'{"said":"a \"b\"\\\n\t/\u001f"}'

    def test_sorts_names_as_the_standard_does(self):
        names = ["€", "\r", "\ufb33", "1", "😀", "\x80", "ö"]

        assert list(json.loads(canonical(dict.fromkeys(names, 0)))) == ["\r", "1", "\x80", "ö", "€", "😀", "\ufb33"]

    @pytest.mark.parametrize(
        "value",
        [
            1.0,
            float("nan"),
            float("inf"),
            2**53,
            (1,),
            {1},
            b"x",
            date(2026, 5, 14),
            datetime(2026, 5, 14, tzinfo=UTC),
            "\ud800",
            {1: "a"},
        ],
        ids=repr,
    )
    def test_is_refused_to_what_has_none(self, value):
        with pytest.raises(NotCanonical):
            canonical({"deep": [{"down": value}]})

    def test_says_where_it_is_refused_and_not_what(self):
        with pytest.raises(NotCanonical, match=r"decision\.persons\.0\.born") as refused:
            canonical({"persons": [{"born": date(2026, 5, 14)}]})
        assert "2026" not in str(refused.value)

    def test_changes_its_hash_with_one_letter(self):
        assert digest(canonical({"outcome": "Share"})) != digest(canonical({"outcome": "share"}))
        assert digest(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


class TestTheSealOfADemonstration:
    def test_is_made_at_first_use_and_kept(self, keys):
        assert sealing.fingerprint() == seal_key().fingerprint
        assert [path.name for path in keys.iterdir()] == ["seal.pem"]

    def test_can_be_read_by_nobody_else(self, keys):
        seal_key()

        assert keys.stat().st_mode & 0o777 == 0o700
        assert (keys / "seal.pem").stat().st_mode & 0o777 == 0o600

    def test_belongs_to_the_organisation_and_to_no_person(self, keys, settings):
        subject = seal_key().certificate.subject.rfc4514_string()

        assert subject == f"CN={settings.SERVICE_NAME} decision seal,O={packs.current().organisation}"

    def test_can_only_sign(self, keys):
        seal = seal_key()
        usage = seal.certificate.extensions.get_extension_for_class(x509.KeyUsage).value

        assert isinstance(seal.key.curve, ec.SECP256R1)
        assert (usage.digital_signature, usage.content_commitment, usage.key_cert_sign) == (True, True, False)

    def test_is_one_even_when_four_processes_make_it_at_once(self, keys):
        ask = "import sys; from records.paper.sealing import fingerprint; sys.stdin.readline(); print(fingerprint())"
        started = [
            subprocess.Popen(
                [sys.executable, "-c", ask],
                env=os.environ | {"KEYS_DIR": str(keys)},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            for _ in range(4)
        ]
        for process in started:  # each waits for this line, so that they race
            process.stdin.write("\n")
            process.stdin.flush()

        assert {process.communicate(timeout=60)[0].strip() for process in started} == {sealing.fingerprint()}
        assert [path.name for path in keys.iterdir()] == ["seal.pem"]


class TestTheSealInProduction:
    def test_is_refused_where_nobody_configured_one(self, keys, settings):
        settings.DEMO = False

        with pytest.raises(KeyUnusable, match="seal.pem"):
            seal_key()
        assert not keys.exists()

    def test_is_used_where_somebody_did(self, production):
        assert len(seal_key().fingerprint) == 64

    def test_is_refused_when_others_can_read_it(self, production):
        production.chmod(0o640)

        with pytest.raises(KeyUnusable, match="0600"):
            seal_key()

    @pytest.mark.parametrize(
        ("make", "says"),
        [
            (lambda: ec.generate_private_key(ec.SECP384R1()), "EC P-256"),
            (lambda: rsa.generate_private_key(65537, 2048), "EC P-256"),
            (lambda: ec.generate_private_key(ec.SECP256R1()), "another key"),
        ],
        ids=["longer curve", "RSA", "not the certificate's"],
    )
    def test_is_refused_with_the_wrong_key(self, production, make, says):
        certificate = seal_key().certificate.public_bytes(serialization.Encoding.PEM)
        production.write_bytes(pem(make()) + certificate)

        with pytest.raises(KeyUnusable, match=says):
            seal_key()

    @pytest.mark.parametrize(
        "content",
        [b"", b"nothing", pem(ec.generate_private_key(ec.SECP256R1()))],
        ids=["empty", "words", "no certificate"],
    )
    def test_is_refused_without_a_certificate(self, production, content):
        production.write_bytes(content)

        with pytest.raises(KeyUnusable, match="no certificate"):
            seal_key()
