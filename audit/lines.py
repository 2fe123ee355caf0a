"""The lines of the ledger, each held against the row it is about and against the versions that its trace bound.

Everything is read as raw columns (audit/columns.py): no trigger, no model and no stored copy is asked what a row says.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from json.encoder import encode_basestring as quoted
from typing import Any

from django.apps import apps
from django.db import connection

from .columns import exact_moment, in_table, in_trail, raw, read_json
from .disposed import BACK, LASTING, Destroyed, destroyed
from .events import Event
from .findings import Tampered
from .ledger import commitment
from .models import READ, REFUSED, SOURCES, AppendOnly

AT_ONCE = 2_000  # versions in one question
CHANGED = "changed since it was recorded"
LEAF = ("seq", "at", "kind", "commitment", "source", "row")
# The column that says what kind of line a row of the trail is, and the kinds by what it holds.
KIND: dict[str, tuple[str, dict[Any, str]]] = {
    "trace": ("event", dict(zip(Event.values, Event.values, strict=True))),
    "reading": ("refused", {0: READ, 1: REFUSED}),
}
QUOTED = {kind: quoted(kind) for _, kinds in KIND.values() for kind in kinds.values()}
Hashes = dict[str, dict[int, str]]  # of versions, by table and key


@dataclass
class Part:
    """Lines that say what they said. ``leaves``: their hashes; ``moments``: of each; ``bound``: versions, by table."""

    leaves: list[bytes] = field(default_factory=list)
    moments: list[str] = field(default_factory=list)
    bound: dict[str, list[int]] = field(default_factory=dict)


class Trail:
    """One of the two trails, and how a row of it is said."""

    def __init__(self, name: str, model: type[AppendOnly]) -> None:
        kind, self.kinds = KIND[name]
        said = sorted(("at", *model.SAID))
        self.table, self.columns = model._meta.db_table, in_trail(model, tuple(said))
        self.at, self.kind = (2 + said.index(one) for one in ("at", kind))  # after the key and the salt
        self.rows = 2 + said.index("rows") if "rows" in said else None

    def said(self, keys: list[int]) -> dict[int, tuple[tuple, bytes | None]]:
        """The rows with these keys (key, salt, columns), each with its exact form, if there is one."""
        found = {}
        for start in range(0, len(keys), AT_ONCE):
            read = self.columns.read(self.table, "id", keys[start : start + AT_ONCE], also="salt")
            found.update({row[0]: (row, body) for row, body in read})
        return found


def part(after: int, until: int) -> Part:
    """The lines with the numbers after ``after``, to ``until``. Raises Tampered with the first that is wrong."""
    with connection.cursor() as cursor:
        cursor.execute(_statement(), [after, until])
        found = cursor.fetchall()
    rows = {name: trail.said([line[-1] for line in found if line[-2] == name]) for name, trail in _trails().items()}
    done, bound, gone = Part(), dict[str, dict[int, str]](), destroyed()
    for seq, line in enumerate(found, after + 1):
        leaf, moment = _leaf(seq, line, rows, bound) if seq not in gone.leaves else _left(seq, line, rows)
        done.leaves.append(leaf)
        done.moments.append(moment)
    if after + len(found) != until:
        raise Tampered("audit_leaf", after + len(found) + 1, "missing")
    done.bound = said_the_same(bound, gone)
    return done


def waiting() -> Iterator[dict[str, list[int]]]:
    """The versions bound by traces that have no number yet."""
    statement = (
        "SELECT p.id, t.id, t.rows FROM audit_pending p JOIN audit_trace t ON t.id = p.row AND p.source = 'trace'"
        " WHERE p.id > %s ORDER BY p.id LIMIT %s"
    )
    last = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(statement, [last, AT_ONCE])
            found = cursor.fetchall()
        bound: Hashes = {}
        for _, row, rows in found:
            _bind(row, rows, bound)
        yield said_the_same(bound, destroyed())
        if not found:
            return
        last = found[-1][0]


def said_the_same(bound: Hashes, gone: Destroyed) -> dict[str, list[int]]:
    """These versions say what they said when they were bound, but for those that were destroyed, which are gone.

    Returns the keys of those that are there. Raises Tampered.
    """
    for table, hashes in bound.items():
        keys, destroyed_here = list(hashes), gone.versions.get(table, set())
        for start in range(0, len(keys), AT_ONCE):
            _versions(table, {key: hashes[key] for key in keys[start : start + AT_ONCE]}, destroyed_here)
    return {table: [key for key in keys if key not in gone.versions.get(table, ())] for table, keys in bound.items()}


@cache
def kept() -> dict[str, Any]:
    """The tables that keep versions, and the model of each."""
    return {model._meta.db_table: model for model in apps.get_models() if hasattr(model, "history_id")}


def _versions(table: str, hashes: dict[int, str], gone: set[int]) -> None:
    read = in_table(kept()[table]).read(table, "history_id", list(hashes))
    there = {row[0]: said for row, said in read}
    for key, expected in hashes.items():
        if key in gone and key in there:
            raise Tampered(table, key, BACK)
        if key in gone:
            continue
        if key not in there:
            raise Tampered(table, key, "deleted")
        said = there[key]
        if said is None or sha256(said).hexdigest() != expected:
            raise Tampered(table, key, CHANGED)


@cache
def _trails() -> dict[str, Trail]:
    return {name: Trail(name, model) for name, model in SOURCES.items()}


@cache
def _statement() -> str:
    names = ", ".join(raw("audit_leaf", name) for name in LEAF)
    return f"SELECT {names} FROM audit_leaf WHERE seq > %s AND seq <= %s ORDER BY seq"  # noqa: S608  names only


def _leaf(expected: int, line: tuple, rows: dict[str, dict[int, tuple]], bound: Hashes) -> tuple[bytes, str]:
    """The hash of one line, and its moment; what its trace bound is added to ``bound``."""
    seq, at, kind, committed, name, row = _numbered(expected, line, rows)
    trail = _trails()[name]
    if row not in rows[name]:
        raise Tampered(trail.table, row, "deleted")
    columns, body = rows[name][row]
    expected_kind = trail.kinds.get(columns[trail.kind])
    if kind != expected_kind:
        raise Tampered(trail.table, row, "kind")
    if at != columns[trail.at] or committed != _commitment(columns[1], body):
        raise Tampered(trail.table, row, CHANGED)
    if trail.rows is not None:
        _bind(row, columns[trail.rows], bound)
    return _hashed(seq, at, kind, committed)


def _left(expected: int, line: tuple, rows: dict[str, dict[int, tuple]]) -> tuple[bytes, str]:
    """The hash of a line whose row was destroyed, from the header that stays for ever; and its moment."""
    seq, at, kind, committed, name, row = _numbered(expected, line, rows)
    if row in rows[name]:
        raise Tampered(_trails()[name].table, row, BACK)
    if kind not in QUOTED or kind.startswith(LASTING):
        raise Tampered("audit_leaf", seq, "of a kind that is never destroyed")
    return _hashed(seq, at, kind, bytes(committed))


def _numbered(expected: int, line: tuple, rows: dict[str, dict[int, tuple]]) -> tuple:
    if line[0] != expected:
        raise Tampered("audit_leaf", expected, "missing")
    if line[-2] not in rows:
        raise Tampered("audit_leaf", expected, "source")
    return line


def _hashed(seq: int, at: Any, kind: str, committed: bytes) -> tuple[bytes, str]:
    moment = exact_moment(at)
    header = f'{{"at":{moment},"c":"{committed.hex()}","kind":{QUOTED[kind]},"seq":{seq},"v":1}}'
    return sha256(b"\0" + header.encode()).digest(), moment


def _commitment(salt: object, body: bytes | None) -> bytes | None:
    return commitment(salt, body) if isinstance(salt, bytes) and body is not None else None


def _bind(trace: int, rows: str, bound: Hashes) -> None:
    if rows == "[]":
        return
    try:
        for table, key, expected in read_json(rows)[0]:
            if table not in kept():
                raise Tampered("audit_trace", trace, f"binds {table}, a table that is not there")
            if key in bound.setdefault(table, {}):
                raise Tampered("audit_trace", trace, f"binds {table} {key} a second time")
            bound[table][int(key)] = expected
    except (TypeError, ValueError) as odd:
        raise Tampered("audit_trace", trace, "rows") from odd
