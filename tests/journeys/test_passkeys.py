"""A passkey: made, refused, asked for after the password, and given up; with a security key that Chromium plays."""

import pytest

from .crawl import faults

pytestmark = pytest.mark.journey

KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def plug_in(page):
    """A key in this browser, which its owner touches whenever it is asked."""
    browser = page.context.new_cdp_session(page)
    browser.send("WebAuthn.enable")
    browser.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})


@pytest.mark.clause("S-06")
def test_a_passkey_is_made_asked_for_and_given_up(sits_down, password):
    ola = sits_down("ola", afresh=True)
    plug_in(ola.page)
    ola.opens("/accounts/2fa/webauthn/add/")
    gives_the_password(ola, password)
    ola.writes({"A name for it": "My phone"})
    assert faults(ola) == []
    ola.presses("Make the passkey")
    ola.page.wait_for_url("**/recovery-codes/")

    ola.opens("/accounts/2fa/")
    ola.reads("1 set up", "10 left")
    ola.follows("1 set up")
    ola.page.get_by_role("button", name="Add a passkey").click()
    ola.does_not_read("No passkey was made")
    ola.presses("Make the passkey")
    ola.reads("No passkey was made")  # this key has one already
    ola.opens("/accounts/logout/")
    ola.presses("Sign out")
    begins_to_sign_in(ola, password)
    assert ola.heading == "Now your passkey" and faults(ola) == []
    ola.presses("Sign in with your passkey")
    ola.page.wait_for_url(f"{ola.address}/")

    ola.opens("/accounts/2fa/webauthn/")
    ola.reads("My phone", "last used today")
    ola.follows("Remove")
    gives_the_password(ola, password)
    assert ola.heading == "Remove “My phone”?"
    ola.presses("Remove it")
    ola.reads("You have no passkey yet")


def gives_the_password(seat, password):
    seat.page.get_by_label("Password", exact=True).fill(password)
    seat.presses("Continue")


def begins_to_sign_in(seat, password):
    seat.opens("/accounts/login/")
    seat.page.get_by_label("Email").fill("ola@example.org")
    seat.page.get_by_label("Password", exact=True).fill(password)
    seat.presses("Sign in")
    seat.page.wait_for_url("**/2fa/authenticate/")
