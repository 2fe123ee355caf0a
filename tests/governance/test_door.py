"""The one door through which recorded rows are destroyed, and who holds it shut; what points at what goes (T16)."""

import pytest
from django.db import DatabaseError, transaction

from audit import disposal as door
from audit.models import Trace
from governance.disposing.fates import LETS_GO, STAYS, pointers_at
from records.models import Concern, Entry, Person
from sharing.models import Decision, Request
from tests.audit.walls import run
from tests.cast import in_days

pytestmark = [pytest.mark.clause("S-23", "S-31", "H-25")]
# Every column that may be empty and yet goes with what it points at: each was looked at. What may not be empty goes.
GOES = {
    "consent.Consent.best_interests", "consent.Consent.capacity", "consent.Consent.competence", "consent.Consent.power",
    "consent.Consent.relationship", "consent.Conversation.consent", "consent.Wish.competence", "governance.Hold.folder",
    "governance.Hold.person", "records.AccessRequest.person", "records.AccessRequest.renews",
    "records.Attachment.concern", "records.Attachment.entry", "records.ConcernAbout.person", "records.Entry.corrects",
    "records.Folder.person", "records.LookedAt.exclusion", "records.LookedAt.glass", "records.LookedAt.grant",
    "records.LookedAt.unusual", "records.Mark.concern", "records.Mark.entry", "records.Person.merged_into",
    "records.Likeness.stays", "records.Task.person", "records.Telling.concern", "records.Telling.entry",
    "records.Telling.to", "records.Tie.person", "records.UnusualReading.person", "sharing.Decision.apart",
    "sharing.RequestAbout.person",
}  # fmt: skip


def pointers():
    """Whatever can be reached from what a disposal may take."""
    seen, ahead = set(), [Person, Concern, Decision, Request]
    while ahead:
        for pointer in pointers_at(ahead.pop()):
            if pointer not in seen and not pointer.derived:
                seen.add(pointer)
                ahead.append(pointer.model)
    return seen


def test_whatever_may_point_at_nothing_says_what_becomes_of_it():
    empty = {one.name for one in pointers() if one.model._meta.get_field(one.field).null}
    assert empty - LETS_GO - STAYS == GOES
    assert {one.name for one in pointers()} >= LETS_GO | STAYS


@pytest.mark.django_db
class TestTheDoor:
    @pytest.fixture
    def line(self, cast):
        """A line that looks like one, written by the service without two people."""
        entry = Entry.write(
            by=cast.amara, folder=cast.leo.folder("personal"), kind="visit", fact="x", happened_at=in_days(0)
        )
        facts = {"anew": {}, "files": [], "leaves": [], "things": {"records_entry": [entry.public_id.hex]}}
        said = {"event": "disposal.carried_out", "by_id": 1, "by_name": "x", "title": "x", "about": "x"}
        return Trace.objects.create(facts=facts | {"versions": {}}, **said)

    def test_opens_for_no_line_that_no_two_people_stand_behind(self, line):
        with pytest.raises((door.NotNamed, DatabaseError), match="two people"), transaction.atomic():
            door.destroy(line)
        assert Entry.objects.exists()

    def test_opens_for_no_other_kind_of_line(self, cast, line):
        other = Trace.objects.filter(event="entry.written").latest("pk")
        with pytest.raises((door.NotNamed, DatabaseError)), transaction.atomic():
            door.destroy(other)

    @pytest.mark.postgresql
    @pytest.mark.parametrize("table", ["records_entry", "records_historicalentry", "audit_trace"])
    def test_is_the_only_one(self, cast, line, table):
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            run("SET LOCAL app.audit_maintenance = 'on'")
            run(f"DELETE FROM {table}")
