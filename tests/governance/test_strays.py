"""A file to which no row belongs is taken away, an hour later; every other stays."""

import os
import time
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from audit import ledger
from governance import noted
from governance.strays import take_away_strays
from records.attaching import vault
from records.attaching.intake import Accepted
from records.attaching.scanner import Scan
from records.models import Entry
from tests.cast import in_days

pytestmark = pytest.mark.django_db


@pytest.fixture
def own_files(tmp_path, settings):
    settings.VAR_DIR, settings.FILES_DIR, settings.KEYS_DIR = tmp_path, tmp_path / "files", tmp_path / "keys"
    kept = settings.STORAGES["default"] | {"OPTIONS": {"location": settings.FILES_DIR}}
    settings.STORAGES = settings.STORAGES | {"default": kept}


@pytest.fixture
def lying(cast, own_files, settings):
    """A file of an entry, two strays of long ago, and one that may be being written at this moment."""
    file = Accepted("note.txt", "txt", b"kept", Scan.CLEAN)
    Entry.write(
        by=cast.amara, folder=cast.leo.folder("personal"), kind="visit", fact="x", happened_at=in_days(0), files=[file]
    )
    ledger.seal()
    for name in ("old", "young"):
        vault.put(name, b"of nobody")
    default_storage.save("sealed/old.pdf", ContentFile(b"of nobody"))
    for file in Path(settings.FILES_DIR).glob("*/*"):
        if file.name != "young":
            os.utime(file, (time.time() - 3700,) * 2)
    return lambda: sorted(file.name for file in Path(settings.FILES_DIR).glob("*/*"))


def test_what_belongs_to_nothing_goes_and_what_may_still_come_stays(lying):
    kept = Entry.objects.get().attachments.get()
    assert take_away_strays() == 2
    assert lying() == sorted([kept.public_id.hex, "young"])
    assert b"".join(kept.pieces()) == b"kept"
    assert take_away_strays() == 0 and noted.read("strays")["gone"] == 2


def test_nothing_goes_when_it_may_be_the_rows_that_are_missing(lying, monkeypatch):
    before = lying()
    monkeypatch.setattr(ledger, "_head", lambda: ledger.notes.Checkpoint(10**6, b"x" * 32, None))
    with pytest.raises(ledger.Broken):
        take_away_strays()
    assert lying() == before


def test_a_sealed_record_is_on_the_disk_before_its_row(own_files, monkeypatch):
    synced, sync = [], os.fsync
    monkeypatch.setattr(os, "fsync", lambda file: synced.append(os.readlink(f"/proc/self/fd/{file}")) or sync(file))
    name = default_storage.save("sealed/one.pdf", ContentFile(b"x"))
    assert synced == [default_storage.path(name), str(Path(default_storage.path(name)).parent)]
