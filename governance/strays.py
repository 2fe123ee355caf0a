"""Files that belong to nothing: what is left on the disk where the machine stopped in the midst of a write.

A file is there before the row that names it is committed. Where the machine stops between the two, no record knows of
it and its key is lost. It is taken away once nobody can still be writing it, and never while the ledger is not the one
that was signed last: then it may be the rows that are missing.
"""

from datetime import timedelta
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils import timezone

from audit import ledger
from audit.walls import standing_as_system
from records.attaching import vault
from staff.clock import every_tick

from . import noted
from .disposing.sweep import take_away

PLACES = (vault.FOLDER, "sealed")
EVERY = AT_REST = timedelta(hours=1)


@every_tick
def take_away_strays():
    """Raises Broken, and takes nothing away, where the database was put back to an earlier state."""
    age = noted.age("strays")
    if age is not None and age < EVERY:
        return 0
    found = strays(timezone.now() - AT_REST)
    if found:
        ledger.witness()
        take_away(found)
    noted.write("strays", gone=len(found))
    return len(found)


def strays(before):
    """The names of those that were written before this moment."""
    lying = {name for name, at in _lying() if at < before.timestamp()}  # read before the rows: these may still come
    return lying - _known() if lying else set()


def _lying():
    root = Path(settings.FILES_DIR)
    for file in (file for place in PLACES for file in (root / place).glob("*")):
        yield str(file.relative_to(root)), file.stat().st_mtime


@standing_as_system()
def _known():
    """Of every row, whoever may see it."""
    return {name for model, field in _fields() for name in model._base_manager.values_list(field, flat=True)}


def _fields():
    for model in apps.get_models():
        yield from ((model, one.name) for one in model._meta.concrete_fields if isinstance(one, models.FileField))
