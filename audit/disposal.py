"""The one door through which recorded rows are destroyed: exactly what a new line of the ledger names, and no more.

On PostgreSQL the service may delete no version, trace or reading. It may call one function, which belongs to the owner
of the tables. That reads the line, refuses unless it still waits for its number and two people stand behind it, and
deletes what it names; nothing else can be given to it. On SQLite, which knows no roles, the same is done here inside
the gate of the triggers.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.db import connection

from .appendonly import maintenance
from .disposed import LASTING, LINES, agreed, destroyed
from .events import Event
from .models import SOURCES, Pending, Trace
from .verbs import recorded

FUNCTION = "audit_destroy(bigint)"
AT_ONCE = 500
OWNED = "SELECT pg_has_role(current_user, relowner, 'USAGE') FROM pg_class WHERE oid = %s::regclass"
LINED = "SELECT row FROM audit_leaf WHERE source = %s AND seq BETWEEN %s AND %s"
STILL_READ = re.compile(r"[1-9]")  # how PostgreSQL begins to say how many rows it had to keep, in whatever language
NEVER = "".join(f" AND kind NOT LIKE '{kind}%%'" for kind in LASTING)


class NotNamed(RuntimeError):
    """Something was to be destroyed that no new line of the ledger names."""


def doomable() -> dict[str, str]:
    """The tables of which something may be destroyed, each with the table of its versions, if it has one."""
    found = {one._meta.db_table: one.history.model._meta.db_table for one in recorded() if _may_go(one)}
    goes = [model._meta.db_table for model in apps.get_models() if getattr(model, "goes_with_records", False)]
    return found | dict.fromkeys(goes, "")


def _may_go(model):
    """Not what says who works here and did what, and not the record of disposals itself."""
    return model._meta.app_label not in ("audit", "staff") and not getattr(model, "outlasts_disposal", False)


def destroy(line: Trace) -> None:
    """Destroy what this line names, in the transaction that wrote it. Raises NotNamed."""
    destroyed()  # whatever cannot be read later is not done
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT audit_destroy(%s)", [line.pk])
        return
    if line.event == Event.DISPOSED and not agreed(line):
        raise NotNamed("No two people said that this is destroyed.")
    if line.event not in LINES or not Pending.objects.filter(source="trace", row=line.pk).exists():
        raise NotNamed("Only a new line about a disposal says what is destroyed.")
    if unknown := {*line.facts["things"], *line.facts["versions"]} - {*doomable(), *doomable().values()}:
        raise NotNamed(f"Nothing of {', '.join(sorted(unknown))} is ever destroyed.")
    with maintenance(connection), connection.cursor() as cursor:
        _destroy(cursor, line.facts)


def _destroy(cursor, facts):
    for table, names in facts["things"].items():
        for start in range(0, len(names), AT_ONCE):
            some = names[start : start + AT_ONCE]
            marks = ", ".join(["%s"] * len(some))
            cursor.execute(f"DELETE FROM {table} WHERE public_id IN ({marks})", some)  # noqa: S608  names only
    for table, spans in facts["versions"].items():
        for span in spans:
            cursor.execute(f"DELETE FROM {table} WHERE history_id BETWEEN %s AND %s", span)  # noqa: S608
    for source, model in SOURCES.items():
        for span in facts["leaves"]:
            rows = f"DELETE FROM {model._meta.db_table} WHERE id IN ({LINED}{NEVER})"  # noqa: S608
            cursor.execute(rows, [source, *span])


def wipe(tables: set[str]) -> bool:
    """Overwrite what the database left of destroyed rows on the disk; whether that could be done now."""
    if connection.in_atomic_block:
        return False
    return _written_anew(sorted(tables)) if connection.vendor == "postgresql" else _emptied()


def _emptied():
    """SQLite overwrote the rows as it deleted them (secure_delete); its write-ahead log still holds them."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return cursor.fetchone()[0] == 0  # 1: somebody reads, and the log could not be emptied


