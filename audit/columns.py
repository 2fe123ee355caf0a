"""What a row says, in its one exact form: of a row in hand, or straight from the raw columns of its table.

The second way is how millions of rows are read again, without making an object of each. Both give the same bytes.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cache
from json.encoder import encode_basestring as quoted
from typing import Any, NoReturn
from uuid import UUID

from django.db import connection, models
from django.utils import timezone

from .canonical import LARGEST_INTEGER, NotCanonical, digest

Say = Callable[[Any], str]
exact_json = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode
read_json = json.JSONDecoder().raw_decode


class Columns:
    """Some columns of one table. ``say``: how the value of each kind of column is said.

    ``later``: names of columns that came after rows of this table had been bound. They stand last, and one that holds
    its default says nothing, so that a row written before it came says what it said then.
    """

    def __init__(self, fields: Iterable[models.Field], say: Mapping[str, Say], later: Sequence[str] = ()) -> None:
        self.fields = sorted(fields, key=lambda field: (field.name in later, field.attname))
        self.say = [say.get(_kind(field)) or _no_form(field) for field in self.fields]
        fresh = [field for field in self.fields if field.name in later]
        self.first = len(self.fields) - len(fresh)
        self.silent = [(f',"{field.attname}":', IN_HAND[_kind(field)](field.get_default())) for field in fresh]
        always = ",".join(f'"{field.attname}":%s' for field in self.fields[: self.first])
        self.pattern = "".join(["{", always, "%s" * len(fresh), "}"])

    def exact(self, values: Iterable[Any]) -> bytes:
        """Their exact form in one row. Raises NotCanonical for a value which such a column cannot hold."""
        return self.exact_all([[value] for value in values])[0]

    def exact_all(self, columns: Sequence[Sequence[Any]]) -> list[bytes]:
        """As `exact`, for many rows; they are given column by column, which is several times quicker."""
        try:
            said = [_said(say, values) for say, values in zip(self.say, columns, strict=True)]
            for place, (name, default) in enumerate(self.silent, self.first):
                said[place] = ["" if one == default else name + one for one in said[place]]
            return [row.encode() for row in map(self.pattern.__mod__, zip(*said, strict=True))]
        except (TypeError, ValueError, LookupError, AttributeError) as odd:
            raise NotCanonical(f"What one of its columns holds has no exact form ({type(odd).__name__}).") from odd

    def read(self, table: str, key: str, keys: Sequence[int], also: str = "") -> Iterator[tuple[tuple, bytes | None]]:
        """The rows with these keys: (key, ``also`` where a column is named, its columns), and the exact form of it."""
        if not keys:
            return iter(())
        names = [raw(table, one) for one in (key, *filter(None, [also]), *(field.column for field in self.fields))]
        marks = ", ".join(["%s"] * len(keys))
        statement = f"SELECT {', '.join(names)} FROM {table} WHERE {key} IN ({marks})"  # noqa: S608  names only
        with connection.cursor() as cursor:
            cursor.execute(statement, keys)
            found = cursor.fetchall()
        columns = [*zip(*found, strict=True)][-len(self.fields) :]
        return zip(found, self._exact_or_none(columns), strict=True)

    def _exact_or_none(self, columns: Sequence[Sequence[Any]]) -> list[bytes | None]:
        try:
            return [*self.exact_all(columns)] if columns else []
        except NotCanonical:
            return [self._one_or_none(row) for row in zip(*columns, strict=True)]

    def _one_or_none(self, row: tuple) -> bytes | None:
        try:
            return self.exact(row)
        except NotCanonical:
            return None


def raw(table: str, column: str | None) -> str:
    """A column as it is stored. Its plus sign keeps SQLite's driver from reading a date into an object, slowly."""
    sign = "+" if connection.vendor == "sqlite" else ""
    return f"{sign}{table}.{connection.ops.quote_name(column or '')}"


def row_hash(row: models.Model) -> str:
    """SHA-256 of everything a row says, the same before it is written and after it is read. Raises NotCanonical."""
    columns = in_hand(type(row))
    return digest(columns.exact([field.to_python(getattr(row, field.attname)) for field in columns.fields]))


