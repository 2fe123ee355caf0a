"""The lines of the ledger, each beside the row it is about, read as plain columns: fast enough to prove everything.

What comes out is what the models would say (`AppendOnly.body`, `ledger.header`); a test holds the two together.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from .models import READ, REFUSED, SOURCES, AppendOnly, Trace

MANY = 5_000
JSON_COLUMNS = {"facts", "rows", "shown"}
# Names are ASCII and values were found exact when they were written, so this is the one exact form of them.
exact = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


@dataclass(slots=True)
class Line:
    """One leaf, and its row: None where there is none. ``header`` and ``body``: what is hashed."""

    seq: int
    at: str
    kind: str
    commitment: bytes
    source: str
    row: int
    header: bytes
    there: bool = False
    row_at: str = ""
    row_kind: str = ""
    salt: bytes = b""
    body: bytes = b""


def lines() -> Iterator[Line]:
    """Every leaf in the order of its number."""
    last = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(STATEMENT, [last, MANY])
            found = cursor.fetchall()
        for columns in found:
            yield _line(columns)
        if len(found) < MANY:
            return
        last = found[-1][0]


def _said(model: type[AppendOnly]) -> list[str]:
    return sorted(model.SAID)


LEAF = ["seq", "at", "kind", "commitment", "source", "row"]
STARTS = {"trace": len(LEAF), "reading": len(LEAF) + 3 + len(_said(Trace))}
COLUMNS = ", ".join(
    [f"l.{name}" for name in LEAF]
    + [f"{name}.{column}" for name, model in SOURCES.items() for column in ("id", "salt", "at", *_said(model))]
)
JOINED = " ".join(
    f"LEFT JOIN {model._meta.db_table} {name} ON {name}.id = l.row AND l.source = '{name}'"
    for name, model in SOURCES.items()
)
STATEMENT = f"SELECT {COLUMNS} FROM audit_leaf l {JOINED} WHERE l.seq > %s ORDER BY l.seq LIMIT %s"  # noqa: S608  names only


def _line(columns: tuple) -> Line:
    seq, at, kind, commitment, source, row = columns[:6]
    moment, committed = _moment(at), bytes(commitment)
    header = f'{{"at":"{moment}","c":"{committed.hex()}","kind":{exact(kind)},"seq":{seq},"v":1}}'.encode()
    line = Line(seq, moment, kind, committed, source, row, header)
    start = STARTS.get(source)
    if start is None or columns[start] is None:
        return line
    names = NAMES[source]
    said = dict(zip(names, columns[start + 3 : start + 3 + len(names)], strict=True))
    for name in IN_JSON[source]:
        said[name] = json.loads(said[name])
    line.there, line.salt, line.row_at = True, bytes(columns[start + 1]), _moment(columns[start + 2])
    line.row_kind = said["event"] if source == "trace" else REFUSED if said["refused"] else READ
    said["at"] = line.row_at
    line.body = exact(said).encode()
    return line


NAMES = {name: _said(model) for name, model in SOURCES.items()}
IN_JSON = {name: [column for column in names if column in JSON_COLUMNS] for name, names in NAMES.items()}


def _moment(at: datetime) -> str:
    """A moment in UTC in its one exact form. SQLite gives it without saying that it is UTC."""
    text = at.isoformat(timespec="microseconds")
    return text if at.tzinfo else f"{text}+00:00"
