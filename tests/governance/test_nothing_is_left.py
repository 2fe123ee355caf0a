"""More than a hundred canaries, in every box in which somebody writes: after a disposal no file holds one (T24).

On PostgreSQL the files of the database are read, not its write-ahead log, which ends with its time like a backup.
"""

import re
import time
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection

from audit import ledger
from audit.appendonly import maintenance
from audit.disposal import wipe
from audit.verify import Tampered, verify
from governance.disposing import held
from governance.disposing.sweep import line_of
from records.attaching.intake import Accepted
from records.attaching.scanner import Scan
from records.models import Agency, Concern, Entry, Person
from sharing.models import Draft
from staff.models import Kept, User
from tests.acting import as_owner
from tests.attack.more_words import write_the_rest
from tests.attack.world import CANARY, canary, hidden_record
from tests.cast import cast_of_all, in_days

from .conftest import agreed

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.clause("S-31", "H-25")]
# What is in the record of somebody else, or in none: it stays.
HER_MOTHER = "new_name power power_limits asked can_wait decided_by help_given impairment less_restrictive one reasons"
HER_MOTHER += " wants why exclusion"
OTHER_PEOPLE = "asked_by_link alike grown apart apart_is apart_why kept_longer kept_out"
COLLEAGUES = "staff_facts staff_opinion staff_words officer tie tie_answer"
AGENCIES = "agency contact contact_post number_from"
OF_NOBODY_BY_NAME = "question reply asked_again asked_words review_found copied source disposal disposal_over"
STAYS = {canary(name) for name in " ".join([HER_MOTHER, OTHER_PEOPLE, COLLEAGUES, AGENCIES, OF_NOBODY_BY_NAME]).split()}
NOTE = Accepted("canary.txt", "txt", canary("file").encode(), Scan.CLEAN)
WHERE = "SELECT current_setting('data_directory'), oid FROM pg_database WHERE datname = current_database()"


def files():
    """The database as it lies on the disk, its log beside it, files, post and whatever else is kept."""
    yield from Path(settings.VAR_DIR).rglob("*")
    if connection.vendor == "postgresql":
        with as_owner(connection), connection.cursor() as cursor:
            cursor.execute("CHECKPOINT")  # what is only in memory yet is written
            cursor.execute(WHERE)
            folder, key = cursor.fetchone()
        yield from (Path(folder) / "base" / str(key)).rglob("*")


def OURS():
    return [connection.settings_dict["NAME"]]


def found():
    pattern = re.compile(CANARY.pattern.encode())
    read = (path.read_bytes() for path in files() if path.is_file())
    return {word.decode() for data in read for word in pattern.findall(data)}


def sample():
    """As PostgreSQL's own housekeeping does by itself: it notes some of what stands in each column, to plan with."""
    if connection.vendor == "postgresql":
        with as_owner(connection), connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def test_of_what_was_written_about_one_child(time_machine, monkeypatch):
    cast = cast_of_all()
    write_the_rest(cast, hidden := hidden_record(cast))
    nia = hidden.person
    kept = {"by": cast.dee, "folder": nia.folder("personal"), "kind": "visit", "happened_at": in_days(0)}
    file = Entry.write(**kept, fact=canary("with_a_file"), files=[NOTE]).attachments.get()
    Kept.objects.create(user=cast.dee, path=f"/records/{nia.public_id}/x/", data={"why": canary("typed")})
    sibling = Person.register(by=cast.dee, name="Her Brother", group="child")
    both = Concern.log(by=cast.amara, danger="no", facts="Both were there", people=[nia, sibling])
    Draft.objects.all().delete()  # one in hand forbids it
    sample()
    before = found()
    assert len(before - STAYS) > 100 and default_storage.exists(file.file.name)
    monkeypatch.setattr(held, "_open", lambda *_: [])  # so that all of it is there: what is open forbids it otherwise
    proposal = agreed(cast, nia, "retention.child")
    time_machine.move_to(proposal.due_at)
    for _ in range(20):  # PostgreSQL's own housekeeping may be reading; then it is tried again
        with as_owner(connection):
            call_command("dispose", verbosity=0)
        proposal.refresh_from_db()
        if proposal.swept_at:
            break
        time.sleep(0.5)
    assert proposal.swept_at and found() == STAYS
    assert not any(default_storage.exists(name) for name in line_of(proposal).facts["files"])
    assert not default_storage.exists(file.file.name)
    assert [about.person for about in both.about.all()] == [sibling]
    ledger.seal()
    assert verify().destroyed > 100
    default_storage.save(file.file.name, ContentFile(b"x"))
    with pytest.raises(Tampered, match="put back"):
        verify()
    default_storage.delete(file.file.name)


@pytest.mark.postgresql
def test_rows_that_somebody_could_still_be_reading_are_not_said_to_be_gone():
    """Whoever began to read before they were destroyed holds them; afterwards they go."""
    agency = Agency.add(by=User.system(), name="An agency", kind="charity")
    table, wiped = "records_agency", []
    with psycopg.connect(**connection.get_connection_params() | {"dbname": OURS()[0]}) as reader:
        reader.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        reader.execute("SELECT 1 FROM pg_class")
        with as_owner(connection), maintenance(connection), connection.cursor() as cursor:
            cursor.execute(f"UPDATE {table} SET name = 'Another' WHERE id = %s", [agency.pk])
        with as_owner(connection):
            wiped.append(wipe({table}))
    with as_owner(connection):  # the reader, or PostgreSQL's own housekeeping, may take a moment to be gone
        wiped.append(any(wipe({table}) or time.sleep(0.5) for _ in range(20)))
    assert wiped == [False, True]
