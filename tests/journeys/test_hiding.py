"""Somebody walks past: the screen is hidden at once, and opens again to its own user with the words they had typed."""

import pytest

from .crawl import faults
from .seat import SPILLS

pytestmark = pytest.mark.journey
HALF = "He waited by the gate and"


def begins_to_tell(seat):
    seat.opens("/records/concerns/new/")
    seat.writes({"What happened": HALF})
    return seat


@pytest.mark.clause("S-06")
@pytest.mark.parametrize("phone", [False, True], ids=["keyboard", "thumb"])
def test_one_press_hides_and_locks_and_the_words_come_back(sits_down, password, phone):
    vik = begins_to_tell(sits_down("vik", afresh=True, phone=phone))
    if phone:
        vik.presses("Hide screen")
    else:
        vik.page.keyboard.press("Escape")
        vik.page.keyboard.press("Escape")
    vik.reads("hidden and locked")
    vik.does_not_read(HALF)
    assert faults(vik) == []
    vik.opens("/records/concerns/new/")
    assert vik.where == "/staff/unlock/"

    vik.signs(password)
    vik.presses("Go on")
    assert vik.where == "/records/concerns/new/"
    assert vik.page.get_by_role("textbox", name="What happened").input_value() == HALF


def test_the_button_fits_on_the_smallest_phone(sits_down):
    vik = sits_down("vik", phone=True)
    vik.page.set_viewport_size({"width": 320, "height": 640})
    vik.opens("/")
    assert vik.page.get_by_role("button", name="Hide screen").is_visible() and vik.page.evaluate(SPILLS) is None


def test_one_escape_hides_nothing(sits_down):
    vik = begins_to_tell(sits_down("vik", afresh=True))
    vik.page.keyboard.press("Escape")
    assert not vik.page.is_visible("#cover")


def test_the_page_is_covered_before_the_service_answers(sits_down):
    vik = begins_to_tell(sits_down("vik", afresh=True))
    vik.page.route("**/staff/hide/", lambda route: None)
    vik.presses("Hide screen")
    assert vik.page.is_visible("#cover") and "concern" not in vik.page.title()
    vik.page.unroute_all(behavior="ignoreErrors")
