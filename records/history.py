"""The versions of a row, for whoever may open the row itself today, and of it only what its own page shows today.

Each app says here which of its rows have such pages (`viewable`). Nothing else in the service reads versions; a test
holds that, and that every kind of recorded row is either here or named with the reason why it is not.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import models
from django.urls import reverse

from audit.events import Event
from audit.models import Leaf, Trace, key_of
from audit.verbs import Recorded
from staff.models import User

SHOWN = 50
SOMEBODY, SOMETHING = "somebody you may not open", "something you may not open"


@dataclass(frozen=True)
class Kind:
    """One kind of row, and what of its versions is shown.

    ``open_to``: the very function that its own page asks. ``shown``: the fields, each with the page's word for it.
    ``home``: where a user reads the row today. ``called``: what it is called there. ``words``: for a field whose value
    would tell a reader nothing, what a version says in it. ``written_with``: other things whose traces wrote it.
    """

    open_to: Callable[[User], models.QuerySet]
    shown: Mapping[str, str]
    home: Callable[[Any, User], str]
    called: Callable[[Any], str]
    words: Mapping[str, Callable[[Any], str]] = field(default_factory=dict)
    written_with: Callable[[Any], Iterable[Recorded]] = lambda row: ()

    @property
    def model(self) -> type[Recorded]:
        return self.open_to.__self__.model  # type: ignore[attr-defined]

    @property
    def versions(self) -> type[models.Model]:
        return self.model.history.model

    def address(self, page: str, public_id: Any) -> str:
        """Of one of the two pages: ``history``, every version; ``changes``, two of them side by side."""
        meta = self.model._meta
        return reverse(f"{meta.app_label}:{meta.model_name}_{page}", args=[public_id])


KINDS: dict[str, Kind] = {}  # by the label that stands in the keys of both trails


def viewable(open_to, **said):
    """Say that the versions of these rows may be seen by whoever may open them, and what of them."""
    kind = Kind(open_to, **said)
    KINDS[kind.model._meta.label] = kind


def kind_of(model) -> Kind:
    return KINDS[model._meta.label]


@dataclass(frozen=True)
class Version:
    """What a row said at one time, who wrote that, by which act, and on which line of the ledger the act stands."""

    row: Any
    who: str
    trace: Trace | None
    line: int | None

    @property
    def number(self):
        return self.row.version

    @property
    def name(self):
        return f"Version {self.number}" if self.number > 1 else "The first version"

    @property
    def at(self):
        return self.row.history_date

    @property
    def sentence(self):
        return sentence_of(self.trace) if self.trace else f"{self.who} wrote it"


def sentence_of(trace):
    """What was done, as people read it. It names who did it and what kind of thing it was, and nobody else."""
    noun = apps.get_model(trace.about.split(":")[0])._meta.verbose_name
    article = "an" if noun[0] in "aeiou" else "a"
    return Event(trace.event).label.replace(": {about}", "").format(by=trace.by_name, about=f"{article} {noun}")


def versions_of(row, page=0):
    """A page of the versions of a row, newest first, and whether there are older ones."""
    found = list(row.history.order_by("-version")[page * SHOWN : (page + 1) * SHOWN + 1])
    return _told(row, found[:SHOWN]), len(found) > SHOWN


def two_of(row, newer=None, older=None):
    """Two versions of a row by their numbers, the newer first; unless others are named, the newest and the one before.

    Of a row that was never changed the second is None.
    """
    newer = newer if newer and newer <= row.version else row.version
    older = older if older and older < newer else newer - 1
    found = _told(row, row.history.filter(version__in=[newer, older]).order_by("-version"))
    return found[0], (found[1] if len(found) > 1 else None)


def _told(row, found):
    """Each version with the act that wrote it: four questions, however many there are."""
    found = list(found)
    acts = _acts(row, found)
    lines = dict(
        Leaf.objects.filter(source="trace", row__in=[act.pk for act in acts.values()]).values_list("row", "seq")
    )
    names = {user.pk: user.name for user in User.objects.filter(pk__in={one.history_user_id for one in found})}
    return [
        Version(one, names.get(one.history_user_id, "somebody"), act, lines.get(act.pk) if act else None)
        for one in found
        for act in [acts.get(one.pk)]
    ]


def _acts(row, found):
    """The trace that bound each version, by the key of the version."""
    kind, keys = kind_of(row), {one.pk for one in found}
    beside = [key_of(thing) for thing in kind.written_with(row)]
    by_the_same = models.Q(about__in=beside, by_id__in={one.history_user_id for one in found})
    traces = Trace.objects.filter(models.Q(about=key_of(row)) | by_the_same)
    return {key: trace for trace in traces for key in _keys(kind, trace) if key in keys}


def as_they_were(rows, moment):
    """These rows as they read at a moment, and those that nobody had written down by then. One question for all."""
    rows = list(rows)
    model = type(rows[0]) if rows else None
    found = model.history.filter(id__in=[row.pk for row in rows], history_date__lte=moment) if model else []
    said = {version.id: version for version in sorted(found, key=lambda version: version.version)}
    known = [_set_back(row, said[row.pk]) for row in rows if row.pk in said]
    return known, [row for row in rows if row.pk not in said]


def _set_back(row, version):
    for column in row._meta.concrete_fields:
        setattr(row, column.attname, getattr(version, column.attname))
    return row


# what a field says


@dataclass(frozen=True)
class Line:
    """One field of two versions: its name, and what it said in each."""

    label: str
    older: Any
    newer: Any

    @property
    def is_changed(self):
        return self.older != self.newer

    @property
    def is_the_same(self):
        """Said, and said alike in both; what was never filled in is not worth a line."""
        return self.older == self.newer != ""


def lines_of(kind, newer, older, user):
    """Every field that may be shown, in the words of the interface, of two versions (or of the only one)."""
    rows = [version.row for version in (newer, older or newer)]
    called = {name: _names(kind, name, rows, user) for name in kind.shown}
    said = [[_said(kind, name, row, called[name]) for name in kind.shown] for row in rows]
    return [Line(label, *reversed(values)) for label, *values in zip(kind.shown.values(), *said, strict=True)]


def _said(kind, name, row, called):
    if name in kind.words:
        return kind.words[name](row)
    column = row._meta.get_field(name)
    value = getattr(row, column.attname)
    if column.is_relation:
        return called.get(value, "") if value else ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if column.choices:
        return dict(column.flatchoices).get(value, value)
    if isinstance(value, datetime):
        return value.replace(second=0, microsecond=0)  # to the minute, as pages say it
    return "" if value is None else value


def _names(kind, name, rows, user):
    """What this user may call the things a field points at; what they may not open today has no name."""
    column = kind.model._meta.get_field(name)
    if not column.is_relation or name in kind.words:
        return {}
    target = column.remote_field.model
    keys = {getattr(row, column.attname) for row in rows} - {None}
    named = {thing.pk: thing.name for thing in _may_be_named(target, user).filter(pk__in=keys)}
    return dict.fromkeys(keys, SOMEBODY if target._meta.label == "records.Person" else SOMETHING) | named


def _may_be_named(target, user):
    """Colleagues stand with their names on every page; of all else only what this user may open."""
    return User.objects.all() if target is User else target.objects.open_to(user)


# the way from the story of a record to what changed


def changes_by(traces):
    """Of each act that changed the thing it is about: the page that shows it, and the version it wrote; by its trace.

    Whatever wrote the first version changed nothing. One question, however many acts and kinds there are; that the
    thing may be opened is for whoever gives the traces to know, and is asked again when somebody goes there.
    """
    acts = [(label, kind, one) for label, kind in KINDS.items() for one in traces if one.about.startswith(f"{label}:")]
    wrote = {(label, key): one for label, kind, one in acts for key in _keys(kind, one)}
    first, *others = [_later_versions(label, kind, wrote) for label, kind in KINDS.items()]
    return {
        wrote[label, key].pk: (KINDS[label].address("changes", public_id), number)
        for label, key, public_id, number in first.union(*others, all=True)
        if wrote[label, key].about == f"{label}:{public_id}"
    }


def _later_versions(label, kind, wrote):
    keys = [key for written, key in wrote if written == label]
    found = kind.versions.objects.filter(pk__in=keys or [0], version__gt=1)
    return found.annotate(label=models.Value(label)).values_list("label", "pk", "public_id", "version").order_by()


def _keys(kind, trace):
    """The versions of this kind of row that a trace bound."""
    return [key for table, key, _ in trace.rows if table == kind.versions._meta.db_table]
