"""A line without its row is right only where a disposal says so: whoever destroys, or puts back, is found."""

import pytest
from django.db import connection

from audit.appendonly import maintenance
from audit.disposed import BACK
from audit.models import Leaf, Trace
from audit.verify import verify
from governance.models import Disposal
from records.models import Entry
from staff.models import User
from tests.acting import as_owner
from tests.cast import in_days

from .owner import alter, found, keys_of_its_own, seal

__all__ = ["keys_of_its_own"]
pytestmark = [pytest.mark.django_db, pytest.mark.clause("S-23", "S-29", "S-31", "H-25")]


@pytest.fixture
def disposed(cast, time_machine):
    """An entry, destroyed as it should be, with the rows as they were before."""
    entry = Entry.write(
        by=cast.amara, folder=cast.leo.folder("personal"), kind="visit", fact="x", happened_at=in_days(0)
    )
    seal()
    disposal = Disposal.propose(by=cast.dee, thing=entry, rule="not_needed", why="Written in error")
    disposal.agree(by=cast.dana)
    disposal.rows = [entry, entry.history.get(), Trace.objects.get(about=f"records.Entry:{entry.public_id}")]
    time_machine.move_to(disposal.due_at)
    disposal.carry_out(by=User.system())
    seal()
    return disposal


def put_back(row):
    with as_owner(connection), maintenance(connection):
        row.save_base(raw=True, force_insert=True)


def line():
    return Trace.objects.get(event="disposal.carried_out")


class TestADisposal:
    def test_is_clean_and_says_how_much_of_the_ledger_it_took(self, disposed):
        report = verify()
        assert (report.disposals, report.destroyed) == (1, disposed.many_lines)

    def test_leaves_number_moment_kind_and_commitment(self, disposed):
        leaf = Leaf.objects.get(seq=disposed.leaves[0][0])
        assert leaf.kind == "entry.written" and not Trace.objects.filter(pk=leaf.row).exists()

    @pytest.mark.parametrize("which", range(3), ids=["row", "version", "trace"])
    def test_is_not_undone_unseen(self, disposed, which):
        put_back(disposed.rows[which])
        assert found().what == ("inserted without a version", "inserted around the ledger", BACK)[which]

    @pytest.mark.parametrize(
        "facts",
        [
            "replace({facts}, '\"leaves\": [[', '\"leaves\": [[1, 1], [')",
            'replace({facts}, \'"files": []\', \'"files": ["x"]\')',
        ],
    )
    def test_names_what_it_named_and_no_more(self, disposed, facts):
        text = "facts::text" if connection.vendor == "postgresql" else "facts"
        cast = "::jsonb" if connection.vendor == "postgresql" else ""
        alter(f"UPDATE audit_trace SET facts = ({facts.format(facts=text)}){cast} WHERE id = {line().pk}")
        assert found().table in ("audit_trace", "audit_reading")

    def test_that_is_deleted_itself_is_found(self, disposed):
        alter(f"DELETE FROM audit_trace WHERE id = {line().pk}")
        assert found()

    def test_counts_only_with_two_people_behind_it(self, disposed, cast):
        """Somebody who writes around the service a line that looks like one, and destroys what it names."""
        entry = Entry.write(
            by=cast.amara, folder=cast.leo.folder("personal"), kind="visit", fact="x", happened_at=in_days(0)
        )
        seal()
        trace = Trace.objects.get(about=f"records.Entry:{entry.public_id}")
        leaf = Leaf.objects.get(source="trace", row=trace.pk)
        versions = {"records_historicalentry": [[entry.history.get().pk] * 2]}
        facts = {"files": [], "leaves": [[leaf.seq, leaf.seq]], "things": {}, "versions": versions}
        forged = {"event": "disposal.carried_out", "by_id": cast.dee.pk, "by_name": "x", "title": "x"}
        Trace.objects.create(facts=facts, about="governance.Disposal:0", **forged)
        for table, key, value in (
            ("audit_trace", "id", trace.pk), ("records_entry", "id", entry.pk),
            ("records_historicalentry", "id", entry.pk),
        ):  # fmt: skip
            alter(f"DELETE FROM {table} WHERE {key} = {value}")
        seal()
        assert found().what == "destroyed without two people who said so"
