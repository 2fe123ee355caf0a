"""Everything once in each round, in an order drawn anew; what is compared is compared within a round."""

import gc
import os
import random
import statistics
from collections import defaultdict

ROUNDS = 20


def rounds(measures, many=ROUNDS):
    """``measures``: name → a function that gives seconds. Returns name → its seconds, round by round."""
    took = defaultdict(list)
    for _ in range(many):
        for name in random.sample(list(measures), len(measures)):
            gc.collect()  # what one leaves behind is not swept up at the cost of the next
            took[name].append(measures[name]())
    return took


def ratio(took, name, beside):
    """The median of what one cost beside another in the same round."""
    return statistics.median(a / b for a, b in zip(took[name], took[beside], strict=True))


def table(title, took, times, unit, beside):
    """How often a second (least, median, most), and how long beside each of the others named."""
    load = " ".join(f"{one:.1f}" for one in os.getloadavg())
    print(f"\n{title} ({len(next(iter(took.values())))} rounds; load {load})")
    for name, seconds in took.items():
        rates = sorted(times / one for one in seconds)
        costs = ", ".join(f"{ratio(took, name, one):5.2f} × {one}" for one in beside)
        print(f"  {name:32} {rates[0]:7,.0f} {statistics.median(rates):7,.0f} {rates[-1]:7,.0f} {unit}   {costs}")


class Goals:
    """What was to be reached, and whether it was."""

    def __init__(self):
        self.missed = []

    def most(self, what, value, goal):
        self._say(what, value, f"at most {goal:g}", value <= goal)

    def least(self, what, value, goal):
        self._say(what, value, f"at least {goal:g}", value >= goal)

    def true(self, what, holds):
        self._say(what, "yes" if holds else "NO", "yes", holds)

    def _say(self, what, value, goal, reached):
        value = value if isinstance(value, str) else f"{value:.2f}"
        print(f"  {'reached' if reached else 'MISSED '}  {what}: {value} ({goal})", flush=True)
        if not reached:
            self.missed.append(what)
