"""Reading out of the ordinary is noticed by the clock, told the same day, explained, and looked at weekly (D14)."""

from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from audit.models import read
from policy import packs
from records import watch
from records.models import BreakGlass, LookedAt, Person, Tie, UnusualReading, WeekReview
from staff.models import Notice, User
from tests.cast import in_days, years_ago
from tests.records.asking import at

pytestmark = pytest.mark.clause("S-08", "H-31")


def on(hour, minute=0):
    """A moment of tomorrow, London time."""
    tomorrow = timezone.localdate(in_days(1))
    return timezone.make_aware(datetime.combine(tomorrow, time(hour, minute)))


@pytest.fixture
def limits(monkeypatch):
    small = {"people_an_hour": 2, "people_without_a_tie_a_day": 3, "refused_a_day": 2}
    pack = packs.current()
    pack = replace(pack, reading_limits=dict(pack.reading_limits) | small)
    monkeypatch.setattr(packs, "current", lambda: pack)


def many(cast, number, key_person=None):
    born = {"group": "child", "born_on": years_ago(5), "key_person": key_person}
    return [Person.register(by=cast.dee, name=f"Child {one}", **born) for one in range(number)]


def reads(user, things, moment):
    with time_machine.travel(moment, tick=False):
        for thing in things:
            read("records:person", by=user, about=thing)


def ticks(moment):
    with time_machine.travel(moment, tick=False):
        return watch.notice()


def noticed():
    return sorted(UnusualReading.objects.values_list("reader__first_name", "kind", "many"))


@pytest.mark.usefixtures("limits")
class TestWhatIsNoticed:
    def test_is_many_records_within_one_hour_and_not_as_many_over_two(self, cast):
        theirs = many(cast, 3, cast.amara)
        reads(cast.amara, [theirs[0], theirs[0], theirs[0], theirs[1]], on(10, 50))
        reads(cast.amara, theirs[2:], on(11, 1))
        ticks(on(11, 2))
        assert noticed() == []
        reads(cast.amara, [theirs[0].folder("send"), theirs[1]], on(11, 5))
        ticks(on(11, 6))
        assert noticed() == [("Amara", "fast", 3)]

    def test_is_reading_widely_whatever_the_role(self, cast):
        theirs, others = many(cast, 2, cast.dee), many(cast, 4)
        reads(cast.dee, [*theirs[:1], *others[:1]], on(9))
        reads(cast.dee, [*theirs[1:], *others[1:2]], on(10))
        reads(cast.dee, others[2:3], on(11))
        ticks(on(12))
        assert noticed() == []
        reads(cast.dee, others[3:], on(13))
        ticks(on(14))
        assert noticed() == [("Dee", "wide", 4)]

    @pytest.mark.parametrize(("hour", "minute", "is_night"), [(21, 59, 0), (22, 0, 1), (5, 59, 1), (6, 0, 0)])
    def test_is_reading_at_night(self, cast, hour, minute, is_night):
        reads(cast.amara, [cast.leo], on(hour, minute))
        ticks(on(hour, minute) + timedelta(minutes=1))
        assert noticed() == [("Amara", "night", 1)] * is_night

    def test_is_the_record_of_a_relative_unless_a_lead_saw_nothing_in_it(self, cast):
        kim = User.open(by=cast.adam, email="kim@example.org", first_name="Kim", last_name="Young")
        cast.yara.folder("send").grant(by=cast.dee, to=kim, purpose="x", until=in_days(30))
        reads(kim, [cast.yara.folder("send"), cast.leo], on(10))
        ticks(on(11))
        assert noticed() == [("Kim", "relative", 1)]
        assert UnusualReading.objects.get().person == cast.yara
        Tie.objects.get(user=kim).dismiss(by=cast.dee, reason="Only the same name")
        reads(kim, [cast.yara], on(10) + timedelta(days=1))
        ticks(on(11) + timedelta(days=1))
        assert noticed() == [("Kim", "relative", 1)]

    def test_is_trying_doors(self, cast, as_):
        with time_machine.travel(on(10)):
            for thing in (cast.leo, cast.yara):
                as_(cast.chen).get(at("person", thing))
        ticks(on(11))
        assert noticed() == []
        with time_machine.travel(on(10, 5)):
            as_(cast.chen).get(at("person", cast.leo))
        ticks(on(13))
        assert noticed() == [("Chen", "refused", 3)]

    def test_is_noted_once_a_day_and_told_to_the_reader_and_to_another_who_leads(self, cast):
        for hour in (1, 2, 3):
            reads(cast.dee, [cast.leo], on(hour))
            ticks(on(hour, 2))
        assert noticed() == [("Dee", "night", 1)]
        assert {notice.to for notice in Notice.objects.all()} == {cast.dee, cast.dora}
        last = Notice.objects.latest("pk").pk
        reads(cast.amara, [cast.leo], on(4))
        ticks(on(4, 2))
        assert {notice.to for notice in Notice.objects.filter(pk__gt=last)} == {cast.amara, cast.dee}
        assert ticks(on(4, 4)) == 0

    def test_asks_the_database_the_same_however_much_was_read(self, cast):
        counts, people = [], [*many(cast, 1, cast.amara), cast.leo]
        for hour, readers in ((8, 1), (10, 1), (12, 3)):
            for user in (cast.amara, cast.ben, cast.dee)[:readers]:
                reads(user, people[:readers], on(hour))
            with CaptureQueriesContext(connection) as asked:
                ticks(on(hour, 2))
            counts.append(len(asked))
        assert counts[1] == counts[2] and noticed() == []


