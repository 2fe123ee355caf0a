"""What every request passes through: quiet headers, the lock, the end of a session, and what cannot be written down."""

import pytest
import time_machine
from django.core.cache import cache
from django.db import DatabaseError
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from staff.models import Kept
from tests.cast import PASSWORD

MINUTE = 60
HOUR = 60 * MINUTE
WORDS = {"group": "child", "words": "May I tell the new nursery?"}


@pytest.fixture(autouse=True)
def nobody_is_counted_yet(db):
    cache.clear()


@pytest.fixture
def clock():
    with time_machine.travel(timezone.now(), tick=False) as clock:
        yield clock


@pytest.fixture
def desk(cast, as_, clock):
    """Amara's browser, with a page open."""
    client = as_(cast.amara)
    client.get("/")
    return client


def sign_in(client, who):
    return client.post("/accounts/login/", {"login": f"{who}@example.org", "password": PASSWORD})


ADDRESSES = ["/", "/accounts/login/", "/danger/", "/healthz", "/nothing-here/", "/staff/roles/", "/accounts/signup/"]


@pytest.mark.clause("S-06")
class TestHeaders:
    @pytest.mark.parametrize("address", ADDRESSES)
    @pytest.mark.parametrize("who", ["visitor", "dee"])
    def test_every_answer_is_kept_nowhere_and_framed_by_nobody(self, cast, client, as_, who, address):
        if who != "visitor":
            as_(getattr(cast, who))
        headers = client.get(address).headers
        assert "no-store" in headers["Cache-Control"]
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["Cross-Origin-Opener-Policy"] == headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert "camera=()" in headers["Permissions-Policy"]

    def test_no_script_or_style_is_taken_from_the_page_itself(self, client, db):
        said = client.get("/danger/").headers["Content-Security-Policy"]
        policy = dict(rule.split(" ", 1) for rule in said.split("; "))
        assert "unsafe" not in said
        assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == "'none'"
        assert policy["script-src"] == policy["style-src"] == policy["form-action"] == "'self'"

    def test_signing_out_clears_the_browser_and_only_a_press_signs_out(self, cast, as_):
        client = as_(cast.dee)
        assert "Clear-Site-Data" not in client.get("/accounts/logout/").headers
        assert client.get("/").status_code == 200
        assert '"storage"' in client.post("/accounts/logout/").headers["Clear-Site-Data"]
        assert client.get("/").status_code == 302


@pytest.mark.clause("S-06")
class TestTheLock:
    def test_comes_after_fifteen_idle_minutes_and_not_before(self, desk, clock):
        clock.shift(14 * MINUTE)
        assert desk.get("/").status_code == 200
        clock.shift(16 * MINUTE)
        assert desk.get("/")["Location"] == reverse("staff:unlock")

    def test_leads_back_to_the_page_that_was_asked_for(self, desk, clock):
        clock.shift(16 * MINUTE)
        desk.get(reverse("staff:roles"))
        assert desk.post(reverse("staff:unlock"), {"password": PASSWORD})["Location"] == reverse("staff:roles")
        assert desk.get(reverse("staff:roles")).status_code == 200

    def test_leads_back_to_the_page_a_button_was_pressed_on(self, desk, clock):
        clock.shift(16 * MINUTE)
        page = f"http://testserver{reverse('staff:roles')}"
        desk.post(reverse("records:ask"), WORDS, headers={"referer": page})
        assert desk.post(reverse("staff:unlock"), {"password": PASSWORD})["Location"] == reverse("staff:roles")

    def test_never_leads_to_another_site(self, desk, clock):
        clock.shift(16 * MINUTE)
        desk.post(reverse("records:ask"), WORDS, headers={"referer": "https://evil.example/staff/"})
        assert desk.post(reverse("staff:unlock"), {"password": PASSWORD})["Location"] == reverse("records:ask")

    def test_shows_neither_menu_nor_who_is_on_cover(self, cast, desk, clock):
        type(cast.dee).objects.filter(pk=cast.dee.pk).update(phone="01632 960222")
        assert b"01632 960222" in desk.get("/danger/").content
        clock.shift(16 * MINUTE)
        danger, locked = desk.get("/danger/"), desk.get(reverse("staff:unlock"))
        assert danger.status_code == 200 and b"01632 960222" not in danger.content
        assert b"Roles, and what each may do" not in danger.content + locked.content

    def test_stops_listening_after_five_wrong_passwords(self, desk, clock):
        """The token makes a form act once by undoing what a refused one did: not the counting of wrong tries."""
        clock.shift(16 * MINUTE)
        desk.get("/")
        for number in range(5):
            desk.post(reverse("staff:unlock"), {"password": "not it", "once": f"token {number}"})
        answer = desk.post(reverse("staff:unlock"), {"password": PASSWORD, "once": "the right one"})
        assert "Wait five minutes" in answer.content.decode()
        clock.shift(5 * MINUTE + 1)
        assert desk.post(reverse("staff:unlock"), {"password": PASSWORD, "once": "later"}).status_code == 302

    def test_gives_a_new_session_name_when_it_opens(self, desk, clock):
        clock.shift(16 * MINUTE)
        desk.get("/")
        before = desk.cookies["sessionid"].value
        desk.post(reverse("staff:unlock"), {"password": PASSWORD})
        assert desk.cookies["sessionid"].value != before


