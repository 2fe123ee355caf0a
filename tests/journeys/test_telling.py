"""Somebody saw something and says so: on a phone, by keyboard, without scripts, and when they were called away."""

import re
import time

import pytest
from django.urls import reverse

from .conftest import sign_in
from .crawl import faults
from .sharing import CALM, asks_whether, says, settles_not_to_share, to

pytestmark = pytest.mark.journey

NEW = "/records/concerns/new/"


def tells(seat, what, about="A girl in a yellow coat"):
    seat.opens(NEW)
    seat.answers("Is anyone in danger now", "No")
    seat.answers("Is it about somebody who works", "No")
    seat.writes({"Somebody not listed": about, "What happened": what})


@pytest.mark.clause("S-27")
def test_a_volunteer_tells_within_a_minute_on_a_phone_and_reads_back_how_far_it_came(sits_down):
    vik, dee = sits_down("vik", phone=True), sits_down("dee")
    begun = time.monotonic()
    vik.opens("/")
    vik.follows("Log a concern")
    tells(vik, "She said that she had not eaten since yesterday.")
    vik.page.get_by_role("button", name="Send the concern").dblclick()
    vik.reads("Received", "has been told")
    assert time.monotonic() - begun < 60

    answers(dee, vik.this_id)
    vik.page.reload()
    vik.reads("Acted on")
    vik.does_not_read("The school was rung")
    assert vik.opens(reverse("records:concern", args=[vik.this_id])).status in (403, 404)
    assert times_told(dee, "yellow coat") == 1


def answers(seat, concern):
    seat.opens(reverse("records:answer", args=[concern]))
    seat.writes({"What was discussed": "With Vik, at once.", "What came of it": "The school was rung."})
    seat.writes({"What happens next": "The school rings back on Monday."})
    seat.page.get_by_label("Yes, as written above").check()
    seat.page.locator("#form button").first.click()


def times_told(seat, words):
    seat.opens("/records/concerns/")
    return seat.text.count(words)


@pytest.mark.clause("S-06")
def test_who_is_called_away_in_mid_sentence_finds_their_words_again(sits_down, service, password):
    vik = sits_down("vik", afresh=True)
    tells(vik, "He waited by the gate for an hour, and nobody came.")
    fall_idle(service, vik)
    vik.presses("Send the concern")
    assert vik.heading == "Are you still there?" and faults(vik) == []
    assert vik.page.get_by_role("link", name="Concerns").count() == 0

    vik.signs(password)
    vik.presses("Go on")
    box = vik.page.get_by_role("textbox", name="What happened")
    assert box.input_value() == "He waited by the gate for an hour, and nobody came."
    vik.presses("Send the concern")
    vik.reads("Received")


def fall_idle(service, seat):
    """Sixteen minutes pass for this one session."""
    key = next(cookie["value"] for cookie in seat.page.context.cookies() if cookie["name"] == "sessionid")
    opened = f"from staff.sessions import SessionStore; session = SessionStore({key!r})"
    service.knows(f"{opened}; session['last'] -= 16 * 60; session.save()")


def test_the_keyboard_alone_is_enough(sits_down, password):
    vik = sits_down()
    vik.opens("/accounts/login/")
    keys = vik.page.keyboard
    tabs_to(vik, "login")
    keys.type("vik@example.org")
    tabs_to(vik, "password")
    keys.type(password)
    keys.press("Enter")
    vik.page.wait_for_url(f"{vik.address}/")
    vik.opens(NEW)
    for name in ("danger", "is_about_staff"):
        tabs_to(vik, name)
        keys.press("Space")
        keys.press("ArrowDown" if name == "danger" else "Tab")
    tabs_to(vik, "others")
    keys.type("A boy on the stairs")
    tabs_to(vik, "facts")
    keys.type("He cried and would not say why.")
    tabs_to(vik, "Send the concern")
    keys.press("Enter")
    vik.reads("has been told")


FOCUSED = """() => {
  const at = document.activeElement, ring = getComputedStyle(at);
  const drawn = ring.outlineStyle !== "none" || ring.boxShadow !== "none";
  const seen = drawn || at === document.body || at.className.includes("govuk-radios__input");
  return [at.name || "", at.innerText || "", seen];
}"""


def tabs_to(seat, name):
    """Press Tab until it is there; wherever the focus rests on the way, it can be seen."""
    for _ in range(80):
        seat.page.keyboard.press("Tab")
        found, words, seen = seat.page.evaluate(FOCUSED)
        assert seen, f"The focus cannot be seen on {found or words}"
        if name in (found, words.strip()):
            return
    raise AssertionError(f"Tab does not lead to {name}")


def test_without_scripts_everything_still_works_and_is_sent_once(sits_down, password):
    amara, dee = sits_down(java_script_enabled=False), sits_down("dee")
    sign_in(amara, "amara")
    tells(amara, "The door was locked from outside.", about="A boy with a drum")
    amara.page.get_by_role("button", name="Send the concern").dblclick()
    amara.reads("has been told")
    assert times_told(dee, "A boy with a drum") == 1
    amara.opens(NEW)
    amara.presses("Send the concern")
    amara.reads("There is a problem", re.compile("Say what happened"))

    asks_whether(amara, "Laila Haddad", CALM | to("Ms Tarn") | {
        "Is there a legitimate purpose": says("No"),
        "Is the decision properly recorded": says(None, choices={"Is the person told": "Tell the person before"}),
    })  # fmt: skip
    settles_not_to_share(amara, password)
    amara.reads("Signed, and in the record")
