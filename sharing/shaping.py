"""Whether a record has the agreed shape of sharing/record.py, and its texts made such that page and bytes agree."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from typing import Any, get_args, get_origin, get_type_hints

from .record import INTERNAL, VERSION, Record


class Misshapen(ValueError):
    """A record does not have the agreed shape; the message names the field."""


def checked(record: Mapping[str, Any]) -> Record:
    """The record, tidied, of the agreed shape: no field missing, none unknown. Raises Misshapen, naming the field."""
    whole: Record = _shaped(record, Record, "record")
    if whole["v"] != VERSION:
        raise Misshapen(f"record.v: this is version {VERSION}, not {whole['v']}.")
    if whole["marking"] != INTERNAL:
        raise Misshapen(f'record.marking: must say "{INTERNAL}".')
    return whole


def length(part: Any) -> int:
    """How many characters people typed in it, and how many values there are."""
    if isinstance(part, dict):
        return sum(map(length, part.values()))
    if isinstance(part, list):
        return sum(map(length, part))
    return len(part) if isinstance(part, str) else 1


def _shaped(value: Any, shape: Any, where: str) -> Any:
    choices = get_args(shape) if get_origin(shape) is not list else ()
    if type(None) in choices:
        return None if value is None else _shaped(value, choices[0], where)
    if get_origin(shape) is list and isinstance(value, list):
        return [_shaped(item, get_args(shape)[0], f"{where}.{place}") for place, item in enumerate(value)]
    if isinstance(shape, type) and issubclass(shape, dict) and isinstance(value, Mapping):
        return _fields(value, _hints(shape), where, getattr(shape, "__optional_keys__", frozenset()))
    if shape is str and isinstance(value, str):
        return _time(tidy(value), where)
    if shape in (int, bool) and type(value) is shape:
        return value
    raise Misshapen(f"{where}: {type(value).__name__} is not what belongs here.")


def _fields(value: Mapping[str, Any], hints: Mapping[str, Any], where: str, free: frozenset) -> dict[str, Any]:
    if odd := sorted(map(str, (set(value) ^ set(hints)) - (free - set(value)))):
        raise Misshapen(f"{where}: {', '.join(odd)} must {'not ' if odd[0] in map(str, value) else ''}be given.")
    return {key: _shaped(value[key], shape, f"{where}.{key}") for key, shape in hints.items() if key in value}


@cache
def _hints(shape: type) -> dict[str, Any]:
    return get_type_hints(shape)


def _time(value: str, where: str) -> str:
    try:
        if where.endswith("_on"):
            date.fromisoformat(value)
        elif where.endswith("_at") and datetime.fromisoformat(value).tzname() != "UTC":
            raise ValueError
    except ValueError:
        raise Misshapen(f"{where}: not a date (2026-05-14), or not a moment in UTC (2026-05-14T13:05:09Z).") from None
    return value


# Letters that are not drawn, or that turn others round, would make the page say something else than the bytes do.
_UNDRAWN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff]")


def tidy(text: str) -> str:
    """The text without control characters, hidden turns of direction and half characters; one kind of line end."""
    text = re.sub("\r\n?|\u2028|\u2029|\x85", "\n", text)
    return _UNDRAWN.sub("", text)
