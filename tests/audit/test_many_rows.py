"""Many rows are brought in by one act: as well kept, bound and proved as if each had been written by itself."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from audit import ledger
from audit.appendonly import maintenance
from audit.models import Trace, key_of
from audit.verbs import FOLLOWERS, NoVerb
from audit.verify import Tampered, verify
from records.models import Entry
from tests.acting import as_owner
from tests.cast import in_days

from .walls import run

pytestmark = [pytest.mark.django_db, pytest.mark.clause("S-03", "S-23")]


@pytest.fixture(autouse=True)
def keys_of_its_own(tmp_path, settings):
    settings.KEYS_DIR = tmp_path / "keys"


@pytest.fixture
def folder(cast):
    return cast.leo.folder("personal")


def rows(many, **more):
    return [{"kind": "visit", "fact": f"Visit {n}", "happened_at": in_days(-n), **more} for n in range(many)]


def commit():
    """What PostgreSQL asks at the commit, asked now."""
    if connection.vendor == "postgresql":
        connection.check_constraints()


class TestAnImport:
    def test_keeps_each_row_with_its_version_in_one_name(self, cast, folder):
        folder.import_entries(by=cast.amara, rows=rows(3))

        assert [entry.fact for entry in folder.entries.order_by("pk")] == ["Visit 0", "Visit 1", "Visit 2"]
        versions = Entry.history.filter(folder=folder)
        said = versions.values_list("version", "history_type", "history_user_id", "history_change_reason")
        assert [*said] == [(1, "+", cast.amara.pk, None)] * 3

    def test_is_one_trace_that_binds_every_version(self, cast, folder):
        before = Trace.objects.count()
        folder.import_entries(by=cast.amara, rows=rows(3))

        trace = Trace.objects.latest("pk")
        assert Trace.objects.count() == before + 1
        assert (trace.event, trace.about, trace.facts) == ("entry.imported", key_of(folder), {"entries": 3})
        assert {key for _, key, _ in trace.rows} == {*Entry.history.values_list("pk", flat=True)}

    def test_is_proved_like_everything_else(self, cast, folder):
        folder.import_entries(by=cast.amara, rows=rows(120))
        commit()
        ledger.seal()
        assert verify().versions >= 120

    def test_takes_no_more_statements_for_more_rows(self, cast, folder):
        with CaptureQueriesContext(connection) as few:
            folder.import_entries(by=cast.amara, rows=rows(2))
        with CaptureQueriesContext(connection) as many:
            folder.import_entries(by=cast.amara, rows=rows(40))
        assert len(many) == len(few)

    @pytest.mark.parametrize("wrong", [{"kind": "gossip"}, {"happened_at": None}, {"reported_by": "x" * 201}])
    def test_names_the_row_that_is_wrong_and_brings_in_none(self, cast, folder, wrong):
        traces = Trace.objects.count()
        with pytest.raises(ValidationError) as refused:
            folder.import_entries(by=cast.amara, rows=[*rows(2), *rows(1, **wrong), *rows(1)])

        assert [*refused.value.message_dict] == ["row 3"]
        assert (Entry.objects.count(), Entry.history.count(), Trace.objects.count()) == (0, 0, traces)

    def test_brings_in_none_when_the_database_refuses_one(self, cast, folder):
        traces = Trace.objects.count()
        with pytest.raises(IntegrityError), transaction.atomic():
            folder.import_entries(by=cast.amara, rows=[*rows(70), *rows(1, fact="")])

        assert (Entry.objects.count(), Entry.history.count(), Trace.objects.count()) == (0, 0, traces)


class TestWhatWasBroughtIn:
    @pytest.mark.parametrize("table", ["records_entry", "records_historicalentry"])
    def test_is_found_when_one_row_of_many_is_changed(self, cast, folder, table):
        folder.import_entries(by=cast.amara, rows=rows(70))
        commit()
        ledger.seal()
        with as_owner(connection), maintenance(connection), connection.cursor() as cursor:
            cursor.execute(f"UPDATE {table} SET fact = 'Nothing' WHERE fact = 'Visit 41'")

        with pytest.raises(Tampered) as tampered:
            verify()
        assert tampered.value.table == table

    def test_is_as_append_only_as_the_rest(self, cast, folder, owner):
        folder.import_entries(by=cast.amara, rows=rows(2))
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("DELETE FROM records_historicalentry")


@pytest.mark.postgresql
def test_no_temporary_table_stands_in_for_a_history(cast, folder, owner):
    folder.import_entries(by=cast.amara, rows=rows(1))
    commit()
    with pytest.raises(IntegrityError, match="only through its verbs"), transaction.atomic():
        run("CREATE TEMP TABLE records_historicalentry ON COMMIT DROP AS SELECT * FROM records_historicalentry")
        run("UPDATE pg_temp.records_historicalentry SET fact = 'Nothing'")
        run("UPDATE records_entry SET fact = 'Nothing'")
        run("SET CONSTRAINTS ALL IMMEDIATE")


class TestManyRows:
    def test_are_refused_outside_a_verb(self, cast, folder):
        with pytest.raises(NoVerb):
            Entry.objects.record_many([Entry(folder=folder, author=cast.amara, **rows(1)[0])])
        assert not Entry.objects.exists()

    def test_are_refused_to_what_follows_a_verb(self, cast, folder, monkeypatch):
        def follower(about, *, by):
            Entry.objects.record_many([Entry(folder=folder, author=by, **rows(1)[0])])

        monkeypatch.setitem(FOLLOWERS, "entry.imported", [follower])
        with pytest.raises(NoVerb):
            folder.import_entries(by=cast.amara, rows=rows(1))
        assert not Entry.objects.exists()
