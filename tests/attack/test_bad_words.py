"""Whatever is typed into any box of any form: it is kept and shown as words, or asked for again. Nothing breaks."""

from itertools import count

import pytest
from django.db import transaction
from django.urls import reverse

from .filling import filled, forms_of
from .world import addresses, pages, things

pytestmark = pytest.mark.crawl

SCRIPT = "<script>zqx(1)</script>\"'><img src=x onerror=zqx(2)> {{ 7|add:7 }} {% now 'Y' %}"
ODD = {
    "nothing": "",
    "nul": "a\x00b",
    "control": "a\x1b[2J\x08\r\nX-Evil: yes\u2028",
    "right_to_left": "\u202eevil\u202c قالت إنها خائفة",
    "emoji": "👨‍👩‍👧" * 20,
    "long": "word " * 40_000,
    "number": "99999999999999999999999999",
    "not_a_number": "-1e309",
    "path": "../../../../etc/passwd",
}
WHO = ["dora", "adam", "amara"]
# What shuts the attacker out, or ends what the next page is about.
ENDING = {"staff:end_role", "staff:deactivate", "staff:end_line", "records:exclude", "sharing:drop", "staff:unlock"}


@pytest.fixture
def some(request):
    """Of many ways to try something, the next one in turn; with --long all of them."""
    turn = count()
    return lambda ways: ways if request.config.getoption("long") else [ways[next(turn) % len(ways)]]


def opened(client, each):
    """Every form that this user gets, once: the name of its page, its address, and what it asks.

    Looked for on the pages about the first ``each`` things of a kind.
    """
    known, seen = things(), set()
    client.raise_request_exception = False
    for page, model, more in pages():
        for thing in known[model][:each] if model else [None]:
            for address in addresses(page, more, thing.public_id) if thing else [reverse(page)]:
                response = client.get(address)
                assert response.status_code < 500, address
                if response.status_code == 200 and not response.streaming:
                    for form in forms_of(response.content.decode(errors="replace")):
                        alike = page, form["action"].count("/"), frozenset(name[:6] for name in form["fields"])
                        if alike not in seen:
                            seen.add(alike)
                            yield page, form["action"] or address, form


def undone(client, address, said, **more):
    """Send a form, and put everything back."""
    with transaction.atomic():
        response = client.post(address, said, **more)
        transaction.set_rollback(True)
    return response


FORMS: dict = {}


@pytest.fixture
def forms_of_somebody(cast, as_, hidden):
    """Somebody signed in, and every form they get. Looked for once: every test begins with the same rows.

    Only where they are signed in differs, so the button that ends that is pressed in the first of the tests alone.
    """

    def forms(who, each=3):
        client, key = as_(getattr(cast, who)), (who, each, hidden.person.public_id)
        FORMS[key] = FORMS.get(key) or list(opened(client, each))
        client.raise_request_exception = False
        return client, FORMS[key]

    return forms


@pytest.mark.parametrize("who", WHO)
def test_odd_words_in_every_box_break_nothing(forms_of_somebody, some, who):
    client, forms = forms_of_somebody(who)
    broken = set()
    for page, address, form in forms:
        for name, text in some(list(ODD.items())):
            if name == "long" and len(form["fields"]) > 25:
                text = text[:20_000]
            if undone(client, address, filled(form, text)).status_code >= 500:
                broken.add((page, name))
    assert broken == set()


@pytest.mark.parametrize("who", WHO)
def test_missing_repeated_and_wrong_answers_break_nothing(forms_of_somebody, some, who):
    client, forms = forms_of_somebody(who)
    broken = set()
    for page, address, form in forms:
        names = list(form["fields"])
        attempts = {
            "nothing": {},
            "twice": {name: ["x", "y"] for name in names},
            "nul_everywhere": {name: "a\x00b" for name in names},
            "a_number": {name: "9" * 400 for name in names},
            "no_id": {name: "public_id:contact:kind:agency:" for name in names},
            "an_id": {name: "0b9f3f3e-54b5-4d3e-8d53-6f6dbb7c3f11" for name in names},
            "kind": {name: "kind:\x00" for name in names},
        }
        for attempt, said in some(list(attempts.items())):
            if undone(client, address, said).status_code >= 500:
                broken.add((page, attempt))
    assert broken == set()


def test_half_a_letter_and_broken_bodies_break_nothing(forms_of_somebody, some):
    client, forms = forms_of_somebody("dora")
    broken = set()
    for page, address, form in forms:
        body = b"&".join(name.encode() + b"=a%ED%A0%80b%FF" for name in form["fields"])
        bodies = [
            (body, "application/x-www-form-urlencoded"),
            (b"{[[", "application/json"),
            (b"--x\r\n", "multipart/form-data; boundary=x"),
            (b"\x00\xff", "text/plain"),
        ]
        for sent, kind in some(bodies):
            if undone(client, address, sent, content_type=kind).status_code >= 500:
                broken.add((page, kind))
    assert broken == set()


QUERIES = ["after=%00", "after=x", "page=-1", f"page={'9' * 30}", f"page={'9' * 5000}", "page=%D9%A3", "sort=%00"]
QUERIES += ["sort=agreed&after=%00", "sort[]=1", "next=//evil.example.org"]


def test_odd_addresses_break_nothing(cast, as_, hidden, some):
    client, known, broken = as_(cast.dora), things(), set()
    client.raise_request_exception = False
    for page, model, more in pages():
        for thing in (known[model] if model else [None])[:1]:
            for address in addresses(page, more, thing.public_id) if thing else [reverse(page)]:
                broken |= {
                    (page, odd[:9]) for odd in some(QUERIES) if client.get(f"{address}?{odd}").status_code >= 500
                }
    assert broken == set()


WRITERS = [("amara", 0), ("dora", 0), ("dora", -1), ("adam", -1), ("amara", -1)]
QUICK = [([("amara", 0), ("dora", -1)], ["dora"], 3)]
THOROUGH = [pytest.param(WRITERS, ["amara", "dora", "dana", "adam", "sena"], 99, marks=pytest.mark.long)]


@pytest.mark.clause("S-03")
@pytest.mark.parametrize("writers, readers, each", [*QUICK, *THOROUGH])
def test_markup_in_every_box_comes_back_as_words_on_every_page(cast, as_, forms_of_somebody, writers, readers, each):
    for who, choice in writers:
        client, forms = forms_of_somebody(who, each)
        for page, address, form in forms:
            if page not in ENDING:
                answer = client.post(address, filled(form, SCRIPT, choice))
                assert answer.status_code < 500, page
                assert unescaped(answer) == [], page
    known = things()
    for who in readers:
        client = as_(getattr(cast, who))
        for page, model, more in pages():
            for thing in known[model][-each:] if model else [None]:
                for address in addresses(page, more, thing.public_id) if thing else [reverse(page)]:
                    assert unescaped(client.get(address)) == [], page


def unescaped(response):
    if response.streaming or "html" not in response.get("Content-Type", ""):
        return []
    text = response.content.decode()
    return [found for found in ("<script>zqx", "<img src=x", "'><img") if found in text]
