"""What SQLite itself refuses: any change of its schema, but in a migration."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, models
from django.db.migrations.recorder import MigrationRecorder
from django.test.utils import isolate_apps

from audit import schema
from audit.appendonly import maintenance, missing_triggers

from .walls import refused, run

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


SHUT = [
    "DROP TRIGGER appendonly_update_audit_trace",
    "DROP TABLE audit_trace",
    "DROP INDEX a_row_has_one_leaf",
    "CREATE TABLE another (id INTEGER)",
    "CREATE TRIGGER another BEFORE INSERT ON audit_trace BEGIN SELECT RAISE(IGNORE); END",
    "CREATE TEMP TRIGGER another BEFORE INSERT ON main.audit_trace BEGIN SELECT RAISE(IGNORE); END",
    "CREATE VIEW another AS SELECT * FROM audit_trace",
    "CREATE TEMP VIEW audit_reading AS SELECT * FROM audit_trace",
    "CREATE UNIQUE INDEX another ON audit_trace (by_name)",
    "CREATE VIRTUAL TABLE another USING fts5(words)",
    "ALTER TABLE audit_trace RENAME TO another",
    "ALTER TABLE audit_trace ADD COLUMN another INTEGER",
    "PRAGMA writable_schema=1",
    "PRAGMA Writable_Schema(on)",
    "PRAGMA main.writable_schema = 1",
    "PRAGMA recursive_triggers=OFF",
    "PRAGMA foreign_keys=OFF",
    "PRAGMA synchronous=OFF",
    "UPDATE sqlite_master SET sql = '' WHERE type = 'trigger'",
    "UPDATE audit_gate SET is_open = 1",
]


class TestTheShutSchema:
    @pytest.mark.parametrize("statement", SHUT)
    def test_refuses(self, statement):
        assert refused(statement)
        assert missing_triggers(["default"]) == []

    def test_refuses_another_file(self):
        assert "not authorized" in refused("ATTACH ':memory:' AS another")

    def test_refuses_again_what_it_let_through_while_open(self):
        with maintenance(connection):
            pass
        for _ in range(2):
            assert "not authorized" in refused("UPDATE audit_gate SET is_open = 1")

    def test_is_shut_again_after_each_block_and_each_error(self):
        with pytest.raises(ZeroDivisionError), schema.opened(connection), schema.opened(connection):
            run("CREATE TABLE another (id INTEGER)")
            raise ZeroDivisionError
        assert "not authorized" in refused("DROP TABLE another")
        with schema.opened(connection):
            with schema.opened(connection):
                pass
            run("DROP TABLE another")

    def test_answers_what_django_asks(self):
        for question in ("table_info(audit_trace)", "foreign_key_check", "journal_mode", "recursive_triggers"):
            run(f"PRAGMA {question}")
        run("CREATE TEMP TABLE passing (id INTEGER)")
        run("DROP TABLE passing")

    def test_lets_the_table_of_rate_limits_be_made(self):
        (table,) = schema.rate_limits()
        with schema.opened(connection):
            run(f"DROP TABLE {table}")
        call_command("createcachetable", verbosity=0)
        assert table in connection.introspection.table_names()


@pytest.mark.django_db(transaction=True)
class TestAMigration:
    def test_goes_through(self, settings):
        settings.MIGRATION_MODULES = {"policy": "tests.audit.remaking"}  # an app that has no tables of its own
        call_command("migrate", "policy", verbosity=0)
        assert missing_triggers(["default"]) == []
        call_command("migrate", "policy", "zero", verbosity=0)
        assert missing_triggers(["default"]) == []
        assert "not authorized" in refused("DROP TABLE sharing_draft")

    @isolate_apps("audit")
    def test_that_fails_leaves_the_schema_shut(self):
        class Another(models.Model):
            class Meta:
                app_label = "audit"

        with pytest.raises(ZeroDivisionError), connection.schema_editor() as editor:
            editor.create_model(Another)
            raise ZeroDivisionError
        assert "not authorized" in refused("CREATE TABLE another (id INTEGER)")
        run("SELECT 1")

    def test_is_the_first_thing_a_connection_does(self):
        connection.close()
        with connection.schema_editor() as editor:
            editor.execute("CREATE TABLE another (id INTEGER)")
            editor.execute("DROP TABLE another")
        connection.close()
        assert "not authorized" in refused("CREATE TABLE another (id INTEGER)")


def test_what_stopped_half_way_before_all_migrations_were_made_one_is_refused():
    had, lost = MigrationRecorder(connection).migration_qs.filter(app="sharing"), ["0001_tables", "0011_what_leaves"]
    assert had.filter(name__in=lost).delete()[0] == 2
    with pytest.raises(CommandError, match="sharing stopped half way, before 0011_what_leaves"):
        call_command("migrate", verbosity=0, skip_checks=False)


def test_sqlite_has_no_roles():
    with pytest.raises(SystemExit) as ended:
        call_command("database_roles")
    assert ended.value.code == 2
