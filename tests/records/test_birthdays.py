"""Rights that change at 16 and 18, at midnight in London, and who is reminded before."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core.management import call_command

from consent.voices import voices
from records.birthdays import coming
from records.models import Person
from staff.models import User


def born(day):
    return Person(name="Rua", group="child", born_on=day)


def registered(day):
    return Person.register(by=User.system(), name="Rua", group="child", born_on=day, service_user=False)


def utc(*moment):
    return time_machine.travel(datetime(*moment, tzinfo=UTC), tick=False)


@pytest.mark.clause("S-02")
@pytest.mark.parametrize(
    ("day", "before", "after"),
    [
        (date(2010, 3, 29), (2026, 3, 28, 23, 59), (2026, 3, 29, 0, 0)),  # the clocks go forward an hour later
        (date(2010, 7, 1), (2026, 6, 30, 22, 59), (2026, 6, 30, 23, 0)),  # summer time: still June in UTC
        (date(2010, 10, 25), (2026, 10, 24, 22, 59), (2026, 10, 24, 23, 0)),  # the clocks go back that night
        (date(2010, 10, 26), (2026, 10, 25, 23, 59), (2026, 10, 26, 0, 0)),  # and the next midnight is winter's
    ],
)
def test_at_sixteen_they_decide_from_midnight_in_london(day, before, after, db):
    person = registered(day)
    for moment, ready in ((before, False), (after, True)):
        with utc(*moment):
            own = next(voice for voice in voices(person) if voice.key == "self")
            assert own.ready is ready


@pytest.mark.parametrize(
    ("day", "age", "on"),
    [
        (date(2008, 2, 29), 16, date(2024, 2, 29)),
        (date(2008, 2, 29), 18, date(2026, 3, 1)),
        (date(2010, 12, 31), 16, date(2026, 12, 31)),
    ],
)
def test_the_day_is_the_one_on_which_the_age_is_reached(day, age, on):
    person = born(day)

    assert person.turns(age) == on
    assert (person.age(on - timedelta(days=1)), person.age(on)) == (age - 1, age)


@pytest.mark.parametrize(("days", "told"), [(61, False), (60, True), (1, True), (0, False)])
def test_sixty_days_before_and_not_once_it_has_come(days, told):
    assert bool(coming(born(date(2010, 12, 3)), date(2026, 12, 3) - timedelta(days=days))) is told


class TestTheHomePage:
    @pytest.fixture(autouse=True)
    def in_november(self):
        """Before there is a cast: who was appointed on a later day has no role yet."""
        with utc(2026, 11, 22, 9):
            yield

    def child(self, cast, day, **details):
        return Person.register(by=cast.dee, name="Rua Larkin", group="child", born_on=day, **details)

    @pytest.mark.clause("S-02", "H-06")
    def test_tells_the_key_person_and_the_lead_and_nobody_else(self, cast, as_):
        self.child(cast, date(2010, 12, 3), key_person=cast.amara)
        for user, told in (
            (cast.amara, True),
            (cast.dee, True),
            (cast.ben, False),
            (cast.chen, False),
            (cast.ade, False),
        ):
            assert ("Rua Larkin turns 16 on 3 December" in as_(user).get("/").text) is told

    def test_tells_of_eighteen_until_the_lead_has_changed(self, cast, as_):
        person = self.child(cast, date(2008, 11, 23), key_person=cast.amara)
        assert "turns 18 on 23 November" in as_(cast.amara).get("/").text

        with utc(2026, 11, 23, 0, 1):
            call_command("tick")
            person.refresh_from_db()
            assert person.group == "adult"
            assert "turns 18" not in as_(cast.amara).get("/").text


def test_nobody_is_left_out_by_the_first_look(db):
    """For every day of two years, whoever has a birthday within sixty days is among those that are looked at."""
    today, people = date(2024, 1, 1), Person.objects
    for _ in range(0, 730, 61):
        today += timedelta(days=61)
        for age in (16, 18):
            for days in (1, 30, 60):
                when = today + timedelta(days=days)
                day = when.replace(year=when.year - age, day=min(when.day, 28))
                if coming(born(day), today):
                    person = registered(day)
                    assert people.born_around(today, timedelta(days=60), 16, 18).filter(pk=person.pk).exists()
