"""What the organisation signs about its records from time to time: how many there are, and the root over all of them.

A checkpoint is a C2SP signed note: the name of the log, the size, the root in base64, the time (UTC), an empty line,
and an Ed25519 signature. It says nothing about anybody, so it may go anywhere.
"""

from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_public_key,
)
from django.conf import settings

from .keys import KeyUnusable, keep, private_key

KEY_FILE = "ledger.pem"
PUBLIC_FILE = "ledger-public.pem"  # in its place on a machine that only checks
RETIRED = "ledger-retired-*.pem"
ED25519 = b"\x01"  # the kind of signature, in C2SP notes


class BadNote(ValueError):
    """Not a checkpoint of ours: broken, of another log, or signed by nobody we know."""


@dataclass(frozen=True)
class Checkpoint:
    """``root`` is 32 bytes over the first ``size`` leaves; ``at`` is when it was signed, in UTC."""

    size: int
    root: bytes
    at: datetime

    def text(self) -> str:
        moment = self.at.astimezone(UTC).isoformat(timespec="microseconds")
        return f"{settings.LEDGER_NAME}\n{self.size}\n{b64encode(self.root).decode()}\ntime {moment}\n"


def signed(checkpoint: Checkpoint) -> str:
    """The checkpoint as a signed note. Raises KeyUnusable."""
    key, text = signing_key(), checkpoint.text()
    signature = _key_id(key.public_key()) + key.sign(text.encode())
    return f"{text}\n\N{EM DASH} {settings.LEDGER_NAME} {b64encode(signature).decode()}\n"


def opened(note: str, keys: list[Ed25519PublicKey]) -> Checkpoint:
    """What a note says, once one of these keys is found to have signed it. Raises BadNote."""
    text, between, signatures = note.partition("\n\n")
    text += "\n"
    if not between or not any(_is_signed(text, line, keys) for line in signatures.split("\n")):
        raise BadNote("The checkpoint is not signed by the key of this ledger.")
    try:
        name, size, root, time, *_ = text.split("\n")
        checkpoint = Checkpoint(int(size), b64decode(root, validate=True), datetime.fromisoformat(time[5:]))
    except (ValueError, NotBase64) as broken:
        raise BadNote("The checkpoint cannot be read.") from broken
    if len(checkpoint.root) != 32:
        raise BadNote("The root in the checkpoint is not one of 32 bytes.")
    if name != settings.LEDGER_NAME:
        raise BadNote("The checkpoint belongs to another ledger.")
    return checkpoint


def _is_signed(text: str, line: str, keys: list[Ed25519PublicKey]) -> bool:
    named, _, encoded = line.rpartition(" ")
    if named != f"\N{EM DASH} {settings.LEDGER_NAME}":
        return False
    try:
        signature = b64decode(encoded, validate=True)
    except (ValueError, NotBase64):
        return False
    for key in keys:
        if signature[:4] == _key_id(key)[:4]:
            try:
                key.verify(signature[4:], text.encode())
            except InvalidSignature:
                continue
            return True
    return False


def _key_id(key: Ed25519PublicKey) -> bytes:
    return sha256(f"{settings.LEDGER_NAME}\n".encode() + ED25519 + _raw(key)).digest()[:4]


def _raw(key: Ed25519PublicKey) -> bytes:
    return key.public_bytes(Encoding.Raw, PublicFormat.Raw)


def fingerprint(key: Ed25519PublicKey) -> str:
    """SHA-256 of the public key, in hexadecimal: what an outsider compares with what the organisation published."""
    return sha256(_raw(key)).hexdigest()


def known_keys() -> list[Ed25519PublicKey]:
    """The key in use and those retired before it. Whoever only checks needs none that could sign."""
    folder = Path(settings.KEYS_DIR)
    only_public, retired = folder / PUBLIC_FILE, sorted(folder.glob(RETIRED))
    only_checks = only_public.exists() and not (folder / KEY_FILE).exists()
    in_use = _public(only_public.read_bytes(), only_public) if only_checks else signing_key().public_key()
    return [in_use, *(_public(path.read_bytes(), path) for path in retired)]


def public_pem() -> str:
    """The public key in use, for whoever checks without us."""
    return signing_key().public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def signing_key() -> Ed25519PrivateKey:
    """The key in use: made at first use in a demonstration, configured in production. Raises KeyUnusable."""
    path = Path(settings.KEYS_DIR) / KEY_FILE
    if not path.exists():
        if not settings.DEMO:
            raise KeyUnusable(
                f"There is no ledger key: put an Ed25519 private key in PEM into {path}, mode 0600 "
                "(openssl genpkey -algorithm ed25519)."
            )
        keep(path, Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    key = private_key(path)
    if not isinstance(key, Ed25519PrivateKey):
        raise KeyUnusable(f"The key in {path} is of the wrong kind: it must be Ed25519.")
    return key


def _public(data: bytes, path: Path) -> Ed25519PublicKey:
    try:
        key = load_pem_public_key(data)
    except ValueError as broken:
        raise KeyUnusable(f"{path} holds no public key.") from broken
    if not isinstance(key, Ed25519PublicKey):
        raise KeyUnusable(f"The key in {path} is of the wrong kind: it must be Ed25519.")
    return key
