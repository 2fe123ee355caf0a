"""A wall inside the database itself: the schema of SQLite is shut, but for migrations. PostgreSQL has roles instead.

SQLite asks a function before it prepares any statement. Outside a migration this one refuses whatever makes, alters
or drops a table, index, trigger or view, attaches another file, sets a PRAGMA or opens the gate in the append-only
triggers. It stands in every connection from its first moment on. Django's schema editor opens it for as long as it
works, so migrations need nothing else, and a failing one leaves nothing open; triggers are put back and records
disposed of inside `opened()`. The table of rate limits holds nothing recorded and may be made at any time
(`createcachetable`). It guards against mistakes and injected SQL, not against code that runs in this process.
"""

import sqlite3
from contextlib import ExitStack, contextmanager

from django.conf import settings

HARMLESS = {
    sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_INSERT, sqlite3.SQLITE_DELETE, sqlite3.SQLITE_FUNCTION,
    sqlite3.SQLITE_RECURSIVE, sqlite3.SQLITE_TRANSACTION, sqlite3.SQLITE_SAVEPOINT, sqlite3.SQLITE_ANALYZE,
    sqlite3.SQLITE_CREATE_TEMP_TABLE, sqlite3.SQLITE_CREATE_TEMP_INDEX, sqlite3.SQLITE_DROP_TEMP_TABLE,
    sqlite3.SQLITE_DROP_TEMP_INDEX, sqlite3.SQLITE_REINDEX,
}  # fmt: skip
# The PRAGMAs that take a name and only tell.
ASKING = {
    "table_info", "table_xinfo", "table_list", "index_list", "index_info", "index_xinfo", "foreign_key_list",
    "foreign_key_check", "integrity_check", "quick_check", "wal_checkpoint",
}  # fmt: skip


def refuse(action, what, of, *_):
    """SQLite's question before each statement, once for every column it reads: so the first line is the quick one."""
    if action in HARMLESS:
        return sqlite3.SQLITE_OK
    if action == sqlite3.SQLITE_UPDATE:
        allowed = what != "audit_gate"
    elif action == sqlite3.SQLITE_PRAGMA:
        allowed = of is None or what.lower() in ASKING
    else:
        made = {sqlite3.SQLITE_CREATE_TABLE: what, sqlite3.SQLITE_CREATE_INDEX: of}.get(action)
        allowed = made in rate_limits()
    return sqlite3.SQLITE_OK if allowed else sqlite3.SQLITE_DENY


def rate_limits():
    return {cache["LOCATION"] for cache in settings.CACHES.values() if str(cache["BACKEND"]).endswith("DatabaseCache")}


def shut(connection, **_):
    """Stand in a connection that was just made."""
    if connection.vendor == "sqlite":
        connection.schema_is_open = False
        connection.connection.set_authorizer(refuse)
        if not hasattr(connection.SchemaEditorClass, "opens"):
            connection.SchemaEditorClass = _opening(connection.SchemaEditorClass)


@contextmanager
def opened(connection):
    """Let the schema be changed in this connection, for as long as the block runs."""
    if connection.vendor != "sqlite":
        yield
        return
    connection.ensure_connection()
    outer, connection.schema_is_open = connection.schema_is_open, True
    connection.connection.set_authorizer(None)
    try:
        yield
    finally:
        connection.schema_is_open = outer
        if not outer and connection.connection:
            # Statements that were prepared meanwhile are prepared, and so asked about, again.
            connection.connection.set_authorizer(refuse)


def _opening(editor):
    class Opening(editor):  # type: ignore[valid-type, misc]
        opens = True

        def __enter__(self):
            with ExitStack() as stack:
                stack.enter_context(opened(self.connection))
                editing = super().__enter__()
                self.open = stack.pop_all()
            return editing

        def __exit__(self, *error):
            with self.open:
                super().__exit__(*error)

    return Opening
