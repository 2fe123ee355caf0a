"""What makes a signed decision provable: one exact form of its words, their SHA-256, and the organisation's own seal.

The seal is the organisation's key, never a person's.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.conf import settings

from audit.canonical import NotCanonical, canonical, digest
from audit.checkpoint import keep
from policy import packs

__all__ = ["NotCanonical", "canonical", "digest"]

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


class SealNotConfigured(RuntimeError):
    """The organisation's seal is missing or unusable; the message says what to put where."""


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
        keep(path, _made())
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
