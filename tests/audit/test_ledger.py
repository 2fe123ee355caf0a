"""The ledger: every trace and reading gets its number, the tree grows, and only what extends it is signed."""

import pytest
from django.db import connection, transaction

from audit import checkpoint, keys, ledger
from audit.columns import row_hash
from audit.lines import part
from audit.merkle import leaf_hash, root_from
from audit.models import Leaf, Pending, Reading, SignedCheckpoint, Trace, read
from records.models import Entry, Person
from tests.acting import as_owner
from tests.cast import in_days

pytestmark = [pytest.mark.django_db, pytest.mark.clause("S-23")]


@pytest.fixture(autouse=True)
def keys_of_its_own(tmp_path, settings):
    settings.KEYS_DIR = tmp_path / "keys"


def sealed():
    many = ledger.seal()
    row = SignedCheckpoint.objects.order_by("-size").first()
    keys.keep(ledger.head_file(), row.note.encode(), replace=True)  # what follows a commit
    return many


class TestWriting:
    def test_puts_each_trace_and_each_reading_on_the_list_of_what_waits(self, cast):
        assert set(Pending.objects.values_list("source", "row")) == {
            ("trace", pk) for pk in Trace.objects.values_list("pk", flat=True)
        }
        read("home", by=cast.dee)
        assert Pending.objects.filter(source="reading", row=Reading.objects.get().pk).exists()

    def test_binds_the_version_to_the_trace_by_what_it_says(self, cast):
        trace = Trace.objects.filter(event="person.registered").latest("pk")
        version = Person.history.get(public_id=trace.about.partition(":")[2])
        assert ["records_historicalperson", version.pk, row_hash(version)] in trace.rows

    def test_binds_every_version_there_is(self, cast):
        bound = {(table, key) for trace in Trace.objects.all() for table, key, _ in trace.rows}
        people = {("records_historicalperson", version.pk) for version in Person.history.all()}
        assert people and people <= bound


class TestSealing:
    def test_numbers_what_waits_without_gaps_and_signs_the_root(self, cast):
        many = sealed()
        assert many == Trace.objects.count() == Leaf.objects.count()
        assert [*Leaf.objects.order_by("seq").values_list("seq", flat=True)] == [*range(1, many + 1)]
        assert not Pending.objects.exists()
        note = SignedCheckpoint.objects.get().note
        assert checkpoint.opened(note, checkpoint.known_keys()).size == many

    def test_goes_on_where_it_stopped(self, cast):
        first = sealed()
        read("home", by=cast.dee)
        assert sealed() == 1
        assert [*SignedCheckpoint.objects.order_by("size").values_list("size", flat=True)] == [first, first + 1]
        assert ledger.seal() == 0

    def test_proves_each_row_against_the_checkpoint_that_covers_it(self, cast, monkeypatch):
        monkeypatch.setattr(ledger, "BATCH", 7)
        sealed()
        for trace in Trace.objects.all():
            proof = ledger.proof_of(trace)
            said = checkpoint.opened(proof.note, checkpoint.known_keys())
            leaf = ledger.leaf_hash(proof.header)
            assert root_from(leaf, proof.seq - 1, said.size, proof.path) == said.root
            assert ledger.commitment(proof.salt, proof.body).hex().encode() in proof.header

    def test_says_of_a_row_that_waits_that_it_waits(self, cast):
        with pytest.raises(ledger.NotSealedYet):
            ledger.proof_of(Trace.objects.latest("pk"))

    def test_header_tells_nothing_about_anybody(self, cast):
        sealed()
        said = " ".join(ledger.header(leaf).decode() for leaf in Leaf.objects.all())
        assert "Leo" not in said and "Amara" not in said and str(cast.leo.public_id) not in said


class TestNothingIsSigned:
    """Over a ledger that is not the one which was signed last."""

    @pytest.fixture
    def two_days(self, cast):
        sealed()
        read("home", by=cast.dee)
        sealed()
        read("home", by=cast.dora)

    def alter(self, statement, *values):
        from audit.appendonly import maintenance

        with as_owner(connection), maintenance(connection), connection.cursor() as cursor:
            cursor.execute(statement, values)

    @pytest.mark.parametrize(
        "statement",
        [
            "DELETE FROM audit_leaf WHERE seq = (SELECT max(seq) FROM audit_leaf)",
            "DELETE FROM audit_signedcheckpoint WHERE size = (SELECT max(size) FROM audit_signedcheckpoint)",
            "DELETE FROM audit_signedcheckpoint",
            "UPDATE audit_signedcheckpoint SET note = replace(note, 'time 20', 'time 21')",
            "UPDATE audit_signedcheckpoint SET size = size + 9",
        ],
    )
    def test_when_it_was_changed(self, two_days, statement):
        self.alter(statement)
        with pytest.raises((ledger.Broken, checkpoint.BadNote, ValueError)), transaction.atomic():
            ledger.seal()

    def test_when_it_was_put_back_to_an_earlier_day(self, two_days):
        last = SignedCheckpoint.objects.order_by("-size").first()
        self.alter("DELETE FROM audit_signedcheckpoint WHERE size = %s", last.size)
        self.alter("DELETE FROM audit_leaf WHERE seq = %s", last.size)
        with pytest.raises(ledger.Broken, match="earlier state"), transaction.atomic():
            ledger.seal()

    def test_when_the_key_is_another(self, two_days):
        (checkpoint.Path(ledger.settings.KEYS_DIR) / checkpoint.KEY_FILE).unlink()
        with pytest.raises(checkpoint.BadNote), transaction.atomic():
            ledger.seal()


def test_a_row_read_back_says_what_was_hashed_before_it_was_written(cast):
    entry = Entry.write(
        by=cast.amara,
        folder=cast.leo.folder("personal"),
        kind="visit",
        fact="Müller \U0001f600",
        happened_at="2026-01-05T10:00:00.123456+01:00",
    )
    trace = Trace.objects.latest("pk")
    version = Entry.history.get(id=entry.pk)
    assert trace.rows == [["records_historicalentry", version.pk, row_hash(version)]]


def test_the_plain_columns_say_what_the_models_say(cast):
    """The quick way of reading, with which everything is proved again, gives the same bytes as the careful one."""
    read("home", by=cast.dee, about=cast.leo, shown=[cast.leo, cast.femi], refused=True)
    Entry.write(by=cast.amara, folder=cast.leo.folder("personal"), kind="visit", fact="x", happened_at=in_days(0))
    Trace.objects.create(event="entry.written", by_name='Zoë \U0001f600 "x"', title="\u2028", at="2026-01-05T10:00:00Z")
    sealed()
    found = part(0, Leaf.objects.count())
    leaves = Leaf.objects.order_by("seq")
    assert len(leaves) == Trace.objects.count() + Reading.objects.count()
    assert found.leaves == [leaf_hash(ledger.header(leaf)) for leaf in leaves]
    rows = [ledger.SOURCES[leaf.source].objects.get(pk=leaf.row) for leaf in leaves]
    assert found.moments == [f'"{row.moment}"' for row in rows]
