"""What the organisation signs about its records from time to time: how many there are, and the root over all of them.

A checkpoint is a C2SP signed note: the name of the log, the size, the root in base64, the time (UTC), an empty line,
and an Ed25519 signature. It says nothing about anybody, so it may go anywhere.
"""

import os
import tempfile
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)
from django.conf import settings

KEY_FILE = "ledger.pem"
RETIRED = "ledger-retired-*.pem"
ED25519 = b"\x01"  # the kind of signature, in C2SP notes


class LedgerKeyMissing(RuntimeError):
    """The key that signs checkpoints is missing or unusable; the message says what to put where."""


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
    """The checkpoint as a signed note. Raises LedgerKeyMissing."""
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
    """The key in use and those retired before it."""
    retired = sorted(Path(settings.KEYS_DIR).glob(RETIRED))
    return [signing_key().public_key(), *(_public(path.read_bytes(), path) for path in retired)]


def public_pem() -> str:
    """The public key in use, for whoever checks without us."""
    return signing_key().public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def signing_key() -> Ed25519PrivateKey:
    """The key in use: made at first use in a demonstration, configured in production. Raises LedgerKeyMissing."""
    path = Path(settings.KEYS_DIR) / KEY_FILE
    if not path.exists():
        if not settings.DEMO:
            raise LedgerKeyMissing(
                f"There is no ledger key: put an Ed25519 private key in PEM into {path}, mode 0600 "
                "(openssl genpkey -algorithm ed25519)."
            )
        keep(path, Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return _read(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=8)
def _read(path: Path, changed: int) -> Ed25519PrivateKey:
    """`changed` is part of the cache's key, so that a replaced file is read again."""
    if path.stat().st_mode & 0o077:
        raise LedgerKeyMissing(f"Others on this machine can read {path}: give it mode 0600.")
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except (ValueError, TypeError) as broken:
        raise LedgerKeyMissing(f"{path} holds no private key that can be used without a password.") from broken
    if not isinstance(key, Ed25519PrivateKey):
        raise LedgerKeyMissing(f"The key in {path} is of the wrong kind: it must be Ed25519.")
    return key


def _public(data: bytes, path: Path) -> Ed25519PublicKey:
    try:
        key = load_pem_public_key(data)
    except ValueError as broken:
        raise LedgerKeyMissing(f"{path} holds no public key.") from broken
    if not isinstance(key, Ed25519PublicKey):
        raise LedgerKeyMissing(f"The key in {path} is of the wrong kind: it must be Ed25519.")
    return key


def keep(path: Path, data: bytes, *, replace: bool = False) -> None:
    """Put a file there whole or not at all, for this service only. Unless it may be replaced, the first one stays."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.parent.chmod(0o700)
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")  # mkstemp gives mode 0600
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if replace:
            os.replace(draft, path)
        else:
            os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        Path(draft).unlink(missing_ok=True)
