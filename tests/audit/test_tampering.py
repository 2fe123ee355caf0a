"""Somebody who owns the database, and knows the triggers, changes what was recorded: every kind is found and named.

What honest people do, on the other hand, is never taken for it.
"""

import random
from contextlib import suppress

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from audit import checkpoint, ledger
from audit.appendonly import maintenance
from audit.models import Pending, Reading, SignedCheckpoint, Trace, read
from audit.verbs import recorded
from audit.verify import Tampered, verify
from records.models import Concern, Entry
from sharing import archive
from tests.cast import in_days
from tests.sharing.conftest import AGREED, OVERRIDE, REFUSED_HARM, TO_SHARE, propose

__all__ = ["propose"]
pytestmark = [pytest.mark.django_db, pytest.mark.clause("S-23", "S-29")]
FIRST = "(SELECT min({key}) FROM {table})"
LAST = "(SELECT max({key}) FROM {table})"


@pytest.fixture(autouse=True)
def keys_of_its_own(tmp_path, settings):
    settings.KEYS_DIR = tmp_path / "keys"
    settings.FILES_DIR = settings.MEDIA_ROOT = tmp_path / "files"


def seal():
    ledger.seal()
    row = SignedCheckpoint.objects.order_by("-size").first()
    checkpoint.keep(ledger.head_file(), row.note.encode(), replace=True)  # what follows a commit
    return row.note


@pytest.fixture
def history(cast, propose):
    """Some days of work, sealed twice; what is recorded last still waits."""
    seal()
    entry = Entry.write(
        by=cast.amara, folder=cast.leo.folder("personal"), kind="visit", fact="x", happened_at=in_days(0)
    )
    entry.correct(by=cast.amara, fact="y")
    Concern.log(by=cast.vik, danger="no", facts="x", people=[cast.leo])
    decision = propose(REFUSED_HARM)
    decision.sign(by=cast.dee, outcome="share", **OVERRIDE)
    read("records:person", by=cast.dee, about=cast.leo, shown=[entry])
    seal()
    read("home", by=cast.dora)
    decision.amend(by=cast.dee, words="z")
    return decision


@pytest.fixture
def printed(history):
    """And its record was printed and sealed, which takes a second."""
    archive.sealed(history)
    seal()
    return history


def alter(statement, *values):
    """With the hands of whoever owns the database: no trigger, no verb."""
    with maintenance(connection), connection.cursor() as cursor:
        cursor.execute(statement, values)


def found():
    with pytest.raises(Tampered) as tampered:
        verify()
    return tampered.value


class TestWhatHonestPeopleDo:
    def test_is_clean_with_rows_that_still_wait(self, history):
        report = verify()
        assert report.leaves and report.versions and report.rows and report.waiting

    def test_is_clean_with_a_file(self, printed):
        assert verify().files == 1

    def test_is_clean_when_a_folder_moves_up_in_a_list(self, history, cast, time_machine):
        time_machine.move_to(in_days(2))
        folder = cast.leo.folder("personal")
        Entry.write(by=cast.amara, folder=folder, kind="visit", fact="x", happened_at=in_days(0))
        verify()

    def test_is_clean_before_anything_was_sealed(self, cast):
        assert verify().leaves == 0

    def test_is_clean_after_each_deed(self, cast, propose):
        for by in (cast.amara, cast.chen):
            Concern.log(by=by, danger="no", facts="x", people=[cast.leo])
            seal()
            verify()
        decision = propose(AGREED)
        decision.sign(by=cast.dee, outcome="share", **TO_SHARE)
        verify()

    def test_is_clean_with_anchors_kept_elsewhere(self, cast):
        early = seal()
        read("home", by=cast.dee)
        late = seal()
        assert verify([early, late]).anchors == 2


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


