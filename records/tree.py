"""Where everybody stands in the family picture: two to a row, so that a telephone shows it whole."""

from dataclasses import dataclass
from textwrap import wrap

WIDTH, BOX, HIGH = 344, 160, 76
GAP, TITLE, LETTERS = 14, 30, 20


@dataclass(frozen=True)
class Box:
    """One person in the picture: where the box stands, and its lines of words."""

    x: int
    y: int
    name: list[str]
    words: list[str]
    kind: str
    high: int = HIGH

    @property
    def middle(self):
        return self.x + BOX // 2

    @property
    def lines(self):
        """Every line with its height in the picture; those of the name are bold."""
        said = [(text, True) for text in self.name] + [(text, False) for text in self.words]
        top = self.y + (self.high - 17 * len(said)) // 2 + 13
        return [(top + 17 * number, text, bold) for number, (text, bold) in enumerate(said)]


@dataclass(frozen=True)
class Title:
    y: int
    text: str


class Picture:
    """A trunk from the oldest generation to the youngest; whoever stands beside it is joined to it."""

    width, box, high, trunk = WIDTH, BOX, HIGH, WIDTH // 2
    before, of_whom = 2, ["This record"]  # how many generations stand above the person, and what is said of them

    def __init__(self, family):
        self.boxes, self.titles, self.height = [], [], 0
        above, beside = family.generations[: self.before], family.generations[self.before :]
        for title, relatives in above:
            self._draw(title, relatives)
        self.height += TITLE // 2
        self._row([_box_of(family.person.name, self.of_whom, "self")])
        for title, relatives in beside:
            self._draw(title, relatives)

    @property
    def joins(self):
        """The short lines from the trunk to each box beside it: (from, to, height)."""
        for box in self.boxes:
            if box.middle != self.trunk:
                edge = box.x + BOX if box.x < self.trunk else box.x
                yield edge, self.trunk, box.y + self.high // 2

    @property
    def ends(self):
        return self.boxes[0].y + self.high // 2, self.boxes[-1].y + self.high // 2

    def _draw(self, title, relatives):
        if not relatives:
            return
        self.titles.append(Title(self.height + TITLE - 9, title))
        self.height += TITLE
        for place in range(0, len(relatives), 2):
            self._row([_box(relative) for relative in relatives[place : place + 2]])

    def _row(self, row):
        left = 0 if len(row) == 2 else (WIDTH - BOX) // 2
        for number, (name, words, kind) in enumerate(row):
            self.boxes.append(Box(left + number * (WIDTH - BOX), self.height, name, words, kind, self.high))
        self.height += self.high + GAP


class Small(Picture):
    """The person on top, and below whoever has a place: one line for the name, and what they are."""

    high, before, of_whom = 58, 0, []


def _box(relative):
    note = relative.notes[-1] if relative.notes else ""
    return _box_of(relative.name, [relative.what, note], relative.drawn)


def _box_of(name, words, kind):
    return _few(name, 2), [line for text in words for line in _few(text, 1)], kind


def _few(text, most):
    """At most so many lines; what does not fit stands in the list beside the picture."""
    return wrap(text, LETTERS + 4 * (most == 1), max_lines=most, placeholder=" …") if text else []
