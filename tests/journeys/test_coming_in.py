"""Somebody new: invited, a password of their own, the promise; and a worry that waits for none of it."""

import re

import pytest

from .crawl import faults
from .test_telling import tells

pytestmark = pytest.mark.journey

SECRET = "eleven quiet herons walk"


@pytest.mark.clause("S-08", "S-31", "H-29")
def test_a_new_worker_may_tell_at_once_and_see_records_after_the_promise(sits_down, service):
    invites(sits_down("adam"))
    service.manage("tick")
    nia = sits_down()
    chooses_a_password(nia)
    nia.reads("First, your promise")
    tells(nia, "A boy slept in the porch.", about="A boy in the porch")
    nia.presses("Send the concern")
    nia.reads("has been told")

    nia.opens("/records/people/")
    assert nia.heading == "Before you see any record" and faults(nia) == []
    signs_the_promise(nia)
    assert nia.heading == "People"


def invites(seat):
    seat.opens("/staff/accounts/invite/")
    seat.writes(
        {"First name": "Nia", "Last name": "Moor", "Work e-mail": "nia@example.org", "Job title": "Play worker"}
    )
    seat.answers("Role", "Practitioner")
    seat.page.locator("#form button").last.click()


def chooses_a_password(seat):
    """The link works once, and is gone from the address at once."""
    seat.opens("/staff/post/")
    link = seat.page.locator("main a[href*='/staff/welcome/']").first.get_attribute("href")
    seat.opens(re.sub(r"^https?://[^/]+", "", link))
    assert seat.where == "/staff/password/" and faults(seat) == []
    seat.page.get_by_label("New password").fill(SECRET)
    seat.presses("Keep this password")
    seat.follows("Sign in")
    seat.page.get_by_label("Email").fill("nia@example.org")
    seat.page.get_by_label("Password", exact=True).fill(SECRET)
    seat.presses("Sign in")
    seat.page.wait_for_url(f"{seat.address}/")


def signs_the_promise(seat):
    """The quiz is answered by trying: a wrong answer is sent back with a word, and nothing else is lost."""
    seat.writes({"Your full name": "Nia Moor"})
    for number in range(4):
        for question in seat.page.locator("main fieldset").all():
            if number == 0 or question.locator(".govuk-error-message").count():
                question.get_by_role("radio").nth(number).check()
        seat.presses("Sign the promise")
        if seat.heading != "Before you see any record":
            return
