"""What the line of a disposal says: opaque ids, numbers and hashes, and no word of what was destroyed."""

from uuid import uuid4

from django.db.models import FileField

from audit.disposed import LASTING, spans
from audit.models import SOURCES, Leaf, Reading, Trace, key_of
from audit.verbs import Recorded
from records.models import Person
from staff.models import Kept

from .fates import pointers_at

AT_ONCE = 500


class Line:
    """Of everything in an extent; made after the ledger was sealed, so that each of its lines has a number.

    ``survives``: versions of rows that stay, which were bound by traces that go.
    """

    def __init__(self, extent):
        self.extent = extent
        self.gone = {model: [*model._base_manager.filter(pk__in=keys)] for model, keys in extent.rows.items() if keys}
        self.anew = {model: [*model._base_manager.filter(pk__in=keys)] for model, keys in extent.anew.items() if keys}
        self.keys = {key_of(row) for rows in [*self.gone.values(), *self.anew.values()] for row in rows}
        self.versions = {model.history.model._meta.db_table: set(found) for model, found in self._versions()}
        self.rows = {name: set(self._about(model)) for name, model in SOURCES.items()}

    def said(self):
        return {
            "anew": _named(self.anew),
            "files": sorted(name for rows in self.gone.values() for row in rows for name in files_of(row)),
            "leaves": spans(self._numbers()),
            "things": _named(self.gone),
            "versions": {table: spans(keys) for table, keys in self.versions.items()},
        }

    @property
    def survives(self):
        bound = Trace.objects.filter(pk__in=self.rows["trace"]).values_list("rows", flat=True)
        return [row for rows in bound for row in rows if row[1] not in self.versions.get(row[0], ())]

    def let_go(self):
        """Within the verb: what points at any of it from outside lets go, and what stays stays as an empty place."""
        self._forget_what_is_derived()
        for row, field in self.extent.lets_go:
            setattr(row, field, None)
            row.save()
        for rows in self.anew.values():
            for row in rows:
                renew(row)

    def _forget_what_is_derived(self):
        """Who reaches it, how its names sound, where it stands in lists, and what was typed on its pages."""
        names = {Person: self.extent.anew[Person]}
        for model, keys in [*self.extent.rows.items(), *names.items()]:
            for pointer in pointers_at(model):
                if pointer.derived:
                    pointer.at(keys).delete()
        for key in self.keys:
            Kept.objects.filter(path__contains=key.partition(":")[2]).delete()

    def _versions(self):
        for found in (self.gone, self.anew):
            for model, rows in found.items():
                if issubclass(model, Recorded):
                    of = model.history.filter(id__in=[row.pk for row in rows])
                    yield model, of.values_list("history_id", flat=True)

    def _about(self, model):
        """The rows of a trail that are about any of this, or about something kept in it."""
        keys = sorted(self.keys)
        for start in range(0, len(keys), AT_ONCE):
            some = keys[start : start + AT_ONCE]
            for column in ("about", "within"):
                yield from model.objects.filter(**{f"{column}__in": some}).values_list("pk", flat=True)
        if model is Reading:  # of an old version, whose key has its number behind it
            old = model.objects.filter(about__contains="/").values_list("pk", "about")
            yield from (pk for pk, about in old if about.partition("/")[0] in self.keys)

    def _numbers(self):
        for source, rows in self.rows.items():
            for seq, kind in Leaf.objects.filter(source=source, row__in=rows).values_list("seq", "kind"):
                if not kind.startswith(LASTING):
                    yield seq


def _named(found):
    return {model._meta.db_table: [row.public_id.hex for row in rows] for model, rows in found.items()}


def files_of(row):
    return [getattr(row, one.name).name for one in row._meta.concrete_fields if isinstance(one, FileField)]


def renew(row):
    """Within the verb: what stays of it is an empty place under another id, which nothing of before points at."""
    row.public_id = uuid4()
    if isinstance(row, Person):
        kept = {"name", "group"}
        for field in row._meta.concrete_fields:
            if field.name not in kept | {"id", "public_id", "version"}:
                setattr(row, field.attname, field.get_default())
        row.service_user = False
    row.save()
