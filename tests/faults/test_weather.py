"""Disk, database, post, scanner, clock fail while people work, and come back; the service is not restarted (T19)."""

import time
from contextlib import ExitStack

import psycopg
import pytest

from tests.journeys.service import PREPARE, prepared, said_by
from tests.postgres import Server

from .living import Living
from .neighbours import Office, Scanner
from .test_kills import free_port
from .writing import sent

ALL = ("write", "upload", "agree", "step", "concern", "sign", "dispose")
DAY = 24 * 60 * 60
WAITS = 0.5  # seconds: whoever waits for a lock or for the scanner does so as ever, only shorter
HURRY = {"PATIENCE": str(WAITS)}
ON_SQLITE = pytest.param("sqlite", marks=pytest.mark.sqlite)
ON_A_LENT_DISK = pytest.param("lent", marks=[pytest.mark.sqlite, pytest.mark.long])
ON_POSTGRESQL = pytest.param("postgresql", marks=[pytest.mark.postgresql, pytest.mark.django_db])


@pytest.fixture(scope="module", params=[ON_SQLITE, ON_A_LENT_DISK, ON_POSTGRESQL])
def living(request, tmp_path_factory):
    place = tmp_path_factory.mktemp("weather")
    folder, office, scanner = place / "var", Office(free_port()), Scanner(place / "clamd")
    folder.mkdir()
    neighbours = {"EMAIL_URL": f"smtp://127.0.0.1:{office.port}", "CLAMD_SOCKET": str(scanner.path)}
    settings = HURRY | neighbours | ({"LENT": "yes"} if request.param == "lent" else {})
    with ExitStack() as ends:
        ends.callback(office.shut)
        ends.callback(scanner.shut)
        server, made, address = _database(request.param, ends, place)
        one = Living(folder, made, many=9, database=address, **settings)
        ends.callback(one.stop)
        one.server, one.office, one.scanner, one.address = server, office, scanner, address
        yield one


def _database(kind, ends, place):
    """A server that can be stopped, an installation, and the address; on SQLite all is in the installation."""
    if kind != "postgresql":
        return None, prepared(), None
    server, made = Server(), place / "made"
    ends.callback(server.end)
    server.folder.chmod(0o711)  # the service heeds modes, and its socket is in here
    server.prepare()
    made.mkdir()
    address = server.start()
    said_by(made, "-c", PREPARE, DATABASE_URL=address)
    return server, made, address


of_postgresql = pytest.mark.parametrize("living", [ON_POSTGRESQL], indirect=True)
# What stands beside the database is the same beside either: on PostgreSQL it is tried with --long.
beside_either = pytest.mark.parametrize(
    "living",
    [ON_SQLITE, ON_A_LENT_DISK, pytest.param(*ON_POSTGRESQL.values, marks=[*ON_POSTGRESQL.marks, pytest.mark.long])],
    indirect=True,
)
on_sqlite = pytest.mark.parametrize("living", [ON_SQLITE, ON_A_LENT_DISK], indirect=True)


@pytest.fixture
def owner_of(living):
    """Whoever looks after the database."""
    with psycopg.connect(living.address, autocommit=True) as connection:
        yield connection


@on_sqlite
def test_a_full_disk_takes_nothing_and_shows_nothing_that_it_cannot_write_down(living):
    living.write(*ALL, status=302)
    assert living.shows()
    living.ask("fill", living.group)
    living.shows_nothing()
    living.write(*ALL, status=503)
    living.ask("make_room", living.group)
    living.recovers()


@on_sqlite
def test_a_disk_that_can_only_be_read_is_as_a_full_one(living):
    living.settles()
    assert living.shows()
    living.ask("forbid_writing")
    living.shows_nothing()
    living.write(*ALL, status=503)
    living.ask("let_write")
    living.recovers()


@pytest.mark.long
@of_postgresql
@pytest.mark.parametrize("full", [True, False], ids=["full", "read-only"])
def test_beside_a_disk_for_files_that_takes_nothing_the_database_works_on(living, full):
    living.ask("fill", living.group) if full else living.ask("forbid_writing")
    assert living.shows()
    living.write("upload", status=503)
    living.write("write", "step", "concern", status=302)
    living.ask("make_room", living.group) if full else living.ask("let_write")
    living.recovers()


def test_a_database_that_somebody_else_holds(living):
    assert living.shows()
    holder = living.nursery.hold()
    living.shows_nothing()
    living.write("write", "step", "concern", status=503)
    living.nursery.kill(holder)
    living.recovers()


@of_postgresql
def test_a_database_that_is_away(living):
    assert living.shows()
    living.server.stop()
    living.shows_nothing()
    living.write(*ALL, status=503)
    living.server.start()
    living.recovers()


