"""Makes the database itself refuse to change what was recorded.

Triggers on every history, trace and reading table, on SQLite and PostgreSQL. They guard against accidents and
against the application; somebody who owns the database can remove them, which is what the audit proof is for.

On PostgreSQL each recorded row must also say, at commit, what its version in the history says, so that nothing is
changed around the verbs. SQLite has no triggers that wait for the commit; there `verify_trail` finds it.
"""

from contextlib import contextmanager

from django.apps import apps
from django.core.checks import Error
from django.db import connections, transaction

from .models import SOURCES, AppendOnly
from .schema import opened
from .verbs import recorded

PREFIX = "appendonly"
LOCK = 0x1ED6E2  # the number of this lock among those of the database
WAITS = {model._meta.db_table: name for name, model in SOURCES.items()}  # for its number in the ledger


def tables():
    """The tables nobody may change: every history table, traces and readings."""
    return sorted(
        model._meta.db_table
        for model in apps.get_models()
        if hasattr(model, "history_id") or issubclass(model, AppendOnly) or getattr(model, "append_only", False)
    )


def histories():
    """The tables of recorded rows, each with the table of its history."""
    return {model._meta.db_table: model.history.model._meta.db_table for model in recorded()}


def install(using="default", **_):
    """Put every trigger in place again. SQLite loses them silently whenever a migration remakes a table."""
    from . import disposal

    connection = connections[using]
    present = set(connection.introspection.table_names())
    with opened(connection), connection.cursor() as cursor, transaction.atomic(using):
        for statement in PREPARE[connection.vendor]:
            cursor.execute(statement)
        for statement in disposal.statements() if connection.vendor == "postgresql" else []:
            cursor.execute(statement)
        for table in tables():
            if table in present:
                waiting = WAITING[connection.vendor] if table in WAITS else []
                for statement in [*TRIGGERS[connection.vendor], *waiting]:
                    cursor.execute(statement.format(table=table, prefix=PREFIX, source=WAITS.get(table)))
        cursor.execute(SCHEMA[connection.vendor])
        (schema,) = cursor.fetchone()
        for table, history in histories().items():
            if {table, history} <= present:
                for statement in SAID[connection.vendor]:
                    cursor.execute(statement.format(table=table, prefix=PREFIX, history=f"{schema}.{history}"))


def missing_triggers(databases=None, **_):
    """System check: name every table that has lost a trigger."""
    found = []
    for using in databases or []:
        connection = connections[using]
        present = set(connection.introspection.table_names())
        with connection.cursor() as cursor:
            cursor.execute(INSTALLED[connection.vendor])
            installed = {row[0] for row in cursor.fetchall()}
        for table in {*tables(), *histories()} & present:
            lost = [name for name in expected(connection.vendor, table) if name not in installed]
            if lost:
                found.append(
                    Error(f"{table} can be rewritten: {', '.join(lost)} missing. Run migrate.", id="audit.E001")
                )
    return found


def expected(vendor, table):
    if table in histories():
        return [f"{PREFIX}_said_{table}"] if SAID[vendor] else []
    moments = {"sqlite": ("update", "delete", "replace"), "postgresql": ("change", "truncate")}[vendor]
    return [f"{PREFIX}_{moment}_{table}" for moment in (*moments, *(["waits"] if table in WAITS else []))]


@contextmanager
def maintenance(connection):
    """Open the one gate in the triggers, for disposal and for emptying test databases.

    On PostgreSQL only for a role which may delete history, and what was written before is judged before.
    """
    with opened(connection), transaction.atomic(connection.alias), connection.cursor() as cursor:
        cursor.execute(OPEN[connection.vendor])
        yield
        cursor.execute(SHUT[connection.vendor])


