"""On PostgreSQL every test works as the application's role, as the service does; what only an owner may do says so."""

from contextlib import contextmanager

from django.db import connection
from django.db.backends.signals import connection_created

from audit import roles


def as_app_from_now_on():
    """The roles are made in the test database, and every connection to it acts as app."""
    if connection.vendor != "postgresql":
        return
    roles.make_roles(connection)
    database = connection.settings_dict["NAME"]

    def act(connection, **_):
        if connection.settings_dict["NAME"] == database:
            _become(connection, "app")

    connection_created.connect(act, weak=False)
    connection.close()


@contextmanager
def as_owner(connection):
    """For as long as the block runs this connection is the superuser's, who owns what is not the owner's too."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        (before,) = cursor.fetchone()
        cursor.execute("RESET ROLE")
    yield
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {connection.ops.quote_name(before)}")


def _become(connection, part):
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {connection.ops.quote_name(roles.role(connection, part))}")
