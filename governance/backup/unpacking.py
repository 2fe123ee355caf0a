"""Opens a backup aside, and believes nothing of it before its hashes, its signature and its keys are found right."""

import json
import shutil
import tarfile
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from audit import checkpoint, field_key
from audit.keys import private_key
from records.paper import sealing

from . import box, database
from .making import DATABASE, FILES, MANIFEST, SIGNATURE, digest


class NotRestored(RuntimeError):
    """Nothing was put back; the message says why, and what to do."""


def unpacked(path: Path, key: Path, to: Path) -> dict[str, Any]:
    """Everything in the backup, checked, in this folder. Gives its manifest. Raises NotRestored, Shut, KeyUnusable."""
    own = private_key(key)
    if not isinstance(own, X25519PrivateKey):
        raise NotRestored(f"{key} is not the key of backups (X25519).")
    with path.open("rb") as file, tarfile.open(fileobj=box.Emptying(file, own), mode="r|gz") as archive:
        for member in archive:
            if not member.isfile():
                raise NotRestored("There is something in this backup that was never put into one.")
            archive.extract(member, to, filter="data")
    manifest = _manifest(to)
    _whole(to, manifest["hashes"])
    _belongs_here(manifest)
    return manifest


def _manifest(folder: Path) -> dict[str, Any]:
    try:
        exact, signature = (folder / MANIFEST).read_bytes(), (folder / SIGNATURE).read_bytes()
    except FileNotFoundError:
        raise NotRestored("This backup has no manifest: it was not made to its end.") from None
    if not any(_signed(key, signature, exact) for key in checkpoint.known_keys()):
        raise NotRestored(f"This backup was not signed with the ledger key in {settings.KEYS_DIR}: put that one there.")
    return json.loads(exact)


def _signed(key, signature: bytes, exact: bytes) -> bool:
    try:
        key.verify(signature, exact)
    except InvalidSignature:
        return False
    return True


def _whole(folder: Path, hashes: dict[str, str]) -> None:
    there = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()} - {MANIFEST, SIGNATURE}
    if there != set(hashes) or any(digest(folder / name) != told for name, told in hashes.items()):
        raise NotRestored("What is in this backup is not what its manifest says.")


def _belongs_here(manifest: dict[str, Any]) -> None:
    """The same ledger, the same kind of database, the keys that were in use, and no newer edition than this one."""
    if manifest["service"] != settings.LEDGER_NAME:
        raise NotRestored(f"This is a backup of {manifest['service']}: set LEDGER_NAME to that.")
    if manifest["database"] != database.settings_of()["ENGINE"]:
        raise NotRestored(f"This backup is of another kind of database ({manifest['database']}).")
    missing = [name for name, known in _keys_here().items() if manifest["keys"][name] not in known]
    if missing:
        raise NotRestored(f"Other keys were in use: put the old {', '.join(missing)} into {settings.KEYS_DIR} first.")
    if newer := set(manifest["made_by"]) - _known():
        raise NotRestored(f"A newer edition made this backup ({min(newer)}): install that one.")


def _keys_here() -> dict[str, set[str]]:
    """By what the keys are known that are here: those in use, and those retired since the backup was made."""
    folder = Path(settings.KEYS_DIR)
    retired = {path.stem.rpartition("-")[2] for path in folder.glob(field_key.RETIRED)}
    return {
        "field.key": {field_key.key_id(field_key.key_in_use()), *retired},
        "ledger.pem": {checkpoint.fingerprint(key) for key in checkpoint.known_keys()},
        "seal.pem": {one.fingerprint(SHA256()).hex() for one in sealing.trusted()},
    }


def _known() -> set[str]:
    """The names of every migration here, and of those that were joined into one since."""
    loader = MigrationLoader(None)
    joined = [pair for one in loader.disk_migrations.values() for pair in one.replaces]
    return {f"{app}.{name}" for app, name in [*loader.disk_migrations, *joined]}


def is_older() -> bool:
    """Whether the database that was put back is of an earlier edition than this one."""
    return bool(set(MigrationLoader(None).disk_migrations) - set(MigrationRecorder(connection).applied_migrations()))


def put_files_back(folder: Path) -> None:
    if (folder / FILES).is_dir():
        shutil.copytree(folder / FILES, settings.FILES_DIR, dirs_exist_ok=True)


def is_empty() -> bool:
    """No database and no file: what is there is never written over."""
    return database.is_empty() and not any(path.is_file() for path in Path(settings.FILES_DIR).rglob("*"))


def copy_of_database(folder: Path) -> Path:
    return folder / DATABASE
