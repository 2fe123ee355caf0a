"""Signing in looks like the rest, says what to do, and gives nothing away."""

import pytest

from tests.cast import PASSWORD


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("/accounts/login/", "Sign in"),
        ("/accounts/password/reset/", "Forgotten password"),
        ("/accounts/password/reset/done/", "Look in your e-mail"),
    ],
)
def test_what_stands_before_the_door_wears_our_frame(client, db, path, title):
    html = client.get(path).content.decode()
    assert f"<title>{title} – Larch</title>" in html
    assert "In danger now?" in html


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("/accounts/password/change/", "Change your password"),
        ("/accounts/reauthenticate/", "Your password, again"),
        ("/accounts/2fa/", "Second factor"),
        ("/accounts/logout/", "Sign out"),
    ],
)
def test_what_stands_behind_it_does_too(client, cast, path, title):
    client.post("/accounts/login/", {"login": "amara@example.org", "password": PASSWORD})
    html = client.get(path).content.decode()
    assert f"<title>{title} – Larch</title>" in html


def test_a_wrong_password_says_so_in_the_title_and_above_the_form(client, cast):
    html = client.post("/accounts/login/", {"login": "amara@example.org", "password": "no"}).content.decode()
    assert "<title>Error: Sign in – Larch</title>" in html
    assert "There is a problem" in html


def test_the_second_factor_is_set_up_with_a_picture_or_by_typing_after_the_password_once_more(client, cast):
    client.post("/accounts/login/", {"login": "amara@example.org", "password": PASSWORD})
    again = client.get("/accounts/2fa/totp/activate/")
    assert again["Location"].startswith("/accounts/reauthenticate/")
    html = client.post(again["Location"], {"password": PASSWORD}, follow=True).content.decode()
    assert 'src="data:image/svg' in html
    assert 'class="secret"' in html


def test_a_wrong_number_is_refused_with_what_to_do(client, cast):
    client.post("/accounts/login/", {"login": "amara@example.org", "password": PASSWORD})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    html = client.post("/accounts/2fa/totp/activate/", {"code": "000000"}).content.decode()
    assert "<title>Error: Set up your second factor – Larch</title>" in html


def test_an_address_without_an_account_is_answered_alike(client, cast):
    known = client.post("/accounts/password/reset/", {"email": "amara@example.org"})
    unknown = client.post("/accounts/password/reset/", {"email": "nobody@example.org"})
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
