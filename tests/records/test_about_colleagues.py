"""Grievances and allegations: a folder apart, past whoever they name, and the officer told in time (H-31, H-33)."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from records import clock, officer
from records.models import Allegation, Concern, Entry, Folder
from records.models.allegation import keep_apart
from staff import roles
from staff.models import Appointment, Notice, User
from tests.cast import member
from tests.records.asking import FACTS, at, but_for_tokens
from tests.records.test_concerns_about_staff import but_for_looks

pytestmark = [pytest.mark.django_db, pytest.mark.clause("H-31", "H-33")]

FRIDAY = datetime(2026, 1, 9, 14, 5, tzinfo=UTC)
MONDAY = datetime(2026, 1, 12, 14, 5, tzinfo=UTC)
ENTRY = {"kind": "meeting", "happened_at": "2026-01-05 10:00", "fact": "He was asked about it.", "reported_by": "Him"}


def about(cast, colleague, **details):
    return Concern.log(by=cast.amara, danger="no", facts=FACTS, is_about_staff=True, about_staff=colleague, **details)


def opens(user, folder):
    return Folder.objects.open_to(User.objects.get(pk=user.pk)).contains(folder)


def walled(cast, client, colleague, keeper):
    """Everything that is written about a colleague: a concern, a folder, an entry, and what the officer said."""
    logged = about(cast, colleague, people=[cast.leo])
    folder = keep_apart(logged, by=keeper)
    Entry.write(by=keeper, folder=folder, kind="meeting", fact="CANARY", happened_at=timezone.now())
    return logged, folder


class TestTheFolder:
    def test_is_started_from_a_concern_in_one_step_and_written_in(self, cast, as_):
        logged, client = about(cast, cast.chen), as_(cast.sena)
        client.post(at("keep_apart", logged))
        client.post(at("keep_apart", logged))
        folder = Folder.objects.get(about_staff=cast.chen)
        assert client.post(at("write", folder), ENTRY)["Location"] == at("folder", folder)
        page = client.get(at("folder", folder)).text
        assert folder.entries.count() == 2 and FACTS in page and "He was asked about it." in page

    def test_takes_corrections_that_stand_beneath(self, cast, as_):
        _, folder = walled(cast, None, cast.chen, cast.sena)
        entry, client = folder.entries.get(fact="CANARY"), as_(cast.sena)
        assert client.get(at("correct", entry)).status_code == client.get(at("entry_history", entry)).status_code == 200
        assert client.post(at("correct", entry), ENTRY)["Location"] == at("folder", folder)
        assert entry.corrections.get().fact == ENTRY["fact"]

    def test_opens_to_nobody_but_whom_the_pack_names(self, cast):
        _, folder = walled(cast, None, cast.chen, cast.sena)
        assert [
            name for name in vars(cast) if isinstance(getattr(cast, name), User) and opens(getattr(cast, name), folder)
        ] == ["sena"]

    def test_about_the_senior_leader_is_kept_by_the_person_outside(self, cast, as_):
        logged, folder = walled(cast, None, cast.sena, cast.ola)
        assert opens(cast.ola, folder) and not any(opens(user, folder) for user in (cast.sena, cast.dee, cast.dora))
        client = as_(cast.ola)
        assert client.post(at("write", folder), ENTRY)["Location"] == at("folder", folder)
        assert "Sena Example" in client.get(at("colleagues")).text
        other = member("sita", roles.SeniorLeader)
        assert opens(other, folder)

    def test_is_opened_to_the_next_keeper_with_the_next_concern(self, cast):
        sena = Appointment.objects.get(user=cast.sena)
        sena.end(by=cast.adam)
        _, folder = walled(cast, None, cast.chen, cast.dora)
        assert opens(cast.dora, folder)
        Appointment.objects.get(user=cast.dora).end(by=cast.adam)
        keep_apart(about(cast, cast.chen), by=cast.ola)
        assert opens(cast.ola, folder) and Folder.objects.filter(about_staff=cast.chen).count() == 1

    def test_needs_somebody_with_an_account(self, cast, as_):
        assert as_(cast.sena).post(at("keep_apart", about(cast, None))).status_code == 403


class TestWhoeverItNames:
    @pytest.mark.parametrize("name", ["dee", "dora", "sena", "chen"])
    def test_meets_the_same_pages_as_if_nothing_had_been_written(self, cast, as_, name):
        named, keeper = getattr(cast, name), cast.ola if name == "sena" else cast.sena
        client = as_(named)
        everything(client, cast)
        with time_machine.travel(timezone.now(), tick=False) as clock_hand:
            before = everything(client, cast)
            walled(cast, client, named, keeper)
            after = everything(client, cast)
            assert before == after
            clock_hand.shift(timedelta(days=6))
            clock.pass_on_what_no_officer_was_told()
        assert not Notice.objects.filter(to=named).exists() and "CANARY" not in "".join(everything(client, cast))

    def test_gets_the_answer_of_something_that_is_not_there(self, cast, as_):
        logged, folder = walled(cast, None, cast.dee, cast.sena)
        client, nothing = as_(cast.dee), Concern(public_id="0b9f3f3e-54b5-4d3e-8d53-6f6dbb7c3f11")
        for page, thing in [("officer", logged), ("folder", folder), ("write", folder)]:
            real, unreal = client.get(at(page, thing)), client.get(at(page, nothing))
            assert real.status_code == unreal.status_code == 404
            assert but_for_tokens(real.text) == but_for_tokens(unreal.text)
        assert client.post(at("keep_apart", logged)).status_code == 404


def everything(client, cast):
    pages = [client.get("/").text, *(client.get(at(page)).text for page in ("concerns", "people", "colleagues"))]
    pages += [client.get(at(page, cast.leo)).text for page in ("person", "story")]
    return but_for_looks([but_for_tokens(page) for page in pages])


class TestTheOfficer:
    @pytest.mark.parametrize(
        ("known", "due"), [(FRIDAY, MONDAY), (FRIDAY + timedelta(days=1), MONDAY), (MONDAY, MONDAY + timedelta(days=1))]
    )
    def test_is_told_within_one_working_day(self, known, due):
        assert officer.after(known, 1) == due

    def test_over_a_change_of_clocks_it_is_the_same_time_of_day(self):
        spring = datetime(2026, 3, 27, 9, 30, tzinfo=UTC)
        assert officer.after(spring, 1).hour == 9

    def test_stands_on_the_concern_the_folder_and_the_home_page_until_it_is_recorded(self, cast, as_):
        logged, folder = walled(cast, None, cast.chen, cast.sena)
        client, duty = as_(cast.sena), at("officer", logged)
        pages = [at("concern", logged), at("folder", folder), "/", at("colleagues")]
        assert all(duty in client.get(page).text for page in pages)
        assert client.post(duty, {"answer": "not_needed", "why": ""}).status_code == 200
        client.post(duty, {"answer": "told", "told_at": "2026-01-05 10:00", "said": "Wait for their letter."})
        assert not any(duty in client.get(page).text for page in pages)
        assert "Wait for their letter." in client.get(pages[0]).text

    def test_is_said_once(self, cast, as_):
        logged = about(cast, cast.chen)
        Allegation.settle(by=cast.sena, concern=logged, answer="not_needed", words="Nobody could have been harmed.")
        again = as_(cast.sena).post(at("officer", logged), {"answer": "not_needed", "why": "Something else"})
        assert again.status_code == 409 and "Nobody could have been harmed." in again.text

    def test_not_told_in_time_goes_to_the_next_keeper_once(self, cast):
        logged = about(cast, cast.chen)
        logged.acknowledge(by=cast.sena)
        settled = about(cast, cast.ben)
        Allegation.settle(by=cast.sena, concern=settled, answer="not_needed", words="Nobody could have been harmed.")
        before = set(Notice.objects.values_list("pk", flat=True))
        assert clock.pass_on_what_no_officer_was_told() == 0
        with time_machine.travel(timezone.now() + timedelta(days=6)):
            assert [clock.pass_on_what_no_officer_was_told() for _ in range(2)] == [1, 0]
        assert set(Notice.objects.exclude(pk__in=before).values_list("to__first_name", flat=True)) == {"Dora"}
        assert Concern.objects.open_to(User.objects.get(pk=cast.dora.pk)).contains(logged)
