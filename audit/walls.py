"""A second wall, inside PostgreSQL: a row of a walled table shows itself only to those whom its rule lets through.

The queryset is the judge; the wall is for the day on which somebody forgets to ask it. The service tells each
transaction who stands before the wall, for that transaction alone: a connection that is handed on knows nobody, and
whoever says nothing is shown nothing. The rules are coarse: they hold every row that `open_to` gives, and a few more.
SQLite has no such wall.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.core.checks import Error
from django.db import connection, connections, transaction
from django.db.backends.base.base import NO_DB_ALIAS
from psycopg.pq import TransactionStatus

Standing = tuple[str, str]  # the key of the reader, and what they stand over: groups, roles, abilities

NOBODY: Standing = ("", "")
SYSTEM: Standing = ("", "system")
_stands: ContextVar[Standing] = ContextVar("stands", default=NOBODY)

RULES: dict[str, str] = {}
ME = "(SELECT nullif(current_setting('app.reader', true), '')::bigint)"
OVER = "((SELECT string_to_array(current_setting('app.over', true), ','))::text[])"
TELL = "SELECT set_config('app.reader', %s, true), set_config('app.over', %s, true)"
WALL = [
    "ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
    "DROP POLICY IF EXISTS walled ON {table}",
    "CREATE POLICY walled ON {table} USING ('system' = ANY {over} OR {rule})",
]
WALLED = """
SELECT relname FROM pg_class JOIN pg_policy ON polrelid = pg_class.oid
WHERE relnamespace = current_schema()::regnamespace AND relrowsecurity AND relforcerowsecurity AND polname = 'walled'
"""


def wall(table: str, *ways: str) -> None:
    """Stand before a table: each way is an SQL condition on its row, which may use ``{me}`` and ``{over}``.

    What a way asks of another table it asks by ``EXISTS (… OFFSET 0)`` on an index: so that no planner ever reads all
    that somebody may see in order to look at one row.
    """
    RULES[table] = " OR ".join(f"({way})" for way in ways)


def standing(reader: object, over: Iterable[str] = ()):
    """For as long as the block runs, each transaction is this reader's, who stands over these things."""
    return _stood((str(reader), ",".join(sorted(over))))


def standing_as_system():
    """For what nobody's eyes are before: verbs, the clock, the command line. A test lists who may say so."""
    return _stood(SYSTEM)


@contextmanager
def _stood(who: Standing) -> Iterator[None]:
    before = _stands.get()
    if who == before:
        yield
        return
    token = _stands.set(who)
    _tell_again()
    try:
        yield
    finally:
        _stands.reset(token)
        _tell_again()


@contextmanager
def around(reader: object, over: Iterable[str] = ()) -> Iterator[None]:
    """The transaction around a page that is made for somebody. Where there is no wall there is no transaction."""
    if connection.vendor != "postgresql":
        yield
    elif connection.in_atomic_block:
        with standing(reader, over):
            yield
    else:
        with standing(reader, over), transaction.atomic():
            yield


def watch(connection, **_):
    """Tell each transaction of a connection who stands in it, as it begins."""
    if connection.vendor != "postgresql" or connection.alias == NO_DB_ALIAS or hasattr(connection, "is_watched"):
        return
    connection.is_watched = True
    set_autocommit = connection._set_autocommit

    def begin(autocommit):
        set_autocommit(autocommit)
        if not autocommit and _stands.get() != NOBODY:
            _tell(connection)

    connection._set_autocommit = begin
    connection.execute_wrappers.append(_alone)


def _alone(execute, sql, params, many, context):
    """What the system asks outside a transaction is given one, or nobody could be named in it."""
    connection = context["connection"]
    if _stands.get() != SYSTEM or connection.in_atomic_block or not connection.get_autocommit():
        return execute(sql, params, many, context)
    with transaction.atomic(connection.alias):
        return execute(sql, params, many, context)


def _tell_again():
    if connection.vendor == "postgresql" and connection.in_atomic_block and not connection.needs_rollback:
        _tell(connection)


def _tell(connection):
    """Until the end of the transaction, or of the savepoint that is undone. A broken transaction forgets by itself."""
    if connection.connection and connection.connection.info.transaction_status != TransactionStatus.INERROR:
        with connection.wrap_database_errors:  # a connection that broke off is Django's to name, as everywhere
            connection.connection.execute(TELL, _stands.get())


def install(using="default", **_):
    """Put every wall up again, after each migration."""
    connection = connections[using]
    if connection.vendor != "postgresql":
        return
    present = set(connection.introspection.table_names())
    with transaction.atomic(using), connection.cursor() as cursor:
        for table in sorted(RULES.keys() & present):
            rule = RULES[table].format(me=ME, over=OVER)
            for statement in WALL:
                cursor.execute(statement.format(table=table, rule=rule, over=OVER))


def missing_walls(databases=None, **_):
    """System check: name every table that lost its wall."""
    return [
        Error(f"{table} has no wall. Run migrate.", id="audit.E002")
        for using in databases or []
        if connections[using].vendor == "postgresql"
        for table in sorted(RULES.keys() & set(connections[using].introspection.table_names()) - _walled(using))
    ]


def _walled(using):
    with connections[using].cursor() as cursor:
        cursor.execute(WALLED)
        return {name for (name,) in cursor.fetchall()}
