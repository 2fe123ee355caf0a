"""The process that prints: warm, alone, without a network, and ended when it takes too long or too much."""

import os
import signal
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime

import pytest
from django.urls import reverse

from audit.models import Trace
from records.paper import pressroom
from sharing import archive, document
from sharing.models import SealedDocument
from tests.sharing.conftest import OVERRIDE, REFUSED_HARM
from tests.sharing.example import two_pages

AT = datetime(2026, 5, 12, 16, 21, 9, tzinfo=UTC)
FILES = {"decision.json": b"{}"}
# The same process, in which one line is done in the place of printing.
DOES = """
import os, socket, subprocess, time
from records.paper import press, pressroom
def instead(page, files, at):
    if "Warm" in page: return real(page, files, at)
    {}
real, press.printed = press.printed, instead
pressroom.work()
"""


def pid():
    return pressroom._running().process.pid


def printed(page="<p>A page</p>", **limits):
    return pressroom.printed(page, FILES, AT, **limits)


@pytest.fixture
def doing(monkeypatch, own_printer):
    """A printer that does this instead of printing."""

    def doing(line):
        monkeypatch.setattr(pressroom, "COMMAND", [sys.executable, "-c", DOES.format(line)])
        assert pressroom.available()

    return doing


def program(code):
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)


def gone(number):
    """Whether this process has ended, within ten seconds."""
    for _ in range(500):
        try:
            os.kill(number, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.02)
    return False


