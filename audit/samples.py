"""PostgreSQL notes samples of what stands in each column, to plan with, and keeps them when the rows are destroyed.

So it is told to take none of what somebody wrote: words, and days of birth. What the service chose itself (kinds,
states, moments, keys) it may sample: plans are made by these.
"""

from django.apps import apps
from django.db import connections, models

WORDS = (models.CharField, models.TextField, models.JSONField, models.BinaryField)
DAYS = {"born_on"}


def install(using: str = "default", **_: object) -> None:
    """Tell PostgreSQL so of every table that is there, columns that came today too. SQLite samples nothing."""
    connection = connections[using]
    if connection.vendor != "postgresql":
        return
    present = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for table, statement in _statements().items():
            if table in present:
                cursor.execute(statement)


def _statements():
    told = {model._meta.db_table: [*map(_never, _written(model))] for model in apps.get_models()}
    return {table: f'ALTER TABLE "{table}" {", ".join(columns)}' for table, columns in told.items() if columns}


def _written(model):
    """The names of the columns in which somebody's own words or days stand."""
    for field in model._meta.concrete_fields:
        if field.name in DAYS or isinstance(field, WORDS) and not field.choices:
            yield field.column


def _never(column):
    return f'ALTER COLUMN "{column}" SET STATISTICS 0'
