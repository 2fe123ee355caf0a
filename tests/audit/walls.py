"""SQL by hand, as whoever reached the database would write it."""

import pytest
from django.db import DatabaseError, connection, transaction


def run(statement, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def refused(statement):
    with pytest.raises(DatabaseError) as error:
        run(statement)
    return str(error.value)
