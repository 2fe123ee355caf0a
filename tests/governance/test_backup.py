"""A backup opens for nobody here, holds no key, and comes back whole: checked, and for reading only."""

import io
import os
import tarfile
from base64 import b64encode
from contextlib import closing

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.management import CommandError, call_command
from django.db import connection

from audit import checkpoint, field_key, roles
from audit.keys import private_key
from governance import clockwork
from governance.backup import box, database, making, unpacking
from records.models import Entry
from staff.models import User
from tests.cast import in_days
from tests.consent.said import mother
from tests.governance.conftest import CANARY, agreed

pytestmark = pytest.mark.clause("S-31", "H-25")


def plain(path, key):
    """All that is in a box, as one who has the private key sees it."""
    with path.open("rb") as file, tarfile.open(fileobj=box.Emptying(file, private_key(key)), mode="r|gz") as archive:
        return {member.name: archive.extractfile(member).read() for member in archive}


def spellings(key):
    """A key as itself and in whatever writing it could have been copied."""
    raw = bytes.fromhex(key.decode()) if b"-----" not in key else key
    lines = b"".join(key.split(b"-----")[2].split()) if b"-----" in key else b64encode(raw)
    return {raw, raw.hex().encode(), b64encode(raw), lines}


def given(cast):
    """What will be taken back: an agreement and a grant."""
    folder = cast.leo.folder("personal")
    folder.grant(by=cast.dee, to=cast.chen, purpose="Cover", until=in_days(3))
    return mother(cast)


def shut_since(cast, consent):
    folder = cast.leo.folder("personal")
    folder.end_grant(by=cast.dee, grant=folder.grants.live().get(), why="Over")
    cast.leo.exclude(by=cast.dee, who=cast.vik, reason="A relation")
    cast.ben.deactivate(by=cast.adam)
    consent.withdraw(by=cast.amara, words="No more")


THERE = {
    "entries": f"SELECT count(*) FROM records_entry WHERE fact = '{CANARY}'",
    "live grants": "SELECT count(*) FROM records_foldergrant WHERE ended_at IS NULL",
    "shut out": "SELECT count(*) FROM records_exclusion",
    "ben": "SELECT count(*) FROM staff_user WHERE is_active AND first_name = 'Ben'",
    "agreements": "SELECT count(*) FROM consent_consent WHERE withdrawn_at IS NULL",
}
EXPECTED = {"entries": 1, "live grants": 0, "shut out": 1, "ben": 0, "agreements": 0}


