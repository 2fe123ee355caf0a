"""What PostgreSQL itself refuses: a change around the verbs, and whatever a role has no part in."""

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, models, transaction

from audit import roles
from audit.appendonly import maintenance, missing_triggers
from audit.models import read
from audit.verify import verify
from records.models import Entry
from tests.acting import as_owner
from tests.cast import in_days

from .walls import refused, run

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]


@pytest.fixture
def entry(cast):
    return Entry.write(
        by=cast.amara, folder=cast.leo.folder("personal"), kind="visit", fact="x", happened_at=in_days(0)
    )


def commit():
    connection.check_constraints()  # what a commit does with what was put off till then


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

    def test_is_let_through_in_maintenance(self, entry, owner):
        with maintenance(connection):
            run("UPDATE records_entry SET fact = 'y'")
        commit()

    def test_is_refused_when_maintenance_follows(self, entry):
        with pytest.raises(IntegrityError), transaction.atomic():
            run("UPDATE records_entry SET fact = 'y'")
            with maintenance(connection):
                pass

    def test_finds_its_trigger_missing(self, owner):
        run("DROP TRIGGER appendonly_said_records_entry ON records_entry")
        assert "appendonly_said_records_entry" in missing_triggers(["default"])[0].msg
        call_command("migrate", verbosity=0)
        assert missing_triggers(["default"]) == []


@pytest.fixture
def act_as():
    """The roles are made; what follows is done by one of them. All of it is undone with the test."""
    commit()

    def change_to(part):
        run(f"SET LOCAL ROLE {connection.ops.quote_name(roles.role(connection, part))}")

    with as_owner(connection):
        roles.make_roles(connection)
        yield change_to


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
        for table in roles.FORGOTTEN | roles.rate_limits():
            run(f"DELETE FROM {table}")

    def test_verify_reads_what_it_checks_and_writes_nothing(self, entry, act_as):
        act_as("verify")
        assert verify().versions
        assert "permission denied" in refused("INSERT INTO audit_pending (source, row) VALUES ('trace', 1)")
        assert "permission denied" in refused("SELECT * FROM staff_session")

    def test_backup_reads_everything_and_writes_nothing(self, entry, act_as):
        act_as("backup")
        for table in connection.introspection.table_names():
            run(f"SELECT 1 FROM {connection.ops.quote_name(table)} LIMIT 1")
        assert "permission denied" in refused("DELETE FROM audit_pending")

    def test_owner_migrates(self, db, act_as):
        act_as("owner")
        call_command("migrate", verbosity=0)
        assert missing_triggers(["default"]) == []

    def test_command_checks_what_it_made(self, owner, capsys):
        run(f"ALTER ROLE {connection.ops.quote_name(roles.role(connection, 'verify'))} RENAME TO another")
        with pytest.raises(SystemExit):
            call_command("database_roles", "--check")
        assert "_verify is not there" in capsys.readouterr().out
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
        run(statement.format(app=connection.ops.quote_name(roles.role(connection, "app"))))
        with pytest.raises(SystemExit) as ended:
            call_command("database_roles", "--check")
        assert ended.value.code == 1
        assert said in capsys.readouterr().out
