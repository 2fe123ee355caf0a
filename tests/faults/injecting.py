"""The Nth thing that the service asks of the machine fails: a statement, a commit, a file, the post, the printer.

Every place is counted by its kind as a use goes by; told a kind and a number, exactly that one fails.
"""

import builtins
import errno
import io
import os
from collections import Counter
from contextlib import ExitStack, contextmanager, suppress
from functools import cache
from pathlib import Path
from smtplib import SMTPServerDisconnected
from unittest.mock import patch

import pypdf
from django.conf import settings
from django.core.mail.backends.locmem import EmailBackend
from django.db import OperationalError, connection

from records.attaching import scanner
from records.paper import pressroom

# Gone: the server ends the connection at a statement. Lost: it commits, and ends it before it says so.
EVERYWHERE = ["sql", "commit", "lost", "open", "write", "fsync", "rename", "mail", "pdf", "scan"]
KINDS = {"sqlite": EVERYWHERE, "postgresql": [*EVERYWHERE, "gone"]}
NAMES = ("replace", "rename", "link", "mkdir", "unlink")


class Faults:
    """What is counted, and which one fails."""

    def __init__(self, kind=None, number=0):
        self.kind, self.number = kind, number
        self.counted = Counter()
        self.fired = False

    def now(self, kind):
        """Whether this one fails."""
        self.counted[kind] += 1
        hit = (kind, self.counted[kind]) == (self.kind, self.number)
        self.fired |= hit
        return hit

    @contextmanager
    def around(self):
        with ExitStack() as stack:
            stack.enter_context(connection.execute_wrapper(self._statement))
            for one in (self._committing(), *self._disk(), *self._others()):
                stack.enter_context(one)
            yield self

    def _statement(self, execute, sql, params, many, context):
        if self.now("sql"):
            _break(context["connection"])
            raise OperationalError("could not extend file: No space left on device")
        if self.now("gone"):
            _cut(context["connection"])
            raise OperationalError("server closed the connection unexpectedly")
        return execute(sql, params, many, context)

    def _committing(self):
        commit = connection._commit

        def committed():
            if connection.connection is not None and self.now("commit"):
                raise OperationalError("disk I/O error")
            commit()
            if connection.connection is not None and self.now("lost"):
                _cut(connection)
                raise OperationalError("server closed the connection unexpectedly")

        return patch.object(connection, "_commit", committed)

    def _disk(self):
        opened, lower, synced = io.open, os.open, os.fsync

        def open_(file, mode="r", *args, **kwargs):
            self._at("open", file)
            handle = opened(file, mode, *args, **kwargs)
            ours = isinstance(file, int) or _is_ours(file)
            return Full(handle, self) if ours and set(mode) & set("wax+") else handle

        def os_open(path, *args, **kwargs):
            self._at("open", path)
            return lower(path, *args, **kwargs)

        def fsync(handle):
            if self.now("fsync"):
                raise OSError(errno.EIO, "Input/output error")
            synced(handle)

        yield from (patch.object(io, "open", open_), patch.object(builtins, "open", open_))
        yield from (patch.object(os, "open", os_open), patch.object(os, "fsync", fsync))
        for name in NAMES:
            yield patch.object(os, name, self._moving(getattr(os, name)))

    def _moving(self, does):
        def moved(path, *args, **kwargs):
            self._at("rename", path)
            return does(path, *args, **kwargs)

        return moved

    def _at(self, kind, path):
        if _is_ours(path) and self.now(kind):
            raise OSError(errno.ENOSPC, "No space left on device", str(path))

    def _others(self):
        """The post, the printer and the scanner, each of which is there until it fails."""
        posted = EmailBackend.send_messages

        def send(post, messages):
            if self.now("mail"):
                raise SMTPServerDisconnected("Connection unexpectedly closed")
            return posted(post, messages)

        def print_(*args, **kwargs):
            if self.now("pdf"):
                raise pressroom.Unavailable(f"It took too long. {pressroom.LATER}")
            return a_page()

        def asked(data):
            if self.now("scan"):
                raise ConnectionRefusedError(errno.ECONNREFUSED, "Connection refused")
            return b"stream: OK"

        yield from (patch.object(EmailBackend, "send_messages", send), patch.object(pressroom, "printed", print_))
        yield from (patch.object(scanner, "_asked", asked), patch.object(settings, "CLAMD_SOCKET", "/there.ctl"))


@cache
def a_page():
    """What the printer would have made: a page that can be sealed. The printer itself has its own tests."""
    made = io.BytesIO()
    writer = pypdf.PdfWriter()
    writer.add_blank_page(595, 842)
    writer.write(made)
    return made.getvalue()


class Full:
    """A file that is open, until there is no room for what is written to it."""

    def __init__(self, file, faults):
        self.file, self.faults = file, faults

    def write(self, data):
        if self.faults.now("write"):
            self.file.write(data[: len(data) // 2])
            raise OSError(errno.ENOSPC, "No space left on device")
        return self.file.write(data)

    def __getattr__(self, name):
        return getattr(self.file, name)

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.file.close()


def _is_ours(path):
    if not isinstance(path, str | os.PathLike):
        return False
    return any(Path(path).is_relative_to(folder) for folder in (settings.FILES_DIR, settings.KEYS_DIR))


def _break(connection):
    """PostgreSQL does nothing more in a transaction in which one statement failed."""
    if connection.vendor == "postgresql" and connection.in_atomic_block:
        with suppress(Exception):
            connection.connection.execute("SELECT 1 / 0")


def _cut(connection):
    if connection.vendor == "postgresql":
        connection.connection.close()
