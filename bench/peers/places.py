"""The two databases, each new and thrown away, and the process that measures in one of them."""

import os
import signal
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def environment(folder, address):
    return os.environ | {
        "DEMO": "on",
        "SECRET_KEY": "only for measuring, nothing is kept " * 2,
        "DATABASE_URL": address,
        "VAR_DIR": folder,
        "KEYS_DIR": f"{folder}/keys",
        "PYTHONWARNINGS": "ignore",
        "PYTHONPATH": str(ROOT),
        "DJANGO_SETTINGS_MODULE": "bench.peers.settings",
    }


@contextmanager
def sqlite(folder):
    yield f"sqlite:///{folder}/db.sqlite3"


@contextmanager
def postgresql(_folder):
    """Waits for the disk at each commit, as in real use."""
    from tests.postgres import ALONE, server

    with server(ALONE) as address:
        yield address


def on_each(script, *words):
    """Run the script on both; its exit code: 0 reached, 1 missed, 2 could not run."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that no server is left behind
    codes = []
    for place in (sqlite, postgresql):
        with tempfile.TemporaryDirectory() as folder, place(folder) as address:
            print(f"\n== {place.__name__}", flush=True)
            command = [sys.executable, script, "measure", *words]
            codes.append(subprocess.run(command, cwd=ROOT, env=environment(folder, address)).returncode)
    return max(code if code in (0, 1) else 2 for code in codes)
