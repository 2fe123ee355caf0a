"""The chronology drawn: a line of time with a sign for each thing that happened, by how much it matters.

Colour is never alone: what is significant is a diamond and stands highest, what is worth noting is a full circle, what
is routine is a ring on the line. The list beside says the same in words.
"""

from dataclasses import dataclass

WIDTH, EDGE = 1000, 70
LEVEL = {"significant": 40, "noted": 85, "routine": 130}
APART, STEP, MOST = 16, 12, 2
TICKS = 5


@dataclass(frozen=True)
class Sign:
    x: int
    y: int
    weight: str

    @property
    def diamond(self):
        return f"M{self.x} {self.y - 9}L{self.x + 9} {self.y}L{self.x} {self.y + 9}L{self.x - 9} {self.y}Z"


@dataclass(frozen=True)
class Timeline:
    signs: list
    ticks: list  # (x, day)

    @classmethod
    def of(cls, moments):
        """The drawing of these moments; None for fewer than two, which need no line."""
        times = sorted(moment.at for moment in moments)
        if len(times) < 2 or times[0] == times[-1]:
            return None
        first, whole = times[0], (times[-1] - times[0]).total_seconds()
        places = [
            (round(EDGE + (WIDTH - 2 * EDGE) * (moment.at - first).total_seconds() / whole), moment.weight)
            for moment in sorted(moments, key=lambda moment: moment.at)
        ]
        last = TICKS - 1
        ticks = [(EDGE + (WIDTH - 2 * EDGE) * n // last, first + (times[-1] - first) * n / last) for n in range(TICKS)]
        return cls(_signs(places), ticks)


def _signs(places):
    """Signs that would hide one another stand a little lower each, three deep at most."""
    signs, last = [], {}
    for x, weight in places:
        before, depth = last.get(weight, (-WIDTH, 0))
        depth = min(depth + 1, MOST) if x - before < APART else 0
        last[weight] = (x, depth)
        signs.append(Sign(x, LEVEL[weight] + depth * STEP, weight))
    return signs
