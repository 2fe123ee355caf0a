"""What makes a signed decision provable: one exact form of its words, their SHA-256, and the organisation's own seal.

The seal is the organisation's key, never a person's.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.conf import settings
from django.core import checks
from django.utils.formats import date_format

from audit.canonical import NotCanonical, canonical, digest
from audit.keys import KeyUnusable, contents, keep, private_key
from policy import packs

__all__ = ["KeyUnusable", "NotCanonical", "canonical", "digest"]

YEARS = 30  # longer than a file is kept
SEAL_FILE = "seal.pem"
RETIRED = "seal-retired-*.pem"
NOTICE = 30  # days before its certificate ends
RENEW = "Get a new one and run `manage.py replace_seal FILE`; what was sealed before stays valid."
OTHER_USES = (
    "key_encipherment",
    "data_encipherment",
    "key_agreement",
    "key_cert_sign",
    "crl_sign",
    "encipher_only",
    "decipher_only",
)


@dataclass(frozen=True)
class Seal:
    """The organisation's key, None where a device keeps it, with its certificate. `fingerprint`: SHA-256, in hex."""

    key: ec.EllipticCurvePrivateKey | None
    certificate: x509.Certificate

    @property
    def fingerprint(self) -> str:
        return self.certificate.fingerprint(hashes.SHA256()).hex()

    @property
    def ends(self) -> str:
        return date_format(self.certificate.not_valid_after_utc, "j F Y")


def fingerprint() -> str:
    """The fingerprint of the seal that is put on documents now. Raises KeyUnusable."""
    return in_force().fingerprint


def in_force() -> Seal:
    """The seal in use, which a document may be sealed with today. Raises KeyUnusable."""
    return may_seal(seal_key())


def may_seal(seal: Seal) -> Seal:
    """This seal, if its certificate is valid today. Raises KeyUnusable."""
    if datetime.now(UTC) > seal.certificate.not_valid_after_utc:
        raise KeyUnusable(f"The seal's certificate ended on {seal.ends}, so nothing is sealed. {RENEW}")
    if datetime.now(UTC) < seal.certificate.not_valid_before_utc:
        raise KeyUnusable("The seal's certificate is not valid yet, so nothing is sealed. Is the clock right?")
    return seal


def seal_key() -> Seal:
    """The seal in use: made at first use in a demonstration, configured in production. Raises KeyUnusable."""
    path = Path(settings.KEYS_DIR) / SEAL_FILE
    if not path.exists():
        if not settings.DEMO:
            raise KeyUnusable(
                f"There is no organisation seal: put an EC P-256 private key and its certificate, "
                f"both PEM, into {path}, readable by this service only (mode 0600)."
            )
        keep(path, made())
    return seal_in(path)


def seal_in(path: Path) -> Seal:
    """The seal in this file; only its certificate where a device keeps the key. Raises KeyUnusable."""
    certificate = _certificate(contents(path), path)
    if not _is_usual(certificate.public_key()):
        raise KeyUnusable(f"The key in {path} is of the wrong kind: it must be EC P-256.")
    if settings.SEAL_PKCS11["module"]:
        return Seal(None, certificate)
    key = private_key(path)
    if not isinstance(key, ec.EllipticCurvePrivateKey) or not _is_usual(key.public_key()):
        raise KeyUnusable(f"The key in {path} is of the wrong kind: it must be EC P-256.")
    if key.public_key() != certificate.public_key():
        raise KeyUnusable(f"The certificate in {path} belongs to another key.")
    return Seal(key, certificate)


def trusted() -> list[x509.Certificate]:
    """The certificates whose seals count as ours: the one in use, and those retired before it.

    Each for what was sealed while it was valid; so one that has ended still vouches for what it sealed.
    """
    retired = sorted(Path(settings.KEYS_DIR).glob(RETIRED))
    return [seal_key().certificate, *(_certificate(path.read_bytes(), path) for path in retired)]


def replace(new: bytes) -> None:
    """Seal with this from now on (key and certificate, PEM). The old certificate is kept: it vouches for the past."""
    old = seal_key()
    keep(Path(settings.KEYS_DIR) / RETIRED.replace("*", old.fingerprint[:16]), _pem(old.certificate))
    keep(Path(settings.KEYS_DIR) / SEAL_FILE, new, replace=True)


def ends_soon(**_) -> list[checks.CheckMessage]:
    """A warning from a month before the certificate ends; at every command, so that a timer's mail carries it too."""
    path = Path(settings.KEYS_DIR) / SEAL_FILE
    try:
        seal = seal_in(path) if path.exists() else None
    except KeyUnusable as unusable:
        return [checks.Warning(str(unusable), id="sharing.W001")]
    if seal is None or seal.certificate.not_valid_after_utc - datetime.now(UTC) > timedelta(days=NOTICE):
        return []
    return [checks.Warning(f"The seal's certificate ends on {seal.ends}.", hint=RENEW, id="sharing.W002")]


def _is_usual(key) -> bool:
    return isinstance(key, ec.EllipticCurvePublicKey) and isinstance(key.curve, ec.SECP256R1)


def _certificate(data: bytes, path: Path) -> x509.Certificate:
    try:
        return x509.load_pem_x509_certificate(data)
    except ValueError as broken:
        raise KeyUnusable(f"{path} holds no certificate.") from broken


def made() -> bytes:
    """A new seal, its certificate signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return private + _pem(_self_signed(key))


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


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
