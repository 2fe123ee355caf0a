"""Whoever has no reason to know learns nothing: not by a page, a count, a search or a refusal (H-06)."""

from types import SimpleNamespace

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from records.models import (
    AccessRequest,
    Concern,
    Entry,
    Exclusion,
    FolderGrant,
    Person,
    Question,
    Relationship,
    SafeContact,
    Tie,
)
from tests.cast import in_days, years_ago
from tests.records.asking import FACTS, at, but_for_tokens
from tests.replay import Replay

NOWHERE = "0b9f3f3e-54b5-4d3e-8d53-6f6dbb7c3f11"
OF_ONE_THING = {
    Person: ["person", "change_person", "key_person", "add_relation", "story", "access", "exclude", "person_history",
             "person_changes", "protect"],
    Relationship: ["change_relation", "relationship_history", "relationship_changes"],
    AccessRequest: ["access_request"],
    Tie: ["tie"],
    Entry: ["correct", "mark_historical", "entry_history", "entry_changes", "why", "restrict", "lift"],
    FolderGrant: ["end_grant", "renew"],
    SafeContact: ["reveal", "change_contact", "end_contact", "safecontact_history", "safecontact_changes"],
    Exclusion: ["end_exclusion"],
    Concern: ["concern", "sent", "answer", "link", "acknowledge", "concern_history", "concern_changes"],
    Question: ["question", "become_concern"],
}  # fmt: skip
FOLDER_PAGES = ["folder", "write", "grant", "ask_access"]


@Replay
def one_of_everything(cast):
    folder = cast.leo.folder("personal")
    folder.grant(by=cast.dee, to=cast.ben, purpose="Cover", until=in_days(9))
    cast.leo.exclude(by=cast.dee, who=cast.ade, reason="Her nephew")
    return SimpleNamespace(
        person=cast.leo,
        relationship=cast.leo.relationships.first(),
        safecontact=SafeContact.protect(by=cast.amara, person=cast.leo, kind="address", value="14 Larkspur Row"),
        folder=folder,
        entry=Entry.write(by=cast.amara, folder=folder, kind="visit", fact=FACTS, happened_at=in_days(0)),
        foldergrant=FolderGrant.objects.get(),
        accessrequest=AccessRequest.ask(
            by=cast.ben, person=cast.leo, group="child", kinds=["send"], why=FACTS, until=in_days(9).date()
        ),
        tie=Tie.declare(by=cast.vik, words=FACTS),
        exclusion=cast.leo.exclusions.get(),
        concern=Concern.log(by=cast.amara, danger="no", facts=FACTS, people=[cast.leo]),
        question=Question.ask(by=cast.vik, group="child", words=FACTS),
    )


@pytest.fixture
def things(cast):
    """One of everything, and Chen has a reason to see none of it."""
    return vars(one_of_everything(cast))


PAGES = [(page, model._meta.model_name) for model, pages in OF_ONE_THING.items() for page in pages]
PAGES += [(page, "folder") for page in FOLDER_PAGES]


@pytest.mark.clause("H-06")
@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(("page", "kind"), PAGES)
def test_a_hidden_thing_answers_exactly_like_one_that_is_not_there(cast, as_, things, page, kind, method):
    client = as_(cast.chen)
    hidden = type(things[kind])(public_id=things[kind].public_id)
    answers = []
    for thing in (hidden, type(hidden)(public_id=NOWHERE)):
        client.get(at("ask"))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            answer = getattr(client, method)(at(page, thing))
        answers.append((answer.status_code, but_for_tokens(answer.text), sorted(answer.headers), len(queries)))

    assert answers[0] == answers[1]
    assert answers[0][0] in {404, 405}


def everything(client):
    pages = [client.get("/"), *(client.get(at(page)) for page in ("people", "concerns", "questions", "log_concern"))]
    pages += [client.post(at("people"), {"words": words}) for words in ("a", "Lark", "zz")]
    pages.append(client.post(at("log_concern"), {"find": "yes", "find_words": "a"}))
    return [(page.status_code, but_for_tokens(page.text)) for page in pages]


@pytest.mark.clause("H-06")
def test_lists_counts_and_searches_are_the_same_before_and_after_fifty_people_one_may_not_see(cast, as_):
    mine = Person.register(by=cast.dee, name="Ada Marsh", group="child", born_on=years_ago(7), key_person=cast.chen)
    client = as_(cast.chen)
    with time_machine.travel(timezone.now(), tick=False):
        before = everything(client)
        for number in range(50):
            Person.register(by=cast.dee, name=f"Ada Larkin {number}", group="child", born_on=years_ago(number % 17))
        Concern.log(by=cast.amara, danger="yes", facts=FACTS, people=[mine, cast.leo])
        Question.ask(by=cast.vik, group="child", words=FACTS)
        after = everything(client)

    assert before == after
    assert "Ada Marsh" in before[1][1]


@pytest.mark.clause("H-06")
@pytest.mark.parametrize("who", ["vik", "dana", "adam", "ola"])
def test_those_who_work_with_nobody_open_no_record(cast, as_, things, who):
    client = as_(getattr(cast, who))
    hidden = [(page, kind) for page, kind in PAGES if kind not in {"question"}]

    assert {client.get(at(page, things[kind])).status_code for page, kind in hidden} <= {404, 405}


@pytest.mark.clause("H-06")
def test_addresses_and_titles_hold_no_name(cast, as_, things):
    client = as_(cast.dora)
    for page, kind in PAGES:
        answer = client.get(at(page, things[kind]))
        title = answer.text.partition("<title>")[2].partition("</title>")[0]
        assert not any(name in title + answer.request["PATH_INFO"] for name in ("Leo", "Larkin", "Amara"))
