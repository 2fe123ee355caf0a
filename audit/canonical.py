"""One exact form of what was recorded, as bytes, so that the same words have the same SHA-256 anywhere and in any year.

It follows RFC 8785: keys sorted by UTF-16 code units, no spaces, UTF-8.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

LARGEST_INTEGER = 2**53 - 1  # beyond it, readers of JSON disagree about the number


class NotCanonical(ValueError):
    """Something in a decision has no single exact form; the message says where."""


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
