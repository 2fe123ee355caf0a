"""A thousand changes by chance, of every kind: each is found. So is shown the one that cannot be, which is declared."""

import random
import shutil
from collections import Counter

import pytest
from django.db import DatabaseError, transaction

from audit import checkpoint, ledger
from audit.models import Reading, SignedCheckpoint
from audit.verify import Tampered, verify

from .kinds import KINDS, Again, a_row, rewritten, set_column
from .owner import history, keys_of_its_own, paper, printed, propose

__all__ = ["history", "keys_of_its_own", "printed", "propose"]
pytestmark = [pytest.mark.django_db, pytest.mark.clause("S-23", "S-29")]
CASES = [pytest.param(2 * len(KINDS), id="short"), pytest.param(1_000, id="long", marks=pytest.mark.long)]


@pytest.mark.parametrize("cases", CASES)
def test_every_change_is_found(printed, cast, cases, tmp_path):
    printed.amend(by=cast.dee, words="This still waits for its number.")
    chance, done, missed = random.Random(cases), Counter(), []
    keys, original = ledger.head_file().parent, paper(printed).read_bytes()
    shutil.copytree(keys, tmp_path / "as they were")
    while done.total() < cases:
        kind = KINDS[done.total() % len(KINDS)]
        with transaction.atomic():
            tampered = attempt(kind, chance, printed)
            if tampered:
                done[kind.__name__] += 1
            if tampered and not is_found():
                missed.append(kind.__name__)
            transaction.set_rollback(True)
        shutil.rmtree(keys)
        shutil.copytree(tmp_path / "as they were", keys)
        paper(printed).write_bytes(original)
    assert missed == []
    assert len(done) == len(KINDS)
    verify()


def attempt(kind, chance, decision):
    """Whether it could be done: where the database itself refuses, something else is drawn."""
    try:
        with transaction.atomic():
            kind(chance, decision)
    except (Again, DatabaseError):
        return False
    return True


def is_found():
    try:
        verify()
    except Tampered as found:
        return found.table and found.row and found.what
    return False


def test_with_the_key_and_without_a_checkpoint_kept_elsewhere_all_can_be_made_anew(printed):
    """The limit that is declared: the key was stolen, and nothing newer was kept where the thief cannot reach."""
    kept = SignedCheckpoint.objects.latest("size").note
    row = a_row(random.Random(1), [Reading])
    set_column(row, row._meta.get_field("by_name"), "Somebody Else")
    rewritten(checkpoint.signed)
    ledger.head_file().unlink()
    verify()
    with pytest.raises(Tampered, match="anchor 1 was signed over"):
        verify([kept])
