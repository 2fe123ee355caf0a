"""The quarterly round: everybody who can see what of one group, with why and until when, a page at a time (S-08)."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from .models import FolderGrant, FolderReader, Person
from .models.access_review import standing_in
from .reach import BY_KEY_PERSON, FAR

ROWS = 50


@dataclass(frozen=True)
class Row:
    """One worker and one person, and each reason with its last day and the folders that it opens."""

    reader: str
    person: Person
    reasons: list


@dataclass(frozen=True)
class Round:
    """What a lead looks through. ``page`` counts from 0; ``more``: whether there is another."""

    rows: list
    total: int
    grants: list
    exclusions: list
    page: int
    more: bool


def round_of(group, user, page=0):
    """One page of it; six questions, however many rows."""
    standing = standing_in(group, user)
    found = standing["readers"].select_related("reader", "thing")
    found = found.order_by("reader__first_name", "reader", "thing__name", "pk")
    shown = list(found[page * ROWS : (page + 1) * ROWS + 1])
    grants = standing["grants"].select_related("content_object__person", "granted_by", "user")
    return Round(
        rows=_rows(shown[:ROWS]),
        total=standing["readers"].count(),
        grants=list(grants.order_by("until", "pk")[:ROWS]),
        exclusions=list(standing["exclusions"].order_by("started_on", "pk")[:ROWS]),
        page=page,
        more=len(shown) > ROWS,
    )


def _rows(found):
    """Two more questions, however many rows."""
    people, readers = {row.thing_id for row in found}, {row.reader_id for row in found}
    folders = FolderReader.objects.filter(thing__person__in=people, reader__in=readers).select_related("thing__person")
    granted = FolderGrant.objects.live().filter(content_object__person__in=people, user__in=readers)
    given = set(granted.values_list("content_object", "user"))
    opened: dict = defaultdict(lambda: defaultdict(list))
    for row in folders.order_by("thing"):
        opened[row.reader_id, row.thing.person_id][_why(row, given)].append(row.thing.get_kind_display())
    return [Row(row.reader.name, row.thing, _told(opened[row.reader_id, row.thing_id])) for row in found]


def _why(row, given):
    """Why a folder is open, and the last day of it."""
    until = None if row.until == FAR else timezone.localdate(row.until - timedelta(microseconds=1))
    if row.thing.person.key_person_id == row.reader_id and row.thing.kind in BY_KEY_PERSON:
        return "Key person", until
    return "Let in" if (row.thing_id, row.reader_id) in given else "Manages somebody who has access", until


def _told(reasons):
    """Each reason once, with its folders."""
    return [(why, until, ", ".join(kinds)) for (why, until), kinds in reasons.items()]