@cache
def in_hand(model: type[models.Model]) -> Columns:
    return Columns(model._meta.concrete_fields, IN_HAND, _later(model))


@cache
def in_table(model: type[models.Model]) -> Columns:
    """All columns of a model as its table gives them; to `exact` the same bytes as `in_hand`."""
    return Columns(model._meta.concrete_fields, IN_TABLE, _later(model))


def _later(model: type[models.Model]) -> Sequence[str]:
    return getattr(getattr(model, "instance_type", model), "LATER", ())


@cache
def in_trail(model: type[models.Model], said: Sequence[str]) -> Columns:
    """What a trace or reading says (`AppendOnly.body`), as its table gives it."""
    return Columns(
        (one for one in model._meta.concrete_fields if one.name in said), IN_TABLE | {"JSONField": _unpacked}
    )


def _kind(field: models.Field) -> str:
    return getattr(field, "target_field", field).get_internal_type()


def _no_form(field: models.Field) -> NoReturn:
    raise NotCanonical(f"{field}: a {_kind(field)} has no exact form yet.")


def _said(say: Say, values: Sequence[Any]) -> list[str]:
    quick = QUICK.get(say)
    if quick and None not in values:
        return list(map(quick, values))
    return list(map(say, values))


def _text(value: str | None) -> str:
    return "null" if value is None else quoted(value)


def _whole(value: int | None) -> str:
    return "null" if value is None else int.__repr__(value)


def _small(value: int | None) -> str:
    if value is not None and abs(value) > LARGEST_INTEGER:
        raise ValueError(value)
    return _whole(value)


def _day(value: date | str | None) -> str:
    return "null" if value is None else f'"{value}"'


def exact_moment(value: datetime | str | None) -> str:
    if value is None:
        return "null"
    if isinstance(value, str):  # as SQLite keeps it: in UTC, without saying so, and without a fraction where it is zero
        return f'"{value[:10]}T{value[11:]}{"" if "." in value else ".000000"}+00:00"'
    return f'"{value.isoformat(timespec="microseconds")}"'


def _moment_in_hand(value: datetime | None) -> str:
    if value is None:
        return "null"
    return exact_moment((timezone.make_aware(value) if timezone.is_naive(value) else value).astimezone(UTC))


def _name(value: UUID | str | None) -> str:
    if isinstance(value, str) and len(value) == 32:  # as SQLite keeps it
        return f'"{value[:8]}-{value[8:12]}-{value[12:16]}-{value[16:20]}-{value[20:]}"'
    return "null" if value is None else f'"{value}"'


def _unpacked(value: str) -> str:
    if value in ("[]", "{}"):
        return value
    found, end = read_json(value)
    if end != len(value):
        raise ValueError("More than one thing in JSON.")
    return _packed(found)


def _packed(value: Any) -> str:
    """As `exact_json`, and several times quicker for the few words that a column holds."""
    kind = type(value)
    if kind is list:
        return f"[{','.join([quoted(one) if type(one) is str else _packed(one) for one in value])}]"
    if kind is dict:
        return f"{{{','.join([f'{quoted(key)}:{_packed(value[key])}' for key in sorted(value)])}}}"
    return quoted(value) if kind is str else int.__repr__(value) if kind is int else exact_json(value)


QUICK: dict[Say, Callable[[Any], str]] = {_text: quoted, _whole: int.__repr__}  # where no value is missing
IN_TABLE: dict[str, Say] = {
    "CharField": _text,
    "FileField": _text,
    "TextField": _text,
    "AutoField": _whole,
    "BigAutoField": _whole,
    "BigIntegerField": _whole,
    "PositiveIntegerField": _whole,
    "PositiveSmallIntegerField": _whole,
    "BooleanField": {None: "null", 0: "false", 1: "true"}.__getitem__,
    "DateField": _day,
    "DateTimeField": exact_moment,
    "UUIDField": _name,
    "JSONField": lambda value: quoted(_unpacked("null" if value is None else value)),
}
IN_HAND: dict[str, Say] = (
    IN_TABLE
    | {kind: _small for kind, say in IN_TABLE.items() if say is _whole}
    | {"DateTimeField": _moment_in_hand, "JSONField": lambda value: quoted(exact_json(value))}
)
