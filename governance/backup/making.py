"""Makes a backup: the database and the files of one moment, in a box that only the key kept elsewhere opens.

No key is ever in it. Beside the box lies a slip in the open, which says nothing about anybody: when, how much, and the
checkpoint of the ledger.
"""

import gzip
import io
import json
import os
import shutil
import tarfile
import tempfile
import time
from base64 import b64encode
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
from django.conf import settings
from django.db.migrations.loader import MigrationLoader

from audit import checkpoint, field_key
from audit.canonical import canonical
from policy import packs
from records.paper import sealing

from . import box, database

ENDING = ".sealed"
DATABASE, FILES, MANIFEST, SIGNATURE = "database", "files/", "manifest.json", "manifest.sig"
STEP = 1 << 20
LONGEST = 24 * 60 * 60  # seconds that anything here takes


@dataclass(frozen=True)
class Backup:
    """One that was made: its box, and what its slip says."""

    path: Path
    slip: dict

    @property
    def at(self) -> datetime:
        return datetime.fromisoformat(self.slip["at"])


def make(folder: Path, key: X25519PublicKey | None = None) -> Backup:
    """Make one in this folder, for the key of the settings or another one.

    Raises KeyUnusable, NotCopied, OSError; then nothing is left there.
    """
    key, at = key or box.public_key(settings.BACKUP_PUBLIC_KEY), datetime.now(UTC)
    _keys_are_apart()
    _forget_what_was_cut_off()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    done = folder / f"backup-{at:%Y%m%dT%H%M%S%f}Z{ENDING}"
    draft = done.with_suffix(".part")
    try:
        slip = _filled(draft, key, at)
        os.replace(draft, done)
    finally:
        draft.unlink(missing_ok=True)
    done.with_suffix(".json").write_text(json.dumps(slip, indent=1))
    return Backup(done, slip)


def made(folder: Path) -> list[Backup]:
    """Those in a folder, the newest first."""
    slips = sorted(folder.glob("backup-*.json"), reverse=True)
    found = ((slip.with_suffix(ENDING), slip) for slip in slips)
    return [Backup(path, json.loads(slip.read_text())) for path, slip in found if path.exists()]


def _forget_what_was_cut_off() -> None:
    """A copy in the open is here only while a backup or a drill runs, unless the machine stopped meanwhile."""
    for name in (".backup-*", ".restore-*", ".drill-*"):
        for left in Path(settings.VAR_DIR).glob(name):
            if time.time() - left.stat().st_mtime > LONGEST:
                shutil.rmtree(left, ignore_errors=True)


def _filled(path: Path, key: X25519PublicKey, at: datetime) -> dict:
    with tempfile.TemporaryDirectory(prefix=".backup-", dir=settings.VAR_DIR) as aside:
        copy = Path(aside) / DATABASE
        note = database.copied(copy)  # first: every file it speaks of was there before it was said
        with open(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
            with closing(box.Filling(file, key)) as sealed:
                manifest = _packed(sealed, copy, _manifest(note, at))
            file.flush()
            os.fsync(file.fileno())
    said = {name: manifest[name] for name in ("at", "checkpoint", "service")}
    return said | {"files": len(manifest["hashes"]) - 1, "for": box.name_of(key), "sha256": digest(path)}


def _packed(sealed: box.Filling, copy: Path, manifest: dict) -> dict:
    smaller = gzip.GzipFile("", "wb", 1, sealed)
    with smaller, tarfile.open(fileobj=smaller, mode="w|") as archive:
        for name, path in [(DATABASE, copy), *_files()]:
            manifest["hashes"][name] = digest(path)
            archive.add(path, name, recursive=False, filter=_nobodys)
        exact = canonical(manifest)
        for name, data in {MANIFEST: exact, SIGNATURE: checkpoint.signing_key().sign(exact)}.items():
            _add(archive, name, data)
    return manifest


def _add(archive: tarfile.TarFile, name: str, data: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size = len(data)
    archive.addfile(member, io.BytesIO(data))


def _nobodys(member: tarfile.TarInfo) -> tarfile.TarInfo:
    """Who owned it on this machine means nothing on another."""
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    member.mode = 0o600
    return member


def _files() -> Iterator[tuple[str, Path]]:
    """Everything that is kept beside the database, under the name it has there: ids, never what somebody called it."""
    root = Path(settings.FILES_DIR)
    for path in sorted(root.rglob("*")):
        if path.is_file() and not path.is_symlink():
            yield FILES + str(path.relative_to(root)), path


def _manifest(note: str, at: datetime) -> dict:
    return {
        "at": at.isoformat(),
        "checkpoint": note,
        "edition": packs.current().edition,
        "database": database.settings_of()["ENGINE"],
        "hashes": {},
        "keys": fingerprints(),
        "made_by": sorted(f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations),
        "service": settings.LEDGER_NAME,
        "v": 1,
    }


def fingerprints() -> dict[str, str]:
    """By what the keys are known without which a restored service could neither show nor prove what it holds."""
    return {
        "field.key": field_key.key_id(field_key.key_in_use()),
        "ledger.pem": checkpoint.fingerprint(checkpoint.signing_key().public_key()),
        "seal.pem": sealing.seal_key().fingerprint,
    }


def _keys_are_apart() -> None:
    if Path(settings.KEYS_DIR).resolve().is_relative_to(Path(settings.FILES_DIR).resolve()):
        raise database.NotCopied("KEYS_DIR lies within FILES_DIR: keys would go with the files. Keep them elsewhere.")


def digest(path: Path) -> str:
    told = sha256()
    with path.open("rb") as file:
        while piece := file.read(STEP):
            told.update(piece)
    return b64encode(told.digest()).decode()
