"""Where records are printed: a process of its own, kept warm, that reaches no network and holds none of our secrets.

What people typed is printed here. Should a page do harm all the same, it is to a process with an empty environment, no
database, little memory and little time; when it ends, another is started at once. It ends itself with whoever started
it. It runs under the same account as the service: the barrier on files is Python's own, not the system's.
"""

import atexit
import ctypes
import gc
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock, Timer
from typing import IO

ROOT = Path(__file__).resolve().parents[2]
START, PATIENCE, UNHURRIED = 20.0, 10.0, 120.0  # seconds to start, to print while somebody waits, and while nobody does
MEMORY = 512 * 1024 * 1024
LONG = 250_000  # characters: a longer record leaves the process so large that another takes its place
COMMAND = [sys.executable, "-c", "from records.paper.pressroom import work; work()"]
# Where libraries, fonts and their caches are: all that is handed on.
HANDED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH", "XDG_CACHE_HOME")
READY, MISSING, PRINTED, REFUSED, FAILED = b"r", b"m", b"p", b"x", b"f"
NEW_USER, NEW_NETWORK = 0x10000000, 0x40000000  # of Linux: rooms of one's own, the second without any network
FORBIDDEN = ("socket.", "sqlite3.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.system", "ctypes.dlopen")
PANGO_MISSING = (
    "Decision records cannot be made into PDF on this machine, because Pango is not installed "
    "(Debian: libpango-1.0-0 libpangoft2-1.0-0). Everything else works."
)
LATER = "The decision stands; its record is tried again within a few minutes."


class Unavailable(RuntimeError):
    """No PDF was made; the message says why, and what happens next."""


class Refused(Unavailable):
    """The page asked for something outside itself, so nothing was printed."""


class Printer:
    """One such process, from its start to its end. Used by one thread at a time."""

    def __init__(self) -> None:
        self.folder = tempfile.mkdtemp(prefix="press-")
        environment = {name: os.environ[name] for name in HANDED_ON if name in os.environ}
        self.process = subprocess.Popen(  # noqa: S603  (our own program, nothing from outside)
            COMMAND,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # what it complains about may quote the page
            cwd=ROOT,
            env=environment | {"TMPDIR": self.folder},
        )
        self.greeting = b""

    @property
    def ended(self) -> bool:
        return self.process.poll() is not None

    def is_ready(self) -> bool:
        """Whether it can print. Waits until it has started. Raises EOFError when it ended before."""
        if not self.greeting:
            with self._at_most(START):
                self.greeting, _ = _read(self.process.stdout)
        return self.greeting == READY

    def ask(self, job: bytes, patience: float) -> tuple[bytes, bytes]:
        """Its answer. Raises EOFError or BrokenPipeError when it ended before, of itself or because time was up."""
        with self._at_most(patience):
            _write(self.process.stdin, PRINTED, job)
            return _read(self.process.stdout)

    def end(self) -> None:
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            with suppress(BrokenPipeError):  # what it had not taken yet is lost with it
                pipe and pipe.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    @contextmanager
    def _at_most(self, seconds: float) -> Iterator[None]:
        clock = Timer(seconds, self.process.kill)
        clock.daemon = True
        clock.start()
        try:
            yield
        finally:
            clock.cancel()


_printer: Printer | None = None
_queue = Lock()


def printed(page: str, attached: Mapping[str, bytes], at: datetime, patience: float = PATIENCE) -> bytes:
    """What `press.printed` makes of this. Raises Refused, or Unavailable when it takes too long or too much."""
    files = {name: data.decode() for name, data in attached.items()}
    job = {"page": page, "attached": files, "at": at.isoformat(), "patience": patience}
    with _turn(patience):
        kind, said = _asked(json.dumps(job).encode(), patience)
    if kind == PRINTED:
        return said
    if kind == REFUSED:
        raise Refused(said.decode())
    raise Unavailable(f"This record could not be made into a PDF ({said.decode()}). {LATER}")


def warm() -> None:
    """Start it unless it runs, so that nobody waits for it later."""
    with _turn(START):
        _running()


def available() -> bool:
    """Whether records can be printed here."""
    with _turn(START), suppress(EOFError):
        return _running().is_ready()
    return False


