"""Whoever has no reason to know is asked on every page, about every thing, and finds not one hidden word (H-06)."""

import re

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from records.models import Agency, AgencyContact, Entry, Person
from staff.models import User

from .world import NOWHERE, addresses, but_for_tokens, canaries_in, canary, hidden_record, pages, telling, things

# What somebody may see besides: the directory is open to whoever proposes; a manager of registers opens what is signed.
DIRECTORY = {canary(name) for name in ("agency", "contact", "contact_post", "number_from")}
MANAGED = {
    canary(f"{kind}_{part}")
    for kind in ("developmental", "personal", "send")
    for part in ("fact", "opinion", "own_words", "reported_by", "correction", "historical")
}
OWN_REPORTS = {"facts", "own_words", "opinion", "others", "staff_facts", "staff_opinion", "staff_words"}
DIRECTORIES = {"staff:post", "records:agencies", "consent:sheet", "sharing:send_request"}  # these name agencies
HISTORY = ("history", "changes")
STRANGERS = {"chen": DIRECTORY, "vik": set(), "adam": set()}
NAMES_OF_OTHERS = {
    "people": "public_id", "person": "public_id", "other": "public_id", "to": "public_id", "who": "public_id",
    "recipient": "agency", "contact": "contact", "agency": "agency_id", "competence": "public_id",
    "respondent": "public_id", "decisions": "decision", "key_person": "public_id",
}  # fmt: skip


# What was asked for, and of whom, is not told from one random number to the next; what is told is the question.
SHAPE = re.compile(r"'[^']*'|\b\d+\b")


def long(*names):
    return [pytest.param(name, marks=pytest.mark.long) for name in names]


@pytest.fixture
def visit(request):
    """Every page about every thing that could tell, with --long about every thing: who was answered what."""

    def visit(client, method="get", said=None):
        known = things() if request.config.getoption("long") else telling(things())
        for page, model, more in pages():
            for thing in known[model] if model else [None]:
                for address in addresses(page, more, thing.public_id) if thing else [reverse(page)]:
                    yield page, getattr(client, method)(address, said or {})

    return visit


@pytest.fixture
def found(visit):
    return lambda *how: {(page, word) for page, response in visit(*how) for word in canaries_in(response)}


@pytest.mark.clause("H-06", "S-08")
@pytest.mark.parametrize("who", ["chen", *long("vik", "adam")])
def test_no_page_shows_a_stranger_a_hidden_word(cast, as_, hidden, who, found):
    leaks = found(as_(getattr(cast, who)))
    assert {leak for leak in leaks if leak[1] not in STRANGERS[who]} == set()


@pytest.mark.clause("S-07")
@pytest.mark.crawl
def test_a_line_manager_sees_what_the_worker_may_and_nothing_of_safeguarding(cast, as_, hidden, found):
    shown = {word for _, word in found(as_(cast.ben))}
    secret = {"safeguarding_fact", "facts", "staff_facts", "rationale", "exclusion", "question", "what", "comment"}
    assert shown & MANAGED
    assert {canary(name) for name in secret} & shown == set()


@pytest.mark.clause("S-09", "H-06")
@pytest.mark.crawl
def test_the_data_protection_manager_reads_signed_decisions_and_no_other_record(cast, as_, hidden, found):
    shown = {word for _, word in found(as_(cast.dana))}
    secret = {"safeguarding_fact", "personal_fact", "facts", "staff_facts", "exclusion", "question", "comment", "draft"}
    assert canary("rationale") in shown
    assert {canary(name) for name in secret} & shown == set()


@pytest.mark.clause("H-06")
@pytest.mark.crawl
def test_the_outside_person_sees_only_what_waits_for_a_second_person(cast, as_, hidden, found):
    about_it = ("review", "decision", "record", *(f"{of}_{how}" for of in ("decision", "advice") for how in HISTORY))
    allowed = {"home", *(f"sharing:{page}" for page in about_it)}
    leaks = {leak for leak in found(as_(cast.ola)) if leak[1] not in DIRECTORY}  # whom to ring, where they decide alone
    assert {leak for leak in leaks if leak[0] not in allowed} == set()


@pytest.mark.clause("H-06")
@pytest.mark.crawl
def test_nobody_signed_in_sees_nothing(client, hidden, visit):
    answers = list(visit(client, "get"))
    assert {word for _, response in answers for word in canaries_in(response)} == set()
    open_pages = {page for page, response in answers if response.status_code == 200}
    assert open_pages <= {"danger", "healthz", "staff:post"}


