"""What is promised about the machine: keys, database, disk, scanner, seal, and how it is set up."""

import shutil
import socket
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection

from audit import appendonly, checkpoint, field_key, roles, walls
from records.paper import sealing

from . import promises

LEAST = 15  # per cent of a disk that must be free
IT = "Ask whoever runs the service to"
SAFE = {"synchronous": 2, "journal_mode": "wal", "foreign_keys": 1, "secure_delete": 1}


@promises(
    "The keys are there, and nobody else can read them",
    mend=f"{IT} put them back from where they are kept, mode 0600 in a folder of mode 0700.",
)
def the_keys():
    field_key.key_in_use()
    checkpoint.signing_key()
    sealing.seal_key()
    folder = Path(settings.KEYS_DIR)
    loose = [path.name for path in [folder, *folder.iterdir()] if path.stat().st_mode & 0o077]
    return not loose, f"Others on the machine can read {', '.join(loose)}." if loose else "All three can be used."


@promises(
    "The database refuses what it must refuse", mend=f"{IT} run migrate, and database_roles where it is PostgreSQL."
)
def the_database():
    using = [connection.alias]
    found = [str(error.msg) for error in [*appendonly.missing_triggers(using), *walls.missing_walls(using)]]
    found += _unsafe() if connection.vendor == "sqlite" else list(roles.differences(connection))
    return not found, found[0] if found else f"Its walls stand, and what is written is on the disk ({_kind()})."


def _unsafe():
    """A power cut must lose nothing that was acknowledged."""
    return [f"{name} is {is_now}, not {must}." for name, must in SAFE.items() if (is_now := _pragma(name)) != must]


def _pragma(name):
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {name}")
        return cursor.fetchone()[0]


def _kind():
    return {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[connection.vendor]


@promises("There is room", mend=f"{IT} make room: when the disk is full, nothing can be written down.")
def the_disk():
    free = min(_free(place) for place in {settings.VAR_DIR, settings.FILES_DIR} if Path(place).exists())
    return free >= LEAST, f"{free} % of the disk is free."


def _free(place):
    use = shutil.disk_usage(place)
    return use.free * 100 // use.total


@promises("Files that come in are looked at for malware", mend=f"{IT} start ClamAV and set CLAMD_SOCKET.")
def the_scanner():
    if not settings.CLAMD_SOCKET:
        return False, "No scanner is set up: every file says that nobody has looked at it."
    with socket.socket(socket.AF_UNIX) as line:
        line.settimeout(5)
        line.connect(settings.CLAMD_SOCKET)
        line.sendall(b"zPING\0")
        answers = line.recv(64).startswith(b"PONG")
    return answers, "The scanner answers." if answers else "The scanner does not answer."


@promises("Decisions can be sealed", mend=f"{IT} get a new certificate, and to run replace_seal with it.")
def the_seal():
    seal = sealing.in_force()
    left = seal.certificate.not_valid_after_utc - datetime.now(UTC)
    return left > timedelta(days=sealing.NOTICE), f"The seal’s certificate is good until {seal.ends}."


@promises("Only those who work here get in", mend=f"{IT} set the service up as its operating notes say.")
def how_it_is_set_up():
    loose = {
        "errors show records to anybody": settings.DEBUG,
        "it is a demonstration, without a second factor": settings.DEMO,
        "the line is not locked (no HTTPS)": not settings.BASE_URL.startswith("https://"),
    }
    found = [words for words, is_so in loose.items() if is_so]
    words = "; ".join(found)
    return not found, f"{words[:1].upper()}{words[1:]}." if found else "Second factor and locked lines are on."