@contextmanager
def _turn(patience: float) -> Iterator[None]:
    """One at a time; the threads of a server share the one process."""
    if not _queue.acquire(timeout=patience):
        raise Unavailable(f"Other records are being made into PDF just now. {LATER}")
    try:
        yield
    finally:
        _queue.release()


def _asked(job: bytes, patience: float) -> tuple[bytes, bytes]:
    printer = _running()
    try:
        if not printer.is_ready():
            raise Unavailable(PANGO_MISSING)
        kind, said = printer.ask(job, patience)
    except (EOFError, BrokenPipeError):
        kind, said = FAILED, b"it took too long, or more memory than one record may have"
    if kind == FAILED or len(job) > LONG:
        _replaced()
    return kind, said


def _running() -> Printer:
    return _replaced() if _printer is None or _printer.ended else _printer


def _replaced() -> Printer:
    global _printer
    _close()
    _printer = Printer()
    return _printer


@atexit.register
def _close() -> None:
    if _printer is not None:
        _printer.end()


def _begin_anew() -> None:
    """A server that forks after loading us: the child must not share its parent's printer, and needs one as warm."""
    global _printer, _queue
    had, _printer, _queue = _printer is not None, None, Lock()
    if had:
        warm()


os.register_at_fork(after_in_child=_begin_anew)


def _write(pipe: IO[bytes] | None, kind: bytes, data: bytes = b"") -> None:
    assert pipe
    pipe.write(kind + len(data).to_bytes(8, "big") + data)
    pipe.flush()


def _read(pipe: IO[bytes] | None) -> tuple[bytes, bytes]:
    assert pipe
    head = pipe.read(9)
    data = pipe.read(int.from_bytes(head[1:], "big"))
    if len(head) < 9 or len(data) < int.from_bytes(head[1:], "big"):
        raise EOFError
    return head[:1], data


# The rest is done in the process that prints.


def work() -> None:
    """Print what comes in, until nobody is there any more to send anything."""
    jobs, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_RDWR), 1)  # should anything print, it is no answer
    _shut_in()
    atexit.register(shutil.rmtree, tempfile.gettempdir(), ignore_errors=True)  # whoever made it may be gone
    try:
        from . import press
    except OSError:
        return _write(answers, MISSING)
    press.printed("<p>Warm</p>", {"decision.json": b"{}"}, datetime.now(UTC))
    os.chdir(tempfile.gettempdir())
    sys.addaudithook(_barrier)
    gc.freeze()
    gc.disable()  # tidied between two records, while nobody waits
    _write(answers, READY)
    with suppress(EOFError):
        while True:
            _write(answers, *_answer(press, json.loads(_read(jobs)[1])))
            gc.collect()


def _answer(press, job) -> tuple[bytes, bytes]:
    signal.setitimer(signal.ITIMER_REAL, job["patience"] + 1)  # ends us: whoever should have may be gone
    files = {name: text.encode() for name, text in job["attached"].items()}
    try:
        return PRINTED, press.printed(job["page"], files, datetime.fromisoformat(job["at"]))
    except Refused as refused:
        return REFUSED, str(refused).encode()
    except Exception as failed:  # its kind only: its words may quote the page
        return FAILED, type(failed).__name__.encode()
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _shut_in() -> None:
    """Before anything else is loaded: little memory, nothing left behind, and no network where the system allows it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever presses Ctrl-C means the server, which ends us
    for what, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CORE, 0)):
        with suppress(ValueError, OSError):
            resource.setrlimit(what, (most, most))
    with suppress(AttributeError):  # Linux only; and one of the two, where only one is allowed
        unshare = ctypes.CDLL(None).unshare
        _ = unshare(NEW_USER | NEW_NETWORK) and unshare(NEW_NETWORK)


def _barrier(event: str, told: tuple) -> None:
    """Refuses sockets and other programs, and every file but programs and what was made here."""
    if event.startswith(FORBIDDEN):
        raise PermissionError(event)
    if event == "open" and not isinstance(told[0], int) and not os.path.realpath(told[0]).startswith(_open_to_us()):
        raise PermissionError(event)


def _open_to_us() -> tuple[str, ...]:
    return tuple(os.path.realpath(place) for place in (sys.prefix, sys.base_prefix, tempfile.gettempdir()))
