"""Who can see what: for each folder, everybody with a reason, where it comes from, what for and until when (S-08)."""

from dataclasses import dataclass
from datetime import datetime

from staff.models import User

from .models import FolderGrant
from .reach import FAR, reasons

SOURCES = {
    "grant": "let in",
    "key person": "key person",
    "line manager": "manages somebody who has access",
    "break-glass": "opened it in an emergency",
}


@dataclass(frozen=True)
class Reader:
    """One worker and one reason to open a folder."""

    name: str
    source: str
    purpose: str
    until: datetime | None
    grant: FolderGrant | None


def readers_of(folder):
    """Everybody with a reason of their own to open a folder now, each reason on a line, in the order of names."""
    found = reasons(folder)
    people = {user.pk: user for user in User.objects.working_with_people().filter(pk__in=[r.reader_id for r in found])}
    rows = [_row(people[reason.reader_id], reason) for reason in found if reason.reader_id in people]
    return sorted(rows, key=lambda reader: (reader.name, reader.source))


def _row(user, reason):
    until = None if reason.until == FAR else reason.until
    purpose = reason.grant.purpose if reason.grant else ""
    return Reader(user.name, SOURCES.get(reason.source, reason.source), purpose, until, reason.grant)


def standing_over(person):
    """Those whose role opens every folder of a record without any further reason, unless they are shut out."""
    out = person.exclusions.in_force().values("user")
    return User.objects.standing_over(person.group).exclude(pk__in=out).order_by("first_name", "pk")
