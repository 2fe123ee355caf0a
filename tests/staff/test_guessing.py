"""Guessing passwords: no header, spelling or other door gives more tries, and nobody else is locked out by it."""

import pytest
import time_machine
from django.core.cache import cache
from django.utils import timezone

from staff.signing import Signature, check
from tests.cast import PASSWORD

LOGIN = "/accounts/login/"


@pytest.fixture(autouse=True)
def nobody_is_counted_yet(db):
    cache.clear()


def guess(client, email="dee@example.org", typed="not it", **headers):
    return client.post(LOGIN, {"login": email, "password": typed}, headers=headers)


def is_in(client):
    return client.get("/").status_code == 200


@pytest.mark.clause("S-06")
class TestFiveWrongTries:
    def test_are_counted_whatever_address_is_pretended(self, client, cast):
        for number in range(5):
            guess(client, x_forwarded_for=f"203.0.113.{number}", x_real_ip=f"203.0.113.{number}")
        guess(client, typed=PASSWORD, x_forwarded_for="203.0.113.77")
        assert not is_in(client)

    def test_are_counted_however_the_address_is_spelt(self, client, cast):
        for email in ("dee@example.org", "DEE@example.org", "Dee@Example.org", " dee@example.org", "dee@EXAMPLE.ORG"):
            guess(client, email)
        guess(client, typed=PASSWORD)
        assert not is_in(client)

    def test_lock_nobody_else_out_and_are_over_in_five_minutes(self, client, cast):
        with time_machine.travel(timezone.now(), tick=False) as clock:
            for _ in range(5):
                guess(client)
            guess(client, "ade@example.org", PASSWORD)
            assert is_in(client)
            client.post("/accounts/logout/")
            clock.shift(5 * 60 + 1)
            guess(client, typed=PASSWORD)
            assert is_in(client)

    def test_look_the_same_for_an_address_nobody_has(self, client, cast):
        def sixth(email):
            for _ in range(5):
                guess(client, email)
            answer = guess(client, email)
            return answer.status_code, answer.content.decode().count(email), len(answer.content) - len(email)

        known = sixth("dee@example.org")
        cache.clear()
        assert sixth("nobody-here@example.org") == known

    def test_do_not_stop_somebody_who_is_in_from_signing(self, client, cast, as_):
        """Whoever guesses at the door from outside must not keep a lead from an urgent signature."""
        for _ in range(6):
            guess(client)
        assert check(cast.dee, PASSWORD) is Signature.RIGHT


@pytest.mark.clause("S-06")
def test_guessing_the_second_factor_stops_too(client, cast, settings):
    settings.DEMO = False
    cast.dee.authenticator_set.create(type="totp", data={"secret": "JBSWY3DPEHPK3PXP"})
    guess(client, typed=PASSWORD)
    answers = [client.post("/accounts/2fa/authenticate/", {"code": f"00000{number}"}) for number in range(8)]
    assert not is_in(client)
    assert "Too many" in answers[-1].content.decode() or answers[-1].status_code == 429
