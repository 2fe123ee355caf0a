"""Tests make their tables from the models, in a twentieth of the time; here migrating is shown to make the same."""

import os
import re
import sqlite3
import subprocess
import sys
from urllib.parse import urlsplit

import psycopg
import pytest
from django.db import connection

from tests.acting import as_owner
from tests.journeys.service import MIGRATE_ALONE, ROOT, prepared

OURS = "'public'::regnamespace"
TOLD_BY_POSTGRESQL = [
    "SELECT table_name, column_name, data_type, character_maximum_length, is_nullable, is_identity, column_default "
    "FROM information_schema.columns WHERE table_schema = 'public'",
    "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = "
    + OURS,
    "SELECT tablename, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "SELECT tgrelid::regclass::text, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
    "SELECT tablename, policyname, cmd, qual, with_check FROM pg_policies",
    "SELECT relname, relrowsecurity, relforcerowsecurity FROM pg_class WHERE relkind = 'r' AND relnamespace = " + OURS,
]
LIBRARYS = {"auth_group_permissions"}  # unused; its library counts it in fewer bytes where it migrates
ADDRESS = os.environ.get("DATABASE_URL", "")


def asked(cursor, questions):
    for question in questions:
        cursor.execute(question)
        yield {row for row in cursor.fetchall() if row[0] not in LIBRARYS}


def parts(sql):
    """What a table is made of, whatever the order: its columns and its rules, and what each lists."""
    depth, found = 0, [""]
    lists_sorted = re.sub(r"IN \(([^()]*)\)", lambda some: str(sorted(some[1].split(","))), sql)
    for letter in re.sub(r"\s+", " ", lists_sorted).partition("(")[2]:
        depth += {"(": 1, ")": -1}.get(letter, 0)
        found += [""] if letter == "," and not depth else []
        found[-1] += letter
    return frozenset(part.strip(" ,)") for part in found)


def told_by_sqlite(cursor):
    cursor.execute("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL")
    return {(kind, name, parts(sql) if kind == "table" else sql) for kind, name, sql in cursor.fetchall()}


@pytest.mark.sqlite
def test_migrating_makes_the_tables_of_the_models(db):
    with connection.cursor() as cursor:
        of_models = told_by_sqlite(cursor)
    assert told_by_sqlite(sqlite3.connect(prepared() / "db.sqlite3").cursor()) ^ of_models == set()


@pytest.fixture
def migrated(db, tmp_path):
    """A database of its own beside the tests', made by every migration."""
    name = f"{connection.settings_dict['NAME']}_migrated"
    environment = {"DATABASE_URL": urlsplit(ADDRESS)._replace(path=f"/{name}").geturl(), "VAR_DIR": str(tmp_path)}
    environment |= {"PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore"}
    with psycopg.connect(ADDRESS, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
        subprocess.run([sys.executable, "-c", MIGRATE_ALONE], cwd=ROOT, env=os.environ | environment, check=True)
        with psycopg.connect(environment["DATABASE_URL"]) as theirs:
            yield theirs.cursor()
        server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.mark.postgresql
def test_migrating_makes_the_tables_of_the_models_on_postgresql(migrated):
    with as_owner(connection), connection.cursor() as cursor:
        of_models = list(asked(cursor, TOLD_BY_POSTGRESQL))
    for ours, theirs in zip(of_models, asked(migrated, TOLD_BY_POSTGRESQL), strict=True):
        assert theirs ^ ours == set()
