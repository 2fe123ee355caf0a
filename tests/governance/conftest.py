"""A service with something in it, its backups and an empty machine; something to destroy, and two people who say so."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from types import SimpleNamespace

import psycopg
import pytest
from django.conf import settings as of_django
from django.core.management import call_command
from django.db import connection

from audit import ledger
from governance.models import Disposal
from records.models import Entry
from staff.models import User
from tests.cast import cast_of_all, in_days

CANARY = "canary-7f3a91d2"
RULE = "not_needed"


@pytest.fixture
def own_folders(tmp_path, settings):
    settings.KEYS_DIR, settings.FILES_DIR = tmp_path / "here" / "keys", tmp_path / "here" / "files"
    return tmp_path


@pytest.fixture
def pair(own_folders, settings, capsys):
    """The private key's file; the public half stands in the settings."""
    file = own_folders / "backup-private.pem"
    call_command("backup_key", str(file))
    settings.BACKUP_PUBLIC_KEY = capsys.readouterr().out.split("BACKUP_PUBLIC_KEY=")[1].strip()
    return file


@pytest.fixture
def worked(transactional_db, pair):
    """A day's work, really committed."""
    cast = cast_of_all()
    folder = cast.leo.folder("personal")
    Entry.write(by=cast.amara, folder=folder, kind="visit", fact=CANARY, happened_at=in_days(0))
    ledger.seal()
    return cast


@pytest.fixture
def eight_days_ago(time_machine):
    time_machine.move_to(in_days(-8))
    return time_machine


@pytest.fixture
def empty_database():
    """On the same server, with nothing in it. Gives its address."""
    ours = connection.get_connection_params()
    address = {"dbname": "postgres", "user": ours["user"], "host": ours["host"]}
    with psycopg.connect(**address, autocommit=True) as server:
        server.execute("CREATE DATABASE put_back")
        yield f"postgres://{ours['user']}@/put_back?host={ours['host']}"
        server.execute("DROP DATABASE put_back WITH (FORCE)")


@pytest.fixture
def machine(own_folders, settings, request):
    """Another machine with the same keys and nothing else: runs commands, gives how each ended and what it said."""
    var = own_folders / "there"
    var.mkdir()
    env = os.environ | {
        "VAR_DIR": str(var), "KEYS_DIR": str(settings.KEYS_DIR), "DEMO": "on", "SECRET_KEY": "x" * 50,
    }  # fmt: skip
    env.pop("DATABASE_URL", None)
    if connection.vendor == "postgresql":
        env["DATABASE_URL"] = request.getfixturevalue("empty_database")

    def run(*words, **more):
        command = [sys.executable, "manage.py", *map(str, words)]
        return subprocess.run(
            command, cwd=of_django.BASE_DIR, env=env | more, capture_output=True, text=True, check=False
        )

    def ask(question):
        """Of the database that was put back there."""
        opened = psycopg.connect(env["DATABASE_URL"]) if "DATABASE_URL" in env else sqlite3.connect(var / "db.sqlite3")
        with closing(opened) as there:
            return there.execute(question).fetchone()[0]

    return SimpleNamespace(var=var, run=run, ask=ask)


@pytest.fixture(autouse=True)
def keys_of_its_own(tmp_path, settings):
    settings.KEYS_DIR = tmp_path / "keys"


@pytest.fixture
def dispose(cast, time_machine):
    """Proposed, agreed, and carried out when its day has come."""

    def carry_out(thing, rule=RULE, by=None):
        proposal = agreed(cast, thing, rule, by)
        time_machine.move_to(proposal.due_at)
        proposal.carry_out(by=User.system())
        ledger.seal()
        return proposal

    return carry_out


def agreed(cast, thing, rule=RULE, by=None):
    proposal = Disposal.propose(by=by or cast.dee, thing=thing, rule=rule, why="Its time is over")
    proposal.agree(by=cast.dana)
    return proposal
