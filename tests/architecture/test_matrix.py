"""Who may open what: page by page, for everybody, by every method (matrix.txt, relations.txt; the rules: standings.py).

    open     the page opens                       refused  told what would be needed (403)
    hidden   as if it did not exist (404)         sign-in  sent to sign in
    promise  asked for the undertaking first      stale    asked to look again at what changed (409)
Every page is tried on something about Leo (world.py): Amara is his key worker, Ben her line manager, Dee the lead for
children; everybody else has no reason to look. Newt has an account and has not signed the undertaking yet.
What is posted is empty, and whatever it did is undone. A word stands in an answer, its headers or its cookies only if
a page on which it belongs opens to the reader (SAID); what is locked away, and what is about Nia, stands in none.
An ordinary run tries some thousands of cells, the same each time; --long tries them all.
"""

import copy
import logging
from types import SimpleNamespace

import pytest
from django.db import connection, transaction
from django.test import client as client_of_django
from django.urls import reverse

from staff import roles
from tests.attack.more_words import write_the_rest
from tests.attack.world import CANARY, hidden_record
from tests.cast import cast_of_all, member

from . import relations
from .pages import ours
from .standings import ALL, EXPECTED, METHODS, OF_RELATIONS, PEOPLE, RELATED, cells, expected, reader, right
from .words import CANARIES, DIRECTORY, OWN, SAID
from .world import build

pytestmark = pytest.mark.django_db
LEAST = {"sqlite": 3000, "postgresql": 1000}  # the walls have tests of their own
SEEN = {"open", "stale", "refused"}
# By what they are here, or as the manager of her key person; tests/attack says which words each of them reads.
KNOW_NIA = {"amara", "ben", "dee", "dora", "sena", "dana", "ola", "manager"}


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """Made once; whatever a test does to it is undone with that test."""
    with django_db_blocker.unblock(), transaction.atomic():
        cast = cast_of_all()
        cast.newt = member("newt", roles.Practitioner, promised=False)
        write_the_rest(cast, hidden_record(cast))
        yield SimpleNamespace(cast=cast, arguments=build(cast))
        transaction.set_rollback(True)


@pytest.fixture
def visit(world, as_, client, monkeypatch):
    """Signs somebody in, lets them become what they are to Leo, and gives what asks a page by a method."""
    monkeypatch.setattr(client_of_django, "store_rendered_templates", lambda *_, **__: None)  # nobody asks for them
    monkeypatch.setattr(logging.root.manager, "disable", logging.CRITICAL)
    cast = copy.deepcopy(world.cast)

    def begin(standing):
        who = reader(standing)
        if who != "visitor":
            as_(getattr(cast, who))
        if standing in RELATED:
            getattr(relations, standing)(cast)
        return lambda page, method: asked(client, reverse(page, args=world.arguments.get(page)), method)

    return begin


def asked(client, address, method):
    if method in {"get", "head", "options"}:
        return getattr(client, method)(address)
    if method == "htmx":
        return client.get(address, headers={"HX-Request": "true"})
    with transaction.atomic():
        response = getattr(client, method)(address)
        transaction.set_rollback(True)
    return response


def what_happened(response):
    if response.status_code == 302 and response["Location"].startswith("/accounts/login/"):
        return "sign-in"
    if response.status_code == 302 and response["Location"] == reverse("staff:undertaking"):
        return "promise"
    status = response.status_code
    return {200: "open", 302: "open", 403: "refused", 404: "hidden", 409: "stale"}.get(status, status)


def foreign(response, standing):
    """Words in an answer that this reader may have from no page."""
    said = response.getvalue().decode(errors="replace")  # a download comes in pieces
    said += str(response.headers) + response.cookies.output()
    found = {word for word in (*CANARIES, *SAID) if word in said} - OWN.get(reader(standing), set())
    if not {standing, reader(standing)} & KNOW_NIA and expected("records:likenesses", standing) != "open":
        found |= set(CANARY.findall(said)) - DIRECTORY
    return {word for word in found if not {expected(page, standing) for page in SAID.get(word, [])} & SEEN}


def tried(visit, standing, some):
    """How many cells were tried, and what was wrong: by page and method what came, or the words that leaked."""
    ask, some, wrong = visit(standing), list(some), {}
    for page, method in some:
        response = ask(page, method)
        got = what_happened(response)
        if got not in right(page, standing, method):
            wrong[page, method] = f"{got}, not {expected(page, standing)}"
        if leaks := foreign(response, standing):
            wrong[page, method, "says"] = leaks
    return len(some), wrong


@pytest.mark.clause("S-06", "S-08", "H-06", "H-14", "H-31")
@pytest.mark.parametrize("who", PEOPLE)
def test_who_may_open_what(visit, who, record_property):
    number, wrong = tried(visit, who, cells(who))
    record_property("cells", number)
    assert wrong == {}


@pytest.mark.clause("S-06", "S-08", "H-06", "H-31")
@pytest.mark.parametrize("relation", RELATED)
def test_what_opens_follows_from_what_one_is(visit, relation, record_property):
    number, wrong = tried(visit, relation, cells(relation))
    record_property("cells", number)
    assert wrong == {}


@pytest.mark.long
@pytest.mark.sqlite
@pytest.mark.parametrize("standing", ALL)
def test_every_cell(visit, standing, record_property):
    number, wrong = tried(visit, standing, cells(standing, all_of_them=True))
    record_property("cells", number)
    assert wrong == {}


def test_the_tables_are_whole():
    """Every page, every relation that has a verb, and thousands of cells in every run."""
    said = {name for name, one in vars(relations).items() if getattr(one, "__module__", "") == relations.__name__}
    assert set(ours()) == set(EXPECTED) >= set(OF_RELATIONS)
    assert {name for name in said if not name.startswith("_")} == set(RELATED)
    assert len(EXPECTED) * len(ALL) * len(METHODS) >= 50_000
    assert sum(len(list(cells(standing))) for standing in ALL) >= LEAST[connection.vendor]
