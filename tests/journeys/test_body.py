"""Showing where on the body: with a mouse, by keyboard, by touch, and without scripts."""

import pytest
from django.urls import reverse

from records import body

from .crawl import faults

pytestmark = pytest.mark.journey

SOME = [
    (view, share, height) for view in body.VIEWS for share in (0.2, 0.42, 0.6, 0.77) for height in (90, 310, 520, 830)
]


@pytest.fixture
def folder(service):
    asks = "from records.models import Person; print(Person.objects.get(name='Leo Larkin').folder('{}').public_id)"
    return service.knows(asks.format("developmental"))


def begins(seat, folder):
    seat.opens(reverse("records:write", args=[folder]))
    seat.writes({"What happened": "His sleeve rode up."})
    if not shown(seat).count():  # what was kept of an earlier visit opens them already
        seat.page.get_by_text("Show where on the body").click()


def sends(seat, words):
    seat.presses("Save the entry")
    seat.reads("Written.", words)


def shown(seat):
    return seat.page.locator(".place__drawing:visible")


def clicks(seat, x, y):
    svg = shown(seat).locator("svg")
    box, width = svg.bounding_box(), int(svg.get_attribute("viewBox").split()[2])
    svg.click(position={"x": box["width"] * x / width, "y": box["height"] * y / body.HEIGHT})


def where(seat, number=1):
    return seat.page.locator(f"#id_mark_{number}_where").input_value()


@pytest.mark.clause("S-22")
def test_with_a_mouse_several_on_several_drawings(sits_down, folder):
    amara = sits_down("amara")
    begins(amara, folder)
    clicks(amara, 352, 300)
    amara.picks("What did you see", "Bruise")
    amara.presses("Add another mark")
    amara.presses("Left hand")
    clicks(amara, 700, 560)
    amara.page.get_by_role("group", name="Mark 2").get_by_label("What did you see").select_option("burn")
    assert (where(amara), where(amara, 2)) == ("front.left_upper_arm", "left_hand.left_thumb")
    assert faults(amara) == []
    sends(amara, "Left thumb: burn or scald")
    amara.reads("Left upper arm: bruise")
    assert faults(amara) == []


@pytest.mark.clause("S-22")
def test_with_keys_alone(sits_down, folder):
    amara = sits_down("amara")
    begins(amara, folder)
    keys = amara.page.keyboard
    amara.page.get_by_role("button", name="Right hand").focus()
    keys.press("Tab")
    for key in ["ArrowLeft"] * 2 + ["ArrowDown"] * 6 + ["Shift+ArrowUp"]:
        keys.press(key)
    assert amara.page.get_by_role("status").filter(has_text="Right side of the stomach").is_visible()
    keys.press("Enter")
    amara.reads("Mark 1: Right side of the stomach.")
    x, y = (amara.page.locator(f"#id_mark_1_{part}").input_value() for part in "xy")
    assert (x, y) == ("200", "416")
    amara.picks("What did you see", "Swelling")
    sends(amara, "Right side of the stomach: swelling")


def test_by_touch_on_a_phone_about_a_baby(sits_down, folder):
    amara = sits_down("amara", phone=True)
    begins(amara, folder)
    amara.page.get_by_label("A baby").check()
    amara.page.get_by_role("button", name="Back", exact=True).tap()
    box = shown(amara).locator("svg").bounding_box()
    shown(amara).locator("svg").tap(position={"x": box["width"] * 270 / 640, "y": box["height"] * 0.66})
    amara.picks("What did you see", "Bruise")
    sends(amara, "Left buttock: bruise")


def test_without_scripts_the_lists_do_the_same(sits_down, folder):
    amara = sits_down("amara", java_script_enabled=False)
    begins(amara, folder)
    assert not amara.page.locator(".place").is_visible()
    amara.picks("Where", "Nose")
    amara.presses("Add another mark")
    amara.page.get_by_role("group", name="Mark 2").get_by_label("Where").select_option("back.left_calf")
    for number in (1, 2):
        amara.page.get_by_role("group", name=f"Mark {number}").get_by_label("What did you see").select_option("cut")
    sends(amara, "Nose: cut or scratch")
    amara.reads("Left calf: cut or scratch")


def test_a_place_chosen_from_the_list_is_shown_on_its_drawing(sits_down, folder):
    amara = sits_down("amara")
    begins(amara, folder)
    amara.picks("Where", "Left calf")
    mark = shown(amara).locator(".outline__mark")
    place = int(mark.get_attribute("cx")), int(mark.get_attribute("cy"))
    assert place == body.middle_of("child", "back", "left calf")


def test_the_page_and_the_service_call_every_place_alike(sits_down, folder, request):
    """A third of the places on every drawing; with --long all of them."""
    amara = sits_down("amara")
    begins(amara, folder)
    for view, share, y in SOME if request.config.getoption("long") else SOME[::3]:
        x = round(share * body.width_of("child", view))
        amara.page.locator(f"button[data-view={view}]").click()
        clicks(amara, x, y)
        x, y = (int(amara.page.locator(f"#id_mark_1_{part}").input_value()) for part in "xy")
        assert where(amara) == f"{view}.{body.region_of('child', view, x, y).replace(' ', '_')}"
