"""What is typed is kept while it is typed: theirs alone, only where the page itself lets them in, gone when sent."""

import pytest
from django.test import Client
from django.urls import reverse

from audit.models import Reading
from records.models import Concern
from staff.models import Kept
from tests.cast import PASSWORD
from tests.records.asking import at, concern, entry

pytestmark = pytest.mark.clause("S-06")
HALF = "He waited by the gate and"
DRAFT = {"kept_draft": "yes"}


def test_is_given_back_on_any_device_and_stands_on_the_home_page(cast, as_):
    new = at("log_concern")
    assert as_(cast.vik).post(new, concern(facts=HALF) | DRAFT).status_code == 204
    assert not Concern.objects.exists()
    elsewhere = as_(cast.vik)
    page = elsewhere.get(new).text
    assert HALF in page and "We kept what you were typing (today" in page
    assert "A concern you began to write" in elsewhere.get(reverse("home")).text
    assert HALF not in as_(cast.chen).get(new).text


def test_is_gone_when_it_was_sent_and_does_not_come_back_late(cast, as_):
    client, new = as_(cast.vik), at("log_concern")
    client.post(new, concern(facts=HALF) | DRAFT)
    assert client.post(new, concern(facts=HALF, once="token")).status_code == 302
    assert not Kept.objects.exists()
    client.post(new, concern(facts=HALF, once="token") | DRAFT)
    assert not Kept.objects.exists() and Concern.objects.count() == 1


def test_may_be_thrown_away(cast, as_):
    client, new = as_(cast.vik), at("log_concern")
    client.post(new, concern(facts=HALF) | DRAFT)
    assert client.post(new, {"kept_draft": "forget"})["Location"] == new
    assert not Kept.objects.exists()


@pytest.mark.parametrize(("who", "status"), [("chen", 404), ("amara", 403)])
def test_is_not_kept_on_a_page_that_is_not_theirs(cast, as_, who, status):
    shut = at("write", cast.leo.folder("safeguarding"))
    assert as_(getattr(cast, who)).post(shut, entry() | DRAFT).status_code == status
    assert as_(cast.adam).post(at("register"), {"name": "x"} | DRAFT).status_code == 404
    assert not Kept.objects.exists()


def test_needs_the_token_of_the_page_and_keeps_no_password(cast):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.vik, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.post(at("log_concern"), concern(facts=HALF) | DRAFT).status_code == 403
    assert not Kept.objects.exists()


def test_writes_no_reading_and_no_secret(cast, as_):
    before = Reading.objects.count()
    as_(cast.amara).post(at("write", cast.leo.folder("personal")), entry(password=PASSWORD, fact=HALF) | DRAFT)
    assert Reading.objects.count() == before
    assert not {"password", "kept_draft", "once"} & set(Kept.objects.get().data)


def test_typed_while_the_session_locks_is_kept_all_the_same(cast, as_):
    client, new = as_(cast.vik), at("log_concern")
    client.post(reverse("staff:hide"), {"hidden_page": "/"})
    assert client.post(new, concern(facts=HALF) | DRAFT)["Location"] == reverse("staff:unlock")
    client.post(reverse("staff:unlock"), {"password": PASSWORD})
    assert HALF in client.get(new).text
