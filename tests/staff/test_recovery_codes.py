"""Codes on paper for the day the phone is lost: shown once, each good for one sign-in, made anew at will."""

import re

import pytest
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.mfa.utils import decrypt
from django.core.cache import cache
from django.test import Client, override_settings
from django.urls import reverse

from staff.housekeeping import lock_second_factors
from tests.cast import PASSWORD

PAGE, MAKE, AT_THE_DOOR = (
    reverse(f"mfa_{name}") for name in ("view_recovery_codes", "generate_recovery_codes", "authenticate")
)
LOGIN = {"login": "amara@example.org", "password": PASSWORD}
SECRET = "JBSWY3DPEHPK3PXP"


@pytest.fixture
def amara(cast):
    """Signed in, and asked for the password again just now."""
    cache.clear()
    client = Client()
    client.post("/accounts/login/", LOGIN)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client


@pytest.fixture
def with_phone(cast, amara):
    TOTP.activate(cast.amara, SECRET)
    return amara


def codes_on(page):
    return re.findall(r'class="secret">(\d{8})<', page.content.decode())


def made(client):
    assert client.post(MAKE)["Location"] == PAGE
    return codes_on(client.get(PAGE))


def at_the_door(code):
    client = Client()
    assert client.post("/accounts/login/", LOGIN)["Location"] == AT_THE_DOOR
    client.post(AT_THE_DOOR, {"code": code})
    return client.get(reverse("staff:roles")).status_code == 200


@pytest.mark.clause("S-06")
class TestRecoveryCodes:
    def test_are_made_with_the_second_factor(self, amara):
        address = reverse("mfa_activate_totp")
        secret = re.search(r'class="secret">(\w+)<', amara.get(address).content.decode())[1]
        digits = format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))
        assert amara.post(address, {"code": digits})["Location"] == PAGE
        assert len(codes_on(amara.get(PAGE))) == 10

    def test_are_shown_once(self, with_phone):
        codes = made(with_phone)
        again = with_phone.get(PAGE).content.decode()
        assert len(set(codes)) == 10 and not any(code in again for code in codes)
        assert "10 of 10 are left" in again

    def test_each_lets_in_once_and_is_counted(self, with_phone):
        first, second, *_ = made(with_phone)
        assert [at_the_door(code) for code in (first, first, second)] == [True, False, True]
        assert "8 left" in with_phone.get(reverse("mfa_index")).content.decode()

    def test_made_anew_end_the_old_ones(self, with_phone):
        old, new = made(with_phone), made(with_phone)
        assert [at_the_door(code) for code in (old[0], new[0])] == [False, True]

    def test_are_asked_for_with_the_password_again(self, cast, with_phone):
        made(with_phone)
        later = Client()
        later.force_login(cast.amara, backend="allauth.account.auth_backends.AuthenticationBackend")
        for page in (PAGE, MAKE):
            assert "reauthenticate" in later.get(page)["Location"]

    def test_are_no_second_factor_by_themselves(self, amara):
        assert amara.post(MAKE).status_code == 200 and amara.get(PAGE).status_code == 404

    def test_go_with_a_second_factor_that_is_taken_off(self, cast, with_phone):
        made(with_phone)
        cast.amara.end_second_factor(by=cast.adam)
        with override_settings(DEMO=False):
            assert with_phone.get("/")["Location"] == reverse("mfa_index")

    def test_are_kept_locked_as_the_phone_is(self, cast, with_phone):
        codes = made(with_phone)
        kept = {one.type: str(one.data) for one in cast.amara.authenticator_set.all()}
        assert SECRET not in kept["totp"] and all("locked:" in data for data in kept.values())
        assert at_the_door(codes[0])

    def test_kept_in_the_open_still_let_in_and_are_locked_by_the_clock(self, cast, with_phone):
        codes = made(with_phone)
        for one in cast.amara.authenticator_set.all():
            one.data |= {name: decrypt(one.data[name]) for name in ("secret", "seed") if name in one.data}
            one.save()
        assert at_the_door(codes[0])
        assert [lock_second_factors(), lock_second_factors()] == [2, 0]
        assert "seed" in cast.amara.authenticator_set.get(type="recovery_codes").data
        assert [at_the_door(code) for code in codes[:2]] == [False, True]

    def test_cannot_be_downloaded(self, with_phone):
        made(with_phone)
        assert with_phone.get("/accounts/2fa/recovery-codes/download/").status_code == 404
