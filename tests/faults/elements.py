"""What a service stands in, spoiled and mended while it runs: its disk, its database, its clock.

Called by nursery.py, in its own process or in one forked from it. Where this machine lets us, the installation lies on
a small disk of its own, which nobody else sees and which goes when the nursery ends; elsewhere the system refuses the
service's writes by a limit, and its files by their modes.
"""

import ctypes
import os
import re
import resource
import shutil
import signal
import threading
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import time_machine

LIBC = ctypes.CDLL(None, use_errno=True)
NEW_MOUNTS, PRIVATE, RECURSIVE, REMOUNT, READ_ONLY = 0x20000, 1 << 18, 1 << 14, 32, 1
SMALL = b"size=48m,mode=700"
WITH_PARENT = 1  # of prctl
PASS_MODES = 0b111  # what lets root do with files what their modes forbid
TABLES = "audit_reading, audit_trace"  # without them nothing is read and nothing written


def laid_out(source, folder, lent):
    """Copy a prepared installation there: on a disk of its own, unless only a lent one is to be had, or asked for."""
    if not lent and LIBC.unshare(NEW_MOUNTS) == 0 and LIBC.mount(None, b"/", None, PRIVATE | RECURSIVE, None) == 0:
        LIBC.mount(b"tmpfs", os.fsencode(folder), b"tmpfs", 0, SMALL)
    shutil.copytree(source, folder, dirs_exist_ok=True)


def hurry(seconds):
    """Whoever waits for SQLite, for a lock of PostgreSQL's or for the scanner does so for no longer than this."""
    from django.conf import settings

    from records.attaching import scanner

    scanner.PATIENCE, scanner.REST = seconds, 4 * seconds
    if "transaction_mode" in settings.DATABASES["default"]["OPTIONS"]:
        settings.DATABASES["default"]["OPTIONS"]["timeout"] = seconds
    told = os.environ["PGOPTIONS"]
    os.environ["PGOPTIONS"] = re.sub(r"lock_timeout=\w+", f"lock_timeout={seconds * 1000:.0f}ms", told)


def _var():
    from django.conf import settings

    return Path(settings.VAR_DIR)


def disk():
    return "its own" if os.path.ismount(_var()) else "lent"


def fill(group):
    """Nothing more goes onto the disk."""
    if disk() == "lent":
        _let_write(group, 0)
    else:
        _fill_up()


def _fill_up():
    with suppress(OSError), open(_var() / "ballast", "wb", buffering=0) as file:
        while True:
            file.write(bytes(4096))


def make_room(group):
    if disk() == "lent":
        _let_write(group, resource.RLIM_INFINITY)
    else:
        (_var() / "ballast").unlink()


def _let_write(group, upto):
    for process in workers(group):
        hard = resource.prlimit(process, resource.RLIMIT_FSIZE)[1]
        resource.prlimit(process, resource.RLIMIT_FSIZE, (upto, hard))


def forbid_writing():
    """The disk can be read, and nothing more, as when the system finds it failing."""
    if disk() == "lent":
        _modes(lambda mode: mode & ~0o222)
    else:
        _mount_again_as_read_only()


def _mount_again_as_read_only():
    until = time.monotonic() + 5
    while LIBC.mount(None, os.fsencode(_var()), None, REMOUNT | READ_ONLY, None):
        assert time.monotonic() < until, os.strerror(ctypes.get_errno())
        time.sleep(0.05)


def let_write():
    if disk() == "lent":
        _modes(lambda mode: mode | 0o200)
    else:
        assert LIBC.mount(None, os.fsencode(_var()), None, REMOUNT, SMALL) == 0


def _modes(changed):
    for place in [_var(), *_var().rglob("*")]:
        with suppress(FileNotFoundError):
            place.chmod(changed(place.stat().st_mode & 0o777))


def heed_modes():
    """As a service that does not run as root: what a file's modes forbid is forbidden."""
    if os.geteuid():
        return
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)
    data = (ctypes.c_uint32 * 6)()
    assert LIBC.capget(header, data) == 0
    data[0], data[1] = data[0] & ~PASS_MODES, data[1] & ~PASS_MODES
    assert LIBC.capset(header, data) == 0


def open_files(group):
    """What the service holds open of the installation."""
    found = [file for process in workers(group) for file in Path(f"/proc/{process}/fd").iterdir()]
    return [name for name in map(_name_of, found) if name.startswith(f"{_var()}/db")]


def _name_of(file):
    with suppress(FileNotFoundError):
        return os.readlink(file)
    return ""


def workers(group):
    return [int(pid) for pid in Path(f"/proc/{group}/task/{group}/children").read_text().split()]


def hold():
    """Somebody else holds the database and does not let go: the group of that process, to be killed."""
    coming, going = os.pipe()
    if group := os.fork():
        os.close(going)
        assert os.read(coming, 1), "The database could not be held."
        os.close(coming)
        return group
    try:
        os.setsid()
        LIBC.prctl(WITH_PARENT, signal.SIGKILL, 0, 0, 0)
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("BEGIN EXCLUSIVE" if connection.vendor == "sqlite" else "BEGIN")
            if connection.vendor == "postgresql":
                cursor.execute(f"LOCK TABLE {TABLES} IN ACCESS EXCLUSIVE MODE")
            os.write(going, b".")
            signal.pause()
    finally:
        os._exit(1)


class Turned:
    """The service by another clock: as many seconds ahead as a file says, from one request to the next."""

    def __init__(self, application):
        self.application, self.ahead, self.travel, self.turning = application, 0, None, threading.Lock()

    def __call__(self, environ, start_response):
        with self.turning:
            if (ahead := _ahead()) != self.ahead:
                self.turn(ahead)
        return self.application(environ, start_response)

    def turn(self, ahead):
        if self.travel:
            self.travel.stop()
        self.ahead, self.travel = ahead, None
        if ahead:
            self.travel = turned(ahead)
            self.travel.start()


def turned(ahead):
    return time_machine.travel(datetime.now(UTC) + timedelta(seconds=ahead))


def _ahead():
    with suppress(FileNotFoundError, ValueError):
        return int((_var() / "ahead").read_text())
    return 0


def turn_clock(ahead):
    """From now on the service's clock, and that of whoever is asked beside it, are this far ahead, in seconds."""
    (_var() / "ahead").write_text(str(ahead))


def by_that_clock():
    """For a process beside the service: its clock is the service's."""
    if ahead := _ahead():
        turned(ahead).start()