@pytest.mark.usefixtures("own_printer")
class TestAPage:
    def test_is_printed_by_one_process_that_is_kept(self):
        assert document.render(two_pages()).startswith(b"%PDF-1.7")
        first = pid()
        assert printed().startswith(b"%PDF-1.7")
        assert pid() == first

    def test_that_asks_for_something_is_refused_and_the_process_goes_on(self):
        with pytest.raises(pressroom.Refused, match="outside itself"):
            printed('<img src="http://127.0.0.1:9/">')
        first = pid()
        assert printed().startswith(b"%PDF")
        assert pid() == first

    def test_waits_for_no_start_when_the_process_is_warm(self):
        assert pressroom.available()
        first, begun = pid(), time.perf_counter()
        printed()
        warm, begun = time.perf_counter() - begun, time.perf_counter()
        pressroom._replaced()
        printed()
        assert warm < (time.perf_counter() - begun) / 2
        assert pid() != first

    def test_that_is_very_long_leaves_a_process_behind_that_is_not_swollen(self, monkeypatch):
        monkeypatch.setattr(pressroom, "LONG", 1_000)
        first = pid()
        assert printed("<p>A page</p>" * 100).startswith(b"%PDF")
        assert pid() != first

    def test_of_several_threads_is_printed_by_the_one(self):
        made = []
        threads = [threading.Thread(target=lambda: made.append((printed()[:5], pid()))) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert made == [(b"%PDF-", pid())] * 4


class TestWhatGoesWrong:
    def test_is_ended_when_time_is_up_and_the_next_is_printed_by_a_new_process(self, doing):
        doing("while 'hang' in page: pass\n    return real(page, files, at)")
        first, begun = pid(), time.monotonic()
        with pytest.raises(pressroom.Unavailable, match="took too long.* The decision stands"):
            printed("hang", patience=0.5)
        assert time.monotonic() - begun < 3
        assert gone(first)
        assert printed().startswith(b"%PDF")

    def test_is_ended_when_it_takes_too_much_memory(self, doing):
        doing("held = bytearray(pressroom.MEMORY)")
        with pytest.raises(pressroom.Unavailable, match="MemoryError"):
            printed()

    def test_leaves_a_new_process_behind_when_the_old_one_crashed(self, doing):
        doing("os.abort() if 'crash' in page else None\n    return real(page, files, at)")
        first = pid()
        with pytest.raises(pressroom.Unavailable):
            printed("crash")
        assert pid() != first
        assert printed().startswith(b"%PDF")

    def test_while_nobody_was_looking_is_noticed_before_the_next_page(self):
        first = pid()
        os.kill(first, signal.SIGKILL)
        pressroom._printer.process.wait()
        assert printed().startswith(b"%PDF")
        assert pid() != first

    def test_does_not_repeat_the_words_of_the_page(self, doing):
        doing("raise ValueError(page)")
        with pytest.raises(pressroom.Unavailable, match="ValueError") as failed:
            printed("Leo Canary")
        assert "Canary" not in str(failed.value)

    def test_lets_nobody_wait_in_the_queue_for_ever(self):
        with pressroom._turn(1), pytest.raises(pressroom.Unavailable, match="just now"):
            printed(patience=0.1)


class TestTheProcess:
    @pytest.mark.parametrize(
        "line",
        [
            "socket.socket()",
            "socket.create_connection(('127.0.0.1', 9))",
            "socket.getaddrinfo('localhost', 80)",
            "subprocess.run(['true'])",
            "os.system('true')",
            "os.fork()",
            "open(pressroom.ROOT / 'manage.py')",
            "open('/etc/passwd')",
            "os.open(f'{os.environ[\"TMPDIR\"]}/../../{pressroom.ROOT}/manage.py', os.O_RDONLY)",
        ],
    )
    def test_opens_no_socket_starts_no_program_and_reads_no_file(self, doing, line):
        doing(line)
        with pytest.raises(pressroom.Unavailable, match="PermissionError"):
            printed()

    def test_is_handed_no_secret_and_nothing_that_is_open(self, own_printer):
        pressroom.available()
        with open(f"/proc/{pid()}/environ") as said:
            names = {pair.partition("=")[0] for pair in said.read().split("\0") if pair}
        opened = [os.readlink(f"/proc/{pid()}/fd/{name}") for name in os.listdir(f"/proc/{pid()}/fd")]

        assert names <= {*pressroom.HANDED_ON, "TMPDIR", "LC_CTYPE"}
        assert {name.partition(":")[0] for name in opened} <= {"pipe", "/dev/null"}

    def test_ends_with_whoever_started_it_and_leaves_nothing(self):
        code = (
            "import os, signal; from records.paper import pressroom; pressroom.available(); it = pressroom._running();"
        )
        code += "print(it.process.pid, it.folder, flush=True);"
        for ending in ("", "os.kill(os.getpid(), signal.SIGKILL)"):
            number, folder = program(code + ending).stdout.split()
            assert gone(int(number)) and not os.path.exists(folder)

    def test_is_not_shared_with_a_server_that_was_forked_off(self, own_printer):
        pressroom.available()
        first = pid()
        reader, writer = os.pipe()
        if not os.fork():
            os.write(writer, f"{pid()} {printed()[:5].decode()}".encode())
            pressroom._close()
            os._exit(0)
        os.wait()
        other, said = os.read(reader, 100).decode().split()
        assert (int(other) != first, said, pid()) == (True, "%PDF-", first)
        assert os.path.exists(pressroom._printer.folder)
        assert printed().startswith(b"%PDF")


class TestTheServer:
    def test_is_warm_before_it_answers_anybody(self):
        ran = program(
            "import springfield.wsgi; from records.paper import pressroom; print(pressroom._printer.greeting)"
        )
        assert ran.stdout.strip() == repr(pressroom.READY), ran.stderr

    def test_holds_nothing_of_the_library_that_prints(self):
        ran = program("import sys, springfield.wsgi, sharing.archive; print('weasyprint' in sys.modules)")
        assert ran.stdout.strip() == "False", ran.stderr


@pytest.mark.clause("S-29", "H-20")
class TestADecision:
    @pytest.fixture
    def signed(self, cast, propose):
        decision = propose(REFUSED_HARM)
        decision.sign(by=cast.dee, outcome="share", **OVERRIDE)
        return decision

    def test_stands_when_its_record_cannot_be_printed_and_the_clock_prints_it_later(self, signed, doing, caplog):
        doing("raise MemoryError")
        with pytest.raises(pressroom.Unavailable):
            archive.sealed(signed)
        assert archive.seal_what_waits() == 0
        assert "A decision record was not made" in caplog.text
        signed.refresh_from_db()
        assert signed.is_signed and not SealedDocument.objects.exists()

        doing("return real(page, files, at)")
        pressroom._replaced()
        assert archive.seal_what_waits() == 1
        assert document.check(signed.sealed.get().bytes()).valid

    def test_is_written_into_the_ledger_once_however_often_printing_is_tried(self, signed, doing):
        doing("raise MemoryError")
        for _ in range(3):
            assert archive.seal_what_waits() == 0
        assert Trace.objects.filter(event="decision.fixed").count() == 1

    def test_holds_up_no_other_when_it_cannot_be_printed(self, signed, cast, propose, doing):
        other = propose(REFUSED_HARM)
        other.sign(by=cast.dee, outcome="share", **OVERRIDE)
        doing(f"if '{signed.public_id}' in page: raise MemoryError\n    return real(page, files, at)")
        assert archive.seal_what_waits() == 1
        assert other.sealed.exists() and not signed.sealed.exists()

    def test_of_which_no_copy_can_be_made_now_says_so_and_notes_none(self, signed, cast, as_, doing):
        doing("raise MemoryError")
        page = as_(cast.dana).post(reverse("sharing:copy", args=[signed.public_id]), {"purpose": "For the court"})
        assert page.status_code == 200 and "The decision stands" in page.text
        assert not Trace.objects.filter(event="decision.exported").exists()
