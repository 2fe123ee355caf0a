"""A network between the service and PostgreSQL: so much longer for each round trip, whoever makes it; and a count."""

import time

import psycopg._cursor_base
import psycopg.generators

WIRE = {"seconds": 0.0, "trips": 0}
_execute = psycopg.generators.execute


def _over_the_wire(connection):
    WIRE["trips"] += 1
    if WIRE["seconds"]:
        time.sleep(WIRE["seconds"])
    return (yield from _execute(connection))


def lay():
    """Every statement goes over it from now on, and so do BEGIN and COMMIT."""
    psycopg.generators.execute = psycopg._cursor_base.execute = _over_the_wire
