"""Whoever starts this on a machine that lacks something reads one sentence about it, never a traceback."""

import ast
import os
import runpy
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

import dev
import machine

ROOT = Path(__file__).resolve().parents[2]


def asked(*arguments, **settings):
    env = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "VAR_DIR")} | settings
    command = [sys.executable, ROOT / "dev.py", *arguments]
    return subprocess.run(command, env=env, capture_output=True, text=True, timeout=60)


def test_a_python_that_is_too_old_is_told_which_one_is_needed(monkeypatch):
    ast.parse((ROOT / "dev.py").read_text(), feature_version=(3, 6))
    monkeypatch.setattr(sys, "version_info", (3, 10, 13))
    with pytest.raises(SystemExit, match=r"^Python 3\.11 or newer is needed; this is Python 3\.10\.$"):
        runpy.run_path(str(ROOT / "dev.py"))


def test_a_port_that_is_taken_is_named_in_one_sentence():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        answer = asked("run", "--port", str(port))
    assert (answer.returncode, answer.stderr) == (1, f"Port {port} cannot be used: Address already in use.\n")


def test_a_port_that_does_not_exist_is_refused():
    assert asked("run", "--port", "70000").stderr == "Port 70000 cannot be used: there is no such port.\n"


def test_an_unknown_measurement_could_not_run_and_the_known_ones_are_named():
    answer = asked("bench", "nothing")
    assert answer.returncode == 2
    assert "decide" in answer.stdout


@pytest.mark.parametrize("address", ["nonsense", "postgres://u:secret@127.0.0.1:1/x", "postgres://u:secret@h:port/x"])
def test_a_database_that_cannot_be_reached_is_one_sentence_that_tells_no_password(address, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", address)
    with pytest.raises(machine.Trouble, match=r"^Connecting to DATABASE_URL failed: .*\.$") as trouble:
        dev.database(dev.django_environment())
    assert "secret" not in str(trouble.value)


def test_tests_on_a_database_that_is_not_postgresql_are_refused():
    answer = asked("test", DATABASE_URL="mysql://localhost/name")
    assert (answer.returncode, answer.stderr.count("\n")) == (1, 1)
    assert "PostgreSQL" in answer.stderr


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("OSError: [Errno 28] No space left on device", "the disk is full"),
        (
            "OSError: [Errno 30] Read-only file system: '.venv'",
            "these files cannot be written to (read-only file system)",
        ),
        ("npm error code EACCES", "these files cannot be written to by this user"),
        ("npm error code ENOTFOUND", "no package registry could be reached (is there a network?)"),
        (
            "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES",
            "a package is not the one that was locked, so it was not installed",
        ),
        ('connection failed: connection to server at "h" refused', "no database server answers there, or it refuses"),
        ("django.core.exceptions.ImproperlyConfigured: Say which.", "Say which"),
        ("Traceback\nValueError: odd.\nthen more", "ValueError: odd"),
        ("", "it said nothing"),
    ],
)
def test_what_a_program_says_when_it_fails_becomes_a_reason(said, reason):
    assert machine.why(said) == reason


def test_a_program_that_fails_is_reported_and_nothing_of_it_is_left_running(tmp_path):
    left = tmp_path / "left"
    with pytest.raises(machine.Trouble, match=r"^Trying failed: no\.$"):
        machine.quietly("Trying", "sh", "-c", f"echo no; (sleep 0.5; touch {left}) >/dev/null 2>&1 & exit 3")
    time.sleep(1)
    assert not left.exists()
