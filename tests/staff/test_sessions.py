"""Where somebody is signed in: told in words, ended by them, and a new device is told to them."""

import pytest
import time_machine
from django.conf import settings
from django.core.cache import cache
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from audit.models import Trace
from staff.models import Device, Notice, Session
from staff.models.session import in_words
from tests.cast import PASSWORD

WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) Version/18.1 Mobile/15E148 Safari/604.1"
PAGE = reverse("staff:sessions")


@pytest.fixture(autouse=True)
def nobody_is_counted_yet(db):
    cache.clear()


def browser(name, agent=WINDOWS):
    client = Client(headers={"user-agent": agent})
    signs_in(client, name)
    return client


def signs_in(client, name):
    answer = client.post("/accounts/login/", {"login": f"{name}@example.org", "password": PASSWORD})
    assert answer["Location"] == "/"
    return answer


def is_in(client):
    return client.get("/").status_code == 200


def of(client):
    return Session.objects.get(pk=client.cookies["sessionid"].value)


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (WINDOWS, "Chrome on Windows"),
        (PHONE, "Safari on an iPhone"),
        (f"{WINDOWS} Edg/140.0", "Edge on Windows"),
        ("Mozilla/5.0 (Android 15; Mobile; rv:130.0) Gecko/130.0 Firefox/130.0", "Firefox on Android"),
        ("Mozilla/5.0 (X11; CrOS x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36", "Chrome on a Chromebook"),
        ("curl/8.9 <script>", "A browser"),
        ("", "A browser"),
    ],
)
def test_a_device_is_told_in_words_that_tell_nothing_else(agent, words):
    assert in_words(agent) == words


@pytest.mark.clause("S-06")
class TestThePage:
    def test_names_this_one_and_the_others_and_no_key(self, cast):
        desk, phone = browser("amara"), browser("amara", PHONE)
        html = desk.get(PAGE).content.decode()
        assert "Chrome on Windows" in html and "Safari on an iPhone" in html
        assert html.count(">Here<") == 1 and html.count("Sign out<span") == 1
        assert phone.cookies["sessionid"].value not in html and "Mozilla" not in html

    def test_shows_nobody_elses(self, cast):
        browser("chen", PHONE)
        assert "iPhone" not in browser("amara").get(PAGE).content.decode()

    def test_leaves_out_what_opens_nothing_any_more(self, cast):
        with time_machine.travel(timezone.now(), tick=False) as clock:
            browser("amara", PHONE)
            clock.shift(settings.SESSION_SECONDS + 1)
            assert "Nowhere else" in browser("amara").get(PAGE).content.decode()

    def test_says_since_when_and_when_last(self, cast):
        with time_machine.travel(timezone.now(), tick=False) as clock:
            desk = browser("amara")
            desk.get("/")
            clock.shift(600)
            desk.get("/")
            row = of(desk)
            assert (row.seen_at - row.began_at).total_seconds() == 600 and row.user == cast.amara


@pytest.mark.clause("S-06")
class TestEnding:
    def end(self, client, session, password=PASSWORD):
        return client.post(reverse("staff:end_session", args=[session.public_id]), {"password": password})

    def test_one_of_them_is_out_at_its_next_request(self, cast):
        desk, phone, tablet = (browser("amara", agent) for agent in (WINDOWS, PHONE, PHONE))
        assert self.end(desk, of(phone))["Location"] == PAGE
        assert [is_in(client) for client in (desk, phone, tablet)] == [True, False, True]

    def test_asks_for_the_password_again(self, cast):
        desk, phone = browser("amara"), browser("amara", PHONE)
        assert "not your password" in self.end(desk, of(phone), "not it").content.decode()
        assert is_in(phone)

    def test_is_shut_to_everybody_else(self, cast):
        phone = browser("amara", PHONE)
        assert self.end(browser("adam"), of(phone)).status_code == 404 and is_in(phone)

    def test_all_others_leaves_this_one(self, cast):
        desk, *others = (browser("amara", agent) for agent in (WINDOWS, PHONE, PHONE))
        chen = browser("chen")
        desk.post(reverse("staff:end_others"), {"password": PASSWORD})
        assert is_in(desk) and is_in(chen) and not any(is_in(client) for client in others)

    def test_is_written_down_with_the_device_and_without_the_key(self, cast):
        desk, phone = browser("amara"), browser("amara", PHONE)
        self.end(desk, of(phone))
        trace = Trace.objects.get(event="account.session_ended")
        assert (trace.by_id, trace.facts) == (cast.amara.pk, {"device": "Safari on an iPhone"})

    def test_of_the_account_ends_every_one(self, cast):
        phone = browser("amara", PHONE)
        cast.amara.deactivate(by=cast.adam)
        assert not is_in(phone) and not cast.amara.sessions.exists()

    def test_comes_with_a_new_password_too(self, cast):
        desk, phone = browser("amara"), browser("amara", PHONE)
        new = {"oldpassword": PASSWORD, "password1": "quiet herons walk", "password2": "quiet herons walk"}
        assert desk.post("/accounts/password/change/", new).status_code == 302
        assert is_in(desk) and not is_in(phone)
        assert [session.pk for session in Session.objects.of(cast.amara)] == [of(desk).pk]


@pytest.mark.clause("S-06")
class TestANewDevice:
    def test_is_told_once_but_not_the_first_of_all(self, cast):
        desk = browser("amara")
        assert not Notice.objects.filter(to=cast.amara).exists()
        browser("amara", PHONE)
        assert Notice.objects.filter(to=cast.amara).count() == 1
        home = desk.get("/").content.decode()
        assert "Was this you? A sign-in from Safari on an iPhone" in home
        assert ">New<" in desk.get(PAGE).content.decode()

    def test_is_known_again_after_signing_out_and_in(self, cast):
        desk = browser("amara")
        answer = desk.post("/accounts/logout/")
        assert "cookies" not in answer["Clear-Site-Data"] and not is_in(desk)
        signs_in(desk, "amara")
        assert Device.objects.of(cast.amara).count() == 1 and not Notice.objects.filter(to=cast.amara).exists()

    def test_is_new_to_each_account_on_its_own(self, cast):
        desk = browser("amara")
        browser("chen", PHONE)
        desk.post("/accounts/logout/")
        signs_in(desk, "chen")
        assert Notice.objects.filter(to=cast.chen).count() == 1

    def test_is_known_once_they_say_so(self, cast):
        desk, _phone = browser("amara"), browser("amara", PHONE)
        device = Device.objects.of(cast.amara).get(known=False)
        desk.post(reverse("staff:know_device", args=[device.public_id]))
        assert "Was this you?" not in desk.get("/").content.decode()
        assert Trace.objects.filter(event="account.device_known").count() == 1

    def test_leaves_a_mark_that_scripts_do_not_read_and_the_database_does_not_hold(self, cast):
        mark = browser("amara").cookies["device"]
        assert mark["httponly"] and mark["samesite"] == "Lax"
        assert mark.value not in Device.objects.get().mark

    @override_settings(SESSION_COOKIE_SECURE=True, DEVICE_COOKIE_NAME="__Host-device", DEMO=True)
    def test_in_production_the_mark_goes_over_https_only(self, cast):
        mark = browser("amara").cookies["__Host-device"]
        assert mark["secure"] and mark["path"] == "/" and not mark["domain"]
