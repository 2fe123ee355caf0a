"""A fact changes through a verb, or not at all; and what was done stays done."""

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from audit.appendonly import missing_triggers, tables
from audit.models import Reading, Trace, key_of, read
from audit.schema import opened
from audit.verbs import NoVerb, Stale
from records.models import Person
from staff.models import User


@pytest.mark.clause("S-23")
class TestAVerb:
    def test_writes_one_version_and_one_trace_in_one_name(self, cast):
        cast.leo.change(by=cast.dee, safety_note="Do not collect without a password")

        version = cast.leo.history.first()
        assert (version.safety_note, version.history_user_id) == ("Do not collect without a password", cast.dee.pk)
        trace = Trace.objects.latest("id")
        assert (trace.event, trace.by_id, trace.about) == ("person.changed", cast.dee.pk, key_of(cast.leo))
        assert "Leo" not in str(trace)

    def test_acts_on_the_row_as_it_is_now(self, cast):
        seen_before = Person.objects.get(pk=cast.leo.pk)
        cast.leo.change(by=cast.dee, language="Twi")
        seen_before.change(by=cast.amara, known_as="Lee")

        assert Person.objects.get(pk=cast.leo.pk).language == "Twi"

    def test_refuses_a_page_that_showed_an_older_version(self, cast):
        seen = cast.leo.version
        cast.leo.change(by=cast.dee, language="Twi")

        with pytest.raises(Stale):
            cast.leo.change(by=cast.amara, language="French", seen=seen)

    def test_leaves_nothing_when_it_fails(self, cast):
        traces = Trace.objects.count()
        with pytest.raises(IntegrityError), transaction.atomic():
            cast.leo.change(by=cast.dee, name="")

        assert Trace.objects.count() == traces
        assert Person.objects.get(pk=cast.leo.pk).name == "Leo Larkin"


class TestAWriteOutsideAVerb:
    def test_saving_and_deleting_are_refused(self, cast):
        for write in (cast.leo.save, cast.leo.delete):
            with pytest.raises(NoVerb):
                write()

    @pytest.mark.parametrize("write", ["update", "delete", "bulk_create", "bulk_update"])
    def test_bulk_writing_is_refused(self, cast, write):
        with pytest.raises(NoVerb):
            getattr(Person.objects.all(), write)()


@pytest.mark.usefixtures("owner")  # who may do anything else
class TestTheAppendOnlyTables:
    @pytest.mark.parametrize("table", ["audit_trace", "audit_reading", "records_historicalperson"])
    @pytest.mark.parametrize("statement", ["UPDATE {} SET {} = {}", "DELETE FROM {}"])
    def test_refuse_to_change(self, cast, table, statement):
        read("a page", by=cast.dee, about=cast.leo)
        key = "history_id" if "historical" in table else "id"
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement.format(table, key, key))

    @pytest.mark.sqlite
    def test_refuse_to_be_replaced(self, cast):
        read("a page", by=cast.dee)
        reading = Reading.objects.latest("id")
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "REPLACE INTO audit_reading (id, at, by_name, about, page, within, shown, refused) "
                "VALUES (%s, '2026-01-01', 'nobody', '', '', '', '[]', 0)",
                [reading.pk],
            )

    @pytest.mark.postgresql
    def test_refuse_to_be_emptied(self, cast):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("TRUNCATE audit_trace")

    def test_are_every_history_table_and_both_trails(self, db):
        assert {"audit_trace", "audit_reading", "records_historicalentry", "staff_historicalline"} <= set(tables())

    def test_are_checked_and_put_back(self, db):
        lost = "appendonly_delete_audit_trace" if connection.vendor == "sqlite" else "appendonly_change_audit_trace"
        on_table = "" if connection.vendor == "sqlite" else " ON audit_trace"
        with opened(connection), connection.cursor() as cursor:
            cursor.execute(f"DROP TRIGGER {lost}{on_table}")
        assert [error.id for error in missing_triggers(["default"])] == ["audit.E001"]

        call_command("migrate", verbosity=0)
        assert missing_triggers(["default"]) == []


def test_history_outlives_the_account(cast, owner):
    gone = User.objects.create_user("gone@example.org", first_name="Gone")
    cast.leo.change(by=gone, language="Welsh")
    key = gone.pk
    gone.delete()

    assert cast.leo.history.first().history_user_id == key
