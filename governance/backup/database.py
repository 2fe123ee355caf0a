"""The database as a file: all of it as it was at one moment, however much is written meanwhile, and back again."""

import os
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import environ
import psycopg
from django.conf import settings
from django.db import connection

NEWEST = "SELECT note FROM audit_signedcheckpoint ORDER BY size DESC LIMIT 1"
NAMED = {
    "dbname": "PGDATABASE", "user": "PGUSER", "password": "PGPASSWORD", "host": "PGHOST", "port": "PGPORT",
    "sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT", "sslcert": "PGSSLCERT", "sslkey": "PGSSLKEY",
    "options": "PGOPTIONS",
}  # fmt: skip
ASIDE = ("-wal", "-shm", "-journal")  # of another database they would spoil this one


class NotCopied(RuntimeError):
    """The database could not be copied, or put back; the message says why."""


def copied(to: Path) -> str:
    """Copy the database into this file. Gives the checkpoint that was signed last at that very moment, if any."""
    return {"sqlite": _from_sqlite, "postgresql": _from_postgresql}[connection.vendor](to)


def _from_sqlite(to: Path) -> str:
    with closing(sqlite3.connect(settings_of()["NAME"], timeout=60)) as source:
        source.execute("VACUUM INTO ?", [str(to)])
    with closing(sqlite3.connect(to)) as copy:
        (note,) = copy.execute(NEWEST).fetchone() or ("",)
    return note


def _from_postgresql(to: Path) -> str:
    """As the role that reads everything: anybody else's copy would lack what the walls hide, so it is refused."""
    with psycopg.connect(**_address()) as source:
        source.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        (note,) = source.execute(NEWEST).fetchone() or ("",)
        (moment,) = source.execute("SELECT pg_export_snapshot()").fetchone() or ("",)
        _run("pg_dump", "--format=custom", "--compress=0", f"--snapshot={moment}", f"--file={to}")
    return note


def is_empty() -> bool:
    """Whether something can be put back here without losing what is there."""
    if connection.vendor == "sqlite":
        return not any(Path(f"{settings_of()['NAME']}{end}").exists() for end in ("", *ASIDE))
    return not connection.introspection.table_names()


def put_back(copy: Path) -> None:
    """Make this copy the database. Nothing is there yet."""
    if connection.vendor == "sqlite":
        connection.close()
        os.replace(copy, settings_of()["NAME"])
    else:
        _run("pg_restore", "--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction", str(copy))


def settings_of() -> dict:
    return connection.settings_dict


def _address() -> dict:
    """Of the backup's own role, if there is one."""
    own = settings.BACKUP_DATABASE_URL
    return _said(environ.Env.db_url_config(own)) if own else _said(settings_of())


def _said(one: dict) -> dict:
    names = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
    said = {ours: str(one[theirs]) for theirs, ours in names.items() if one.get(theirs)}
    return said | {name: value for name, value in one.get("OPTIONS", {}).items() if name in NAMED}


def _run(program: str, *options: str) -> None:
    """With the password in its environment, which no list of processes shows."""
    address = _address() if program == "pg_dump" else _said(settings_of())
    env = os.environ | {NAMED[name]: value for name, value in address.items()}
    to = [] if program == "pg_dump" else [f"--dbname={address['dbname']}"]
    try:
        done = subprocess.run([program, *to, *options], env=env, capture_output=True, text=True)  # noqa: S603
    except FileNotFoundError:
        raise NotCopied(f"{program} is not on this machine: install the client of PostgreSQL.") from None
    if done.returncode:
        raise NotCopied(f"{program} failed: {(done.stderr.strip().splitlines() or ['it said nothing'])[-1]}")
