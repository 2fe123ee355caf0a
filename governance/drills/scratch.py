"""A machine for an hour: a backup of the service as it is now, put back in an empty folder, and gone afterwards.

The service goes on meanwhile, and nothing of it is changed: the copy has copies of the keys, and a folder of its own.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.conf import settings

from audit import keys
from governance.backup import making

OURS = ("SECRET_KEY", "BASE_URL", "LEDGER_NAME", "SERVICE_NAME", "POLICY_PACK", "POLICY_FOLDER")
NOWHERE = ("ANCHOR_FILE", "ANCHOR_SYSLOG", "TIMESTAMP_URL", "BACKUP_DATABASE_URL", "EMAIL_URL")


class DrillFailed(RuntimeError):
    """What was tried did not work; the message is what went wrong, in the words of the step that failed."""


@dataclass(frozen=True)
class Scratch:
    """The folder of the copy; its environment; how the way there went, in seconds and bytes."""

    folder: Path
    env: dict[str, str]
    backup_seconds: float
    restore_seconds: float
    size: int

    def run(self, *words: str) -> str:
        """A command of the service, on the copy. Gives what it printed. Raises DrillFailed."""
        return _run(self.env, *words)


@contextmanager
def put_back(database: str = "") -> Iterator[Scratch]:
    """``database``: the address of an empty PostgreSQL database, where the service has one. Raises DrillFailed."""
    with tempfile.TemporaryDirectory(prefix=".drill-", dir=settings.VAR_DIR) as made:
        folder = Path(made)
        key = _key_of_the_drill(folder / "backup.pem")
        begun = time.monotonic()
        backup = making.make(folder / "backups", key.public_key())
        made_at = time.monotonic()
        shutil.copytree(settings.KEYS_DIR, folder / "keys")
        env = _environment(folder, database)
        _run(env, "restore", str(backup.path), "--key", str(folder / "backup.pem"))
        yield Scratch(folder, env, made_at - begun, time.monotonic() - made_at, backup.path.stat().st_size)


def _key_of_the_drill(file: Path) -> X25519PrivateKey:
    """A pair for this drill alone: the real private key stays where it is kept."""
    key = X25519PrivateKey.generate()
    keys.keep(file, key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return key


def _environment(folder: Path, database: str) -> dict[str, str]:
    env = os.environ | {name: str(getattr(settings, name)) for name in OURS} | dict.fromkeys(NOWHERE, "")
    env = {name: value for name, value in env.items() if value}
    env.pop("DATABASE_URL", None)
    env |= {"DATABASE_URL": database} if database else {}
    places = {"VAR_DIR": folder, "KEYS_DIR": folder / "keys", "FILES_DIR": folder / "files"}
    return env | {name: str(place) for name, place in places.items()} | ({"DEMO": "on"} if settings.DEMO else {})


def _run(env: dict[str, str], *words: str) -> str:
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), *words]
    done = subprocess.run(command, cwd=settings.BASE_DIR, env=env, capture_output=True, text=True)  # noqa: S603
    if done.returncode:
        raise DrillFailed((done.stderr.strip().splitlines() or done.stdout.strip().splitlines() or [words[0]])[-1])
    return done.stdout
