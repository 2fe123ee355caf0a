"""Asks ClamAV, where it runs beside us, whether a file is known to be harmful. Where it does not, the file says so."""

import logging
import socket
import struct
from enum import StrEnum

from django.conf import settings

log = logging.getLogger(__name__)
PATIENCE, PIECE = 20, 256 * 1024


class Scan(StrEnum):
    CLEAN = "clean"
    INFECTED = "infected"
    NOT_DONE = "not_done"


def scanned(data: bytes) -> Scan:
    """What the scanner says. Not done: there is none, or it does not answer; that never keeps a concern out."""
    if not settings.CLAMD_SOCKET:
        return Scan.NOT_DONE
    try:
        return _verdict(_asked(data))
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
