"""Hiding the screen locks the session and keeps what was being typed, for the same user and never from signing in."""

import pytest
from django.urls import reverse

from staff.models import Kept
from tests.cast import PASSWORD

HIDE, UNLOCK = reverse("staff:hide"), reverse("staff:unlock")
ASK = reverse("records:ask")
WORDS = {"group": "child", "words": "May I tell the nursery?"}


@pytest.fixture
def amara(cast, as_):
    return as_(cast.amara)


@pytest.mark.clause("S-06")
class TestHiding:
    def test_locks_at_once_and_says_why(self, amara):
        assert amara.post(HIDE, {"hidden_page": "/"})["Location"] == UNLOCK
        assert amara.get(reverse("records:people"))["Location"] == UNLOCK
        assert "hidden and locked" in amara.get(UNLOCK).content.decode()

    def test_keeps_the_words_and_leads_back_to_them(self, amara):
        amara.post(HIDE, WORDS | {"hidden_page": ASK, "password": PASSWORD})
        assert set(Kept.objects.get().data) == set(WORDS)
        assert amara.post(UNLOCK, {"password": PASSWORD})["Location"] == ASK
        assert WORDS["words"] in amara.get(ASK).content.decode()

    def test_that_comes_after_the_idle_lock_keeps_them_too(self, amara):
        amara.post(HIDE, {"hidden_page": "/"})
        amara.post(HIDE, WORDS | {"hidden_page": ASK})
        assert Kept.objects.get().path == ASK

    @pytest.mark.parametrize(
        "page", ["/accounts/2fa/authenticate/", "/accounts/login/", "/nowhere/", "https://evil.example/", "/" * 300, ""]
    )
    def test_keeps_nothing_from_a_page_of_signing_in_or_none(self, amara, page):
        assert amara.post(HIDE, {"hidden_page": page, "code": "123456"}).status_code == 302
        assert not Kept.objects.exists()

    def test_leads_to_no_other_site(self, amara):
        amara.post(HIDE, {"hidden_page": "https://evil.example/"})
        assert amara.post(UNLOCK, {"password": PASSWORD}).status_code == 404

    def test_is_only_pressed(self, amara):
        assert amara.get(HIDE).status_code == 405
