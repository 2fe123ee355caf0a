"""What makes a signed decision provable: one exact form of its words, their SHA-256, and the organisation's own seal.

The canonical form follows RFC 8785: keys sorted by UTF-16 code units, no spaces, UTF-8, so that the same decision has
the same bytes on any machine and in any year. The seal is the organisation's key, never a person's.
"""

import hashlib
import json
import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.conf import settings

from policy import packs

LARGEST_INTEGER = 2**53 - 1  # beyond it, readers of JSON disagree about the number
YEARS = 30  # longer than a file is kept
SEAL_FILE = "seal.pem"
RETIRED = "seal-retired-*.pem"
OTHER_USES = (
    "key_encipherment",
    "data_encipherment",
    "key_agreement",
    "key_cert_sign",
    "crl_sign",
    "encipher_only",
    "decipher_only",
)


class NotCanonical(ValueError):
    """Something in a decision has no single exact form; the message says where."""


class SealNotConfigured(RuntimeError):
    """The organisation's seal is missing or unusable; the message says what to put where."""


def canonical(record: Mapping[str, Any]) -> bytes:
    """The one exact form of a decision, as bytes. Raises NotCanonical for what has none (RFC 8785)."""
    return json.dumps(_exact(record, "decision"), ensure_ascii=False, separators=(",", ":")).encode()


def digest(data: bytes) -> str:
    """SHA-256 of these bytes, as 64 lower-case hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def _exact(value: Any, where: str) -> Any:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return _text(value, where)
    if isinstance(value, int):
        if abs(value) > LARGEST_INTEGER:
            raise NotCanonical(f"{where}: {value} is too large a number to be read the same everywhere.")
        return int(value)
    if isinstance(value, list):
        return [_exact(item, f"{where}.{place}") for place, item in enumerate(value)]
    if isinstance(value, Mapping):
        return {
            key: _exact(value[key], f"{where}.{key}") for key in sorted(value, key=lambda key: _sort_key(key, where))
        }
    raise NotCanonical(f"{where}: a {type(value).__name__} has no exact form; use words, a whole number, yes or no.")


def _text(value: str, where: str) -> str:
    try:
        value.encode()
    except UnicodeEncodeError as broken:
        raise NotCanonical(f"{where}: half a character.") from broken
    return str(value)


def _sort_key(key: Any, where: str) -> bytes:
    if not isinstance(key, str):
        raise NotCanonical(f"{where}: the name {key!r} is not text.")
    return _text(key, where).encode("utf-16-be")


@dataclass(frozen=True)
class Seal:
    """The organisation's key with its certificate. `fingerprint` is the SHA-256 of the certificate, in hexadecimal."""

    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate

    @property
    def fingerprint(self) -> str:
        return self.certificate.fingerprint(hashes.SHA256()).hex()


def fingerprint() -> str:
    """The fingerprint of the seal in use."""
    return seal_key().fingerprint


def seal_key() -> Seal:
    """The seal in use: made at first use in a demonstration, configured in production. Raises SealNotConfigured."""
    path = Path(settings.KEYS_DIR) / SEAL_FILE
    if not path.exists():
        if not settings.DEMO:
            raise SealNotConfigured(
                f"There is no organisation seal: put an EC P-256 private key and its certificate, "
                f"both PEM, into {path}, readable by this service only (mode 0600)."
            )
        _keep(path, _made())
    kept = path.stat()
    if kept.st_mode & 0o077:
        raise SealNotConfigured(f"Others on this machine can read {path}: give it mode 0600.")
    return _read(path, kept.st_mtime_ns)


def trusted() -> list[x509.Certificate]:
    """The certificates whose seals count as ours: the one in use, and those retired before it."""
    retired = sorted(Path(settings.KEYS_DIR).glob(RETIRED))
    return [seal_key().certificate, *(_certificate(path.read_bytes(), path) for path in retired)]


@lru_cache(maxsize=8)
def _read(path: Path, changed: int) -> Seal:
    """`changed` is part of the cache's key, so that a replaced file is read again."""
    data = path.read_bytes()
    certificate = _certificate(data, path)
    try:
        key = serialization.load_pem_private_key(data, password=None)
    except (ValueError, TypeError) as broken:
        raise SealNotConfigured(f"{path} holds no private key that can be used without a password.") from broken
    if not isinstance(key, ec.EllipticCurvePrivateKey) or not isinstance(key.curve, ec.SECP256R1):
        raise SealNotConfigured(f"The key in {path} is of the wrong kind: it must be EC P-256.")
    if key.public_key() != certificate.public_key():
        raise SealNotConfigured(f"The certificate in {path} belongs to another key.")
    return Seal(key, certificate)


def _certificate(data: bytes, path: Path) -> x509.Certificate:
    try:
        return x509.load_pem_x509_certificate(data)
    except ValueError as broken:
        raise SealNotConfigured(f"{path} holds no certificate.") from broken


def _keep(path: Path, data: bytes) -> None:
    """Put the file there whole or not at all. When two start at once the first one's stays, and both use it."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.parent.chmod(0o700)
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=".seal-")  # mkstemp gives mode 0600
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        os.unlink(draft)


def _made() -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return private + _self_signed(key).public_bytes(serialization.Encoding.PEM)


def _self_signed(key: ec.EllipticCurvePrivateKey) -> x509.Certificate:
    now, name = datetime.now(UTC), _organisation()
    nothing_else = dict.fromkeys(OTHER_USES, False)
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=5))
        .not_valid_after(now + timedelta(days=365 * YEARS))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(digital_signature=True, content_commitment=True, **nothing_else), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )


def _organisation() -> x509.Name:
    """The organisation and the service; a name in a certificate may have 64 characters."""
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, packs.current().organisation[:64]),
            x509.NameAttribute(NameOID.COMMON_NAME, f"{settings.SERVICE_NAME} decision seal"[:64]),
        ]
    )