class TestAnotherLedger:
    def test_put_in_the_place_of_this_one_is_found(self, history):
        (ledger.head_file()).unlink()
        for table in ("audit_leaf", "audit_signedcheckpoint"):
            alter(f"DELETE FROM {table}")
        kept = seal_elsewhere(history)
        with pytest.raises(Tampered, match="signed"):
            verify([kept])

    def test_put_back_to_an_earlier_day_is_found_by_what_lies_beside_the_key(self, history):
        last = SignedCheckpoint.objects.order_by("-size").first()
        before = SignedCheckpoint.objects.order_by("-size")[1].size
        for leaf in ledger.Leaf.objects.filter(seq__gt=before):
            alter(f"DELETE FROM audit_{leaf.source} WHERE id = %s", leaf.row)
        alter("DELETE FROM audit_leaf WHERE seq > %s", before)
        alter("DELETE FROM audit_signedcheckpoint WHERE size > %s", before)
        tampered = found()
        assert f"signed over {last.size} rows" in tampered.what

    def test_two_lines_that_changed_places_are_found(self, history):
        for before, after in ((3, -1), (4, 3), (-1, 4)):
            alter("UPDATE audit_leaf SET seq = %s WHERE seq = %s", after, before)
        assert found().table == "audit_leaf"

    @pytest.mark.parametrize("file", [checkpoint.KEY_FILE])
    def test_with_another_key_is_found(self, history, file):
        (ledger.head_file().parent / file).unlink()
        assert "signature" in found().what

    def test_with_a_retired_key_is_clean(self, history):
        folder = ledger.head_file().parent
        (folder / "ledger-retired-1.pem").write_text(checkpoint.public_pem())
        (folder / checkpoint.KEY_FILE).unlink()
        verify()
        seal()
        verify()

    def test_signed_while_the_clock_was_set_back_is_found(self, history, time_machine):
        time_machine.move_to(in_days(-3))
        ledger.seal()
        time_machine.move_to(in_days(3))
        assert "clock" in found().what


def seal_elsewhere(decision):
    """A ledger made anew over the same rows, by somebody who has the key; and a checkpoint of the one before it."""
    kept = checkpoint.signed(checkpoint.Checkpoint(3, b"\1" * 32, decision.signed_at))
    for source, model in ledger.SOURCES.items():
        for row in model.objects.order_by("pk"):
            Pending.objects.get_or_create(source=source, row=row.pk)
    seal()
    return kept


class TestTheCommand:
    def ends(self, *words):
        with pytest.raises(SystemExit) as ended:
            call_command("verify_trail", *words)
        return ended.value.code

    def test_ends_with_0_when_nothing_was_touched(self, history, capsys):
        call_command("verify_trail")
        said = capsys.readouterr().out
        assert "Nothing was touched" in said and "not sealed yet" in said and "--anchors" in said

    def test_ends_with_1_and_the_first_that_is_wrong(self, history, capsys):
        alter("UPDATE records_entry SET fact = 'Changed'")
        assert self.ends() == 1
        assert "records_entry" in capsys.readouterr().out
        assert self.ends("--json") == 1
        assert '"what": "fact"' in capsys.readouterr().out

    def test_ends_with_2_when_it_cannot_be_checked(self, history, tmp_path, capsys):
        assert self.ends("--anchors", str(tmp_path / "nowhere")) == 2
        assert "could not be checked" in capsys.readouterr().err


CASES = [pytest.param(20, id="short"), pytest.param(1_000, id="long", marks=pytest.mark.long)]


@pytest.mark.parametrize("cases", CASES)
def test_a_change_of_any_column_by_chance_is_found(history, cases):
    chance, missed, done, tried = random.Random(cases), [], 0, 0
    models = [model for one in recorded() for model in (one, one.history.model)] + [Trace, Reading]
    models = [model for model in models if model._base_manager.exists()]
    while done < cases:
        tried += 1
        assert tried < 5 * cases, "The database refuses nearly every change."
        model = chance.choice(models)
        row = chance.choice(list(sealed_rows(model)))
        column = chance.choice([one for one in model._meta.concrete_fields if may_change(one, row)])
        with suppress(IntegrityError), transaction.atomic():  # where the database itself refuses, another is tried
            change(row, column)
            done += 1
            if not is_found():
                missed.append((model.__name__, column.name))
            transaction.set_rollback(True)
    assert missed == []


def sealed_rows(model):
    """What still waits for its number is not protected yet: at most a minute of it."""
    waiting = Pending.objects.filter(source=model._meta.model_name).values("row")
    return model._base_manager.exclude(pk__in=waiting)


def may_change(column, row):
    value = getattr(row, column.attname)
    room = column.max_length is None or len(str(value)) < column.max_length
    return not (column.primary_key or column.unique or column.is_relation) and type(value) in OTHER and room


OTHER = {str: lambda value: f"{value}x", int: lambda value: value + 1, bool: lambda value: not value}


def change(row, column):
    value = getattr(row, column.attname)
    name, key = (connection.ops.quote_name(one.column) for one in (column, row._meta.pk))
    alter(f"UPDATE {row._meta.db_table} SET {name} = %s WHERE {key} = %s", OTHER[type(value)](value), row.pk)


def is_found():
    try:
        verify()
    except Tampered:
        return True
    return False
