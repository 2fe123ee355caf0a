"""The walls of PostgreSQL as guards: each rule once without the wall, and once without each condition that narrows it.

wall          a walled table shows every row to everybody
condition     one condition of a way through a wall is not asked
"""

import re
from contextlib import contextmanager

import psycopg
from django.db import connection

from audit import walls

from .guards import Guard

FILE = "audit/walls.py"
CONDITIONS = [
    r"[\w.]+ <> ALL \(ARRAY\(SELECT [^)]*\)\)",
    r"NOT EXISTS \(SELECT [^)]* OFFSET 0\)",
    r"[\w.]+ IS DISTINCT FROM \{me\}",
    r"[\w.]+ IS NOT NULL",
    r"apart_id IS NULL",
    r"NOT is_about_staff",
    r"NOT \{over\} && ARRAY\[[^]]*\]",
    r"mine\.until > now\(\)",
    r"\(line\.ends_on IS NULL OR [^)]*\)",
    r"said\.kind = 'safeguarding'",
    r"'\w+' = ANY \{over\}",
]


def in_walls():
    for table, rule in sorted(walls.RULES.items()):
        yield Guard("wall", FILE, table, 0, "", "true")
        for found in re.finditer("|".join(CONDITIONS), rule):
            yield Guard("condition", FILE, table, found.start(), found.group(), _without(rule, found))


def _without(rule, found):
    return f"{rule[: found.start()]}true{rule[found.end() :]}"


@contextmanager
def lower(guard):
    """For as long as the block runs the wall is without it, for every connection."""
    _is(guard.function, guard.without)
    try:
        yield
    finally:
        _is(guard.function, walls.RULES[guard.function])


def _is(table, rule):
    rule = rule.format(me=walls.ME, over=walls.OVER)
    with psycopg.connect(**connection.get_connection_params()) as owner:
        owner.execute(f"ALTER POLICY walled ON {table} USING ('system' = ANY {walls.OVER} OR {rule})")
