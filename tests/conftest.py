"""How every test is run: quick passwords, real triggers, nothing skipped, each clause noted."""

import gc
from importlib.util import find_spec

import hypothesis
import pytest
from _pytest import runner
from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.test import TransactionTestCase
from django.test import client as client_of_django

from audit.walls import standing_as_system
from springfield.room import roomy
from tests import clauses_report
from tests.acting import as_app_from_now_on, as_owner

WALKS = {"attack", "architecture"}
BOTH = WALKS | {"journeys", "audit", "faults", "governance"}
pytest_plugins = ["tests.cast"] if find_spec("tests.cast") else []


def pytest_addoption(parser):
    parser.addoption("--long", action="store_true", help="also the tests that take long")
    parser.addoption("--screenshots", action="store_true", help="take the pictures of README.md anew")
    parser.addoption("--anew", action="store_true", help="write the table of lists (architecture/scopes.txt) anew")
    parser.addoption("--once", action="store_true", help="on SQLite without what PostgreSQL's run asks as well")
    parser.addoption("--clauses", metavar="FILE", help="write which clauses passing tests show")


def pytest_configure(config):
    # The same examples in every run; --long looks for new ones.
    hypothesis.settings.register_profile("every run", deadline=None, derandomize=True, database=None)
    hypothesis.settings.register_profile("long", deadline=None, print_blob=True)
    hypothesis.settings.load_profile("long" if config.getoption("long") else "every run")
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    if config.getoption("clauses") and not hasattr(config, "workerinput"):
        config.pluginmanager.register(clauses_report.Report(config.getoption("clauses")))


def pytest_collection_modifyitems(config, items):
    """What belongs to the other database, or takes long, is left out here: a test that skips itself is a failure.

    What touches no database is run once, with SQLite. With --once what asks one is run once too, on PostgreSQL, where
    the walls stand before it as well; but what walks over all pages, is done in the browser, or hangs on how a database
    keeps, locks and refuses, is run on both (BOTH, and what is marked so).
    """
    clauses_report.label(items)
    left_out = {"sqlite": {"postgresql"}, "postgresql": {"sqlite", "journey"}}[connection.vendor]
    if not config.getoption("long"):
        left_out |= {"long"} | ({"crawl"} if connection.vendor == "postgresql" else set())
    kept, gone = [], []
    for item in items:
        out = any(item.get_closest_marker(name) for name in left_out)
        if connection.vendor == "postgresql":
            out |= not _asks_a_database(item)
        elif config.getoption("once") and not config.getoption("long"):
            out |= _asks_a_database(item) and not _is_for_both(item)
        (gone if out else kept).append(item)
    config.hook.pytest_deselected(items=gone)
    items[:] = _longest_first(kept)


def pytest_collection_finish(session):
    """What is loaded by now stays to the end: looking through it for rubbish all the time is an eighth of the run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
    roomy(runner.pytest_runtest_protocol)  # every test is called from here


def _longest_first(items):
    """One file of journeys has the service made ready; what takes long besides is done while the others would wait."""
    first = next((item.path for item in items if item.get_closest_marker("journey")), None)

    def turn(item):
        return item.path != first, item.path.parent.name not in WALKS, not item.get_closest_marker("journey")

    return sorted(items, key=turn)


def _is_for_both(item):
    marked = any(item.get_closest_marker(name) for name in ("both", "sqlite", "crawl"))
    return marked or item.path.parent.name in BOTH


def _asks_a_database(item):
    return bool(item.get_closest_marker("django_db") or {"db", "transactional_db"} & set(item.fixturenames))


def pytest_sessionfinish(session):
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter):
    passed = [dict(report.user_properties) for report in terminalreporter.stats.get("passed", [])]
    if cells := sum(said.get("cells", 0) for said in passed):
        terminalreporter.write_line(f"{cells:,} cells of the tables of pages were tried (tests/architecture).")
    if denials := sum(said.get("denials", 0) for said in passed):
        terminalreporter.write_line(f"{denials:,} times deny beat grant in random worlds (tests/records).")
    for report in terminalreporter.stats.get("skipped", []):
        terminalreporter.write_line(f"SKIPPED, which counts as a failure: {report.nodeid}")


@pytest.fixture(scope="session", autouse=True)
def emptying_tables_passes_the_triggers():
    """Tests that really commit end by emptying every table: the one thing let through the append-only gate."""
    from audit import ledger
    from audit.appendonly import maintenance

    operations, teardown = type(connection.ops), TransactionTestCase._fixture_teardown
    refused = operations.execute_sql_flush

    def execute_sql_flush(self, sql_list):
        with maintenance(self.connection):
            refused(self, sql_list)
        ledger.head_file().unlink(missing_ok=True)  # the ledger it was signed over is gone with the tables

    def _fixture_teardown(self):
        with as_owner(connection):
            teardown(self)

    operations.execute_sql_flush, TransactionTestCase._fixture_teardown = execute_sql_flush, _fixture_teardown
    yield
    operations.execute_sql_flush, TransactionTestCase._fixture_teardown = refused, teardown


@pytest.fixture(scope="session", autouse=True)
def only_what_the_page_was_given_is_kept():
    """A response in a test keeps what its page was given (`context`), not a copy for each of its parts."""
    keep = client_of_django.store_rendered_templates

    def keep_the_first(store, *args, **kwargs):
        if "context" not in store:
            keep(store, *args, **kwargs)

    client_of_django.store_rendered_templates = keep_the_first
    yield
    client_of_django.store_rendered_templates = keep


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        for name, migration in MigrationLoader(connection).disk_migrations.items():
            for applied in [name, *migration.replaces]:
                MigrationRecorder(connection).record_applied(*applied)
        as_app_from_now_on()
    with standing_as_system():  # what a test looks up is no page; each page stands before the walls (audit/walls.py)
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix):
    """Tables are made from the models, in a twentieth of the time; springfield/test_migrations.py holds them equal.

    SQLite in a file, as in real use: in memory two connections would lock each other out where a file waits.
    """
    connection.settings_dict["TEST"]["MIGRATE"] = False
    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = str(settings.VAR_DIR / "tests.sqlite3")


@pytest.fixture
def owner(db):
    """This test is done by whoever owns the database."""
    with as_owner(connection):
        yield