def one_at_a_time(connection):
    """Wait until nobody else numbers rows of the ledger; until the end of this transaction. SQLite has one writer."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


OPEN = {
    "sqlite": "UPDATE audit_gate SET is_open = 1",
    "postgresql": "SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED; SET LOCAL app.audit_maintenance = 'on'",
}
SHUT = {
    "sqlite": "UPDATE audit_gate SET is_open = 0",
    "postgresql": "SET LOCAL app.audit_maintenance = 'off'",
}
PREPARE = {
    "sqlite": [
        "CREATE TABLE IF NOT EXISTS audit_gate (is_open INTEGER NOT NULL)",
        "INSERT INTO audit_gate SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM audit_gate)",
    ],
    "postgresql": [
        """
        CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF current_setting('app.audit_maintenance', true) = 'on' AND has_table_privilege(TG_RELID, 'DELETE') THEN
                RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
            END IF;
            RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
        END $$
        """
    ],
}
_SQLITE = """
CREATE TRIGGER {{prefix}}_{moment}_{{table}} BEFORE {action} ON {{table}}
WHEN {condition}(SELECT is_open FROM audit_gate) = 0
BEGIN SELECT RAISE(ABORT, '{{table}} is append-only'); END
"""
TRIGGERS = {
    "sqlite": [
        *(f"DROP TRIGGER IF EXISTS {{prefix}}_{moment}_{{table}}" for moment in ("update", "delete", "replace")),
        _SQLITE.format(moment="update", action="UPDATE", condition=""),
        _SQLITE.format(moment="delete", action="DELETE", condition=""),
        # REPLACE INTO deletes without telling a delete trigger, unless recursive_triggers is on.
        _SQLITE.format(
            moment="replace",
            action="INSERT",
            condition="EXISTS (SELECT 1 FROM {table} WHERE rowid = NEW.rowid) AND ",
        ),
    ],
    "postgresql": [
        "DROP TRIGGER IF EXISTS {prefix}_change_{table} ON {table}",
        "DROP TRIGGER IF EXISTS {prefix}_truncate_{table} ON {table}",
        "CREATE TRIGGER {prefix}_change_{table} BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION audit_refuse()",
        "CREATE TRIGGER {prefix}_truncate_{table} BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()",
    ],
}
# A trace or reading waits for its number from the very statement on that writes it.
WAITING = {
    "sqlite": [
        "DROP TRIGGER IF EXISTS {prefix}_waits_{table}",
        "CREATE TRIGGER {prefix}_waits_{table} AFTER INSERT ON {table} "
        "BEGIN INSERT INTO audit_pending (source, row) VALUES ('{source}', NEW.id); END",
    ],
    "postgresql": [
        """
        CREATE OR REPLACE FUNCTION audit_wait() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            INSERT INTO audit_pending (source, row) VALUES (TG_ARGV[0], NEW.id);
            RETURN NULL;
        END $$
        """,
        "DROP TRIGGER IF EXISTS {prefix}_waits_{table} ON {table}",
        "CREATE TRIGGER {prefix}_waits_{table} AFTER INSERT ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION audit_wait('{source}')",
    ],
}
# Where the tables are: so that no temporary table is asked in the place of a history.
SCHEMA = {"sqlite": "SELECT 'main'", "postgresql": "SELECT quote_ident(current_schema())"}
# What a row says is compared with its version; not where it stands in lists, which moves without a verb.
# Each table has a function of its own: then PostgreSQL plans its question once and not at each commit.
SAID = {
    "sqlite": [],
    "postgresql": [
        """
        CREATE OR REPLACE FUNCTION audit_said_{table}() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF NOT EXISTS (
                SELECT 1 FROM {history} AS audit_version
                WHERE audit_version.id = NEW.id AND audit_version.version = NEW.version
                AND to_jsonb(audit_version.*) || (to_jsonb(NEW) - 'sort_on') = to_jsonb(audit_version.*)
            ) THEN
                RAISE EXCEPTION '% changes only through its verbs', TG_TABLE_NAME
                USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            RETURN NULL;
        END $$
        """,
        "DROP TRIGGER IF EXISTS {prefix}_said_{table} ON {table}",
        # WHEN is asked at once, the rest at commit: so what is changed in maintenance is not judged afterwards.
        "CREATE CONSTRAINT TRIGGER {prefix}_said_{table} AFTER INSERT OR UPDATE ON {table} "
        "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NOT ("
        "coalesce(current_setting('app.audit_maintenance', true), '') = 'on' "
        "AND has_table_privilege('{history}'::regclass::oid, 'DELETE'))) EXECUTE FUNCTION audit_said_{table}()",
    ],
}
INSTALLED = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
}
