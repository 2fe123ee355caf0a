"""Who may open what: one row a page, one column a person (matrix.txt); a page missing from the table fails.

    open     the page opens                       refused  told what would be needed (403)
    hidden   as if it did not exist (404)         sign-in  sent to sign in
    promise  asked for the undertaking first      stale    asked to look again at what changed (409)
Every page is tried on something about Leo (world.py): Amara is his key worker, Ben her line manager, Dee the lead for
children; everybody else has no reason to look. Newt has an account and has not signed the undertaking yet.
Pages that only act are posted to, empty, and whatever they did is undone. What is shut to a reader is shut to whoever
posts there without having read; no page takes any other method. No answer holds what is locked away (CANARIES).
"""

from pathlib import Path

import pytest
from django.db import transaction
from django.urls import reverse

from staff import roles
from tests.cast import member

from .pages import ours
from .world import CANARIES, build

TABLE = Path(__file__).parent / "matrix.txt"
HEAD, *ROWS = [line.split() for line in TABLE.read_text("utf-8").splitlines() if line and not line.startswith("#")]
PEOPLE = HEAD[1:]
SHUT = {"sign-in", "promise", "hidden", "refused"}
EXPECTED = {page: dict(zip(PEOPLE, cells, strict=True)) for page, *cells in ROWS}


def what_happened(response):
    said = response.getvalue().decode(errors="replace")  # a download comes in pieces
    assert not any(canary in said for canary in CANARIES), "what is locked stands in an answer"
    if response.status_code == 302 and response["Location"].startswith("/accounts/login/"):
        return "sign-in"
    if response.status_code == 302 and response["Location"] == reverse("staff:undertaking"):
        return "promise"
    return {200: "open", 302: "open", 403: "refused", 404: "hidden", 409: "stale"}.get(
        response.status_code, response.status_code
    )


def tried(client, address):
    response = client.get(address)
    return what_happened(post(client, address) if response.status_code == 405 else response)


def post(client, address):
    with transaction.atomic():
        response = client.post(address)
        transaction.set_rollback(True)
    return response


@pytest.mark.clause("S-08", "H-06", "H-14")
@pytest.mark.parametrize("who", PEOPLE)
def test_who_may_open_what(client, cast, as_, who):
    cast.newt = member("newt", roles.Practitioner, promised=False)
    arguments = build(cast)
    if who != "visitor":
        as_(getattr(cast, who))
    found = {page: tried(client, reverse(page, args=arguments.get(page))) for page in EXPECTED}

    wrong = {page: f"{got}, not {EXPECTED[page][who]}" for page, got in found.items() if got != EXPECTED[page][who]}
    assert not wrong
    shut = [page for page in EXPECTED if EXPECTED[page][who] in SHUT]
    posted = {page: what_happened(post(client, reverse(page, args=arguments.get(page)))) for page in shut}
    assert {page: got for page, got in posted.items() if got not in {EXPECTED[page][who], 405}} == {}


@pytest.mark.clause("S-06")
def test_no_page_takes_any_other_method(cast, as_):
    cast.newt = member("newt", roles.Practitioner, promised=False)
    arguments, client = build(cast), as_(cast.dee)
    for page in ours():
        address = reverse(page, args=arguments.get(page))
        taken = [method for method in ("put", "patch", "delete") if getattr(client, method)(address).status_code != 405]
        assert taken == [], page


def test_every_page_is_in_the_table():
    assert set(ours()) == set(EXPECTED)
