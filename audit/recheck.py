"""What the ledger is about, read again: versions, rows as they are now, and files that are kept with their hash."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import models

from .canonical import digest, plain, row_hash
from .models import Trace
from .verbs import recorded

CHUNK = 2_000
STANDS = "sort_on"  # where a row stands in lists: it moves without a verb, and says nothing


class Tampered(Exception):
    """Something was touched. ``table``, ``row`` and ``what`` (a field, or a kind of change) say the first of it."""

    def __init__(self, table: str, row: Any, what: str) -> None:
        super().__init__(f"{table}, row {row}: {what}")
        self.table, self.row, self.what = table, str(row), what


@dataclass
class Report:
    """What was found in order. ``signed_at``: of the last checkpoint; ``anchored_at``: of the newest kept outside."""

    leaves: int = 0
    versions: int = 0
    rows: int = 0
    files: int = 0
    waiting: int = 0
    signed_at: datetime | None = None
    anchored_at: datetime | None = None
    anchors: int = 0


@dataclass
class Bound:
    """Which versions the traces have bound, table by table: one bit for each key."""

    bits: dict[str, bytearray] = field(default_factory=dict)
    count: Counter[str] = field(default_factory=Counter)

    def add(self, table: str, key: int) -> bool:
        """Note one; False when it was noted before."""
        bits = self.bits.setdefault(table, bytearray())
        if key >> 3 >= len(bits):
            bits.extend(bytes((key >> 3) + 1 - len(bits)))
        fresh = not bits[key >> 3] >> (key & 7) & 1
        bits[key >> 3] |= 1 << (key & 7)
        self.count[table] += fresh
        return fresh

    def by(self, traces: list[Trace]) -> dict[str, dict[int, str]]:
        """What these traces bind: the SHA-256 of each version, by table and key."""
        found: dict[str, dict[int, str]] = {}
        for trace in traces:
            for table, key, sha256 in trace.rows:
                if not self.add(table, key):
                    raise Tampered("audit_trace", trace.pk, f"binds {table} {key} a second time")
                found.setdefault(table, {})[key] = sha256
        return found

    def has(self, table: str, key: int) -> bool:
        bits = self.bits.get(table, b"")
        return key >> 3 < len(bits) and bool(bits[key >> 3] >> (key & 7) & 1)


def versions(report: Report) -> None:
    """Every version is bound by exactly one trace and says what it said then; no trace binds what is not there."""
    tables = {model._meta.db_table: model for model in apps.get_models() if hasattr(model, "history_id")}
    bound = Bound()
    for chunk in chunks(Trace.objects.order_by("pk"), "pk"):
        for table, hashes in bound.by(chunk).items():
            if table not in tables:
                raise Tampered("audit_trace", table, "binds a table that is not there")
            _same_as_bound(tables[table], hashes)
    for table, model in tables.items():
        if model._base_manager.count() != bound.count[table]:
            keys = (row.pk for row in each(model))
            raise Tampered(table, next(key for key in keys if not bound.has(table, key)), "inserted around the ledger")
    report.versions = bound.count.total()


def _same_as_bound(model: type[models.Model], hashes: dict[int, str]) -> None:
    table, there = model._meta.db_table, model._base_manager.in_bulk(list(hashes))
    for key, sha256 in hashes.items():
        if key not in there:
            raise Tampered(table, key, "deleted")
        if row_hash(there[key]) != sha256:
            raise Tampered(table, key, "changed since it was recorded")


def rows_of_today(report: Report) -> None:
    """Each row says what its last version says."""
    for model in recorded():
        table, history = model._meta.db_table, model.history.model
        for chunk in chunks(model._base_manager.order_by("pk"), "pk"):
            last: dict[Any, Any] = {}
            for version in history._base_manager.filter(id__in=[row.pk for row in chunk]).order_by("version"):
                last[version.id] = version
            for row in chunk:
                _same(table, row, last.get(row.pk))
            report.rows += len(chunk)
        live = model._base_manager.filter(pk=models.OuterRef("id"))
        if gone := history._base_manager.exclude(models.Exists(live)).order_by("id").first():
            raise Tampered(table, gone.id, "deleted")


def _same(table: str, row: models.Model, version: models.Model | None) -> None:
    if version is None:
        raise Tampered(table, row.pk, "inserted without a version")
    now = {column.name: column for column in version._meta.concrete_fields}
    for column in row._meta.concrete_fields:
        if column.name != STANDS and plain(column, row) != plain(now[column.name], version):
            raise Tampered(table, row.pk, column.name)


def files(report: Report) -> None:
    """Each file that is kept with its hash is still there and has that hash."""
    for model in recorded():
        names = [one.name for one in model._meta.concrete_fields if isinstance(one, models.FileField)]
        if not names or not any(one.name == "sha256" for one in model._meta.concrete_fields):
            continue
        for row in each(model):
            for name in names:
                if _digest(getattr(row, name)) != getattr(row, "sha256"):  # noqa: B009  not every recorded row has one
                    raise Tampered(model._meta.db_table, row.pk, f"file {name}")
                report.files += 1


def _digest(file: Any) -> str:
    try:
        with file.open("rb") as opened_file:
            return digest(opened_file.read())
    except OSError:
        return "missing"


def each(model: type[models.Model]) -> Iterator[Any]:
    for chunk in chunks(model._base_manager.order_by("pk"), "pk"):
        yield from chunk


def chunks(queryset: models.QuerySet, key: str) -> Iterator[list]:
    """The rows in order of their key, so many at a time, however many there are."""
    last: Any = None
    while chunk := list((queryset.filter(**{f"{key}__gt": last}) if last is not None else queryset)[:CHUNK]):
        yield chunk
        last = getattr(chunk[-1], key)
