"""A page asks the database the same number of questions for five rows as for thirty."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from records.models import Concern, Entry, Person, Question, Relationship, SafeContact
from springfield.middleware import LockMiddleware
from tests.cast import in_days, years_ago
from tests.records.asking import FACTS, at

pytestmark = pytest.mark.crawl
ARM = {"outline": "child", "view": "front", "x": 350, "y": 300, "kind": "bruise"}


def fill(cast, rows):
    folder = cast.leo.folder("personal")
    for number in range(rows):
        somebody = Person.register(
            by=cast.dee, name=f"Child {number:02}", group="child", born_on=years_ago(5), key_person=cast.amara
        )
        Relationship.link(by=cast.dee, person=cast.leo, other=somebody, kind="sibling")
        if number < 8:
            names = [{"person": somebody}, {"words": "Al"}]
            SafeContact.protect(by=cast.amara, person=cast.leo, kind="work", value="14 Larkspur Row", withhold=names)
        said = {"facts": FACTS, "people": [cast.leo, somebody], "others": "a baby", "marks": [ARM]}
        when = in_days(-number)
        entry = Entry.write(by=cast.amara, folder=folder, kind="visit", fact=FACTS, happened_at=when, marks=[ARM, ARM])
        entry.correct(by=cast.ben, fact="No", marks=[ARM])
        logged = Concern.log(by=cast.amara, danger="no", **said)
        if number % 2:
            logged.answer(by=cast.dee, discussed="d", outcome="o", next_step="n")
            logged.entries.first().correct(by=cast.dee, fact="No", marks=[ARM])
            logged.entries.last().correct(by=cast.dee, fact="No", marks=[ARM])
        Question.ask(by=cast.amara, group="child", words=FACTS)
        folder.grant(by=cast.dee, to=cast.chen, purpose=f"Cover {number}", until=in_days(9))


def queries(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


@pytest.mark.parametrize("who", ["amara", "dee"])
def test_no_page_asks_more_for_more_rows(cast, as_, who, monkeypatch):
    monkeypatch.setattr(LockMiddleware, "NOTED_EVERY", 3600)  # or every 15 seconds one page, whichever, asks once more
    client = as_(getattr(cast, who))
    fill(cast, 5)
    pages = ["/", *(at(page) for page in ("people", "concerns", "questions", "log_concern", "agencies"))]
    pages += [
        at("person", cast.leo),
        at("story", cast.leo),
        at("folder", cast.leo.folder("personal")),
        at("protect", cast.leo),
    ]
    if who == "dee":
        pages += [at("access", cast.leo), at("concern", Concern.objects.first())]
    few = {page: queries(client, page) for page in pages}
    fill(cast, 25)
    many = {page: queries(client, page) for page in pages}

    assert many == few
    assert many.pop("/") <= 75  # a lead's: one question for each kind of thing that may wait
    assert max(many.values()) <= 60
