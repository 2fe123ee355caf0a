"""Signing asks for the password again, at that moment, and counts the wrong ones."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from staff import roles
from staff.forms import SignatureForm
from staff.signing import Signature, check
from tests.cast import PASSWORD, member


@pytest.fixture(autouse=True)
def nobody_is_counted_yet(db):
    cache.clear()


def signed(user, password):
    return SignatureForm({"password": password}, signer=user)


@pytest.mark.clause("S-24", "S-06")
class TestASignature:
    def test_is_the_signers_own_password(self, cast):
        assert signed(cast.dee, PASSWORD).is_valid()
        cast.ade.set_password("another one entirely")
        assert not signed(cast.ade, PASSWORD).is_valid()

    @pytest.mark.parametrize("password", ["", " ", "not it", PASSWORD + " ", PASSWORD.upper()])
    def test_is_nothing_else(self, cast, password):
        form = signed(cast.dee, password)
        assert not form.is_valid() and form.errors["password"]

    def test_stands_in_no_data_of_the_form(self, cast):
        form = signed(cast.dee, PASSWORD)
        assert form.is_valid() and PASSWORD not in str(form.cleaned_data)

    def test_is_heard_no_more_after_five_wrong_ones_in_five_minutes(self, cast):
        with time_machine.travel(timezone.now(), tick=False) as clock:
            assert [check(cast.dee, "not it") for _ in range(5)] == [Signature.WRONG] * 5
            assert check(cast.dee, PASSWORD) is Signature.TOO_OFTEN
            assert check(cast.ade, PASSWORD) is Signature.RIGHT
            clock.shift(301)
            assert check(cast.dee, PASSWORD) is Signature.RIGHT

    def test_that_is_right_uses_up_no_try(self, cast):
        assert [check(cast.dee, PASSWORD) for _ in range(9)] == [Signature.RIGHT] * 9


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
@pytest.mark.clause("S-06")
def test_guesses_at_the_same_moment_do_not_share_a_try():
    dee = member("dee", roles.ChildrenLead)

    def guess(number):
        try:
            return check(dee, f"guess {number}")
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as crowd:
        heard = list(crowd.map(guess, range(16)))
    assert heard.count(Signature.WRONG) == 5 and heard.count(Signature.TOO_OFTEN) == 11