@pytest.mark.clause("S-31")
@pytest.mark.crawl
def test_somebody_who_left_sees_nothing_with_the_session_still_open(cast, as_, hidden, found):
    client = as_(cast.amara)
    assert canaries_in(client.get("/"))
    cast.amara.deactivate(by=cast.adam)
    assert found(client) == set()


@pytest.mark.clause("H-31")
@pytest.mark.crawl
@pytest.mark.parametrize("who", ["sena", "amara", *long("dee", "dana")])
def test_whoever_is_shut_out_finds_no_word_of_it_anywhere(cast, as_, hidden, who, found):
    """It beats a lead's standing, a grant, key work, a signed list, a review, a draft and one's own proposal."""
    user = getattr(cast, who)
    hidden.person.exclude(by=User.system(), who=user, reason="A relative")
    hidden.mother.exclude(by=User.system(), who=user, reason="A relative")
    own = set() if who == "dana" else {"question", "reply"}  # a question names nobody
    own |= OWN_REPORTS if who == "amara" else set()
    leaks = {word for _, word in found(as_(user))} - DIRECTORY - {canary(name) for name in own}
    assert leaks == set()


def forged(hidden):
    ids = {
        "public_id": str(hidden.person.public_id), "agency": f"agency:{hidden.agency.public_id}",
        "contact": f"contact:{hidden.contact.public_id}", "agency_id": str(hidden.agency.public_id),
        "decision": str(hidden.overridden.public_id),
    }  # fmt: skip
    said = {name: ids[kind] for name, kind in NAMES_OF_OTHERS.items()}
    return said | {"find_words": "zq", "words": "zq", "name": "Zq", "find": "yes"}


@pytest.mark.clause("H-06")
@pytest.mark.crawl
@pytest.mark.parametrize("who", ["chen", *long("vik")])
def test_no_forged_choice_brings_a_hidden_word_back(cast, as_, hidden, who, found):
    client = as_(getattr(cast, who))
    without_find = {name: said for name, said in forged(hidden).items() if name != "find"}
    leaks = found(client, "post", forged(hidden)) | found(client, "post", without_find)
    assert {leak for leak in leaks if leak[1] not in STRANGERS[who]} == set()


@pytest.fixture
def clock_stands(hidden):
    """Or a session would note, once in a quarter of a minute, that it is in use."""
    with time_machine.travel(timezone.now(), tick=False):
        yield


@pytest.mark.clause("H-06")
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_hidden_thing_answers_like_one_that_was_never_there(cast, as_, hidden, clock_stands, method):
    """Status, body, headers, cookies and what the database is asked, on every page that names one thing."""
    client, known = as_(cast.chen), things()
    client.get("/")
    different = set()
    for page, model, more in pages():
        if model in (None, User, Agency, AgencyContact):
            continue
        others = [thing for thing in known[model] if getattr(thing, "user", None) != cast.chen]
        for there in [thing.public_id for thing in others][:3]:
            for hidden_at, nowhere in zip(addresses(page, more, there), addresses(page, more, NOWHERE), strict=True):
                if _answer(client, method, hidden_at) != _answer(client, method, nowhere):
                    different.add(page)
    assert different == set()


def _answer(client, method, address):
    cache.clear()
    with CaptureQueriesContext(connection) as queries:
        response = getattr(client, method)(address)
    asked = [SHAPE.sub("?", query["sql"]) for query in queries]
    return response.status_code, but_for_tokens(response), dict(response.headers), str(response.cookies), asked


@pytest.mark.clause("H-06")
@pytest.mark.parametrize("who", ["chen", "vik"])
def test_every_list_is_the_same_before_and_after_fifty_records_one_may_not_see(cast, as_, who):
    client = as_(getattr(cast, who))
    lists = [page for page, model, _ in pages() if model is None and page not in DIRECTORIES]

    def seen():
        answers = {page: but_for_tokens(client.get(reverse(page))) for page in lists}
        words = {word: client.post(reverse("records:people"), {"words": word}) for word in ("a", "zq", "e")}
        return answers | {word: but_for_tokens(answer) for word, answer in words.items()}

    before = seen()
    _fifty(cast)
    after = seen()
    assert [page for page in before if before[page] != after[page]] == []


def _fifty(cast):
    hidden_record(cast)
    for number in range(49):
        nia = Person.register(by=cast.dee, group="child", name=canary(f"hidden{'abcdefg'[number % 7]}"))
        said = {"kind": "visit", "fact": canary("fact"), "happened_at": timezone.now(), "parent_told": "due"}
        Entry.write(by=cast.dee, folder=nia.folder("personal"), **said)
