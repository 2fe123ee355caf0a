"""The service as somebody would start it: the demonstration, in a folder and on a port of its own."""

import contextlib
import http.client
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def environment(folder):
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return kept | {"DEMO": "on", "VAR_DIR": str(folder), "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore"}


def manage(folder, *words):
    command = [sys.executable, "manage.py", *words]
    done = subprocess.run(
        command, cwd=ROOT, env=environment(folder), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    assert done.returncode == 0, f"manage.py {words[0]}: {done.stdout}"
    return done.stdout


def prepare(folder):
    """Migrate and fill a folder that does not exist yet."""
    if not folder.exists():
        making = folder.with_suffix(".making")
        making.mkdir()
        manage(making, "migrate", "--verbosity=0")
        manage(making, "demo")
        making.rename(folder)


class Service:
    """Runs until `stop`. Everything it writes is in the folder it was given."""

    def __init__(self, folder):
        self.folder = folder
        self._serve()

    def manage(self, *words):
        """Run one management command beside the service; returns what it said."""
        return manage(self.folder, *words)

    def knows(self, question):
        """Ask the service's own database one thing, as Python that prints its answer."""
        return self.manage("shell", "--verbosity=0", "--command", question).strip()

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
        self.process.terminate()
        self.process.wait(10)