def _written_anew(tables):
    """PostgreSQL keeps old rows in the pages of a table until its owner has it written anew.

    Even then it keeps those that somebody who began earlier could still be reading, and says how many.
    """
    connection.ensure_connection()
    ask = connection.connection.execute  # in no transaction: VACUUM refuses one
    if not all(ask(OWNED, [table]).fetchone()[0] for table in tables):
        return False
    with _told() as said:
        for table in tables:
            ask(f"VACUUM (FULL, ANALYZE, VERBOSE) {connection.ops.quote_name(table)}")
    return not any(STILL_READ.match(detail) for detail in said)


@contextmanager
def _told() -> Iterator[list[str]]:
    """What PostgreSQL says beside its answers."""
    said: list[str] = []

    def listen(notice: Any) -> None:
        said.append(notice.message_detail or "")

    connection.connection.add_notice_handler(listen)
    try:
        yield said
    finally:
        connection.connection.remove_notice_handler(listen)


def statements() -> list[str]:
    """What puts PostgreSQL's function in place, for whoever owns the tables."""
    listed = {name: ", ".join(f"'{one!s}'" for one in sorted(found)) for name, found in _lists().items()}
    return [_FUNCTION.format(**listed), f"REVOKE ALL ON FUNCTION {FUNCTION} FROM PUBLIC"]


def _lists():
    lasting = [kind.rstrip(".") for kind in LASTING]
    return {"things": doomable(), "versions": filter(None, doomable().values()), "lines": LINES, "lasting": lasting}


_FUNCTION = """
CREATE OR REPLACE FUNCTION audit_destroy(line bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
    said jsonb;
    part record;
    kind text;
BEGIN
    SELECT facts || jsonb_build_object('about', about) INTO said FROM audit_trace AS new JOIN audit_pending AS waits
        ON waits.source = 'trace' AND waits.row = new.id WHERE new.id = line AND new.event IN ({lines});
    IF said IS NULL OR NOT (said ? 'repeats' OR EXISTS (
        SELECT 1 FROM audit_trace AS one JOIN audit_trace AS other ON other.about = one.about
        WHERE one.about = said ->> 'about' AND one.event = 'disposal.proposed' AND other.event = 'disposal.agreed'
        AND one.by_id <> other.by_id AND NOT EXISTS (
            SELECT 1 FROM audit_trace AS back WHERE back.about = one.about AND back.event = 'disposal.withdrawn'
        )
    )) THEN
        RAISE EXCEPTION 'no new line of two people says what is to be destroyed'
        USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    SET CONSTRAINTS ALL IMMEDIATE;
    SET CONSTRAINTS ALL DEFERRED;
    PERFORM set_config('app.audit_maintenance', 'on', true);
    FOR part IN SELECT key, value FROM jsonb_each(said -> 'things') LOOP
        IF part.key NOT IN ({things}) THEN RAISE EXCEPTION 'nothing of % is ever destroyed', part.key; END IF;
        EXECUTE format('DELETE FROM %I WHERE public_id IN (SELECT jsonb_array_elements_text($1)::uuid)',
            part.key) USING part.value;
    END LOOP;
    FOR part IN SELECT key, value FROM jsonb_each(said -> 'versions') LOOP
        IF part.key NOT IN ({versions}) THEN RAISE EXCEPTION 'nothing of % is ever destroyed', part.key; END IF;
        EXECUTE format('DELETE FROM %I USING jsonb_array_elements($1) AS span '
            'WHERE history_id BETWEEN (span ->> 0)::bigint AND (span ->> 1)::bigint', part.key) USING part.value;
    END LOOP;
    FOREACH kind IN ARRAY ARRAY['trace', 'reading'] LOOP
        EXECUTE format('DELETE FROM %I WHERE id IN (SELECT leaf.row FROM audit_leaf AS leaf '
            'JOIN jsonb_array_elements($1) AS span ON leaf.seq BETWEEN (span ->> 0)::bigint AND (span ->> 1)::bigint '
            'WHERE leaf.source = $2 AND split_part(leaf.kind, ''.'', 1) <> ALL ($3))', 'audit_' || kind)
            USING said -> 'leaves', kind, ARRAY[{lasting}];
    END LOOP;
    PERFORM set_config('app.audit_maintenance', 'off', true);
END $$
"""