@of_postgresql
def test_a_connection_that_was_cut_is_made_anew(living, owner_of):
    assert living.shows()
    _cut(owner_of)
    assert living.shows()
    _cut(owner_of)
    living.write("write", "concern", status=302)
    assert living.wrong() == []


@of_postgresql
def test_a_database_whose_connections_are_all_taken(living, owner_of):
    taken = []
    with ExitStack() as ends:
        for _ in range(3):  # what the service let go is taken too
            while (one := _taken(living.address)) is not None:
                taken.append(ends.enter_context(one))
            _cut(owner_of, but=[one.info.backend_pid for one in taken])
            time.sleep(0.1)
        living.shows_nothing()
        living.write("write", "step", "concern", status=503)
    living.recovers()


@of_postgresql
def test_a_database_that_may_only_be_read(living, owner_of):
    assert living.shows()
    owner_of.execute("ALTER SYSTEM SET default_transaction_read_only = on")
    owner_of.execute("SELECT pg_reload_conf()")
    time.sleep(0.3)
    living.shows_nothing()
    living.write("write", "step", "concern", status=503)
    owner_of.execute("SET default_transaction_read_only = off")
    owner_of.execute("ALTER SYSTEM RESET default_transaction_read_only")
    owner_of.execute("SELECT pg_reload_conf()")
    living.recovers()


@beside_either
def test_post_waits_for_the_office_and_goes_once(living):
    living.write("concern", "sign", status=302)
    many = living.ask("waiting")
    assert many >= 2
    assert living.ask("struck", "send_the_post") == [0]
    assert living.ask("waiting") == many
    living.office.open()
    living.office.hangs_up = True
    assert living.ask("struck", "send_the_post") == [0]
    living.office.hangs_up = False
    assert living.ask("struck", "send_the_post") == [0]  # each is tried again in a minute
    living.ask("turn_clock", 61)
    assert living.ask("struck", "send_the_post", "send_the_post") == [many, 0]
    living.ask("turn_clock", 0)
    assert (len(living.office.came), living.ask("waiting")) == (many, 0)
    assert living.wrong() == []


@beside_either
def test_what_no_scanner_has_seen_comes_in_and_does_not_leave(living):
    gone, silent, quick = (living.stock.next("upload") for _ in range(3))
    living.send(gone, 302)
    assert living.ask("struck", "have_files_scanned")[0] == 0
    assert living.ask("scan_of", gone.canary) == ["not_done", 0, False]
    living.scanner.open()
    assert living.ask("struck", "have_files_scanned")[0] == 0
    before = living.scanner.asked
    living.send(silent, 302)
    living.send(quick, 302)
    assert living.scanner.asked == before + 1  # whoever comes next does not wait for it as well
    assert living.ask("scan_of", quick.canary) == ["not_done", 0, False]
    living.scanner.answers = True
    while living.ask("struck", "have_files_scanned")[0]:
        pass
    assert living.ask("scan_of", gone.canary) == ["clean", 1, True]
    later = living.stock.next("upload")
    time.sleep(4 * WAITS)
    living.send(later, 302)
    assert living.ask("scan_of", later.canary) == ["clean", 0, True]
    assert living.wrong() == []


@beside_either
@pytest.mark.parametrize("ahead", [DAY, -DAY])
def test_a_clock_that_is_a_day_wrong_lets_nobody_in_and_loses_nothing(living, ahead):
    """Of yesterday nobody was given anything yet. The trail says that the clock was set back, and nothing else."""
    living.ask("turn_clock", 0)
    living.office.open()
    living.sign_in_again()
    living.write("write", status=302)
    for moment in (ahead, 0):
        living.ask("turn_clock", moment)
        _kept_for_later(living)
        living.sign_in_again()
        if moment < 0:
            status, page = living.look()
            assert status == 404 and living.words not in page
        else:
            living.write("write", "step", "concern", status=302)
            assert living.shows()
        living.ask("struck", "seal_the_ledger")
    living.ask("struck", "send_the_post")
    assert living.ask("waiting") == 0
    wrong = living.wrong()
    assert [one.rpartition(": ")[2] for one in wrong] == ["the clock was set back"], wrong


def _kept_for_later(living):
    """A session of another day opens nothing; what was sent is kept and not done."""
    write = living.stock.next("concern")
    living.ask("forget_kept", write.path)
    sent(living.port, living.stock.cookies["amara"], write)
    assert write.status == 302
    assert [write.canary] in living.ask("kept", write.path)
    status, page = living.look()
    assert status == 302 and living.words not in page


def _cut(owner, but=()):
    owner.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid() AND NOT pid = ANY(%s)",
        [list(but)],
    )


def _taken(address):
    try:
        return psycopg.connect(address)
    except psycopg.OperationalError:
        return None
