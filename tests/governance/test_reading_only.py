"""After a restore everything can be read and nothing written, until a named person has confirmed what is missing."""

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from audit import anchors, checkpoint, journal, ledger, reading_only, stream
from audit.models import Trace
from audit.verbs import Stale
from audit.verify import Tampered, verify
from governance import clockwork
from governance.backup import gap
from records.models import Concern
from staff.models import Kept
from tests.records.asking import FACTS, at, concern

pytestmark = [pytest.mark.django_db, pytest.mark.clause("S-31", "H-25")]


@pytest.fixture
def restored(cast, own_folders):
    """Put back to line N of the ledger; a witness elsewhere knows of five more."""
    ledger.seal()
    size = ledger.Leaf.objects.count()
    lost = checkpoint.signed(checkpoint.Checkpoint(size + 5, b"\1" * 32, timezone.now()))
    known = checkpoint.opened(lost, checkpoint.known_keys())
    manifest = {"checkpoint": ledger.SignedCheckpoint.objects.latest("size").note, "at": "2026-01-01T02:00:00+00:00"}
    reading_only.begin(gap.gap_of(manifest, known) | {"shut_again": 0, "not_shut": []})
    return lost


@pytest.fixture
def elsewhere(own_folders, settings):
    settings.ANCHOR_FILE = str(own_folders / "elsewhere.jsonl")
    return own_folders / "elsewhere.jsonl"


def test_the_journal_goes_on_from_the_line_that_was_put_back(
    cast, elsewhere, own_folders, django_capture_on_commit_callbacks
):
    ledger.seal()
    known = checkpoint.opened(ledger.witness(), checkpoint.known_keys())
    before = timezone.now().isoformat()
    stream.append(elsewhere, [{"at": before, "note": ledger.witness(), "journal": {"last": 7, "to": known.size + 500}}])
    manifest = {"checkpoint": ledger.witness(), "at": "2026-01-01T02:00:00+00:00"}
    reading_only.begin(gap.gap_of(manifest, known) | {"shut_again": 0, "not_shut": []})
    with django_capture_on_commit_callbacks(execute=True):
        gap.confirm(by=cast.dee)
    cast.leo.exclude(by=cast.dee, who=cast.vik, reason="A relation")
    assert clockwork.anchor_the_ledger()
    assert [line["kind"] for line in stream.read(journal.beside(elsewhere))] == ["access.excluded"]
    assert not clockwork.anchor_the_ledger() and len(list(stream.read(journal.beside(elsewhere)))) == 1


def log(cast):
    return Concern.log(by=cast.vik, danger="no", facts="x", people=[cast.leo])


def test_nothing_is_written_by_a_verb_and_the_clock_stands_still(cast, restored, capsys):
    with pytest.raises(reading_only.ReadingOnly):
        log(cast)
    call_command("tick")
    assert "Nothing was done" in capsys.readouterr().out
    assert not Concern.objects.exists()


def test_a_page_is_read_and_what_is_typed_on_it_is_kept_with_the_reason(cast, restored, as_):
    page = at("log_concern")
    assert as_(cast.amara).get(page).status_code == 200
    answer = as_(cast.amara).post(page, concern())
    assert answer.status_code == 503 and "backup" in answer.text
    assert Kept.objects.get(user=cast.amara, path=page).data["facts"] == [FACTS]


def test_whoever_confirms_is_named_for_ever_and_then_all_goes_on(cast, restored, django_capture_on_commit_callbacks):
    with pytest.raises(CommandError, match="lead"):
        call_command("restore", "--confirm", cast.amara.email)
    with django_capture_on_commit_callbacks(execute=True):
        call_command("restore", "--confirm", cast.dee.email)
    trace = Trace.objects.get(event="service.restored")
    assert (trace.by_name, trace.facts["anchored"] - trace.facts["kept"]) == (cast.dee.name, 5)
    log(cast)
    with pytest.raises(Stale):
        gap.confirm(by=cast.dee)


def test_what_is_lost_is_told_by_every_check_and_a_witness_of_it_is_no_false_alarm(
    cast, restored, own_folders, capsys, django_capture_on_commit_callbacks
):
    (own_folders / "kept").mkdir()
    (own_folders / "kept" / "one").write_text(restored)
    with pytest.raises(Tampered, match="missing"):
        verify([restored])
    with django_capture_on_commit_callbacks(execute=True):
        gap.confirm(by=cast.dee)
    ledger.seal()
    call_command("verify_trail", "--anchors", str(own_folders / "kept"))
    said = capsys.readouterr().out
    assert "A RESTORE LOST WORK: 5 lines" in said and cast.dee.name in said
    later = ledger.witness()
    assert verify([restored, later]).lost == ["anchor 1"]
    forged = checkpoint.signed(
        checkpoint.Checkpoint(anchors.opened(later, checkpoint.known_keys()).size, b"\2" * 32, timezone.now())
    )
    with pytest.raises(Tampered):
        verify([forged])
