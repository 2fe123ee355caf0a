"""Nothing is acknowledged before the disk has it: the system's own calls are watched (T17b)."""

import re
import shutil
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.journeys.service import prepared

from .nursery import Nursery
from .test_kills import free_port
from .writing import Stock, answers, sent

CALLS = "trace=recvfrom,sendto,fsync,fdatasync,pwrite64"
KINDS = ["write", "agree", "step", "concern", "dispose"]  # an upload waits for the disk for its file's sake as well
ASKED, ANSWERED = '"POST /', '"HTTP/1.1 302'
LOGGED, SYNCED = re.compile(r"pwrite64\(\d+<[^>]*-wal>"), re.compile(r"f(?:data)?sync.* = 0$")


@contextmanager
def watched(group, to):
    """The calls of the one worker, with all its threads, in the order in which they were made."""
    worker = Path(f"/proc/{group}/task/{group}/children").read_text().split()[0]
    command = ["strace", "-f", "-y", "-s", "24", "-e", CALLS, "-o", to, "-p", worker]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as strace:
        assert "attached" in strace.stderr.readline()
        yield
        strace.terminate()


def settled(calls):
    """For each write in turn: whether all that it put into the log was on the disk when it was acknowledged."""
    logged = synced = False
    for call in calls:
        if ASKED in call:
            logged = synced = False
        elif LOGGED.search(call):
            logged, synced = True, False
        elif SYNCED.search(call):
            synced = True
        elif ANSWERED in call:
            yield logged and synced


def acknowledged(folder, many, pragma=None):
    """How many of so many acknowledged writes were on the disk by then."""
    nursery, port = Nursery(folder, pragma=pragma), free_port()
    stock = Stock(nursery.ask("stock", many // len(KINDS)))
    group = nursery.serve(port)
    try:
        answers(port)
        with watched(group, folder / "calls.txt"):
            for number in range(many):
                write = stock.next(KINDS[number % len(KINDS)])
                sent(port, stock.cookies[write.who], write)
                assert write.acknowledged, f"{write.kind}: {write.status}"
                stock.step_seen += write.kind == "step"
            time.sleep(0.1)
    finally:
        nursery.kill(group)
        nursery.stop()
    found = list(settled((folder / "calls.txt").read_text().splitlines()))
    assert len(found) == many
    return sum(found)


def test_twenty_of_twenty_writes_are_on_the_disk_before_their_answer(tmp_path):
    assert acknowledged(shutil.copytree(prepared(), tmp_path / "var"), 20) == 20


@pytest.mark.parametrize("pragma", ["synchronous=NORMAL", pytest.param("synchronous=OFF", marks=pytest.mark.long)])
def test_with_a_database_that_does_not_wait_this_is_seen(tmp_path, pragma):
    assert acknowledged(shutil.copytree(prepared(), tmp_path / "var"), 10, pragma) <= 1  # a checkpoint may fall into it


@pytest.mark.long
def test_two_hundred_of_two_hundred(tmp_path):
    assert acknowledged(shutil.copytree(prepared(), tmp_path / "var"), 200) == 200
