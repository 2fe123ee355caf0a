"""Who may open what depends on what they are to somebody: one row a page, one column a relation (relations.txt).

The reader is always Chen, a practitioner; relations.py says what each heading makes of them, and world.py what the
pages are about. A page that is not in the table answers as it answers a colleague with no reason (matrix.txt), whatever
Chen became; somebody who left is a visitor. Words as in test_matrix.py. Where the page of Leo is hidden, no page
says his name or a word of his record. Each run walks every third row, another third for each relation; --long walks
every page by every method.
"""

import itertools
from pathlib import Path

import pytest
from django.urls import reverse

from staff import roles
from tests.cast import member

from . import relations
from .test_matrix import EXPECTED as OF_COLLEAGUES
from .test_matrix import SHUT, post, what_happened
from .world import build

TABLE = Path(__file__).parent / "relations.txt"
HEAD, *ROWS = [line.split() for line in TABLE.read_text("utf-8").splitlines() if line and not line.startswith("#")]
RELATIONS = HEAD[1:]
ALL = [*RELATIONS, "left"]
EXPECTED = {page: dict(zip(RELATIONS, cells, strict=True)) for page, *cells in ROWS}


ABOUT_LEO = ("Leo Larkin", "Went to see them.", "A bruise.", "He could not breathe.")
AS_A_VISITOR = {"left"}


def expected(page, relation):
    if relation in AS_A_VISITOR:
        return OF_COLLEAGUES[page]["visitor"]
    return EXPECTED[page][relation] if page in EXPECTED else OF_COLLEAGUES[page]["chen"]


@pytest.fixture
def client_of(cast, as_):
    """Chen, signed in before they became anything to Leo; and the arguments of each page."""

    def become(relation):
        cast.newt = member("newt", roles.Practitioner, promised=False)
        arguments, client = build(cast), as_(cast.chen)
        getattr(relations, relation)(cast)
        return client, lambda page: reverse(page, args=arguments.get(page))

    return become


def walked(relation):
    """The pages of an ordinary run: every third row, beginning one further down for each relation."""
    return list(EXPECTED)[ALL.index(relation) % 3 :: 3]


def found(client, address, said):
    """What a page answers; what it says of Leo is put by."""
    response = client.get(address)
    said.update(word for word in ABOUT_LEO if word in response.getvalue().decode(errors="replace"))
    return what_happened(post(client, address) if response.status_code == 405 else response)


@pytest.mark.clause("S-08", "H-06", "H-31")
@pytest.mark.parametrize("relation", ALL)
def test_what_opens_follows_from_what_one_is(client_of, relation):
    client, at = client_of(relation)
    said: set = set()
    got = {page: found(client, at(page), said) for page in walked(relation)}
    assert {page: one for page, one in got.items() if one != expected(page, relation)} == {}
    assert expected("records:person", relation) == "open" or said == set()


@pytest.mark.long
@pytest.mark.clause("S-08", "H-06", "H-31")
@pytest.mark.parametrize("relation", ALL)
def test_on_every_page_by_every_method(client_of, relation):
    client, at = client_of(relation)
    said: set = set()
    for page in OF_COLLEAGUES:
        assert found(client, at(page), said) == expected(page, relation), page
        if expected(page, relation) in SHUT:
            assert what_happened(post(client, at(page))) in {expected(page, relation), 405}, page
        for method in ("put", "patch", "delete", "options"):
            assert getattr(client, method)(at(page)).status_code in {405, 404, 403, 302}, (page, method)
    assert expected("records:person", relation) == "open" or said == set()


def test_every_relation_is_said_and_every_row_is_a_page():
    said = [name for name, thing in vars(relations).items() if getattr(thing, "__module__", "") == relations.__name__]
    assert list(itertools.filterfalse(ALL.__contains__, said)) == []
    assert set(EXPECTED) <= set(OF_COLLEAGUES)
    assert {page for relation in ALL for page in walked(relation)} == set(EXPECTED)
