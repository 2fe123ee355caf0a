"""When the database, the disk or a key is away: a plain page, the numbers, and what somebody wrote."""

import errno

import pytest
from django.db import OperationalError
from django.test import Client
from django.urls import reverse

from springfield import away
from staff.models import Kept

WORDS = {"danger": "no", "is_about_staff": "no", "others": "A boy", "facts": "He sat alone.", "password": "open"}


def gone(*args, **kwargs):
    raise OperationalError("server closed the connection")


def full(*args, **kwargs):
    raise OSError(errno.ENOSPC, "No space left on device", "/secret/name")


@pytest.fixture
def amara(cast, as_):
    client = as_(cast.amara)
    client.raise_request_exception = False
    client.get("/")
    return client


@pytest.fixture
def without_a_database(monkeypatch):
    """Nobody's session can be looked up any more."""
    monkeypatch.setattr("django.contrib.sessions.backends.db.SessionStore._get_session_from_db", gone)


class TestWithoutADatabase:
    def test_what_was_written_comes_back_and_no_password_does(self, amara, without_a_database):
        answer = amara.post(reverse("records:log_concern"), WORDS)
        assert answer.status_code == 503 and "He sat alone." in answer.text and "may not be saved" in answer.text
        assert "999" in answer.text and "open<" not in answer.text and answer["Retry-After"]

    def test_a_page_of_signing_in_gives_nothing_back(self, client, db, monkeypatch):
        monkeypatch.setattr("allauth.account.forms.LoginForm.is_valid", gone)
        client.raise_request_exception = False
        answer = client.post("/accounts/login/", {"login": "amara@example.org", "password": "open"})
        assert answer.status_code == 503 and "amara" not in answer.text

    def test_the_numbers_for_danger_are_there_all_the_same(self, amara, without_a_database):
        answer = amara.get("/danger/")
        assert answer.status_code == 200 and "999" in answer.text and "Numbers to ring" in answer.text

    def test_the_door_for_people_outside_says_so_without_a_word_about_records(self, db, monkeypatch):
        monkeypatch.setattr("portal.views._opened", gone)
        answer = Client(raise_request_exception=False).post("/portal/x/", {"name": "Sol", "code": "12345678"})
        assert answer.status_code == 503 and "record" not in answer.text and "12345678" not in answer.text
        assert not answer.cookies or "sessionid" not in answer.cookies

    def test_a_mistake_of_ours_gives_the_words_back_too(self, amara, monkeypatch):
        monkeypatch.setattr("records.models.Concern.log", lambda **_: 1 / 0)
        answer = amara.post(reverse("records:log_concern"), WORDS)
        assert answer.status_code == 500 and "He sat alone." in answer.text and "999" in answer.text


class TestWithoutADisk:
    def test_what_was_written_comes_back_and_waits_on_its_page(self, amara, cast, monkeypatch, caplog):
        monkeypatch.setattr("records.models.Concern.log", full)
        answer = amara.post(reverse("records:log_concern"), WORDS)
        assert answer.status_code == 503 and "He sat alone." in answer.text
        assert Kept.objects.get(user=cast.amara).data["facts"] == ["He sat alone."]
        assert "OSError 28 at records:log_concern" in caplog.text and "/secret/name" not in caplog.text

    def test_not_even_a_template_is_needed(self, amara, without_a_database, monkeypatch):
        monkeypatch.setattr(away, "render_to_string", full)
        answer = amara.get("/")
        assert answer.status_code == 503 and "999" in answer.text
