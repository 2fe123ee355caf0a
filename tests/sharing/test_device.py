"""A seal whose key stays in a device, here one made of software (SoftHSM, from Debian's softhsm2)."""

import os
import subprocess
import sys

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.core.management import CommandError, call_command

from records.paper import pades, sealing
from records.paper.sealing import KeyUnusable
from sharing import document
from tests.sharing.authorities import certificate
from tests.sharing.example import two_pages
from tests.sharing.tools import tool

MODULE = "/usr/lib/softhsm/libsofthsm2.so"


@pytest.fixture(scope="module")
def token(tmp_path_factory):
    """A token with a key in it, and what is left outside: the certificate. The device is told by the environment."""
    folder = tmp_path_factory.mktemp("token")
    (folder / "tokens").mkdir()
    (folder / "softhsm2.conf").write_text(f"directories.tokendir = {folder}/tokens\n")
    os.environ["SOFTHSM2_CONF"] = str(folder / "softhsm2.conf")
    key = ec.generate_private_key(ec.SECP256R1())
    (folder / "key.pem").write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    for command in (
        "--init-token --free --label larch --so-pin 1234 --pin 4321",
        f"--import {folder}/key.pem --token larch --label seal --id 01 --pin 4321",
    ):
        subprocess.run(["softhsm2-util", *command.split()], check=True, capture_output=True)
    yield certificate("A seal in a device", key).public_bytes(Encoding.PEM)
    del os.environ["SOFTHSM2_CONF"]


@pytest.fixture
def device(settings, tmp_path, token):
    """The settings of an installation whose seal is in that token."""
    sealing.keep(tmp_path / "pin", b"4321\n")
    settings.KEYS_DIR = tmp_path / "keys"
    settings.SEAL_PKCS11 = {"module": MODULE, "token": "larch", "key": "seal", "pin": str(tmp_path / "pin")}
    sealing.keep(settings.KEYS_DIR / sealing.SEAL_FILE, token)
    return settings.SEAL_PKCS11


@pytest.mark.clause("S-29", "H-20")
class TestAKeyInADevice:
    def test_seals_as_well_as_one_in_a_file(self, device, tmp_path):
        assert sealing.in_force().key is None
        for _ in range(3):
            pdf = document.seal(document.render(two_pages()))
            (tmp_path / "record.pdf").write_bytes(pdf)
            assert document.check(pdf).valid
            assert document.check(pdf).fingerprint == sealing.fingerprint()
            assert "Signature is Valid" in tool("pdfsig", "-nocert", tmp_path / "record.pdf").stdout

    @pytest.mark.parametrize(
        ("part", "value"), [("module", "/no/such/library.so"), ("token", "another"), ("pin", "/no/such/pin")]
    )
    def test_that_cannot_be_reached_is_named_in_a_sentence_without_the_pin(self, device, part, value):
        device[part] = value
        with pytest.raises(KeyUnusable, match="device with the seal's key cannot be used") as failed:
            document.seal(document.render(two_pages()))
        assert "4321" not in str(failed.value)

    def test_refuses_a_wrong_pin_and_one_that_others_can_read(self, device, tmp_path):
        pin = tmp_path / "pin"
        pin.chmod(0o644)
        with pytest.raises(KeyUnusable):
            document.seal(document.render(two_pages()))
        pin.chmod(0o600)
        pin.write_text("9999")
        with pytest.raises(KeyUnusable):
            document.seal(document.render(two_pages()))
        pin.write_text("4321")
        assert document.check(document.seal(document.render(two_pages()))).valid

    def test_that_is_not_the_key_of_the_certificate_seals_nothing(self, device, settings):
        other = certificate("Somebody else", ec.generate_private_key(ec.SECP256R1())).public_bytes(Encoding.PEM)
        sealing.keep(settings.KEYS_DIR / sealing.SEAL_FILE, other, replace=True)
        with pytest.raises(KeyUnusable, match="not the one of the seal's certificate"):
            document.seal(document.render(two_pages()))

    def test_is_replaced_by_another_certificate_of_a_device_and_none_is_made_here(self, device, tmp_path, token):
        with pytest.raises(CommandError, match="in a device"):
            call_command("replace_seal", "--self-signed")
        sealing.keep(tmp_path / "new.pem", token)
        call_command("replace_seal", str(tmp_path / "new.pem"), verbosity=0)
        assert document.check(document.seal(document.render(two_pages()))).valid

    def test_does_nothing_without_its_optional_packages_and_says_which(self, device, monkeypatch):
        for name in ("pkcs11", "records.paper.device"):
            monkeypatch.setitem(sys.modules, name, None)
        monkeypatch.delattr("records.paper.device", raising=False)
        with pytest.raises(KeyUnusable, match="hsm"):
            pades._device()
