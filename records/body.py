"""The outlines on which somebody shows where, and the name of every place on them; plain Python, without Django.

A place is told in thousandths of the height of its drawing. A region is a line with a thickness, as a limb is: the
name of a place is that of the region it lies deepest in, or nearest to, so every place has one. Left and right are the
person's own, as in all notes about injuries: seen from the front their left is on our right.
"""

from dataclasses import dataclass
from functools import cache
from math import hypot

HEIGHT = 1000
OUTLINES = {"child": "A child, young person or adult", "infant": "A baby"}
VIEWS = {"front": "Front", "back": "Back", "head": "Head", "left_hand": "Left hand", "right_hand": "Right hand"}
WIDTHS = {"child": 480, "infant": 640, "head": 800, "left_hand": 800, "right_hand": 800}

# What each part of the body is called, seen from the front and from the back.
FRONT = {
    "head": "face",
    "neck": "front of the neck",
    "shoulder": "{} shoulder",
    "chest": "{} side of the chest",
    "belly": "{} side of the stomach",
    "hip": "{} hip",
    "groin": "groin",
    "upper arm": "{} upper arm",
    "elbow": "inside of the {} elbow",
    "forearm": "{} forearm",
    "hand": "{} hand",
    "thigh": "{} thigh",
    "knee": "{} knee",
    "shin": "{} shin",
    "foot": "{} foot",
}
BACK = {
    "head": "back of the head",
    "neck": "back of the neck",
    "shoulder": "back of the {} shoulder",
    "chest": "{} side of the upper back",
    "belly": "{} side of the lower back",
    "seat": "{} buttock",
    "upper arm": "back of the {} upper arm",
    "elbow": "{} elbow",
    "forearm": "back of the {} forearm",
    "hand": "back of the {} hand",
    "thigh": "back of the {} thigh",
    "knee": "back of the {} knee",
    "shin": "{} calf",
    "foot": "{} heel",
}
# Half of each figure, from its middle line: where a part begins and ends, and how thick it is (x, y, x, y, radius).
CHILD = {
    "head": (0, 70, 0, 115, 60),
    "neck": (0, 184, 0, 192, 24),
    "shoulder": (72, 226, 88, 232, 24),
    "chest": (36, 250, 36, 300, 38),
    "belly": (34, 360, 34, 430, 34),
    "hip": (58, 486, 58, 496, 24),
    "groin": (0, 525, 0, 532, 20),
    "seat": (38, 492, 38, 518, 36),
    "upper arm": (104, 270, 114, 332, 20),
    "elbow": (121, 360, 122, 366, 18),
    "forearm": (128, 396, 140, 450, 18),
    "hand": (151, 500, 158, 540, 22),
    "thigh": (50, 570, 46, 650, 34),
    "knee": (44, 706, 44, 714, 28),
    "shin": (42, 770, 40, 870, 28),
    "foot": (46, 938, 50, 950, 28),
}
INFANT = {
    "head": (0, 120, 0, 190, 118),
    "neck": (0, 300, 0, 304, 30),
    "shoulder": (96, 340, 108, 346, 34),
    "chest": (50, 385, 50, 430, 52),
    "belly": (50, 510, 50, 570, 52),
    "hip": (88, 640, 92, 650, 34),
    "groin": (0, 690, 0, 700, 32),
    "seat": (54, 650, 54, 670, 52),
    "upper arm": (142, 376, 168, 408, 34),
    "elbow": (187, 432, 190, 436, 28),
    "forearm": (205, 460, 220, 490, 28),
    "hand": (235, 534, 242, 552, 32),
    "thigh": (96, 715, 122, 765, 46),
    "knee": (130, 812, 130, 818, 40),
    "shin": (122, 855, 108, 895, 36),
    "foot": (104, 942, 112, 952, 34),
}
HEAD = {
    "top of the head": (0, 185, 0, 195, 70),
    "forehead": (0, 300, 0, 320, 85),
    "{} temple": (195, 345, 215, 400, 45),
    "{} eye": (105, 462, 125, 462, 56),
    "nose": (0, 480, 0, 585, 42),
    "{} cheek": (165, 590, 155, 640, 72),
    "{} ear": (282, 470, 276, 560, 44),
    "mouth": (0, 705, 0, 712, 62),
    "{} side of the jaw": (185, 735, 140, 790, 44),
    "chin": (0, 825, 0, 832, 56),
    "throat": (0, 950, 0, 960, 60),
}
# The left hand as its owner sees the back of it: the thumb is on the right.
HAND = {
    "{} little finger": (-180, 520, -228, 350, 38),
    "{} ring finger": (-82, 445, -104, 205, 42),
    "{} middle finger": (24, 430, 28, 140, 44),
    "{} first finger": (128, 455, 156, 210, 42),
    "{} thumb": (220, 690, 318, 520, 46),
    "back or palm of the {} hand": (-20, 620, -10, 740, 150),
    "{} wrist": (0, 915, 0, 960, 90),
}


@dataclass(frozen=True)
class Region:
    """A named part of one drawing: a line from one point to another, and how far it reaches around that."""

    name: str
    x1: int
    y1: int
    x2: int
    y2: int
    reach: int

    @property
    def middle(self):
        return (self.x1 + self.x2) // 2, (self.y1 + self.y2) // 2

    def depth(self, x, y):
        """How far outside the region a place lies; less than nothing inside it."""
        along_x, along_y = self.x2 - self.x1, self.y2 - self.y1
        length = along_x**2 + along_y**2
        share = ((x - self.x1) * along_x + (y - self.y1) * along_y) / length if length else 0
        share = min(1, max(0, share))
        return hypot(x - self.x1 - share * along_x, y - self.y1 - share * along_y) - self.reach


def width_of(outline, view):
    return WIDTHS.get(view) or WIDTHS[outline]


@cache
def regions_of(outline, view):
    """Every region of one drawing."""
    middle = width_of(outline, view) // 2
    if view in ("left_hand", "right_hand"):
        side, way = view.removesuffix("_hand"), 1 if view == "left_hand" else -1
        return [_region(name.format(side), bone, middle, way) for name, bone in HAND.items()]
    if view == "head":
        return _both_sides(HEAD, middle, "left")
    names, half = FRONT if view == "front" else BACK, CHILD if outline == "child" else INFANT
    return _both_sides({names[part]: half[part] for part in names}, middle, "left" if view == "front" else "right")


def _both_sides(half, middle, on_our_right):
    ways = {1: on_our_right, -1: "right" if on_our_right == "left" else "left"}
    return [
        _region(name.format(side), bone, middle, way)
        for name, bone in half.items()
        for way, side in ways.items()
        if "{}" in name or way == 1
    ]


def _region(name, bone, middle, way):
    x1, y1, x2, y2, reach = bone
    return Region(name, middle + way * x1, y1, middle + way * x2, y2, reach)


def region_of(outline, view, x, y):
    """The name of a place. Total: whatever lies beside the figure is named after what is nearest."""
    return min(regions_of(outline, view), key=lambda region: region.depth(x, y)).name


def middle_of(outline, view, name):
    """Where a mark stands that was placed by the name of a region alone."""
    return next(region.middle for region in regions_of(outline, view) if region.name == name)


def is_on(outline, view, x, y):
    """Whether a place lies on the drawing."""
    return 0 <= x <= width_of(outline, view) and 0 <= y <= HEIGHT
