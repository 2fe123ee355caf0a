"""What the database itself refuses: on SQLite a change of its schema, on PostgreSQL what a role has no part in."""

import pytest
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, connection, models, transaction
from django.test.utils import isolate_apps

from audit import walls
from audit.appendonly import maintenance, missing_triggers
from audit.models import read
from audit.verify import verify
from records.models import Entry
from tests.cast import in_days

pytestmark = pytest.mark.django_db
sqlite, postgresql = pytest.mark.sqlite, pytest.mark.postgresql


def run(statement, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def refused(statement):
    with pytest.raises(DatabaseError) as error:
        run(statement)
    return str(error.value)


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


@sqlite
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
        with pytest.raises(ZeroDivisionError), walls.opened(connection), walls.opened(connection):
            run("CREATE TABLE another (id INTEGER)")
            raise ZeroDivisionError
        assert "not authorized" in refused("DROP TABLE another")
        with walls.opened(connection):
            with walls.opened(connection):
                pass
            run("DROP TABLE another")

    def test_answers_what_django_asks(self):
        for question in ("table_info(audit_trace)", "foreign_key_check", "journal_mode", "recursive_triggers"):
            run(f"PRAGMA {question}")
        run("CREATE TEMP TABLE passing (id INTEGER)")
        run("DROP TABLE passing")

    def test_lets_the_table_of_rate_limits_be_made(self):
        (table,) = walls.rate_limits()
        with walls.opened(connection):
            run(f"DROP TABLE {table}")
        call_command("createcachetable", verbosity=0)
        assert table in connection.introspection.table_names()


@sqlite
@pytest.mark.django_db(transaction=True)
class TestAMigration:
    def test_goes_through(self, settings):
        call_command("migrate", "sharing", "zero", verbosity=0)
        call_command("migrate", verbosity=0)
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


@pytest.fixture
def entry(cast):
    return Entry.write(
        by=cast.amara, folder=cast.leo.folder("personal"), kind="visit", fact="x", happened_at=in_days(0)
    )


def commit():
    connection.check_constraints()  # what a commit does with what was put off till then


@postgresql
class TestAChangeAroundTheVerbs:
    AROUND = [
        "UPDATE records_entry SET fact = 'y'",
        "UPDATE records_entry SET fact = 'y', version = version + 1",
        "UPDATE records_entry SET version = version + 1",
        "UPDATE records_entry SET public_id = gen_random_uuid()",
    ]

    @pytest.mark.parametrize("statement", AROUND)
    def test_is_refused_at_commit(self, entry, statement):
        commit()
        with pytest.raises(IntegrityError, match="changes only through its verbs"), transaction.atomic():
            run(statement)
            commit()

    def test_as_a_new_row_is_refused_at_commit(self, entry):
        copied = Entry.objects.get()
        copied.pk, copied.public_id = None, "0" * 32
        with pytest.raises(IntegrityError, match="changes only through its verbs"), transaction.atomic():
            models.Model.save_base(copied, raw=True, force_insert=True)
            commit()

    def test_is_not_what_a_verb_does(self, entry, cast):
        entry.correct(by=cast.amara, fact="y")
        entry.correct(by=cast.amara, fact="z")
        commit()

    def test_is_let_through_in_maintenance(self, entry):
        with maintenance(connection):
            run("UPDATE records_entry SET fact = 'y'")
        commit()

    def test_is_refused_when_maintenance_follows(self, entry):
        with pytest.raises(IntegrityError), transaction.atomic():
            run("UPDATE records_entry SET fact = 'y'")
            with maintenance(connection):
                pass

    def test_finds_its_trigger_missing(self):
        run("DROP TRIGGER appendonly_said_records_entry ON records_entry")
        assert "appendonly_said_records_entry" in missing_triggers(["default"])[0].msg
        call_command("migrate", verbosity=0)
        assert missing_triggers(["default"]) == []


@pytest.fixture
def act_as():
    """The roles are made; what follows is done by one of them. All of it is undone with the test."""
    commit()
    walls.make_roles(connection)

    def change_to(part):
        run(f"SET LOCAL ROLE {connection.ops.quote_name(walls.role(connection, part))}")

    yield change_to
    run("RESET ROLE")


KEPT = ["audit_trace", "audit_reading", "audit_leaf", "audit_signedcheckpoint", "records_historicalentry"]
PROBES = [
    "UPDATE {table} SET {key} = {key}",
    "DELETE FROM {table}",
    "INSERT INTO {table} SELECT * FROM {table} ON CONFLICT ({key}) DO UPDATE SET {key} = 1",
    "TRUNCATE {table}",
    "DROP TABLE {table}",
    "ALTER TABLE {table} DISABLE TRIGGER ALL",
    "ALTER TABLE {table} ADD COLUMN another int",
    "DROP TRIGGER appendonly_change_{table} ON {table}",
    "ALTER TRIGGER appendonly_change_{table} ON {table} RENAME TO another",
    "CREATE TRIGGER another BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION audit_refuse()",
    "CREATE RULE another AS ON INSERT TO {table} DO INSTEAD NOTHING",
    "COPY {table} TO PROGRAM 'cat'",
    "COPY {table} FROM '/dev/null'",
]
ANYWHERE = [
    "SET LOCAL session_replication_role = replica",
    "CREATE TABLE another (id int)",
    "CREATE TEMP TABLE audit_trace (id int)",
    "CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
    "DROP FUNCTION audit_refuse() CASCADE",
    "DELETE FROM records_entry",
    "TRUNCATE records_entry CASCADE",
    "DELETE FROM staff_user",
    "DELETE FROM records_foldergrant",
    "INSERT INTO django_migrations (app, name, applied) VALUES ('x', 'x', now())",
    "CREATE ROLE another",
    "UPDATE pg_trigger SET tgenabled = 'D'",
]


@postgresql
class TestTheRoles:
    @pytest.mark.parametrize("table", KEPT)
    @pytest.mark.parametrize("probe", PROBES)
    def test_app_changes_nothing_that_was_recorded(self, entry, act_as, table, probe):
        act_as("app")
        key = {"audit_leaf": "seq", "audit_signedcheckpoint": "size", "records_historicalentry": "history_id"}
        said = refused(probe.format(table=table, key=key.get(table, "id")))
        assert "permission denied" in said or "must be owner" in said

    @pytest.mark.parametrize("statement", ANYWHERE)
    def test_app_changes_no_wall(self, entry, act_as, statement):
        act_as("app")
        said = refused(statement)
        assert "permission denied" in said or "must be owner" in said

    def test_app_has_no_maintenance(self, entry, act_as):
        act_as("app")
        with pytest.raises(IntegrityError, match="verbs"), transaction.atomic():
            with maintenance(connection):
                run("UPDATE records_entry SET fact = 'y'")
            commit()

    def test_app_does_its_work(self, entry, act_as, cast):
        act_as("app")
        entry.correct(by=cast.amara, fact="y")
        read("a page", by=cast.amara, about=entry)
        commit()
        for table in walls.FORGOTTEN | walls.rate_limits():
            run(f"DELETE FROM {table}")

    def test_verify_reads_what_it_checks_and_writes_nothing(self, entry, act_as):
        act_as("verify")
        assert verify().versions
        assert "permission denied" in refused("INSERT INTO audit_pending (source, row) VALUES ('trace', 1)")
        assert "permission denied" in refused("SELECT * FROM django_session")

    def test_backup_reads_everything_and_writes_nothing(self, entry, act_as):
        act_as("backup")
        for table in connection.introspection.table_names():
            run(f"SELECT 1 FROM {connection.ops.quote_name(table)} LIMIT 1")
        assert "permission denied" in refused("DELETE FROM audit_pending")

    def test_owner_migrates(self, db, act_as):
        act_as("owner")
        call_command("migrate", verbosity=0)
        assert missing_triggers(["default"]) == []

    def test_command_checks_what_it_made(self, db, capsys):
        with pytest.raises(SystemExit):
            call_command("database_roles", "--check")
        assert "_app is not there" in capsys.readouterr().out
        call_command("database_roles")
        said = capsys.readouterr().out
        assert "NOLOGIN" in said and "PASSWORD" not in said
        call_command("database_roles")
        call_command("database_roles", "--check")

    @pytest.mark.parametrize(
        "statement, said",
        [
            ("GRANT UPDATE ON audit_trace TO {app}", "_app may UPDATE audit_trace."),
            ("GRANT DELETE ON records_entry TO PUBLIC", "_app may DELETE records_entry."),
            ("REVOKE SELECT ON records_entry FROM {app}", "_app may not SELECT records_entry."),
            ("ALTER ROLE {app} BYPASSRLS", "_app is more than an ordinary role"),
            ("GRANT pg_write_all_data TO {app}", "_app is more than an ordinary role"),
            ("GRANT CREATE ON SCHEMA public TO {app}", "_app may make tables."),
            ("ALTER TABLE audit_trace OWNER TO CURRENT_USER", "The table audit_trace does not belong"),
        ],
    )
    def test_check_names_what_differs(self, act_as, capsys, statement, said):
        run(statement.format(app=connection.ops.quote_name(walls.role(connection, "app"))))
        with pytest.raises(SystemExit) as ended:
            call_command("database_roles", "--check")
        assert ended.value.code == 1
        assert said in capsys.readouterr().out


@sqlite
def test_sqlite_has_no_roles():
    with pytest.raises(SystemExit) as ended:
        call_command("database_roles")
    assert ended.value.code == 2
