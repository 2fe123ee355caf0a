"""Where a stranger's file is opened: a process of its own for each, with little memory, little time and no network.

What reads pictures, papers and packed folders has had holes, and will have others. Should one be used, it is in a
process with an empty environment, no database and no keys, which ends with this one file. It runs under the same
account as the service: it is a wall against accidents and most attacks, not against every one.
"""

import ctypes
import os
import resource
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from .kinds import Unfit

ROOT = Path(__file__).resolve().parents[2]
PATIENCE, MEMORY = 30, 1024**3
COMMAND = [sys.executable, "-I", "-c", f"import sys; sys.path.append({str(ROOT)!r}); "]
COMMAND[-1] += "from records.attaching.examiner import work; work()"
HANDED_ON = ("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH")
NEW_USER, NEW_NETWORK = 0x10000000, 0x40000000  # of Linux: rooms of one's own, the second without any network
FIT, UNFIT = b"f", b"u"
TOO_MUCH = "it takes too long, or too much memory, to look into it. Save it smaller, or take a photograph of it."


def examined(data: bytes, key: str) -> bytes:
    """What is kept of a file of this kind. Raises Unfit."""
    try:
        done = subprocess.run(  # noqa: S603  (our own program; the file goes in as data)
            [*COMMAND, key],
            input=data,
            capture_output=True,
            timeout=PATIENCE,
            env={name: os.environ[name] for name in HANDED_ON if name in os.environ},
            check=False,
        )
    except subprocess.TimeoutExpired as late:
        raise Unfit(TOO_MUCH) from late
    said, made = done.stdout[:1], done.stdout[1:]
    if said == FIT:
        return made
    raise Unfit(made.decode() if said == UNFIT else TOO_MUCH)


# The rest is done in the process that looks.


def work() -> None:
    """Look into the one file that comes in, and say what is kept of it, or why nothing is."""
    answer = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # should anything print, it is no answer
    key, data = sys.argv[1], sys.stdin.buffer.read()
    _shut_in()
    with answer:
        answer.write(answer_to(data, key))


def answer_to(data: bytes, key: str) -> bytes:
    try:
        return FIT + _looked_into(data, key)
    except Unfit as reason:
        return UNFIT + str(reason).encode()
    except Exception:  # whatever a reader stumbles over is a reason not to keep the file, and its words may quote it
        return UNFIT + b"it cannot be opened. Save it as PDF, or take a photograph of it."


def _looked_into(data: bytes, key: str) -> bytes:
    """Each reader is loaded only for its own kind."""
    if key in {"jpg", "png", "heic"}:
        from .pictures import made_anew

        return made_anew(data, key)
    if key == "pdf":
        from . import papers

        return papers.kept(data)
    if key in {"docx", "odt"}:
        from . import containers

        return containers.kept(data, key)
    if key == "txt":
        return data
    from .sounds import bare

    return bare(data, key)


def _shut_in() -> None:
    """Little memory, little time, no file of its own, and no network where the system allows it."""
    limits = [(resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, PATIENCE), (resource.RLIMIT_FSIZE, 0)]
    for what, most in [*limits, (resource.RLIMIT_CORE, 0)]:
        with suppress(ValueError, OSError):
            resource.setrlimit(what, (most, most))
    with suppress(AttributeError):  # Linux only; and one of the two, where only one is allowed
        unshare = ctypes.CDLL(None).unshare
        _ = unshare(NEW_USER | NEW_NETWORK) and unshare(NEW_NETWORK)