class TestItsPage:
    @pytest.fixture
    def night(self, cast):
        now = {"day": timezone.localdate(), "many": 1, "person": None}
        read("records:person", by=cast.amara, about=cast.leo)
        return UnusualReading.notice(by=User.system(), reader=cast.amara, kind="night", groups={"child"}, **now)

    def test_lets_the_reader_explain_and_a_lead_say_it_is_fine(self, cast, as_, night):
        assert "Noticed: 1 record between" in " ".join(as_(cast.amara).get("/").text.split())
        page = as_(cast.amara).get(at("unusual", night)).text
        assert "Leo" not in page[page.index("<main") :]
        as_(cast.amara).post(at("unusual", night), {"words": "I was on call."})
        lead = as_(cast.dee).get(at("unusual", night)).text
        assert "I was on call." in lead and "Leo Larkin" in lead
        assert "Unusual reading" in as_(cast.dee).get("/").text
        assert "Say what is to be" in as_(cast.dee).post(at("unusual", night), {"outcome": "follow"}).text
        as_(cast.dee).post(at("unusual", night), {"outcome": "fine"})
        assert "Unusual reading" not in as_(cast.dee).get("/").text

    def test_is_for_its_reader_and_the_leads_of_the_group(self, cast, as_, night):
        found = {who: as_(getattr(cast, who)).get(at("unusual", night)).status_code for who in ("ben", "ade", "dora")}
        assert found == {"ben": 404, "ade": 404, "dora": 200}
        cast.leo.exclude(by=cast.sena, who=cast.dora, reason="x")
        assert "Leo" not in as_(cast.dora).get(at("unusual", night)).text

    def test_about_a_relative_is_nothing_to_a_lead_who_is_shut_out(self, cast, as_):
        what = {"day": timezone.localdate(), "many": 1, "kind": "relative", "groups": {"child"}}
        cast.leo.exclude(by=cast.sena, who=cast.dee, reason="x")
        one = UnusualReading.notice(by=User.system(), reader=cast.amara, person=cast.leo, **what)
        assert not Notice.objects.filter(to=cast.dee).exists() and Notice.objects.filter(to=cast.dora).exists()
        assert as_(cast.dee).get(at("unusual", one)).status_code == 404
        assert str(one.public_id) not in as_(cast.dee).get("/").text + as_(cast.dee).get(at("week_child")).text


class TestTheWeek:
    def fill(self, cast, rows):
        what = {"day": timezone.localdate(), "many": 1, "groups": {"child"}, "kind": "relative"}
        for person in many(cast, rows):
            BreakGlass.begin(by=cast.chen, reason="danger", why="x", words="y" * 30, reference=person.public_id)
            UnusualReading.notice(by=User.system(), reader=cast.chen, person=person, **what)
            person.exclude(by=cast.dee, who=cast.vik, reason="An uncle")
            person.folder("send").grant(by=cast.dee, to=cast.amara, purpose="Cover", until=in_days(3))

    def answers(self, page, outcome="fine", **more):
        names = {part.split('"')[0] for part in page.split('name="outcome_')[1:]}
        return {f"outcome_{name}": outcome for name in names} | {f"words_{name}": "" for name in names} | more

    def test_holds_the_four_kinds_and_is_done_when_each_was_looked_at(self, cast, as_):
        self.fill(cast, 1)
        assert "look through it" in as_(cast.dee).get("/").text
        page = as_(cast.dee).get(at("week_child")).text
        assert "4 things to look at" in page and "Not answered for yet" in page
        assert as_(cast.ade).get(at("week_child")).status_code == 404
        assert as_(cast.amara).get(at("week_child")).status_code == 403
        wrong = as_(cast.dee).post(at("week_child"), self.answers(page, "follow"))
        assert "Say what is to be followed up." in wrong.text and not WeekReview.objects.exists()

        follow = UnusualReading.objects.get().public_id.hex
        said = {f"outcome_unusualreading_{follow}": "follow", f"words_unusualreading_{follow}": "Ask Chen"}
        as_(cast.dee).post(at("week_child"), self.answers(page, **said))
        assert LookedAt.objects.count() == 4 and WeekReview.objects.get().reviewed_by == cast.dee
        assert "look through it" not in as_(cast.dee).get("/").text
        again = as_(cast.dora).get(at("week_child")).text
        assert "1 thing to look at" in again and "Ask Chen" in again
        with time_machine.travel(in_days(7)):
            assert "look through it" in as_(cast.dee).get("/").text

    def test_never_holds_a_leads_own_and_asks_the_same_however_many(self, cast, as_):
        own = {"day": timezone.localdate(), "many": 1, "groups": {"child"}, "kind": "night"}
        UnusualReading.notice(by=User.system(), reader=cast.dee, **own)
        counts = []
        for rows in (1, 3):
            self.fill(cast, rows)
            client = as_(cast.dee)
            client.get(at("week_child"))
            with CaptureQueriesContext(connection) as asked:
                page = client.get(at("week_child")).text
            counts.append(len([one for one in asked if "django_session" not in one["sql"]]))
        assert counts[0] == counts[1] and "at night" not in page
        assert "at night" in as_(cast.dora).get(at("week_child")).text


def test_the_clock_looks(cast):
    read("records:person", by=cast.amara, about=cast.leo)
    call_command("tick")
    read("records:person", by=cast.amara, about=cast.leo)
    with CaptureQueriesContext(connection) as asked:
        call_command("tick")
    assert sum("audit_reading" in one["sql"] for one in asked) > 0
