"""Where attached files are kept: each encrypted with a key of its own, piece by piece, and whole or not at all.

The key of a file is itself locked with the field key (audit/field_key.py), which is in neither database nor backup.
A piece is sealed with AES-256-GCM under its number and whether it is the last, so that none can be moved or cut off.
"""

import os
import secrets
import sys
import weakref
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import Error, transaction

from audit import field_key

PIECE, TAG = 256 * 1024, 16  # bytes
FOLDER = "attached"


class Spoilt(Exception):
    """The file is missing, or is not what was put here."""


def put(name: str, data: bytes) -> tuple[str, str]:
    """Keep a file under this name (an id, never what somebody called it). Gives its wrapped key and what it hashes to.

    It is gone again unless the transaction that is open ends well.
    """
    key, place = secrets.token_bytes(32), path_of(name)
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    told = sha256()
    with open(os.open(place, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
        _gone_unless_committed(place)
        for piece in _sealed(key, name, data):
            told.update(piece)
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
    _settle(place.parent)
    return field_key.lock(key.hex(), name), told.hexdigest()


def opened(name: str, wrapped: str) -> Iterator[bytes]:
    """The file, piece by piece. Raises Spoilt, at whichever piece is not what was put here."""
    try:
        box = AESGCM(bytes.fromhex(field_key.unlock(wrapped, name)))
        with path_of(name).open("rb") as file:
            for number, piece, last in pieces_of(file):
                yield box.decrypt(nonce(number, last), piece, name.encode())
    except (OSError, InvalidTag, field_key.Unreadable) as spoilt:
        raise Spoilt from spoilt


def path_of(name: str) -> Path:
    return Path(settings.FILES_DIR) / FOLDER / name


def _sealed(key: bytes, name: str, data: bytes) -> Iterator[bytes]:
    box, view = AESGCM(key), memoryview(data)
    for at in range(0, len(data) or 1, PIECE):
        last = at + PIECE >= len(data)
        yield box.encrypt(nonce(at // PIECE, last), view[at : at + PIECE], name.encode())


def pieces_of(file: IO[bytes]) -> Iterator[tuple[int, bytes, bool]]:
    """What was sealed piece by piece: the number of each, the piece, and whether it is the last."""
    number, piece = 0, file.read(PIECE + TAG)
    while True:
        after = file.read(PIECE + TAG)
        yield number, piece, not after
        if not after:
            return
        number, piece = number + 1, after


def nonce(number: int, last: bool) -> bytes:
    """Never twice under one key: the key is this file's alone, and a file is written once."""
    return number.to_bytes(11, "big") + bytes([last])


def _settle(folder: Path) -> None:
    """The name of the file is on the disk too before anything says that it is there."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


class _Promise:
    """Held by the transaction alone: when it ends well it is called, when it is undone it is let go uncalled."""

    def __init__(self, place: Path) -> None:
        self.undo = weakref.finalize(self, _remove, place)

    def __call__(self) -> None:
        self.undo.detach()


def _gone_unless_committed(place: Path) -> None:
    transaction.on_commit(_Promise(place))


def _remove(place: Path) -> None:
    """Where the database broke off nobody knows whether it had committed: the clock looks later (governance/strays)."""
    if isinstance(sys.exception(), Error):
        return
    with suppress(OSError):
        place.unlink()
