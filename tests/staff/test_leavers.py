"""Whoever leaves: the account ends on its day, everything ends with it, and the administrator can see that it did."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from audit.events import Event
from audit.models import Trace
from records.models import FolderGrant
from staff import leavers
from staff.housekeeping import end_who_left
from staff.models import Cover, Line, User
from tests.cast import in_days

pytestmark = [pytest.mark.django_db, pytest.mark.clause("S-08", "H-29")]
REPORT = reverse("staff:leavers")


def tomorrow():
    return timezone.localdate() + timedelta(days=1)


@pytest.fixture
def office(cast, as_):
    return as_(cast.adam)


class TestALastDay:
    def test_ends_the_account_at_its_midnight_in_london(self, cast):
        day = datetime(2026, 7, 3).date()
        cast.chen.leave_on(by=cast.adam, day=day)
        for moment, ended in [((2026, 7, 3, 23, 59), 0), ((2026, 7, 4, 0, 1), 1), ((2026, 7, 4, 0, 2), 0)]:
            with time_machine.travel(datetime(*moment, tzinfo=ZoneInfo("Europe/London"))):
                assert end_who_left() == ended
        assert not User.objects.get(pk=cast.chen.pk).is_active
        assert Trace.objects.filter(event=Event.ACCOUNT_ENDED).latest("id").by_id == User.system().pk

    def test_shuts_the_account_even_when_the_clock_stands_still(self, cast, as_):
        cast.chen.leave_on(by=cast.adam, day=timezone.localdate())
        assert as_(cast.chen).get("/").status_code == 200
        with time_machine.travel(timezone.now() + timedelta(days=1)):
            assert "/accounts/login/" in as_(cast.chen).get("/")["Location"]

    def test_is_written_down_by_somebody_else_and_not_in_the_past(self, cast, office):
        page, day = reverse("staff:last_day", args=[cast.chen.public_id]), tomorrow()
        boxes = {"leaves_on_day": day.day, "leaves_on_month": day.month, "leaves_on_year": day.year}
        assert "promise of confidentiality goes on" in office.get(page).text
        office.post(page, boxes)
        assert User.objects.get(pk=cast.chen.pk).leaves_on == day
        assert "has passed" in office.post(page, boxes | {"leaves_on_year": day.year - 1}).text
        with pytest.raises(PermissionDenied):
            cast.adam.leave_on(by=cast.adam, day=day)

    def test_goes_when_they_come_back(self, cast):
        cast.chen.leave_on(by=cast.adam, day=timezone.localdate())
        cast.chen.deactivate(by=cast.adam)
        cast.chen.reactivate(by=cast.adam)
        with time_machine.travel(timezone.now() + timedelta(days=3)):
            assert end_who_left() == 0


class TestTheEnd:
    def test_ends_sessions_devices_lines_cover_and_grants(self, cast, as_, office):
        leaves_much_open(cast)
        cast.amara.deactivate(by=cast.adam)
        assert not FolderGrant.objects.live().filter(user=cast.amara).exists()
        assert not Line.objects.in_force().filter(worker=cast.amara).exists()
        assert not Cover.objects.at().filter(lead=cast.amara).exists()
        assert not cast.amara.sessions.exists() and not cast.amara.devices.exists()
        assert "sessions: 1, lines: 1, cover: 1, devices: 1, grants: 1" in office.get(REPORT).text

    def test_gives_nothing_back_when_they_return_but_their_roles(self, cast):
        leaves_much_open(cast)
        cast.amara.deactivate(by=cast.adam)
        cast.amara.reactivate(by=cast.adam)
        back = User.objects.get(pk=cast.amara.pk)
        assert back.roles and not back.current_managers() and not FolderGrant.objects.live().filter(user=back).exists()


def leaves_much_open(cast):
    with time_machine.travel(in_days(-30)):  # over by itself long before they leave
        cast.yara.folder("personal").grant(by=cast.dee, to=cast.amara, purpose="Covered", until=in_days(9))
    cast.hana.folder("personal").grant(by=cast.ade, to=cast.amara, purpose="Covers", until=in_days(9))
    Cover.put(by=cast.adam, lead=cast.amara, group="child", starts_at=in_days(-1), ends_at=in_days(1))
    cast.amara.sessions.create(session_key="a-key", expire_date=in_days(1))
    cast.amara.devices.create(mark="mark", words="Firefox on Linux")


class TestTheReport:
    def test_names_who_leaves_and_who_was_not_seen(self, cast, office):
        User.objects.filter(pk=cast.vik.pk).update(last_login=in_days(-61))
        User.objects.filter(pk=cast.ben.pk).update(last_login=in_days(-59))
        cast.chen.leave_on(by=cast.adam, day=tomorrow())
        assert [user.pk for user in User.objects.unused()] == [cast.vik.pk]
        page = office.get(REPORT).text
        assert "Vik Example" in page and "Chen Example" in page and "Ben Example" not in page

    def test_shows_what_should_not_be_as_a_fault(self, cast, office):
        assert "Nothing is open that should be closed" in office.get(REPORT).text
        User.objects.filter(pk=cast.chen.pk).update(is_active=False)
        cast.chen.sessions.create(session_key="left", expire_date=in_days(1))
        cast.leo.folder("personal").grant(by=cast.dee, to=cast.chen, purpose="Covers", until=in_days(9))
        assert sorted(leavers.faults().values()) == [1, 1]
        assert "Something is still open" in office.get(REPORT).text

    def test_counts_people_left_behind_and_names_them_to_their_lead_alone(self, cast, office, as_):
        cast.amara.deactivate(by=cast.adam)
        page = office.get(REPORT).text
        assert "People whose key person has left: 1" in page and "Leo" not in page
        assert "Leo Larkin" in as_(cast.dee).get(reverse("records:without_key_person")).text
        assert "Leo Larkin" not in as_(cast.ade).get(reverse("records:without_key_person")).text

    def test_asks_as_much_for_many_as_for_few(self, cast, office, django_assert_max_num_queries):
        for name in ("ben", "chen", "vik", "ola"):
            getattr(cast, name).deactivate(by=cast.adam)
        office.get(REPORT)
        with django_assert_max_num_queries(25):
            office.get(REPORT)
