"""A copy of the register for a spreadsheet. It holds no free words and nothing that is locked away about anybody."""

from dataclasses import dataclass

from django.utils import timezone

from audit.canonical import digest
from records.exits import struck_from
from records.models import SafeContact

from ..models import Consent
from ..shown import SHOWN
from .lists import answers, names_known_to, standings_for
from .spreadsheet import written

HEAD = [
    "Record",
    "Name",
    "Kind of permission",
    "Agency or kind",
    "Purpose",
    "Information",
    "Answer",
    "Where we stand",
    "Answered by",
    "Who they are",
    "How",
    "Answered on",
    "Look again by",
    "Taken back on",
    "Language",
    "Wording",
]


@dataclass(frozen=True)
class Sheet:
    """A file, its SHA-256, and how many answers stand in it."""

    data: bytes
    many: int

    @property
    def sha256(self):
        return digest(self.data)


def sheet_for(user):
    """Everything the register lists for this user, by person, in as many queries however much there is."""
    found = answers(user).select_related("person", "recipient", "relationship").order_by("person", "-answered_at", "pk")
    lines = standings_for(list(found))
    named = names_known_to(user, [row for row, _, _ in lines])
    secrets = SafeContact.objects.guarded_by_person()
    rows = [
        struck_from(_cells(row, *stands, row_named=row.person_id in named), secrets.get(row.person.stands_for, ()))
        for row, *stands in lines
    ]
    return Sheet(written([HEAD, *rows]), len(lines))


def _cells(row, matter, standing, row_named):
    """Who may not know the name of the person is not told the names of their family either."""
    return [
        row.person,
        row.person.name if row_named else "",
        matter.kind_in_words,
        matter.whom,
        matter.why,
        matter.what,
        row.get_state_display(),
        SHOWN[standing.state][0],
        row.who_answered if row_named and row.state != Consent.State.NOT_SOUGHT else "",
        row.their_link,
        row.get_how_display(),
        timezone.localdate(row.answered_at),
        row.review_on,
        timezone.localdate(row.withdrawn_at) if row.withdrawn_at else "",
        row.language,
        row.wording_edition,
    ]
