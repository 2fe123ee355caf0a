"""A prepared installation on PostgreSQL, for the tests that take long."""

import pytest

from tests.journeys.service import PREPARE, said_by
from tests.postgres import ALONE, server


@pytest.fixture(scope="module")
def on_postgresql(tmp_path_factory):
    """A prepared installation, and the address of its database, which waits for the disk as in real use."""
    made = tmp_path_factory.mktemp("made")
    with server(ALONE) as address:
        said_by(made, "-c", PREPARE, DATABASE_URL=address)
        yield made, address
