"""A passkey is asked for after the password, answers one question once, and is nobody else's."""

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client, override_settings
from django.urls import reverse

from audit.events import Event
from audit.models import Trace
from tests.cast import PASSWORD

from .soft_key import SoftKey, options_on

ADD, ASKED = reverse("mfa_add_webauthn"), reverse("mfa_authenticate")
HOME = reverse("home")


def comes_in(name):
    """Somebody at the second door, or through it where nothing more is asked."""
    client = Client(SERVER_NAME="localhost")
    client.post("/accounts/login/", {"login": f"{name}@example.org", "password": PASSWORD})
    return client


def adds(name, key, **false):
    client = comes_in(name)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    client.post(ADD, {"name": "My phone", "credential": key.made_for(client.get(ADD), **false)})
    return client


def is_in(client):
    return client.get(reverse("staff:roles")).status_code == 200


@pytest.fixture(autouse=True)
def nobody_is_counted_yet(cast):
    cache.clear()


@pytest.fixture
def key():
    key = SoftKey("amara")
    adds("amara", key)
    return key


@pytest.mark.clause("S-06")
class TestAPasskey:
    def test_is_enough_besides_the_password_and_less_is_not(self, key):
        client = comes_in("amara")
        assert not is_in(client)
        client.post(ASKED, {"credential": key.given_to(client.get(ASKED))})
        assert is_in(client)

    @override_settings(DEMO=False, SECURE_SSL_REDIRECT=False)
    def test_is_the_second_factor_that_everybody_must_have(self, cast):
        client = comes_in("amara")
        assert client.get(HOME)["Location"] == reverse("mfa_index")
        assert adds("amara", SoftKey("amara")).get(HOME).status_code == 200

    def test_answers_one_question_once(self, key):
        first, later = comes_in("amara"), comes_in("amara")
        answer = key.given_to(first.get(ASKED))
        later.get(ASKED)
        later.post(ASKED, {"credential": answer})
        assert not is_in(later)

    @pytest.mark.parametrize("false", [{"origin": "https://1arch.example.org"}, {"origin": "http://evil.example"}])
    def test_of_a_false_page_is_worth_nothing(self, key, false):
        client = comes_in("amara")
        client.post(ASKED, {"credential": key.given_to(client.get(ASKED), **false)})
        assert not is_in(client)
        adds("ben", SoftKey("ben"), origin="http://evil.example")
        assert not Authenticator.objects.filter(user__email="ben@example.org").exists()

    def test_of_somebody_else_is_worth_nothing_and_not_to_be_seen(self, cast, key):
        bens = SoftKey("ben")
        ben, amara = adds("ben", bens), comes_in("amara")
        amara.post(ASKED, {"credential": bens.given_to(amara.get(ASKED))})
        assert not is_in(amara)
        hers = Authenticator.objects.get(user=cast.amara, type="webauthn").pk
        for page in ("mfa_edit_webauthn", "mfa_remove_webauthn"):
            assert [ben.get(reverse(page, args=[pk])).status_code for pk in (hers, 987654)] == [404, 404]

    def test_knows_no_key_of_the_database(self, cast):
        client = comes_in("amara")
        client.post("/accounts/reauthenticate/", {"password": PASSWORD})
        user = options_on(client.get(ADD))["user"]
        assert user["name"] == "amara@example.org" and len(user["id"]) == 22

    def test_is_renamed_and_removed_and_its_owner_told_each_time(self, cast, key):
        client = comes_in("amara")
        client.post(ASKED, {"credential": key.given_to(client.get(ASKED))})
        client.post("/accounts/reauthenticate/", {"password": PASSWORD})
        mine = Authenticator.objects.get(user=cast.amara, type="webauthn").pk
        client.post(reverse("mfa_edit_webauthn", args=[mine]), {"name": "Blue key"})
        assert "Blue key" in client.get(reverse("mfa_list_webauthn")).content.decode()
        before = cast.amara.notices.count()
        client.post(reverse("mfa_remove_webauthn", args=[mine]))
        assert not cast.amara.authenticator_set.exists() and cast.amara.notices.count() > before
        last = Trace.objects.filter(event=Event.ACCOUNT_SECOND_FACTOR_REMOVED).first()
        assert last.by_id == cast.amara.pk and last.facts["kind"] == "passkey"

    def test_is_not_enough_by_itself(self, key):
        assert Client().get("/accounts/2fa/webauthn/login/").status_code == 404
