"""The box in which a backup leaves: anybody who has the public key can fill one, nobody here can open it again.

X25519 with a fresh key for each box, HKDF-SHA256, then AES-256-GCM piece by piece, each sealed under its number,
whether it is the last, and the head of the box: so that none can be moved, cut off or put into another box.
"""

import io
import secrets
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Iterator
from hashlib import sha256
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from audit.keys import KeyUnusable
from records.attaching.vault import PIECE, nonce, pieces_of

MARK = b"sealed-backup-1\n"
KEY = 32  # bytes of a public key


class Shut(Exception):
    """The box does not open: made for another key, cut short, or changed. The message says which."""


def public_key(words: str) -> X25519PublicKey:
    """The key that settings name. Raises KeyUnusable."""
    try:
        return X25519PublicKey.from_public_bytes(b64decode(words, validate=True))
    except (ValueError, NotBase64):
        raise KeyUnusable("BACKUP_PUBLIC_KEY is no public key: make a pair with `manage.py backup_key FILE`.") from None


def in_words(key: X25519PublicKey) -> str:
    """As it stands in settings."""
    return b64encode(key.public_bytes_raw()).decode()


def name_of(key: X25519PublicKey) -> str:
    """By what people tell one key from another."""
    return sha256(b"backup key\0" + key.public_bytes_raw()).hexdigest()[:12]


class Filling(io.RawIOBase):
    """A file to write to: what goes in comes out sealed in ``file``."""

    def __init__(self, file: IO[bytes], key: X25519PublicKey) -> None:
        own = X25519PrivateKey.generate()
        self.head = MARK + key.public_bytes_raw() + own.public_key().public_bytes_raw()
        self.file, self.number, self.rest = file, 0, bytearray()
        self.lock = AESGCM(_shared(own.exchange(key), self.head))
        file.write(self.head)

    def writable(self) -> bool:
        return True

    def write(self, data) -> int:
        self.rest += data
        while len(self.rest) > PIECE:  # the last one is not known yet
            self._seal(bytes(self.rest[:PIECE]), last=False)
            del self.rest[:PIECE]
        return len(data)

    def close(self) -> None:
        if not self.closed:
            self._seal(bytes(self.rest), last=True)
        super().close()

    def _seal(self, piece: bytes, last: bool) -> None:
        self.file.write(self.lock.encrypt(nonce(self.number, last), piece, self.head))
        self.number += 1


class Emptying(io.RawIOBase):
    """A file to read from: what was put into the box. Raises Shut."""

    def __init__(self, file: IO[bytes], key: X25519PrivateKey) -> None:
        head = file.read(len(MARK) + 2 * KEY)
        mark, made_for, other = head[: len(MARK)], head[len(MARK) : -KEY], head[-KEY:]
        if mark != MARK or len(other) != KEY:
            raise Shut("This is no backup of this service.")
        if not secrets.compare_digest(made_for, key.public_key().public_bytes_raw()):
            raise Shut("This backup was made for another key.")
        shared = key.exchange(X25519PublicKey.from_public_bytes(other))
        self.pieces = _opened(file, AESGCM(_shared(shared, head)), head)
        self.rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, room) -> int:
        while not self.rest:
            piece = next(self.pieces, None)
            if piece is None:
                return 0
            self.rest = piece
        many = min(len(room), len(self.rest))
        room[:many], self.rest = self.rest[:many], self.rest[many:]
        return many


def _opened(file: IO[bytes], lock: AESGCM, head: bytes) -> Iterator[bytes]:
    for number, piece, last in pieces_of(file):
        try:
            yield lock.decrypt(nonce(number, last), piece, head)
        except InvalidTag:
            raise Shut("This backup was cut short, or changed, since it was made.") from None


def _shared(secret: bytes, head: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=head).derive(secret)
