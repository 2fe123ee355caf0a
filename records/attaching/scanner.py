"""Asks ClamAV, where it runs beside us, whether a file is known to be harmful. Where it does not, the file says so."""

import logging
import socket
import struct
import time
from enum import StrEnum

from django.conf import settings

log = logging.getLogger(__name__)
PATIENCE, REST = 5, 5  # seconds: for each step of an answer, and until one that failed to answer is asked again
PIECE = 256 * 1024
_rests_until = 0.0


class Scan(StrEnum):
    CLEAN = "clean"
    INFECTED = "infected"
    NOT_DONE = "not_done"


def scanned(data: bytes) -> Scan:
    """What the scanner says. Not done: there is none, or it does not answer; that never keeps a concern out.

    Whoever sends a file waits for it, and on SQLite everybody who writes waits for them: so one that did not answer in
    time is left alone for a moment, and the clock asks again (records/clock.py).
    """
    global _rests_until
    if not settings.CLAMD_SOCKET or time.monotonic() < _rests_until:
        return Scan.NOT_DONE
    try:
        return _verdict(_asked(data))
    except TimeoutError:
        _rests_until = time.monotonic() + REST
        log.error("The malware scanner does not answer in time.")
    except OSError as gone:
        log.error("The malware scanner does not answer: %s", type(gone).__name__)
    return Scan.NOT_DONE


def _verdict(said: bytes) -> Scan:
    if said.endswith(b" OK"):
        return Scan.CLEAN
    return Scan.INFECTED if said.endswith(b" FOUND") else Scan.NOT_DONE


def _asked(data: bytes) -> bytes:
    """The answer to INSTREAM: pieces, each after its length, and an empty one at the end."""
    with socket.socket(socket.AF_UNIX) as line:
        line.settimeout(PATIENCE)
        line.connect(settings.CLAMD_SOCKET)
        line.sendall(b"zINSTREAM\0")
        for at in range(0, len(data), PIECE):
            piece = data[at : at + PIECE]
            line.sendall(struct.pack("!I", len(piece)) + piece)
        line.sendall(struct.pack("!I", 0))
        return line.recv(4096).rstrip(b"\0\n")
