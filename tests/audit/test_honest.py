"""What honest people do, in whatever order, is never taken for tampering."""

import random
from collections import Counter
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from audit import checkpoint, ledger
from audit.models import read
from audit.verify import verify
from records.models import Concern, Entry
from tests.cast import in_days
from tests.sharing.conftest import AGREED, TO_SHARE

from .deeds import DEEDS, Honest
from .owner import history, keys_of_its_own, printed, propose, seal

__all__ = ["history", "keys_of_its_own", "printed", "propose"]
pytestmark = [pytest.mark.django_db, pytest.mark.crawl, pytest.mark.clause("S-23", "S-29")]


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


HISTORIES = [pytest.param(8, id="short"), pytest.param(200, id="long", marks=pytest.mark.long)]


@pytest.mark.parametrize("many", HISTORIES)
def test_any_honest_history_is_clean(cast, many, time_machine, settings, tmp_path):
    """Deeds at random on days that follow one another, sealed now and then, the key replaced now and then."""
    done, begin = Counter(), timezone.now()
    for number in range(many):
        settings.KEYS_DIR = tmp_path / f"keys of history {number}"
        time_machine.move_to(begin)
        with transaction.atomic():
            done.update(lived(cast, random.Random(number), time_machine, begin))
            seal()
            assert verify().waiting == 0
            transaction.set_rollback(True)
    assert len(done) > len(DEEDS) / 2
    assert many < 100 or set(DEEDS) <= set(done)


def lived(cast, chance, time_machine, now):
    """Some thirty deeds; the names of those that were lawful."""
    honest = Honest(cast, chance)
    for _ in range(30):
        if name := honest.do():
            yield name
        if chance.random() < 0.2:
            seal()
            verify()
        if chance.random() < 0.05:
            replace_key()
        if chance.random() < 0.1:
            now += timedelta(hours=chance.randint(1, 30))
            time_machine.move_to(now)


def replace_key():
    """The public key is kept beside the next one, which its first use makes."""
    folder = ledger.head_file().parent
    if (folder / checkpoint.KEY_FILE).exists():
        (folder / f"ledger-retired-{len(list(folder.iterdir()))}.pem").write_text(checkpoint.public_pem())
        (folder / checkpoint.KEY_FILE).unlink()
