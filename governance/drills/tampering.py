"""The tamper drill: on a copy, somebody who owns the database changes, removes or copies a hundred things, one by one.

Each must be found by the check that reads everything again; each is undone before the next.
"""

import random
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import DatabaseError, connection, models, transaction

from audit import ledger, reading_only
from audit.appendonly import maintenance, tables
from audit.models import Pending, SignedCheckpoint
from audit.recheck import STANDS
from audit.verbs import recorded
from audit.verify import Tampered, verify

from .scratch import DrillFailed

WORDS = (models.TextField, models.CharField)
DEEDS = ("changed", "removed", "copied")


class _Undone(Exception):
    """Ends a transaction, so that the copy is as it was."""


def drill(many: int) -> list[dict[str, Any]]:
    """Do so many, here. Raises DrillFailed unless here is a copy that was put back and nobody works with."""
    if reading_only.gap() is None:
        raise DrillFailed("This is no copy: nobody tampers with the service itself.")
    ledger.seal()  # what waits for its number is not protected yet; the service gives it one within half a minute
    verify()
    deeds = _deeds()
    return [_one(deeds) for _ in range(many)]


def _one(deeds: Iterator[tuple[str, type[models.Model]]]) -> dict[str, Any]:
    """The next that the database itself does not refuse."""
    for _ in range(200):
        deed, model = next(deeds)
        try:
            return {"deed": deed, "table": model._meta.db_table, "found": _done_and_undone(deed, model)}
        except DatabaseError:
            continue  # a constraint of the database stood against it, which is as good
    raise DrillFailed("Nothing is here that could be tampered with.")


def _done_and_undone(deed: str, model: type[models.Model]) -> str:
    """What the check said: empty where it found nothing."""
    found = ""
    try:
        with transaction.atomic():
            _do(deed, model)
            try:
                verify()
            except Tampered as tampered:
                found = str(tampered)
            raise _Undone
    except _Undone:
        return found


def _do(deed: str, model: type[models.Model]) -> None:
    """With the hands of whoever owns the database: no verb, and the triggers let it through."""
    rows = model._base_manager.order_by("?")
    row = rows.values_list("pk", flat=True).first()
    here = models.QuerySet(model).filter(pk=row)
    with maintenance(connection):
        if deed == "removed":
            here._raw_delete(connection.alias)
        elif deed == "changed":
            name = random.choice([one.name for one in model._meta.concrete_fields if _has_words(one)])  # noqa: S311
            models.QuerySet.update(here, **{name: models.functions.Concat(name, models.Value("x"))})
        else:
            copy = here.get()
            copy.pk = None
            copy.save_base(raw=True, force_insert=True)
            Pending.objects.filter(row=copy.pk).delete()  # or it would be numbered as one more line of today


def _has_words(field: models.Field) -> bool:
    return isinstance(field, WORDS) and not field.primary_key and field.name != STANDS and not field.choices


def _deeds() -> Iterator[tuple[str, type[models.Model]]]:
    kept = set(tables())
    kinds = [*recorded(), *(one for one in apps.get_models() if one._meta.db_table in kept and one is not Pending)]
    full = [one for one in kinds if one._base_manager.exists()]
    while full:
        model, deed = random.choice(full), random.choice(DEEDS)  # noqa: S311  no secret
        if model is SignedCheckpoint and deed == "removed":
            continue  # one between two others says nothing about the records that the later one does not say
        if deed != "changed" or any(map(_has_words, model._meta.concrete_fields)):
            yield deed, model
