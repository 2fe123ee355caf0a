"""Every place on an outline has one name; left and right are the person's own."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records import body

DRAWINGS = [(outline, view) for outline in body.OUTLINES for view in body.VIEWS]
drawings = st.sampled_from(DRAWINGS)
heights = st.integers(0, body.HEIGHT)


def swapped(name):
    return name.translate({}).replace("left", "…").replace("right", "left").replace("…", "right")


@st.composite
def places(draw):
    outline, view = draw(drawings)
    return outline, view, draw(st.integers(0, body.width_of(outline, view))), draw(heights)


@given(places())
def test_every_place_has_a_name_of_its_drawing(place):
    assert body.region_of(*place) in [region.name for region in body.regions_of(*place[:2])]
    assert body.is_on(*place)


@pytest.mark.parametrize(("outline", "view"), DRAWINGS)
def test_the_middle_of_a_region_bears_its_name_and_lies_on_the_drawing(outline, view):
    for region in body.regions_of(outline, view):
        assert body.region_of(outline, view, *region.middle) == region.name
        assert body.middle_of(outline, view, region.name) == region.middle
        assert body.is_on(outline, view, *region.middle)


@pytest.mark.parametrize(("outline", "view"), DRAWINGS)
def test_no_two_regions_of_a_drawing_share_a_name(outline, view):
    names = [region.name for region in body.regions_of(outline, view)]
    assert len(set(names)) == len(names)


@given(places())
def test_what_is_mirrored_is_the_same_place_on_the_other_side(place):
    outline, view, x, y = place
    width = body.width_of(outline, view)
    there = {"left_hand": "right_hand", "right_hand": "left_hand"}.get(view, view)
    if there != view or x * 2 != width:
        assert body.region_of(outline, there, width - x, y) == swapped(body.region_of(outline, view, x, y))


@pytest.mark.parametrize(
    ("outline", "view", "x", "y", "name"),
    [
        ("child", "front", 350, 300, "left upper arm"),
        ("child", "front", 130, 300, "right upper arm"),
        ("child", "back", 130, 300, "back of the left upper arm"),
        ("child", "front", 240, 90, "face"),
        ("infant", "back", 270, 650, "left buttock"),
        ("child", "head", 680, 520, "left ear"),
        ("child", "left_hand", 700, 560, "left thumb"),
        ("child", "right_hand", 100, 560, "right thumb"),
    ],
)
def test_left_is_the_persons_own_left(outline, view, x, y, name):
    assert body.region_of(outline, view, x, y) == name


@pytest.mark.parametrize("view", body.VIEWS)
def test_both_figures_name_their_places_alike(view):
    child, infant = ({region.name for region in body.regions_of(one, view)} for one in body.OUTLINES)
    assert child == infant
