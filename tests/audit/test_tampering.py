"""Somebody who owns the database, and knows the triggers, changes what was recorded: every kind is found and named."""

import pytest

from audit import ledger
from audit.models import Pending, Reading, SignedCheckpoint, Trace
from records.models import Entry

from .owner import FIRST, LAST, alter, found, history, keys_of_its_own, printed, propose

__all__ = ["history", "keys_of_its_own", "printed", "propose"]
pytestmark = [pytest.mark.django_db, pytest.mark.clause("S-23", "S-29")]


COLUMNS = [
    ("audit_trace", "id", "title", "'Somebody else'"),
    ("audit_trace", "id", "by_name", "'Somebody else'"),
    ("audit_trace", "id", "by_id", "by_id + 1"),
    ("audit_trace", "id", "about", "'records.Person:0'"),
    ("audit_trace", "id", "event", "'folder.started'"),
    ("audit_trace", "id", "facts", """'{"why": "another"}'"""),
    ("audit_trace", "id", "rows", "'[]'"),
    ("audit_reading", "id", "page", "'home2'"),
    ("audit_reading", "id", "shown", "'[]'"),
    ("audit_leaf", "seq", "kind", "'page.refused'"),
    ("audit_leaf", "seq", "source", "'x'"),
    ("audit_leaf", "seq", '"row"', '"row" + 100000'),
    ("audit_signedcheckpoint", "size", "note", "replace(note, 'time 20', 'time 19')"),
    ("audit_signedcheckpoint", "size", "note", "note || 'x'"),
    ("audit_signedcheckpoint", "size", "note", "replace(note, 'ledger', 'other')"),
    ("records_person", "id", "name", "'Changed'"),
    ("records_entry", "id", "fact", "'Changed'"),
    ("records_entry", "id", "version", "version + 1"),
    ("records_concern", "id", "facts", "'Changed'"),
    ("records_historicalentry", "history_id", "fact", "'Changed'"),
    ("records_historicalentry", "history_id", "history_user_id", "history_user_id + 1"),
    ("records_historicalentry", "history_id", "history_type", "'-'"),
    ("sharing_decision", "id", "rationale", "'Changed'"),
    ("sharing_decision", "id", "canonical", "canonical || ' '"),
    ("sharing_historicaldecision", "history_id", "rationale", "'Changed'"),
]


class TestAnEdit:
    @pytest.mark.parametrize("table, key, column, value", COLUMNS, ids=lambda part: str(part)[:30])
    def test_of_any_column_is_found_and_named(self, history, table, key, column, value):
        which = (FIRST if table in ("audit_trace", "audit_reading") else LAST).format(key=key, table=table)
        alter(f"UPDATE {table} SET {column} = {value} WHERE {key} = {which}")
        tampered = found()
        assert tampered.table == table or table.startswith("audit_")
        assert tampered.row and tampered.what

    def test_of_a_row_that_still_waits_is_found_when_it_bound_a_version(self, history):
        alter("UPDATE sharing_historicalamendment SET words = 'Changed'")
        assert found().table == "sharing_historicalamendment"

    @pytest.mark.parametrize("table", ["audit_trace", "audit_reading"])
    def test_of_the_salt_is_found(self, history, table):
        alter(f"UPDATE {table} SET salt = %s WHERE id = {FIRST.format(key='id', table=table)}", b"0" * 32)
        assert found().table == table

    def test_of_a_commitment_is_found(self, history):
        alter("UPDATE audit_leaf SET commitment = %s WHERE seq = 3", b"0" * 32)
        assert found().row == str(ledger.Leaf.objects.get(seq=3).row)

    def test_of_a_file_is_found(self, printed):
        path = printed.sealed.get().pdf.path
        with open(path, "r+b") as file:
            file.seek(100)
            file.write(b"\0")
        assert found().what == "file pdf"


GONE = ["audit_trace", "audit_reading", "records_historicalentry", "sharing_historicaldecision", "sharing_amendment"]


class TestADeletion:
    @pytest.mark.parametrize("table", GONE)
    def test_is_found_in_every_table(self, history, table):
        key = "history_id" if "historical" in table else "id"
        alter(f"DELETE FROM {table} WHERE {key} = {LAST.format(key=key, table=table)}")
        assert found().table == table

    @pytest.mark.parametrize("many", [1, 2, 5, 50])
    def test_of_the_last_lines_of_the_ledger_is_found(self, history, many):
        last = SignedCheckpoint.objects.order_by("-size").first().size
        alter("DELETE FROM audit_leaf WHERE seq > %s", last - many)
        assert found().table == "audit_leaf"

    def test_of_a_line_in_the_middle_is_found_even_when_the_others_are_numbered_again(self, history):
        alter("DELETE FROM audit_leaf WHERE seq = 4")
        assert (found().table, found().row) == ("audit_leaf", "4")
        for seq in range(5, SignedCheckpoint.objects.order_by("-size").first().size + 1):
            alter("UPDATE audit_leaf SET seq = %s WHERE seq = %s", seq - 1, seq)
        assert found().table == "audit_leaf"

    def test_of_everything_is_found(self, history):
        for table in ("audit_leaf", "audit_signedcheckpoint", "audit_pending", "audit_trace", "audit_reading"):
            alter(f"DELETE FROM {table}")
        assert found().table == "audit_leaf"

    def test_of_a_file_is_found(self, printed):
        printed.sealed.get().pdf.storage.delete(printed.sealed.get().pdf.name)
        assert found().what == "file pdf"

    def test_of_what_waits_is_found(self, history):
        alter("DELETE FROM audit_pending")
        assert found().what == "inserted around the ledger"


class TestAnInsertion:
    def test_of_a_trace_around_the_ledger_is_found(self, history):
        Trace.objects.create(event="entry.written", by_id=1, by_name="x", title="x", about="x")
        Pending.objects.filter(row=Trace.objects.latest("pk").pk).delete()
        assert found().what == "inserted around the ledger"

    def test_of_a_version_is_found(self, history):
        version = Entry.history.latest("history_id")
        version.pk, version.fact = None, "Another"
        version.save_base(raw=True)
        assert found().table == "records_historicalentry"

    def test_of_a_line_after_the_last_checkpoint_is_found(self, history):
        leaf = ledger.Leaf.objects.latest("seq")
        leaf.seq, leaf.row = leaf.seq + 1, Reading.objects.latest("pk").pk
        leaf.source = "reading"
        leaf.save(force_insert=True)
        assert found().table in ("audit_leaf", "audit_reading")

    def test_of_the_same_again_is_found(self, history):
        Pending.objects.create(source="trace", row=Trace.objects.earliest("pk").pk)
        assert found().table == "audit_pending"
