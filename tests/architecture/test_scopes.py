"""The table of lists (scopes.txt): how many rows of the world each list has for whom. No list may change unseen.

After a change that is meant: `python -m pytest tests/architecture/test_scopes.py -n 0 --anew`, and read the difference.
"""

import copy
from types import SimpleNamespace

import pytest
from django.db import transaction

from .scopes import READERS, TABLE, build_decisions, build_more, how_many, read_table, reading_as, scopes
from .test_matrix import world  # noqa: F401

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
HEAD = """\
# How many rows each list has for whom (scopes.py says who is who). A row a list, a column a reader; written anew by
# --anew, and read by whoever changes it: does somebody find more than they did, and is that meant?
"""


@pytest.fixture(scope="module")
def richer(world, django_db_blocker):  # noqa: F811
    with django_db_blocker.unblock(), transaction.atomic():
        cast = copy.deepcopy(world.cast)
        build_more(cast)
        build_decisions(cast)
        yield cast
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def table(request):
    """As it stands; with --anew as it is found to be, and written when all have read."""
    if not request.config.getoption("anew"):
        yield SimpleNamespace(expected=read_table())
        return
    found = {}
    yield SimpleNamespace(found=found)
    rows = [["list", *READERS]]
    rows += [[name, *(str(found[reader][name]) for reader in READERS)] for name, _ in scopes()]
    wide = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    lines = [" ".join(cell.ljust(width) for cell, width in zip(row, wide, strict=True)).rstrip() for row in rows]
    TABLE.write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")


@pytest.mark.clause("S-06", "H-06", "H-31")
@pytest.mark.parametrize("reader", READERS)
def test_every_list_has_for_each_what_is_theirs(richer, table, reader):
    who, meanwhile = reading_as(reader, copy.deepcopy(richer))
    with meanwhile:
        found = {name: how_many(ask(who)) for name, ask in scopes()}
    if hasattr(table, "found"):
        table.found[reader] = found
        return
    expected = {name: cells[reader] for name, cells in table.expected.items()}
    assert found.keys() == expected.keys()
    assert {name: number for name, number in found.items() if number != expected[name]} == {}
