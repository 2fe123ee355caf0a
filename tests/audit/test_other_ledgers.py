"""Another ledger, an older one, other keys, another clock: none passes for the one that was signed."""

import pytest

from audit import checkpoint, ledger
from audit.keys import KeyUnusable
from audit.models import Pending, SignedCheckpoint
from audit.verify import Tampered, verify
from tests.cast import in_days

from .owner import alter, found, history, keys_of_its_own, printed, propose, seal

__all__ = ["history", "keys_of_its_own", "printed", "propose"]
pytestmark = [pytest.mark.django_db, pytest.mark.clause("S-23", "S-29")]


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

    def test_is_checked_where_no_key_can_sign(self, history, settings):
        settings.DEMO, folder = False, ledger.head_file().parent
        public = checkpoint.public_pem()
        (folder / checkpoint.KEY_FILE).unlink()
        with pytest.raises(KeyUnusable):
            verify()
        (folder / checkpoint.PUBLIC_FILE).write_text(public)
        verify()
        with pytest.raises(KeyUnusable):
            ledger.seal()

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

    def test_hides_nothing_else_that_was_touched_after_the_clock_went_back(self, history, time_machine):
        time_machine.move_to(in_days(-3))
        ledger.seal()
        alter("UPDATE records_entry SET fact = 'y'")
        assert "clock" not in found().what


def seal_elsewhere(decision):
    """A ledger made anew over the same rows, by somebody who has the key; and a checkpoint of the one before it."""
    kept = checkpoint.signed(checkpoint.Checkpoint(3, b"\1" * 32, decision.signed_at))
    for source, model in ledger.SOURCES.items():
        for row in model.objects.order_by("pk"):
            Pending.objects.get_or_create(source=source, row=row.pk)
    seal()
    return kept
