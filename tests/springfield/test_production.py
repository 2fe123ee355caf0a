"""Outside the demonstration: it does not start unless it is safe, and nobody gets in without a second factor."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import time_machine
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.utils import timezone

from audit import field_key
from tests.cast import PASSWORD

SAFE = {
    "SECRET_KEY": "an-invented-key-0123456789-abcdefghijklmnopqrstuvwxyz",
    "BASE_URL": "https://larch.example.org",
    "DATABASE_URL": "sqlite:////tmp/never-opened.sqlite3",
    "DEMO": "off",
}
FIELD_KEY = "0f" * 32 + "\n"


def started(**changed):
    """What the command line says when it starts with these settings: its exit code and its words."""
    keep = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "VAR_DIR")}
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    done = subprocess.run(command, env=keep | SAFE | changed, capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


def keys(folder, text=FIELD_KEY, mode=0o600):
    (folder / "field.key").write_text(text)
    (folder / "field.key").chmod(mode)
    return str(folder)


@pytest.mark.clause("S-06")
class TestStarting:
    def test_safely_passes_every_check(self, tmp_path):
        code, words = started(KEYS_DIR=keys(tmp_path))
        assert code == 0, words

    def test_without_a_field_key_that_is_its_own_is_refused(self, tmp_path, settings):
        """By the check; and by the server, which asks for the same key as it starts (springfield/wsgi.py)."""
        code, words = started(KEYS_DIR=str(tmp_path))
        assert code != 0 and "There is no field key" in words
        settings.DEMO, settings.KEYS_DIR = False, tmp_path
        for text, mode, reason in [(FIELD_KEY, 0o640, "Others on this machine"), ("0f0f", 0o600, "holds no field key")]:
            keys(tmp_path, text, mode)
            assert [reason in one.msg for one in field_key.is_usable()] == [True]
        assert "field_key.key_in_use()" in Path("springfield/wsgi.py").read_text("utf-8")

    @pytest.mark.parametrize(
        ("changed", "reason"),
        [
            ({"DEBUG": "on"}, "DEBUG shows records"),
            ({"SECRET_KEY": "short"}, "at least 50 characters"),
            ({"SECRET_KEY": "django-insecure-" + "k7" * 30}, "random and your own"),
            ({"BASE_URL": "http://larch.example.org"}, "must start with https://"),
            ({"TEXT_GATEWAY_URL": "http://texts.example.org"}, "must start with https://"),
            ({"DEMO": "on", "ALLOWED_HOSTS": "larch.example.org"}, "this machine only"),
            ({"DATABASE_URL": "mysql://nobody@nowhere/none"}, "SQLite or PostgreSQL"),
        ],
    )
    def test_unsafely_is_refused_in_one_sentence(self, changed, reason):
        code, words = started(**changed)
        assert code != 0 and reason in words
        assert "Traceback" not in words


def code(client):
    secret = client.secret = client.session.get("mfa.totp.secret") or client.secret
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


@pytest.mark.clause("S-06")
def test_a_second_factor_is_set_up_once_and_asked_for_every_time(client, cast, settings, tmp_path):
    cache.clear()
    settings.DEMO, settings.KEYS_DIR = False, keys(tmp_path)
    enter = {"login": "dee@example.org", "password": PASSWORD}
    with time_machine.travel(timezone.now(), tick=False) as clock:
        client.post("/accounts/login/", enter)
        assert client.get("/")["Location"] == "/accounts/2fa/"
        client.post("/accounts/reauthenticate/", {"password": PASSWORD})
        client.get("/accounts/2fa/totp/activate/")
        client.post("/accounts/2fa/totp/activate/", {"code": code(client)})
        assert client.get("/").status_code == 200

        client.post("/accounts/logout/")
        clock.shift(90)
        assert client.post("/accounts/login/", enter)["Location"].startswith("/accounts/2fa/authenticate/")
        assert client.get("/")["Location"].startswith("/accounts/login/")
        client.post("/accounts/2fa/authenticate/", {"code": "000000"})
        assert client.get("/").status_code == 302
        client.post("/accounts/2fa/authenticate/", {"code": code(client)})
        assert client.get("/").status_code == 200
