"""The service as somebody would start it: the demonstration, in a folder and on a port of its own."""

import contextlib
import fcntl
import http.client
import json
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

from django.conf import settings

from dev import LOAD, MIGRATE

ROOT = Path(__file__).resolve().parents[2]


def environment(folder):
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    given = {"DEMO": "on", "VAR_DIR": str(folder), "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore"}
    return kept | given | {"DJANGO_SETTINGS_MODULE": "springfield.settings"}


def manage(folder, *words):
    return said_by(folder, "manage.py", *words)


def said_by(folder, *words, **settings):
    done = subprocess.run(
        [sys.executable, *words],
        cwd=ROOT,
        env=environment(folder) | settings,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert done.returncode == 0, f"{words}: {done.stdout}"
    return done.stdout


# The collector of rubbish is half of what a migration costs: it looks again and again through thousands of models.
MIGRATE_ALONE = "import gc; gc.disable(); " + LOAD.format("call('migrate', verbosity=0)")
PREPARE = "import gc; gc.disable(); " + MIGRATE


def prepared():
    """The folder that the first worker who asks for it migrates and fills, once for all workers of a run."""
    shared = Path(settings.VAR_DIR)
    shared = shared.parent if shared.name.startswith("gw") else shared
    folder, making = shared / "prepared", shared / "prepared.making"
    with open(shared / "prepared.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            making.mkdir()
            said_by(making, "-c", PREPARE)
            making.rename(folder)
    return folder


# Whoever asks beside the service is there for all questions: to start anew for each takes three seconds.
ANSWER = """
import contextlib, io, json, sys
import django
django.setup()
from audit.walls import standing_as_system
with standing_as_system():
    for question in sys.stdin:
        with contextlib.redirect_stdout(io.StringIO()) as said:
            exec(json.loads(question), {})
        print(json.dumps(said.getvalue()), flush=True)
"""


def beside(folder):
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    return subprocess.Popen([sys.executable, "-c", ANSWER], cwd=ROOT, env=environment(folder), **pipes)


class Service:
    """Runs until `stop`. Everything it writes is in the folder it was given."""

    def __init__(self, folder):
        self.folder, self.beside = folder, None
        self._serve()

    def manage(self, *words):
        """Run one management command beside the service; returns what it said."""
        return manage(self.folder, *words)

    def knows(self, question):
        """Ask the service's own database one thing, as Python that prints its answer."""
        self.beside = self.beside or beside(self.folder)
        print(json.dumps(question), file=self.beside.stdin, flush=True)
        answer = self.beside.stdout.readline()
        assert answer, "What was asked of the service failed; the reason is above."
        return json.loads(answer).strip()

    def _serve(self):
        door = socket.create_server(("127.0.0.1", 0))
        self.port = door.getsockname()[1]
        self.address = f"http://localhost:{self.port}"
        bind = f"--bind=fd://{door.fileno()}"
        options = "--workers=1 --threads=6 --log-level=warning --no-control-socket --graceful-timeout=1"
        command = [sys.executable, "-m", "gunicorn", "springfield.wsgi", bind, *options.split()]
        self.log = self.folder / "served.txt"
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=environment(self.folder), pass_fds=[door.fileno()], stdout=log, stderr=log
            )
        door.close()
        self._wait()

    def _wait(self):
        for _ in range(300):
            assert self.process.poll() is None, self.said
            with contextlib.suppress(OSError, http.client.HTTPException):
                connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
                connection.request("GET", "/healthz", headers={"Host": "localhost"})
                return connection.getresponse().read()
            time.sleep(0.1)
        raise AssertionError("The service did not answer within 30 seconds.")

    @property
    def said(self):
        """What the service itself complained of."""
        return self.log.read_text(encoding="utf-8")

    def stop(self):
        for process in filter(None, [self.process, self.beside]):
            process.terminate()
            process.wait(10)
