"""What was marked on an outline of the body, as it stands in the record of what left: drawn on paper, told in words."""

from typing import TypedDict


class Marked(TypedDict):
    """One mark: which drawing, where on it (thousandths of its height), and in words."""

    outline: str
    view: str
    x: int
    y: int
    told: str


def marks_of(item) -> list[Marked]:
    """What left of an entry's marks: only those that the words of this item tell too."""
    marks = item.entry.marks.all() if item.entry else []
    return [
        {"outline": mark.outline, "view": mark.view, "x": mark.x, "y": mark.y, "told": mark.told}
        for mark in marks
        if mark.told in item.what
    ]
