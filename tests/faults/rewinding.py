"""The whole service as it stood a moment ago: its database, its files and its head, put back in a moment.

And what it says now, table by table and file by file, so that half of a change is seen wherever it is.
"""

import shutil
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import psycopg
from django.apps import apps
from django.conf import settings
from django.db import connection, connections
from django.utils import timezone

from audit import ledger
from audit.models import Leaf, Pending, Reading, SignedCheckpoint
from governance.strays import strays
from staff.models import Kept, Session

# What a request that failed may leave: that it was asked, where its reader is signed in, what was typed, how often.
PASSING = {model._meta.db_table for model in (Reading, Pending, Leaf, SignedCheckpoint, Kept, Session)}
LIMITS = settings.CACHES["default"]["LOCATION"]


def service(folder):
    return OnPostgreSQL(folder) if connection.vendor == "postgresql" else OnSQLite(folder)


class Service:
    """What is kept of it lies in a folder beside it; ``back`` puts that in its place again."""

    def __init__(self, folder):
        self.folder = folder
        models = apps.get_models(include_auto_created=True)
        self.tables = sorted({model._meta.db_table for model in models if model._meta.managed} | {LIMITS})

    def keep(self):
        self.keep_tables()
        for name, place in _places().items():
            shutil.copytree(place, self.folder / name, dirs_exist_ok=True)

    def back(self):
        connection.close_if_unusable_or_obsolete()
        self.tables_back()
        for name, place in _places().items():
            shutil.rmtree(place, ignore_errors=True)
            shutil.copytree(self.folder / name, place)

    def says(self):
        """Of each table how many rows it has and what they say; and every file, but what the clock takes away."""
        rows = {table: said for table, said in self.rows().items() if table not in PASSING | {LIMITS}}
        return rows | {f"file {name}": (1, size) for name, size in _files()}

    def many(self, model):
        return self.rows([model._meta.db_table])[model._meta.db_table][0]


class OnSQLite(Service):
    def keep_tables(self):
        connections.close_all()
        self.place = connection.settings_dict["NAME"]
        shutil.copy(self.place, self.folder / "kept.sqlite3")

    def tables_back(self):
        connections.close_all()
        for ending in ("-wal", "-shm"):
            Path(f"{self.place}{ending}").unlink(missing_ok=True)
        shutil.copy(self.folder / "kept.sqlite3", self.place)

    def rows(self, tables=None):
        with closing(sqlite3.connect(self.place)) as beside:
            said = ((table, beside.execute(f"SELECT * FROM {table}").fetchall()) for table in tables or self.tables)
            return {table: (len(found), hash(frozenset(found))) for table, found in said}

    def forget(self):
        """It goes with its folder."""


class OnPostgreSQL(Service):
    """Kept in a schema of its own, by whoever owns the database: no wall and no trigger stops them."""

    EACH = "SELECT '{0}', count(*), coalesce(sum(hashtextextended(one::text, 0)), 0) FROM {0} AS one"

    def keep_tables(self):
        ours = connection.get_connection_params()
        known = {name: ours[name] for name in ("dbname", "user", "password", "host", "port") if ours.get(name)}
        self.beside = psycopg.connect(**known, autocommit=True, prepare_threshold=1)
        self._order("SET session_replication_role = replica", "CREATE SCHEMA kept")
        self._order(*(f"CREATE TABLE kept.{table} AS TABLE {table}" for table in self.tables))
        self.kept = self.rows()

    def tables_back(self):
        now = self.rows()
        changed = [table for table in self.tables if now[table] != self.kept[table]]
        with self.beside.transaction():
            self._order(*(f"DELETE FROM {table}" for table in changed))
            self._order(*(f"INSERT INTO {table} OVERRIDING SYSTEM VALUE TABLE kept.{table}" for table in changed))

    def rows(self, tables=None):
        said = self.beside.execute(" UNION ALL ".join(self.EACH.format(table) for table in tables or self.tables))
        return {table: (many, int(words)) for table, many, words in said}

    def forget(self):
        self._order("DROP SCHEMA kept CASCADE")
        self.beside.close()

    def _order(self, *orders):
        for order in orders:
            self.beside.execute(order)


def _places():
    return {"files": Path(settings.FILES_DIR), "keys": Path(settings.KEYS_DIR)}


def _files():
    left = strays(timezone.now() + timedelta(hours=1))
    for root in _places().values():
        for file in (one for one in root.rglob("*") if one.is_file() and one.name != ledger.HEAD_FILE):
            if str(file.relative_to(root)) not in left:
                yield f"{root.name}/{file.relative_to(root)}", file.stat().st_size