class TestABackup:
    def test_holds_the_day_and_no_key_in_any_spelling_and_its_box_shows_nothing(self, worked, pair, settings, tmp_path):
        call_command("backup", str(tmp_path / "backups"), verbosity=0)
        made = making.made(tmp_path / "backups")[0]
        assert CANARY.encode() not in made.path.read_bytes()
        inside = b"".join(plain(made.path, pair).values())
        assert CANARY.encode() in inside
        keys = [path.read_bytes() for path in settings.KEYS_DIR.iterdir() if path.suffix != ".head"]
        assert len(keys) >= 3
        assert not [key[:30] for key in keys for spelt in spellings(key) if spelt in inside]
        assert settings.SECRET_KEY.encode() not in inside

    def test_is_not_made_without_a_key_and_leaves_nothing_half_made(self, worked, settings, tmp_path, monkeypatch):
        monkeypatch.setattr(making, "_packed", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            making.make(tmp_path / "backups")
        left = settings.VAR_DIR / ".backup-cut-off"
        left.mkdir()
        os.utime(left, (0, 0))
        settings.BACKUP_PUBLIC_KEY = ""
        with pytest.raises(CommandError, match="backup_key"):
            call_command("backup", str(tmp_path / "backups"))
        with pytest.raises(ZeroDivisionError):
            making.make(tmp_path / "backups", box.X25519PrivateKey.generate().public_key())
        assert list((tmp_path / "backups").iterdir()) == [] and not list(settings.VAR_DIR.glob(".backup-*"))

    @pytest.mark.postgresql
    def test_is_made_by_the_role_that_reads_everything_and_refused_to_the_one_that_does_not(
        self, worked, pair, settings, tmp_path
    ):
        settings.BACKUP_DATABASE_URL = as_role("app")
        with pytest.raises(database.NotCopied, match="pg_dump failed"):
            making.make(tmp_path / "backups")
        assert list((tmp_path / "backups").iterdir()) == []
        settings.BACKUP_DATABASE_URL = as_role("backup")
        assert CANARY.encode() in plain(making.make(tmp_path / "backups").path, pair)["database"]


def as_role(part):
    ours, role = connection.get_connection_params(), roles.role(connection, part)
    return f"postgres://{ours['user']}@/{ours['dbname']}?host={ours['host']}&options=-crole%3D{role}"


class TestTheWayBack:
    def test_is_whole_checked_for_reading_only_and_with_everything_shut_that_was_shut_since(
        self, worked, pair, tmp_path, machine, settings
    ):
        settings.ANCHOR_FILE = str(tmp_path / "elsewhere.jsonl")
        consent = given(worked)
        call_command("backup", str(tmp_path / "backups"), verbosity=0)
        shut_since(worked, consent)
        clockwork.anchor_the_ledger()
        done = machine.run("restore", tmp_path / "backups", "--key", pair, "--anchors", settings.ANCHOR_FILE)
        assert done.returncode == 0, done.stderr
        assert "nothing in it was touched" in done.stdout and "reading only" in done.stdout
        assert "0 could not be" in done.stdout
        assert {name: machine.ask(question) for name, question in THERE.items()} == EXPECTED

    def test_destroys_again_what_was_destroyed_since(self, eight_days_ago, worked, pair, tmp_path, machine, settings):
        settings.ANCHOR_FILE = str(tmp_path / "elsewhere.jsonl")
        proposal = agreed(worked, Entry.objects.get(fact=CANARY))
        call_command("backup", str(tmp_path / "backups"), verbosity=0)
        eight_days_ago.move_to(in_days(8))
        proposal.carry_out(by=User.system())
        clockwork.anchor_the_ledger()
        done = machine.run("restore", tmp_path / "backups", "--key", pair, "--anchors", settings.ANCHOR_FILE)
        assert "0 could not be" in done.stdout, done.stderr
        assert machine.ask(THERE["entries"]) == 0
        assert machine.ask("SELECT state FROM governance_disposal") == "withdrawn"
        if connection.vendor == "sqlite":
            assert not [
                file for file in machine.var.rglob("*") if file.is_file() and CANARY.encode() in file.read_bytes()
            ]

    def test_is_refused_without_the_keys_of_that_day_and_from_whoever_has_the_public_key_alone(
        self, worked, pair, tmp_path, settings, monkeypatch
    ):
        made = making.make(tmp_path / "backups")
        field_key.replace()
        assert unpacking.unpacked(made.path, pair, tmp_path / "retired")
        next(settings.KEYS_DIR.glob(field_key.RETIRED)).unlink()
        with pytest.raises(unpacking.NotRestored, match="field.key"):
            unpacking.unpacked(made.path, pair, tmp_path / "gone")
        monkeypatch.setattr(checkpoint, "signing_key", lambda: Ed25519PrivateKey.generate())
        monkeypatch.setattr(making, "fingerprints", dict)
        forged = making.make(tmp_path / "backups")
        monkeypatch.undo()
        with pytest.raises(unpacking.NotRestored, match="not signed"):
            unpacking.unpacked(forged.path, pair, tmp_path / "forged")

    def test_is_never_over_what_is_there(self, worked, pair, tmp_path):
        with pytest.raises(CommandError, match="empty place"):
            call_command("restore", str(tmp_path), "--key", str(pair))
        assert worked.leo.folder("personal").entries.get().fact == CANARY


class TestTheBox:
    def test_opens_for_nobody_else_and_not_when_a_bit_was_turned_or_its_end_is_missing(self, tmp_path):
        own, other = box.X25519PrivateKey.generate(), box.X25519PrivateKey.generate()
        sealed = io.BytesIO()
        with closing(box.Filling(sealed, own.public_key())) as filling:
            filling.write(b"x" * (2 * box.PIECE))
        whole = sealed.getvalue()
        assert box.Emptying(io.BytesIO(whole), own).read() == b"x" * (2 * box.PIECE)
        turned = whole[:-1] + bytes([whole[-1] ^ 1])
        cut = whole[: len(box.MARK) + 2 * box.KEY + box.PIECE + 16]
        for bytes_, key in [(whole, other), (turned, own), (cut, own), (whole[:40], own)]:
            with pytest.raises(box.Shut):
                box.Emptying(io.BytesIO(bytes_), key).read()
