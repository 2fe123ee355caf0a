"""The second wall, in PostgreSQL: what a query that asks for everything is shown, and what it is not shown."""

from contextlib import nullcontext

import pytest
from django.db import connection
from django.urls import reverse

from audit import walls
from records.attaching.intake import Accepted
from records.attaching.scanner import Scan
from records.models import Attachment, Entry, Folder, FolderReader, Person, PersonReader
from sharing.models import Decision
from staff.models import Line
from tests.acting import as_owner
from tests.cast import STAFF, in_days

pytestmark = [pytest.mark.postgresql, pytest.mark.clause("H-06", "S-08")]
WALLED = [Person, Folder, Entry, Attachment, Decision]


def everything(model, user):
    """What this user is shown by a query that somebody forgot to narrow."""
    with walls.around(user.pk, user.over):
        return set(model._base_manager.all())


NOTE = Accepted("note.txt", "txt", b"Seen on Monday.", Scan.CLEAN)


def write(cast, kind, by, person=None):
    folder = (person or cast.leo).folder(kind)
    return Entry.write(by=by, folder=folder, kind="visit", fact="x", happened_at=in_days(0), files=[NOTE])


def test_a_forgotten_filter_shows_a_stranger_nothing(cast):
    write(cast, "personal", cast.amara)
    for name in ("chen", "vik", "adam"):
        assert [everything(model, getattr(cast, name)) for model in WALLED] == [set()] * 5


def test_a_forgotten_filter_shows_a_worker_their_own_people(cast):
    seen, closed, elsewhere = (
        write(cast, *what)
        for what in (
            ("personal", cast.ben),
            ("safeguarding", cast.dee),
            ("personal", cast.dee, cast.yara),
        )
    )
    assert everything(Entry, cast.amara) == {seen}
    assert everything(Attachment, cast.amara) == {seen.attachments.get()}
    assert everything(Folder, cast.amara) == set(cast.leo.folders.all())
    assert everything(Person, cast.amara) == {cast.leo, cast.femi, cast.gran, cast.quin}  # with those who belong to him


def test_a_lead_is_shown_the_people_they_stand_over_but_for_whom_they_are_shut_out_from(cast):
    write(cast, "personal", cast.amara)
    assert cast.yara in everything(Person, cast.dee)
    assert cast.hana not in everything(Person, cast.dee)
    cast.leo.exclude(by=cast.sena, who=cast.dee, reason="an aunt")
    assert cast.leo not in everything(Person, cast.dee)
    assert everything(Folder, cast.dee) == set(cast.yara.folders.all())
    assert everything(Entry, cast.dee) == set()


def test_what_has_ended_is_hidden(cast):
    PersonReader.objects.update(until=in_days(-1))
    FolderReader.objects.update(until=in_days(-1))
    assert [everything(model, cast.amara) for model in WALLED] == [set()] * 5


def test_whoever_may_open_something_is_shown_it(cast, propose):
    """The coarse rule holds every row that the fine one gives: else a page would miss it."""
    propose(by=cast.amara)
    for kind in ("safeguarding", "personal"):
        write(cast, kind, cast.amara)
    write(cast, "safeguarding", cast.vik)
    Line.start(by=cast.adam, worker=cast.vik, manager=cast.chen)
    Folder.start(by=cast.sena, about_staff=cast.ben, kind="grievance")
    for user in (getattr(cast, name) for name in STAFF):
        for model in WALLED:
            judged = model.objects.to_look_at(user) if model is Decision else model.objects.open_to(user)
            assert set(judged) <= everything(model, user), (user.name, model)
    assert Entry.objects.open_to(cast.chen).exists()
    assert Decision.objects.to_look_at(cast.dee).exists()


def test_a_page_that_forgot_its_transaction_shows_nothing(cast, as_, monkeypatch):
    page = reverse("records:person", args=[cast.leo.public_id])
    client = as_(cast.amara)
    with walls.standing(""):
        assert client.get(page).status_code == 200
        monkeypatch.setattr("staff.access.around", lambda *_: nullcontext())
        assert client.get(page).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_is_handed_on_leaks_nothing(cast_again):
    cast = cast_again
    with walls.standing(cast.amara.pk, cast.amara.over):
        assert not Person._base_manager.exists()  # outside a transaction nobody stands there
    assert cast.leo in everything(Person, cast.amara)
    with walls.standing(""):
        before = pid()
        for model in WALLED:
            assert not model._base_manager.exists()
        assert everything(Person, cast.chen) == set()
        assert pid() == before
    assert Person._base_manager.exists()  # what the system asks outside a transaction is given one


@pytest.fixture
def cast_again(transactional_db):
    from tests.cast import cast_of_all

    return cast_of_all()


def pid():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid(), current_setting('app.reader', true)")
        backend, reader = cursor.fetchone()
        assert not reader
        return backend


def test_a_wall_that_is_missing_is_named(cast):
    assert set(walls.RULES) >= {model._meta.db_table for model in WALLED}
    assert walls.missing_walls(["default"]) == []
    with as_owner(connection), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE records_entry NO FORCE ROW LEVEL SECURITY")
    (missing,) = walls.missing_walls(["default"])
    assert missing.msg == "records_entry has no wall. Run migrate."
