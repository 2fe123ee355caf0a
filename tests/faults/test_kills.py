"""The machine stops at any moment: what was acknowledged is there once, and nothing is half done (T17)."""

import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from contextlib import suppress

import psycopg
import pytest

from tests.journeys.service import MIGRATE_ALONE, ROOT, environment, manage, prepared, said_by

from .nursery import Nursery
from .writing import Stock, answers, keep_writing, refused, sent

WRITERS = [["write", "upload"], ["agree", "step", "concern"], ["sign", "dispose", "write"]]
LONGEST = 0.5  # seconds of writing before a kill


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as door:
        return door.getsockname()[1]


class Life:
    """One installation that is killed again and again, and everything that was ever written to it."""

    def __init__(self, nursery, seed, many):
        self.nursery, self.dice, self.port = nursery, random.Random(seed), free_port()
        self.stock, self.book = Stock(nursery.ask("stock", many)), []

    def cycle(self):
        """Start, now and then killed as it starts; send again what got no answer; write; kill; look."""
        if self.dice.random() < 0.3:
            group = self.nursery.serve(self.port)
            time.sleep(self.dice.uniform(0, 0.2))
            self.nursery.kill(group)
        group = self.nursery.serve(self.port)
        answers(self.port)
        self.send_again()
        self.write_until_killed(group)
        return self.wrong()

    def send_again(self):
        for write in [one for one in self.book if one.status is None]:
            page = sent(self.port, self.stock.cookies[write.who], write)
            assert write.acknowledged, f"{write.kind} sent again: {write.status}\n{refused(page)}"
            self.stock.step_seen += write.kind == "step"

    def write_until_killed(self, group):
        writers = [
            threading.Thread(target=keep_writing, args=(self.port, self.stock, kinds, self.book, self.dice.random()))
            for kinds in WRITERS
        ]
        for writer in writers:
            writer.start()
        time.sleep(self.dice.uniform(0.02, LONGEST))
        self.nursery.kill(group)
        for writer in writers:
            writer.join()

    def wrong(self):
        """What is not as the book says, in words."""
        found = self.nursery.ask("found", self.stock.mail, self.stock.step)
        wrong = [f"{one.kind}: {one.status}" for one in self.book if one.status not in (None, 302)]
        wrong += list(self._miscounted(Counter(found["effects"]))) + found["halves"]
        wrong += [] if self._is_last_step(found["step"]) else [f"step: {found['step']}, {self.stock.step_seen}"]
        told = sum(found["effects"].get(one.canary, 0) for one in self.book if one.kind in ("sign", "concern"))
        return wrong + ([] if told == found["mail"] else [f"{found['mail']} messages of {told} events"])

    def _miscounted(self, effects):
        for one in self.book:
            many = effects.pop(one.canary, 0)
            if one.kind != "step" and many not in ((1,) if one.acknowledged else (0, 1)):
                yield f"{one.kind}: {one.status} and there {many} times"
        yield from (f"nobody wrote {word}" for word in effects)

    def _is_last_step(self, found):
        steps = [one for one in self.book if one.kind == "step"]
        done = [one for one in steps if one.acknowledged]
        lost = [one for one in steps if one.status is None]
        known = [(self.stock.draft + len(done), done[-1].canary if done else None)]
        known += [(self.stock.draft + len(done) + 1, one.canary) for one in lost]
        return tuple(found) in known


def lives(folder, cycles, seed, database=None):
    nursery = Nursery(folder, database)
    try:
        life = Life(nursery, seed, many=3 * cycles)
        assert [wrong for _ in range(cycles) for wrong in life.cycle()] == []
    finally:
        nursery.stop()
    return {one.kind for one in life.book if one.acknowledged}


def test_ten_kills_lose_nothing_and_leave_nothing_half_done(tmp_path):
    kinds = lives(shutil.copytree(prepared(), tmp_path / "var"), cycles=10, seed=17)
    assert kinds >= {"write", "upload", "agree", "step", "concern", "dispose"}


@pytest.mark.long
@pytest.mark.parametrize("seed", range(10))
def test_five_hundred_kills_on_sqlite(tmp_path, seed):
    kinds = lives(shutil.copytree(prepared(), tmp_path / "var"), cycles=50, seed=seed)
    assert kinds == {"write", "upload", "agree", "step", "concern", "sign", "dispose"}


@pytest.mark.long
@pytest.mark.parametrize("seed", range(10))
def test_five_hundred_kills_on_postgresql(tmp_path, on_postgresql, seed):
    """The database lives on: the service is what is killed."""
    made, address = on_postgresql
    kinds = lives(shutil.copytree(made, tmp_path / "var"), cycles=50, seed=seed, database=copied(address, f"of_{seed}"))
    assert kinds == {"write", "upload", "agree", "step", "concern", "sign", "dispose"}


def copied(address, name):
    """A database of this name, as the prepared one is."""
    with psycopg.connect(address.replace("@/postgres", "@/template1"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE postgres")
    return address.replace("@/postgres", f"@/{name}")


@pytest.mark.long
def test_a_migration_that_is_killed_goes_on_where_it_was(tmp_path):
    """Twenty times, each at another moment; the last is left to end."""
    dice, command = random.Random(17), [sys.executable, "-c", MIGRATE_ALONE]
    for _ in range(20):
        migration = subprocess.Popen(command, cwd=ROOT, env=environment(tmp_path), start_new_session=True)
        with suppress(subprocess.TimeoutExpired):
            migration.wait(dice.uniform(1, 12))
        with suppress(ProcessLookupError):
            os.killpg(migration.pid, signal.SIGKILL)
        migration.wait()
    said_by(tmp_path, "-c", MIGRATE_ALONE)
    manage(tmp_path, "migrate", "--check")
    manage(tmp_path, "demo")
    assert lives(tmp_path, cycles=1, seed=17)
