"""A signature drawn with a finger or a mouse: lines of points, in a box of 600 by 200. Nothing else is taken."""

import re

WIDTH, HEIGHT = 600, 200
LONGEST = 40_000  # letters
FEWEST = 10  # points: a slip of the finger is no signature
LINE = re.compile(r"\d{1,3},\d{1,3}(?: \d{1,3},\d{1,3})*", re.ASCII)
NOT_DRAWN = "Draw the signature in the box, or write the name and say who was there."


def lines_of(drawn: str) -> list[str]:
    """The lines, each as `x,y x,y`. Raises ValueError, with what to do, for anything that is not a drawing."""
    lines = drawn.split(";")
    if len(drawn) > LONGEST or not all(LINE.fullmatch(line) for line in lines):
        raise ValueError(NOT_DRAWN)
    points = [tuple(map(int, point.split(","))) for line in lines for point in line.split(" ")]
    if len(points) < FEWEST or any(x > WIDTH or y > HEIGHT for x, y in points):
        raise ValueError(NOT_DRAWN)
    return lines
