"""Everybody for whom the pages are tried, what each is expected to find, and which of all those cells a run tries.

The people of matrix.txt are one half. The other is what somebody may be to Leo (relations.txt): mostly Chen, a
colleague with no reason to look; or whoever the relation begins with (`ade_granted`). Where a line says `like`, a
relation answers everywhere as that column does: what has ended is as if it had never been. A page that is not in the
table of relations answers as it answers that reader without any.

One rule stands for all methods. What the tables say is what reading finds: by GET, HEAD, or GET by a script of the page
(HTMX); of a page that only acts, what posting does. What is shut is shut to whoever posts, too, and what is open says
what is wrong with an empty form. A method that a page does not take is answered 405, whatever and whoever it is about;
PUT, PATCH, DELETE and OPTIONS no page takes. Whoever is not signed in is asked to, first of all.
"""

from pathlib import Path

from django.db import connection

from .pages import ours, taken_by

HERE = Path(__file__).parent
SHUT = {"sign-in", "promise", "hidden", "refused"}
NOT_TAKEN = 405
UNKNOWN = ["put", "patch", "delete", "options"]
METHODS = {"get": "GET", "head": "HEAD", "htmx": "GET", "post": "POST"} | {name: name.upper() for name in UNKNOWN}


def _table(name):
    lines = [line.split() for line in (HERE / name).read_text("utf-8").splitlines()]
    lines = [line for line in lines if line and not line[0].startswith("#")]
    like = {one: line[1] for line in lines if line[0] == "like" for one in line[2:]}
    head, *rows = [line for line in lines if line[0] != "like"]
    return head[1:], {page: dict(zip(head[1:], cells, strict=True)) for page, *cells in rows}, like


PEOPLE, EXPECTED, _ = _table("matrix.txt")
RELATIONS, OF_RELATIONS, LIKE = _table("relations.txt")
RELATED = [*RELATIONS, *LIKE]
ALL = [*PEOPLE, *RELATED]
TAKES = {page: taken_by(pattern) for page, pattern in ours().items()}


def reader(standing):
    """Whose eyes a page is tried with."""
    first = standing.partition("_")[0]
    return first if first in PEOPLE else "chen"


def expected(page, standing):
    column = LIKE.get(standing, standing)
    if column in PEOPLE:
        return EXPECTED[page][column]
    return OF_RELATIONS[page][column] if page in OF_RELATIONS else EXPECTED[page][reader(standing)]


def right(page, standing, method):
    """What a page may answer."""
    said, takes = expected(page, standing), TAKES[page]
    if said == "sign-in":
        return {said}
    if METHODS[method] not in takes:
        return {NOT_TAKEN}
    if method != "post" or "GET" not in takes or said in SHUT:
        return {said}
    return {"open", "stale", "refused"}


class Every:
    """Which of all cells a run tries: each nth, beginning elsewhere for each standing, the same ones every time."""

    shut = {"get": 1, "post": 5, "head": 40, "htmx": 40} | dict.fromkeys(UNKNOWN, 40)
    opened = {"get": 3, "post": 9, "head": 40, "htmx": 40} | dict.fromkeys(UNKNOWN, 40)
    elsewhere = dict.fromkeys(METHODS, 24)  # a page that does not depend on what somebody became
    times = {"sqlite": 1, "postgresql": 4}[connection.vendor]

    @classmethod
    def step(cls, page, standing, method):
        if standing in RELATED and page not in OF_RELATIONS:
            return cls.elsewhere[method] * cls.times
        steps = cls.shut if expected(page, standing) in SHUT else cls.opened
        if "GET" not in TAKES[page]:  # a page that only acts
            method = {"get": "head", "post": "get"}.get(method, method)
        often = 4 if standing in RELATED else 2 if expected(page, standing) in SHUT and method == "get" else 1
        return steps[method] * cls.times * often


def cells(standing, all_of_them=False):
    """(page, method) of every cell to be tried for somebody."""
    for number, page in enumerate(EXPECTED, ALL.index(standing)):
        for offset, method in enumerate(METHODS):
            if all_of_them or (number + offset) % Every.step(page, standing, method) == 0:
                yield page, method
