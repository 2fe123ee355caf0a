"""Signing in, the promise before any record, the lock, and the end of an account."""

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from policy import packs
from staff import roles
from staff.models import Kept
from tests.cast import PASSWORD, member

LOGIN = "/accounts/login/"


@pytest.fixture(autouse=True)
def nobody_is_counted_yet(db):
    cache.clear()


def sign_in(client, email="dee@example.org", password=PASSWORD):
    return client.post(LOGIN, {"login": email, "password": password})


@pytest.mark.clause("S-06")
class TestSigningIn:
    def test_takes_an_address_and_a_password(self, client, cast):
        assert sign_in(client)["Location"] == "/"

    def test_leads_to_the_first_day_only_whoever_keeps_accounts(self, client, db):
        member("una", roles.Practitioner)
        assert sign_in(client, "una@example.org")["Location"] == "/"
        member("ivo", roles.Administrator)
        assert sign_in(Client(), "ivo@example.org")["Location"] == reverse("staff:set_up")

    def test_says_the_same_of_a_wrong_password_and_of_nobody(self, client, cast):
        wrong, nobody = (
            sign_in(client, who, "not it").content.decode() for who in ("dee@example.org", "no@example.org")
        )
        assert wrong.count("dee@example.org") == nobody.count("no@example.org")
        assert "error" in wrong and [len(wrong) - len("dee@")] == [len(nobody) - len("no@")]

    def test_stops_after_five_wrong_tries_even_for_the_right_password(self, client, cast):
        for _ in range(5):
            sign_in(client, password="not it")
        assert sign_in(client).status_code in (200, 429)
        assert client.get("/").status_code == 302

    def test_is_by_invitation_only(self, client, db):
        assert client.get("/accounts/signup/").status_code == 404

    @override_settings(DEMO=False)
    def test_goes_no_further_without_a_second_factor_where_it_is_not_a_demonstration(self, cast, as_):
        for page in ("/", reverse("records:people"), reverse("sharing:signed")):
            assert as_(cast.dee).get(page)["Location"] == reverse("mfa_index")

    def test_does_not_lead_to_another_site(self, client, cast):
        response = client.post(
            f"{LOGIN}?next=https://evil.example/", {"login": "dee@example.org", "password": PASSWORD}
        )
        assert response["Location"] == "/"


@pytest.mark.clause("S-31", "H-29", "S-08")
class TestThePromise:
    @pytest.fixture
    def newt(self, cast):
        return member("newt", roles.Practitioner, promised=False)

    def test_comes_before_every_record(self, cast, newt, as_):
        cast.leo.assign_key_person(by=cast.dee, to=newt)
        assert as_(newt).get(reverse("records:person", args=[cast.leo.public_id]))["Location"] == reverse(
            "staff:undertaking"
        )

    def test_never_before_a_concern_or_danger(self, newt, as_):
        for page in ("records:log_concern", "danger", "sharing:emergency"):
            assert as_(newt).get(reverse(page)).status_code == 200

    def test_is_signed_with_the_right_answers_and_a_name(self, newt, as_):
        client = as_(newt)
        right = {f"question_{n}": asked.right for n, asked in enumerate(packs.current().undertaking_quiz)}
        wrong = {name: (answer + 1) % 2 for name, answer in right.items()}
        client.post(reverse("staff:undertaking"), wrong | {"typed_name": newt.name})
        assert not newt.undertakings.exists()

        client.post(reverse("staff:undertaking"), right | {"typed_name": newt.name})
        promise = newt.undertakings.get()
        assert (promise.sha256, promise.typed_name) == (packs.current().undertaking().sha256, newt.name)


@pytest.mark.clause("S-06")
class TestTheLock:
    FORM = {"group": "child", "words": "May I tell the new nursery?"}

    def locked(self, cast, as_):
        client = as_(cast.amara)
        client.get("/")
        return client

    def test_keeps_what_was_being_sent_for_the_same_user(self, cast, as_):
        with time_machine.travel(timezone.now(), tick=False) as clock:
            client = self.locked(cast, as_)
            clock.shift(16 * 60)
            assert client.post(reverse("records:ask"), self.FORM)["Location"] == reverse("staff:unlock")
            assert not cast.amara.questions.exists()
            assert client.get(reverse("records:people"))["Location"] == reverse("staff:unlock")
            client.post(reverse("staff:unlock"), {"password": PASSWORD})

            assert self.FORM["words"] in client.get(reverse("records:ask")).content.decode()
            assert self.FORM["words"] not in as_(cast.chen).get(reverse("records:ask")).content.decode()

    def test_opens_to_no_other_password(self, cast, as_):
        with time_machine.travel(timezone.now(), tick=False) as clock:
            client = self.locked(cast, as_)
            clock.shift(16 * 60)
            client.get("/")
            client.post(reverse("staff:unlock"), {"password": "not it"})
            assert client.get(reverse("records:people"))["Location"] == reverse("staff:unlock")

    def test_keeps_no_password(self, cast, as_):
        with time_machine.travel(timezone.now(), tick=False) as clock:
            client = self.locked(cast, as_)
            clock.shift(16 * 60)
            client.post(reverse("records:ask"), self.FORM | {"password": PASSWORD, "once": "token"})
        assert set(Kept.objects.get().data) == set(self.FORM)

    def test_after_ten_hours_the_session_is_over_and_the_words_are_there(self, cast, as_):
        with time_machine.travel(timezone.now(), tick=False) as clock:
            client = self.locked(cast, as_)
            for _ in range(61):
                clock.shift(10 * 60)
                last = client.post(reverse("records:ask"), {"group": "child", "words": "  "})
            assert last["Location"].startswith(LOGIN)


@pytest.mark.clause("S-31")
def test_an_ended_account_is_out_at_the_next_request(cast, as_):
    client = as_(cast.amara)
    assert client.get(reverse("records:people")).status_code == 200
    administrator = Client()
    administrator.force_login(cast.adam, backend="allauth.account.auth_backends.AuthenticationBackend")
    administrator.post(reverse("staff:deactivate", args=[cast.amara.public_id]))

    assert client.get(reverse("records:people"))["Location"].startswith(LOGIN)
    assert cast.amara.undertakings.exists()


class TestTheAdministrator:
    @pytest.mark.clause("S-24")
    def test_makes_nobody_of_themselves(self, cast, as_):
        response = as_(cast.adam).post(
            reverse("staff:give_role", args=[cast.adam.public_id]), {"role": "children_lead"}
        )
        assert response.status_code in (200, 403)
        assert [role.key for role in type(cast.adam).objects.get(pk=cast.adam.pk).roles] == ["administrator"]

    @pytest.mark.clause("H-06", "S-08")
    def test_sees_no_record(self, cast, as_):
        for page, thing in (("records:person", cast.leo), ("records:folder", cast.leo.folder("personal"))):
            assert as_(cast.adam).get(reverse(page, args=[thing.public_id])).status_code == 404

    @pytest.mark.clause("S-07")
    def test_ends_a_line_and_with_it_what_the_manager_reads(self, cast, as_):
        line = cast.amara.managed_lines.get()
        as_(cast.adam).post(reverse("staff:end_line", args=[line.public_id]))
        assert as_(cast.ben).get(reverse("records:person", args=[cast.leo.public_id])).status_code == 404
