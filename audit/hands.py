"""Several processes that work at one task, each with a connection of its own."""

import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from typing import Any

Turn = Callable[[Callable[..., Any], Iterable[tuple]], Iterator[Any]]


@contextmanager
def hands(many: int) -> Iterator[Turn]:
    """Gives a function like `itertools.starmap`, which does the work in so many processes, or in this one."""
    if many == 1:
        yield lambda function, items: (function(*item) for item in items)
        return
    from django.db import connection

    begin = (connection.alias, connection.settings_dict["NAME"])
    with ProcessPoolExecutor(many, multiprocessing.get_context("spawn"), _begin, begin) as pool:
        yield lambda function, items: _in_turn(pool, function, items, ahead=2 * many)


def _in_turn(pool: ProcessPoolExecutor, function: Callable, items: Iterable[tuple], ahead: int) -> Iterator[Any]:
    """The results in their order, never with more than ``ahead`` of them waiting."""
    begun: deque = deque()
    for item in items:
        begun.append(pool.submit(function, *item))
        if len(begun) > ahead:
            yield begun.popleft().result()
    while begun:
        yield begun.popleft().result()


def _begin(alias: str, name: str) -> None:
    import django
    from django.db import connections

    django.setup()
    from .walls import standing_as_system

    standing_as_system().__enter__()  # until the process ends
    connections[alias].settings_dict["NAME"] = name