@pytest.mark.clause("S-06")
class TestTheEnd:
    def busy_until_the_end(self, desk, clock):
        for _ in range(42):
            clock.shift(14 * MINUTE + 20)
            desk.get(reverse("records:ask"))

    def test_comes_after_ten_hours_however_busy(self, desk, clock):
        self.busy_until_the_end(desk, clock)
        assert desk.get("/")["Location"].startswith("/accounts/login/")

    @pytest.mark.parametrize("idle", [11 * HOUR, 3 * 24 * HOUR])
    def test_keeps_what_is_posted_for_its_writer_until_they_sign_in_again(self, desk, clock, idle):
        clock.shift(idle)
        ended = desk.post(reverse("records:ask"), WORDS)
        assert ended["Location"] == f"/accounts/login/?next={reverse('records:ask')}"
        assert WORDS["words"] not in Client().get(ended["Location"]).content.decode()

        back = desk.post(ended["Location"], {"login": "amara@example.org", "password": PASSWORD})
        assert WORDS["words"] in desk.get(back["Location"]).content.decode()

    def test_never_shows_them_to_whoever_signs_in_next_on_that_computer(self, cast, desk, clock):
        clock.shift(11 * HOUR)
        desk.post(reverse("records:ask"), WORDS)
        sign_in(desk, "chen")
        assert WORDS["words"] not in desk.get(reverse("records:ask")).content.decode()
        assert Kept.objects.get().user == cast.amara

    def test_forgets_them_once_they_are_sent(self, desk, clock):
        clock.shift(16 * MINUTE)
        desk.post(reverse("records:ask"), WORDS)
        desk.post(reverse("staff:unlock"), {"password": PASSWORD})
        desk.post(reverse("records:ask"), WORDS | {"once": "once"})
        assert not Kept.objects.exists()

    def test_keeps_nothing_typed_into_a_page_of_signing_in(self, desk, clock):
        clock.shift(16 * MINUTE)
        desk.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": "quiet herons walk by"})
        desk.post("/accounts/2fa/authenticate/", {"code": "123456"})
        assert not Kept.objects.exists()


@pytest.mark.clause("S-08", "S-31")
class TestAnEndedAccount:
    def test_is_out_everywhere_at_the_next_request_and_stays_out_when_it_comes_back(self, cast, as_):
        phone, desk = Client(), Client()
        for browser in (phone, desk):
            sign_in(browser, "amara")
            assert browser.get(reverse("records:people")).status_code == 200
        cast.amara.deactivate(by=cast.adam)
        assert [browser.get("/").status_code for browser in (phone, desk)] == [302, 302]
        assert desk.post(reverse("records:ask"), WORDS).status_code == 302 and not cast.amara.questions.exists()

        cast.amara.reactivate(by=cast.adam)
        assert [browser.get("/").status_code for browser in (phone, desk)] == [302, 302]

    def test_cannot_sign_in_and_is_told_no_more_than_anybody(self, cast, client):
        cast.amara.deactivate(by=cast.adam)
        ended = sign_in(client, "amara").content.decode().replace("amara@", "")
        nobody = sign_in(client, "nobody").content.decode().replace("nobody@", "")
        assert "There is a problem" in ended and len(ended) == len(nobody)


@pytest.mark.clause("S-06")
class TestWithoutASecondFactor:
    @override_settings(DEMO=False)
    def test_danger_signing_out_and_the_lock_stay_open_and_nothing_goes_round_in_circles(self, desk, clock):
        assert desk.get("/danger/").status_code == 200
        clock.shift(16 * MINUTE)
        assert desk.get("/")["Location"] == reverse("staff:unlock")
        assert desk.get(reverse("staff:unlock")).status_code == 200
        assert desk.post("/accounts/logout/").status_code == 302


def test_when_the_reading_cannot_be_written_the_page_is_not_served(cast, as_, monkeypatch):
    def full(*args, **kwargs):
        raise DatabaseError("disk full")

    client = as_(cast.amara)
    address = reverse("records:person", args=[cast.leo.public_id])
    assert "Larkin" in client.get(address).content.decode()
    monkeypatch.setattr("audit.models.Reading.objects.create", full)
    answer = client.get(address)
    assert answer.status_code == 503
    assert "Larkin" not in answer.content.decode() and "999" in answer.content.decode()
