"""From what somebody chose to what is kept: its kind, what the scanner says, what is in it, and its name."""

from dataclasses import dataclass

from . import examiner
from .kinds import KINDS, LARGEST, Unfit, kind_of
from .names import cleaned
from .scanner import Scan, scanned

TOO_LARGE = (
    "it is larger than 20 MB, or the files together are larger than 40 MB. "
    "Save it smaller, or take a photograph of the page that matters."
)


@dataclass(frozen=True)
class Accepted:
    """A file that may be kept, as it will be kept."""

    name: str
    kind: str
    data: bytes
    scan: Scan


def accepted(name: str, size: int, data: bytes) -> Accepted:
    """Raises Unfit, with the reason and what to do instead."""
    if size > LARGEST:
        raise Unfit(TOO_LARGE)
    kind = kind_of(data)
    scan = scanned(data)
    if scan is Scan.INFECTED:
        raise Unfit("our scanner says that it is harmful. Do not open it. Tell whoever looks after your computers.")
    kept_as = KINDS[kind.kept_as]
    made = data if kind.key == "txt" else examiner.examined(data, kind.key)
    return Accepted(cleaned(name, kept_as.key), kept_as.key, made, scan)
