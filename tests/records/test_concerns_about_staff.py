"""A concern about somebody who works here goes past them: to them it does not exist (H-31, S-27)."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from records import clock
from records.models import Concern
from staff import roles
from staff.models import Appointment, Notice, User
from tests.cast import member
from tests.records.asking import FACTS, at, but_for_tokens, concern

pytestmark = pytest.mark.django_db


def about(cast, colleague, **details):
    return Concern.log(by=cast.amara, danger="no", facts=FACTS, is_about_staff=True, about_staff=colleague, **details)


def told():
    return set(Notice.objects.values_list("to__first_name", flat=True))


def sees(user, logged):
    return Concern.objects.open_to(User.objects.get(pk=user.pk)).contains(logged)


@pytest.mark.clause("H-31", "S-27")
class TestWhoKeepsIt:
    def test_about_a_worker_the_first_whom_the_pack_names(self, cast):
        logged = about(cast, cast.chen)

        assert told() == {"Sena"}
        assert sees(cast.sena, logged)
        assert not any(sees(user, logged) for user in (cast.dee, cast.ade, cast.chen, cast.ben, cast.dana, cast.adam))

    def test_about_a_lead_it_goes_past_every_lead_and_deputy(self, cast):
        logged = about(cast, cast.dee)

        assert told() == {"Sena"}
        assert not any(sees(user, logged) for user in (cast.dee, cast.ade, cast.dora))

    def test_about_the_senior_leader_it_goes_to_the_person_outside(self, cast):
        logged = about(cast, cast.sena)

        assert told() == {"Ola"}
        assert sees(cast.ola, logged)
        assert not sees(cast.sena, logged)
        assert not sees(member("sita", roles.SeniorLeader), logged)  # who comes to that post later

    def test_about_one_of_two_senior_leaders_the_other_keeps_it(self, cast):
        other = member("sita", roles.SeniorLeader)
        logged = about(cast, cast.sena)

        assert told() == {"Sita"}
        assert sees(other, logged)
        assert not sees(cast.sena, logged)

    def test_about_nobody_in_particular_it_goes_past_every_lead(self, cast):
        logged = about(cast, None, about_staff_words="One of the leads")

        assert told() == {"Sena"}
        assert not sees(cast.dee, logged)

    def test_where_nobody_of_the_packs_order_is_there_somebody_still_keeps_it(self, cast):
        for appointment in Appointment.objects.filter(user__in=[cast.sena, cast.ola]):
            appointment.end(by=cast.adam)
        about(cast, cast.dee)

        assert told() == {"Dora"}

    def test_when_it_waits_the_next_in_the_packs_order_may_open_it_too(self, cast):
        logged = about(cast, cast.dee)
        with time_machine.travel(timezone.now() + timedelta(days=1, minutes=1)):
            clock.pass_on_concerns_that_wait()

        assert told() == {"Sena", "Ola"}
        assert sees(cast.ola, logged)
        assert sees(cast.sena, logged)
        assert not sees(cast.dee, logged)


@pytest.mark.clause("H-31")
class TestTheLeadUnderAllegation:
    PAGES = ("concerns", "people", "questions")

    def everything(self, client, cast):
        pages = [client.get("/").text, *(client.get(at(page)).text for page in self.PAGES)]
        pages += [client.get(at(page, cast.leo)).text for page in ("person", "story", "access")]
        pages.append(client.post(at("people"), {"words": "Leo"}).text)
        return [but_for_tokens(page) for page in pages]

    def test_sees_the_same_pages_as_if_it_had_never_been_written(self, cast, as_):
        client = as_(cast.dee)
        self.everything(client, cast)  # who has looked is part of a page: look once before comparing
        with time_machine.travel(timezone.now(), tick=False):
            before = self.everything(client, cast)
            about(cast, cast.dee, people=[cast.leo])
            after = self.everything(client, cast)

        assert but_for_looks(before) == but_for_looks(after)

    @pytest.mark.parametrize("page", ["concern", "answer", "link", "acknowledge", "sent"])
    def test_gets_the_answer_of_something_that_is_not_there(self, cast, as_, page):
        logged = about(cast, cast.dee)
        missing = Concern(public_id="0b9f3f3e-54b5-4d3e-8d53-6f6dbb7c3f11")
        call = as_(cast.dee).post if page == "acknowledge" else as_(cast.dee).get
        real, unreal = call(at(page, logged)), call(at(page, missing))

        assert real.status_code == unreal.status_code == 404
        assert but_for_tokens(real.text) == but_for_tokens(unreal.text)


@pytest.mark.clause("H-31")
class TestReportingIt:
    def test_by_choosing_a_colleague(self, cast, as_):
        answers = concern(is_about_staff="yes", about_staff=cast.dee.public_id, others="")
        as_(cast.vik).post(at("log_concern"), answers)

        assert Concern.objects.get().about_staff == cast.dee

    def test_a_colleague_ticked_and_then_unsaid_is_not_kept(self, cast, as_):
        as_(cast.vik).post(at("log_concern"), concern(is_about_staff="no", about_staff=cast.dee.public_id))

        logged = Concern.objects.get()
        assert logged.about_staff is None
        assert not logged.is_about_staff

    def test_the_page_after_it_names_no_colleague_and_the_outside_number(self, cast, as_):
        answers = concern(is_about_staff="yes", about_staff=cast.dee.public_id)
        page = as_(cast.vik).post(at("log_concern"), answers, follow=True).text

        assert "A senior leader, not the person you named," in page
        assert "The person you named will not see it." in page
        assert "01632 960104" in page
        assert "Dee" not in page and "Sena" not in page

    def test_the_page_after_it_promises_nothing_about_somebody_only_described(self, cast, as_):
        page = as_(cast.vik).post(at("log_concern"), concern(is_about_staff="yes"), follow=True).text

        assert "A senior leader" in page
        assert "the person you named" not in page.lower()

    @pytest.mark.parametrize("danger", ["no", "yes"])
    def test_the_page_after_it_sends_nobody_to_a_lead_or_a_manager_who_may_be_the_one(self, cast, as_, danger):
        answers = concern(is_about_staff="yes", about_staff=cast.dee.public_id, danger=danger)
        page = as_(cast.vik).post(at("log_concern"), answers, follow=True).text.split("<aside")[0]

        assert "Talk about it with nobody but the person who looks into it" in page
        assert "except to the lead" not in page
        assert "01632 960100" not in page

    def test_what_is_added_later_goes_past_the_same_colleague(self, cast, as_):
        logged = about(cast, cast.dee)
        page = as_(cast.amara).get(at("log_concern"), {"after": logged.public_id}).text

        assert f'value="{cast.dee.public_id}" selected' in page


@pytest.mark.clause("H-31")
def test_whoever_looks_into_one_sees_whom_to_refer_it_to_and_by_when(cast, as_):
    staff, other = about(cast, cast.chen), Concern.log(by=cast.amara, danger="no", facts=FACTS, people=[cast.leo])
    for page in ("concern", "answer"):
        shown = as_(cast.sena).get(at(page, staff)).text
        assert "Refer it within one working day" in shown
        assert "01632 960104" in shown
        assert "Refer it within" not in as_(cast.sena).get(at(page, other)).text


def but_for_looks(pages):
    return [re.sub(r"today, \d+ times?", "", page) for page in pages]
