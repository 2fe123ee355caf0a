"""What goes when something is destroyed, and what stays: a whole record and nothing of anybody else's.

It begins with one thing and takes in whatever is part of it. A concern, a decision or a request about several people
goes only with the last of them; somebody who stands in another's record as a relative keeps the name, and nothing else.
"""

from collections import Counter, defaultdict

from django.db import models
from django.db.models import Q

from records.models import Attachment, Concern, ConcernAbout, Entry, Folder, Person
from sharing.models import Decision, DecisionAbout, Request, RequestAbout

from .fates import LETS_GO, STAYS, pointers_at

Rows = dict[type[models.Model], set[int]]


def _begun_with(thing):
    """Somebody goes with every record there is of them. Of a person's folder all goes that is in it: the place stays.

    What was kept of a concern goes with the concern itself.
    """
    if isinstance(thing, Person):
        return [*thing.every_record()]
    if not isinstance(thing, Entry | Folder):
        return [thing]
    entries = thing.with_corrections() if isinstance(thing, Entry) else [*thing.entries.all()]
    person = (thing.folder if isinstance(thing, Entry) else thing).person
    inside = [thing] if isinstance(thing, Entry) or person is None else _inside(thing)
    concerned = ConcernAbout.objects.filter(concern__entries__in=[entry.pk for entry in entries], person=person)
    return [*inside, *entries, *concerned.exclude(person=None).distinct()]


def _inside(folder):
    ended = folder.grants.exclude(pk__in=folder.grants.live().values("pk"))
    return [*folder.decisions.all(), *folder.moved_away.all(), *ended]


class Extent:
    """``rows``: the keys that go, by model; ``anew``: those that stay as an empty row under another id (a folder, a
    name); ``lets_go``: rows that let go; ``rests``: kinds of rows of others that this cannot be taken from under;
    ``untold``: links that go and are in no number.
    """

    def __init__(self):
        self.rows: Rows = defaultdict(set)
        self.anew: Rows = defaultdict(set)
        self.lets_go: list[tuple[models.Model, str]] = []
        self.rests: Counter = Counter()
        self.untold: set[int] = set()

    @classmethod
    def of(cls, thing):
        found = cls()
        for row in _begun_with(thing):
            found._take(type(row), [row.pk])
        if isinstance(thing, Folder) and thing.person:
            found.anew[Folder].add(thing.pk)
        while found._last_of_its_kind():
            pass
        found.find_what_stays()
        found.find_what_is_not_told()
        return found

    def _take(self, model, keys):
        """These rows, and whatever is part of them. Says whether there was anything new."""
        new = set(keys) - self.rows[model]
        self.rows[model] |= new
        for pointer in pointers_at(model) if new else []:
            if pointer.goes and not pointer.derived:
                self._take(pointer.model, pointer.at(new).values_list("pk", flat=True))
        return bool(new)

    def _last_of_its_kind(self):
        """What is about several people goes when nobody is left whom it is about."""
        concerns = self._left_alone(Concern, ConcernAbout, "concern").filter(is_about_staff=False)
        decisions = self._left_alone(Decision, DecisionAbout, "decision").filter(colleague=None)
        asked = Request.objects.filter(
            Q(decisions__in=self.rows[Decision]) | Q(pk__in=self._pointed(RequestAbout, "request"))
        )
        asked = asked.exclude(pk__in=self._others(RequestAbout).values("request"))
        asked = asked.exclude(decisions__in=Decision.objects.exclude(pk__in=self.rows[Decision]))
        return any(
            [self._take(found.model, found.values_list("pk", flat=True)) for found in (concerns, decisions, asked)]
        )

    def _left_alone(self, model, about, name):
        others = self._others(about).values(name)
        return model.objects.filter(pk__in=self._pointed(about, name)).exclude(pk__in=others)

    def _others(self, about):
        """Who else it is about, and has a record; who was only named in words has none in which it could be kept."""
        return about.objects.exclude(pk__in=self.rows[about]).exclude(person=None)

    def _pointed(self, model, name):
        return model.objects.filter(pk__in=self.rows[model]).values(name)

    def find_what_stays(self):
        """Who outside points at what goes: that keeps a name, lets go, or holds it back."""
        for model, keys in [*self.rows.items()]:
            for pointer in pointers_at(model):
                if not pointer.goes:
                    self._held_by(pointer, pointer.at(keys).exclude(pk__in=self.rows[pointer.model]))

    def find_what_is_not_told(self):
        """Links to concerns about colleagues go too; their number would tell whoever it is about (H-31)."""
        of_colleagues = ConcernAbout.objects.filter(pk__in=self.rows[ConcernAbout], concern__is_about_staff=True)
        self.untold = {*of_colleagues.values_list("pk", flat=True)}

    def _held_by(self, pointer, others):
        for row in others:
            held = row._meta.get_field(pointer.field)
            if pointer.name in STAYS and held.related_model is Person:
                self.anew[Person].add(getattr(row, held.attname))
                self.rows[Person].discard(getattr(row, held.attname))
            elif pointer.name in LETS_GO:
                self.lets_go.append((row, pointer.field))
            else:
                self.rests[str(row._meta.verbose_name_plural)] += 1

    @property
    def people(self):
        """The records that something of this is in, by key."""
        folders = Folder.objects.filter(
            Q(pk__in=self.rows[Folder] | self.anew[Folder])
            | Q(entries__in=self.rows[Entry])
            | Q(decisions__in=self.rows[DecisionAbout])
        )
        found = {*self.rows[Person], *self.anew[Person], *folders.exclude(person=None).values_list("person", flat=True)}
        files = Attachment.objects.filter(pk__in=self.rows[Attachment])
        found.update(files.exclude(entry=None).values_list("entry__folder__person", flat=True))
        return found - {None}

    @property
    def counts(self):
        """How many rows go, by kind, in words."""
        told = self.rows | {ConcernAbout: self.rows[ConcernAbout] - self.untold}
        many = {str(model._meta.verbose_name_plural): len(keys) for model, keys in told.items() if keys}
        return dict(sorted(many.items()))

    @property
    def stays(self):
        """How many places stay empty, or keep a name alone."""
        return {str(model._meta.verbose_name_plural): len(keys) for model, keys in self.anew.items() if keys}
