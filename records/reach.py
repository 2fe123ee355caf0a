"""Who reaches what: the reasons, said slowly and plainly, and the flat rows that make them quick.

`reasons` is the definition. `rewrite` writes what follows from it as one row for each reader and thing, in the same
transaction as whatever changed; a property test holds the two equal.
"""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from policy import packs

from . import glass

BY_LINE = {"developmental", "personal", "send"}
BY_KEY_PERSON = {"developmental", "personal", "send"}
FAR = datetime(9999, 1, 1, tzinfo=timezone.get_default_timezone())


class ReaderQuerySet(models.QuerySet):
    def live(self, user, at=None):
        """The rows of an active reader that count at a moment."""
        return self.filter(reader=user.pk, until__gt=at or timezone.now()) if user.is_active else self.none()


class Reader(models.Model):
    """One flattened row for a reader and a thing. Derived: never a reason by itself."""

    reader = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    until = models.DateTimeField()
    sort_on = models.DateField()

    objects = ReaderQuerySet.as_manager()

    class Meta:
        abstract = True
        # The second is for counting: all that counting reads stands in it.
        indexes = [models.Index(fields=["reader", "-sort_on", "-thing"]), models.Index(fields=["reader", "until"])]

    def __str__(self):
        return f"{self._meta.verbose_name} {self.pk}"


@dataclass(frozen=True)
class Reason:
    """Why one worker may open one folder, and until when. ``source`` is shown on the page of who can see what."""

    reader_id: int
    until: datetime
    source: str
    grant: models.Model | None = None
    via: models.Model | None = None  # the worker from whom a line manager has it


def reasons(folder):
    """Every reason by rows that somebody has to open this folder now; being shut out removes them all.

    Roles that stand over a whole group (a lead) are not rows: `Folder.objects.open_to` asks for them directly.
    """
    shut_out = _shut_out(folder)
    own = [reason for reason in [*_grants(folder), *_key_person(folder)] if reason.reader_id not in shut_out]
    lasting = [reason for reason in own if reason.source != glass.SOURCE]
    return [reason for reason in [*own, *_lines(folder, lasting)] if reason.reader_id not in shut_out]


def _shut_out(folder):
    """Whoever it is about; whoever is shut out of the record it belongs to, or of this folder, which is apart."""
    person = folder.about.person if folder.kind == "about" else folder.person
    shut_out = set(person.exclusions.in_force().values_list("user", flat=True)) if person else set()
    if folder.person_id is None:
        shut_out.update(folder.kept_out.in_force().values_list("user", flat=True))
    return shut_out | {folder.about_staff_id}


def _grants(folder):
    return [Reason(grant.user_id, grant.until, grant.source, grant) for grant in folder.grants.live()]


def _key_person(folder):
    if folder.kind in BY_KEY_PERSON and folder.person.key_person_id:
        yield Reason(folder.person.key_person_id, FAR, "key person")


def _lines(folder, own):
    """The line manager of whoever has a reason has it too: one step up, and not in every kind of folder (S-07)."""
    from staff.models import Line

    if folder.kind not in BY_LINE and not (
        folder.kind == "safeguarding" and packs.current().switches.get("line_manager_reads_safeguarding")
    ):
        return
    ends = {}
    for reason in own:
        ends[reason.reader_id] = max(reason.until, ends.get(reason.reader_id, reason.until))
    for line in Line.objects.in_force().filter(worker__in=ends, worker__is_active=True).select_related("worker"):
        yield Reason(line.manager_id, min(ends[line.worker_id], _end_of(line)), "line manager", via=line.worker)


def _end_of(line):
    if line.ends_on is None:
        return FAR
    return timezone.make_aware(datetime.combine(line.ends_on, datetime.min.time()))


def rewrite(folders):
    """Write again the rows of these folders and of the people they belong to."""
    people = set()
    for folder in folders.select_related("person").order_by("pk"):
        _write(folder.readers, reasons(folder), folder.sort_on)
        if folder.person_id:
            people.update(folder.person.every_record())
    for person in sorted(people, key=lambda person: person.pk):
        _rewrite_person(person)


def _rewrite_person(person):
    """Whoever may open a folder of somebody may know of the person, under every record there is of them."""
    from .models import FolderReader

    rows = FolderReader.objects.filter(thing__person__in=person.every_record())
    found = [Reason(row.reader_id, row.until, "folder") for row in rows]
    _write(person.readers, found, max(person.folders.values_list("sort_on", flat=True), default=timezone.localdate()))


def _write(rows, found, sort_on):
    """As many statements for one reader as for fifty."""
    until = {}
    for reason in found:
        until[reason.reader_id] = max(reason.until, until.get(reason.reader_id, reason.until))
    there = {row.reader_id: (row.until, row.sort_on) for row in rows.all()}
    if there.keys() - until:
        rows.exclude(reader__in=until).delete()
    new = [
        rows.model(thing=rows.instance, reader_id=reader, until=end, sort_on=sort_on)
        for reader, end in sorted(until.items())
        if there.get(reader) != (end, sort_on)
    ]
    if new:
        changed = {"update_fields": ["until", "sort_on"], "unique_fields": ["reader", "thing"]}
        rows.bulk_create(new, update_conflicts=True, **changed)


def rewrite_for(worker):
    """Write again every row that follows from what this worker reaches (their line changed, or they left)."""
    from .models import Folder

    mine = Q(grants__user=worker, grants__ended_at=None) | Q(person__key_person=worker)
    rewrite(Folder.objects.filter(mine).distinct())


def place(person):
    """Say where somebody stands in the lists of those who stand over their group: a row as lists read it."""
    from .models import PersonPlace

    days = person.folders.values_list("sort_on", flat=True)
    if person.service_user and days:
        PersonPlace.objects.update_or_create(thing=person, defaults={"group": person.group, "sort_on": max(days)})
    else:
        PersonPlace.objects.filter(thing=person).delete()


def move_up(folder, on):
    """Bring a folder to the top of its readers' lists. A whole day is the key, so most entries write nothing here."""
    from .models import PersonPlace

    if on <= folder.sort_on:
        return
    type(folder)._base_manager.filter(pk=folder.pk).update(sort_on=on)
    folder.readers.order_by("pk").update(sort_on=on)
    if folder.person_id:
        folder.person.readers.filter(sort_on__lt=on).order_by("pk").update(sort_on=on)
        PersonPlace.objects.filter(thing=folder.person_id, sort_on__lt=on).update(sort_on=on)
