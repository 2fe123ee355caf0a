"""What the ledger is about, as it is now: each row beside its last version, and files that are kept with their hash."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.core.files.storage import default_storage
from django.db import connection, models

from .canonical import digest
from .columns import raw
from .disposed import BACK, Destroyed
from .findings import Bound, Report, Tampered
from .lines import kept
from .verbs import Recorded, recorded

AT_ONCE = 2_000
STANDS = "sort_on"  # where a row stands in lists: it moves without a verb, and says nothing


def nothing_unbound(report: Report, bound: Bound) -> None:
    """Every version is bound by a trace."""
    for table, model in kept().items():
        if model._base_manager.count() != bound.count[table]:
            stray = next(row.pk for row in each_row(model) if not bound.has(table, row.pk))
            raise Tampered(table, stray, "inserted around the ledger")
    report.versions = bound.count.total()


def rows_of_today(label: str) -> int:
    """Each row of this model says what its last version says. Returns how many there are. Raises Tampered."""
    model = apps.get_model(label)
    history, live = model.history.model._base_manager, model._base_manager.filter(pk=models.OuterRef("id"))
    fields = [field for field in model._meta.concrete_fields if field.name != STANDS]
    many, last, middle = 0, 0, 1 + len(fields)
    while found := _beside_versions(model, fields, last):
        for row in found:
            if row[1:middle] != row[middle:]:
                raise Tampered(model._meta.db_table, row[0], _what(model, row[0], fields, row[1:middle], row[middle:]))
        many, last = many + len(found), found[-1][0]
    if gone := history.exclude(models.Exists(live)).order_by("id").first():
        raise Tampered(model._meta.db_table, gone.id, "deleted")
    if newer := history.filter(models.Exists(live.filter(version__lt=models.OuterRef("version")))).first():
        raise Tampered(model._meta.db_table, newer.id, "put back to an earlier version")
    return many


def _beside_versions(model: type[Recorded], fields: list[models.Field], last: int) -> list[tuple]:
    """The next rows: key, each column, and each column of the version with the same number."""
    table, history = model._meta.db_table, model.history.model._meta.db_table
    names = [raw(name, field.column) for name in ("r", "v") for field in fields]
    statement = (
        f"SELECT r.id, {', '.join(names)} FROM {table} r LEFT JOIN {history} v"  # noqa: S608  names only
        " ON v.id = r.id AND v.version = r.version WHERE r.id > %s ORDER BY r.id LIMIT %s"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [last, AT_ONCE])
        return cursor.fetchall()


def _what(model: type[Recorded], key: int, fields: list[models.Field], now: tuple, then: tuple) -> str:
    if not model.history.filter(id=key).exists():
        return "inserted without a version"
    if then[0] is None:
        return "version"
    return next(field.name for field, new, old in zip(fields, now, then, strict=True) if new != old)


def files(report: Report, gone: Destroyed) -> None:
    """Each file that is kept with its hash is still there and has that hash; none lies there that was destroyed."""
    if back := next(filter(default_storage.exists, sorted(gone.files)), None):
        raise Tampered("files", back, BACK)
    for model in recorded():
        names = [one.name for one in model._meta.concrete_fields if isinstance(one, models.FileField)]
        if not names or not any(one.name == "sha256" for one in model._meta.concrete_fields):
            continue
        for row in each_row(model):
            _unchanged(row, names)
            report.files += len(names)


def _unchanged(row: Any, names: list[str]) -> None:
    for name in names:
        if _digest(getattr(row, name)) != row.sha256:
            raise Tampered(row._meta.db_table, row.pk, f"file {name}")


def each_row(model: type[models.Model]) -> Iterator[Any]:
    # Not `iterator`: left before its end, its cursor on PostgreSQL is closed whenever it is found to be garbage, which
    # can be in the midst of another question, and then waits for ever.
    last = 0
    while found := model._base_manager.filter(pk__gt=last).order_by("pk")[:AT_ONCE]:
        yield from found
        last = found[len(found) - 1].pk


def _digest(file: Any) -> str:
    try:
        with file.open("rb") as opened_file:
            return digest(opened_file.read())
    except OSError:
        return "missing"
