"""Who has looked at a record: every page of it, folded by reader and day, tries and emergencies shown (D13)."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from records.models import BreakGlass, Entry, Likeness, Person
from tests.cast import in_days, years_ago
from tests.records.asking import at

pytestmark = pytest.mark.clause("S-08")


def words(page):
    return " ".join(page.text.split())


@pytest.fixture
def written(cast):
    cache.clear()
    folder = cast.leo.folder("personal")
    return Entry.write(by=cast.amara, folder=folder, kind="visit", fact="Went.", happened_at=in_days(-1))


def test_shows_every_page_that_was_opened_and_every_try(cast, as_, written):
    amara, chen = as_(cast.amara), cast.chen
    for _ in range(3):
        amara.get(at("folder", written.folder))
    amara.get(at("why", written))
    as_(chen).get(at("why", written))
    BreakGlass.begin(by=chen, reason="danger", why="x", words="y" * 30, reference=cast.leo.public_id)
    as_(chen).get(at("folder", cast.leo.folder("safeguarding")))
    page = words(as_(cast.dee).get(at("looks", cast.leo)))

    assert "The personal folder</a>, 3 times" in page
    assert "An entry</a>, 1 time" in page
    assert page.count("Refused") == 1 and page.count("In an emergency") == 1
    page = page[page.index("<table") :]
    assert page.index("Dee Example") < page.index("Chen Example") < page.index("Amara Example")


def test_is_for_those_who_run_the_record(cast, as_):
    found = {who: as_(getattr(cast, who)).get(at("looks", cast.leo)).status_code for who in ("amara", "chen", "dee")}
    assert found == {"amara": 403, "chen": 404, "dee": 200}
    cast.leo.exclude(by=cast.sena, who=cast.dora, reason="His aunt")
    assert as_(cast.dora).get(at("looks", cast.leo)).status_code == 404


def test_holds_what_was_opened_of_another_record_of_the_same_person(cast, as_):
    other = Person.register(by=cast.dee, name="Leo L", group="child", born_on=years_ago(4), key_person=cast.amara)
    as_(cast.amara).get(at("folder", other.folder("send")))
    alike = Likeness.find(by=cast.dee, newer=other, earlier=cast.leo, why_alike="x")
    alike.merge(by=cast.dee, stays=cast.leo, why="One")
    assert "special educational needs" in words(as_(cast.dee).get(at("looks", cast.leo)))


def test_asks_the_database_the_same_however_much_was_read(cast, as_, written):
    counts = []
    for rows in (1, 8):
        for _ in range(rows):
            as_(cast.amara).get(at("folder", written.folder))
            Entry.write(by=cast.amara, folder=written.folder, kind="visit", fact="x", happened_at=in_days(-1))
        dee = as_(cast.dee)
        dee.get(at("looks", cast.leo))
        with CaptureQueriesContext(connection) as asked:
            dee.get(at("looks", cast.leo))
        counts.append(len([one for one in asked if "django_session" not in one["sql"]]))
    assert counts[0] == counts[1]
