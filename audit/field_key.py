"""The field key locks what would endanger somebody if the database, or a backup of it, were read by the wrong person.

AES-256-GCM, a fresh nonce each time, bound to the row it belongs to: moved into another row it does not open. The key
is a file of its own outside the database and its backup. What is locked says by which key, so that the key can be
replaced; the old ones are kept, because earlier versions of a row stay as they were written.
"""

import hmac
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.checks import Error

from .keys import KeyUnusable, contents, keep

KEY_FILE = "field.key"
RETIRED = "field-retired-*.key"
KEY, NONCE, MARK = 32, 12, 5  # bytes


class Unreadable(RuntimeError):
    """What was locked was altered, belongs to another row, or its key is gone. It holds no words."""


def lock(words: str, bound_to: str) -> str:
    """These words, to be opened again only where they belong. Raises KeyUnusable."""
    key, nonce = key_in_use(), secrets.token_bytes(NONCE)
    sealed = nonce + AESGCM(key).encrypt(nonce, words.encode(), bound_to.encode())
    return f"{key_id(key)}.{urlsafe_b64encode(sealed).decode()}"


def unlock(locked: str, bound_to: str) -> str:
    """The words again. Raises Unreadable, KeyUnusable."""
    name, _, sealed = locked.partition(".")
    try:
        data = urlsafe_b64decode(sealed)
        return AESGCM(_key_called(name)).decrypt(data[:NONCE], data[NONCE:], bound_to.encode()).decode()
    except (InvalidTag, ValueError) as wrong:
        raise Unreadable("It cannot be opened here: it was altered, or belongs to another record.") from wrong


def mark(words: str, of: str) -> str:
    """A short sign of words that are kept nowhere: the same words have the same, and nobody gets back to them without
    the key. Whoever has the key can try every word of a short list, all postcodes for instance.

    HMAC-SHA-256, cut to 40 bits, with a key of its own for each kind of words (``of``), made from the field key by
    HKDF (RFC 5869). Two different ones are taken for the same once in 10^12 pairs. Raises KeyUnusable.
    """
    own = HKDF(SHA256(), KEY, salt=None, info=b"mark\0" + of.encode()).derive(key_in_use())
    return hmac.digest(own, words.encode(), "sha256")[:MARK].hex()


def name_in_use() -> str:
    """By what the key of today is known. Raises KeyUnusable."""
    return key_id(key_in_use())


def key_id(key: bytes) -> str:
    """By what a key is known; nobody gets from it to the key."""
    return sha256(b"field key\0" + key).hexdigest()[:12]


def key_in_use() -> bytes:
    """The key that locks today: made at first use in a demonstration, configured in production. Raises KeyUnusable."""
    path = _folder() / KEY_FILE
    if not path.exists():
        if not settings.DEMO:
            raise KeyUnusable(f"There is no field key: put one into {path}, mode 0600 (openssl rand -hex {KEY}).")
        keep(path, _written(secrets.token_bytes(KEY)))
    return _key_in(path)


def replace() -> None:
    """Lock with a new key from now on. The old one still opens what it locked."""
    old = key_in_use()
    keep(_folder() / RETIRED.replace("*", key_id(old)), _written(old))
    keep(_folder() / KEY_FILE, _written(secrets.token_bytes(KEY)), replace=True)


def is_usable(**_) -> list[Error]:
    """For `manage.py check --deploy`: the field key is there, and is one."""
    try:
        key_in_use()
    except KeyUnusable as unusable:
        return [Error(str(unusable), id="audit.E001")]
    return []


def _folder() -> Path:
    return Path(settings.KEYS_DIR)


def _written(key: bytes) -> bytes:
    return key.hex().encode() + b"\n"


def _key_called(name: str) -> bytes:
    key = key_in_use()
    if key_id(key) == name:
        return key
    path = _folder() / RETIRED.replace("*", name)
    if not name.isalnum() or not path.exists():
        raise KeyUnusable(f"The field key {name} is not in {_folder()}: put it back from where keys are kept.")
    return _key_in(path)


def _key_in(path: Path) -> bytes:
    try:
        key = bytes.fromhex(contents(path).decode())
    except ValueError:
        key = b""
    if len(key) != KEY:
        raise KeyUnusable(f"{path} holds no field key: {KEY} bytes in hexadecimal (openssl rand -hex {KEY}).")
    return key
