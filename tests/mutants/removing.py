"""A plugin of pytest: runs each test once with every guard in place, then without each guard in turn.

Each removal happens in a process of its own, forked when all is loaded and the tables are there; it runs the tests that
go through the guard, those that noticed its neighbours first, until one fails. What no test notices has survived.
"""

import gc
import inspect
import json
import os
import re
import signal
import time
from collections import defaultdict
from contextlib import nullcontext
from types import FunctionType, SimpleNamespace

import pytest
from _pytest.runner import runtestprotocol
from django.db import connection

from tests.architecture.pages import pages

from .core import as_they_are, changed, in_core, made_again
from .guards import Guard, code_of, in_source, is_function, saying_so, without
from .walls import in_walls, lower

LONGEST = float(os.environ.get("MUTANT_SECONDS", 60))  # of the processor: then tests of one guard end; it survived
SHARE, OF = (int(part) for part in os.environ.get("MUTANT_SHARE", "0/1").split("/"))
EVERY = int(os.environ.get("MUTANT_EVERY", 1))  # only each nth guard: a sample
ONLY = os.environ.get("MUTANT_ONLY", "")  # only guards whose name this pattern finds
INSIDE = bool(os.environ.get("MUTANT_INSIDE"))  # only guards inside functions: doors are tried by themselves
CORE = bool(os.environ.get("MUTANT_CORE"))  # not guards, but changes to what decides
RESULTS = os.environ["MUTANT_RESULTS"]
OF_PAGES = {"door", "undertaking"}
OF_WALLS = {"wall", "condition"}
ALL = type("All", (), {"__contains__": lambda self, name: True})()
FOLDER = os.getcwd() + os.sep
TABLE = "tests/architecture/test_matrix.py::test_who_may_open_what"
READ = "tests/architecture/test_scopes.py::test_every_list_has_for_each_what_is_theirs"
LISTS = [f"{READ}[{who}]" for who in ("amara:once", "dora:not_grant", "amara:shut", "dee:later")]  # notice most there
MANY = 50  # fail in any case: something else is wrong
FIRST = ["chen", "ade", "vik", "ben", "newt"]  # whose column in the table of pages notices most


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session):
    if session.config.option.collectonly:
        return None
    gc.unfreeze()  # what is frozen is not found
    fit = [item for item in session.items if "transactional_db" not in getattr(item, "fixturenames", ())]
    guards = list(_guards())
    if CORE:
        as_they_are()
    through, took = _with_every_guard(fit, guards)
    if len(fit) - len(took) > MANY:
        pytest.exit(f"{len(fit) - len(took)} tests fail with every guard in place: this run would show nothing.", 1)
    noticed = defaultdict(list)
    for guard in guards:
        by, seconds = _tried(guard, _in_turn(guard, fit, through, took, noticed[guard.file]))
        if by and by in noticed[guard.file]:
            noticed[guard.file].remove(by)
        noticed[guard.file][:0] = [by] if by else []
        _tell({"guard": guard.name, "noticed_by": by, "seconds": round(seconds, 1)})
    return True


def _tell(line):
    with open(RESULTS, "a") as file:
        file.write(json.dumps(line) + "\n")


def _guards():
    """This worker's share of the guards, in an order that never changes."""
    here = [in_core] if CORE else [in_walls] if connection.vendor == "postgresql" else [_doors, in_source][INSIDE:]
    all_of_them = [guard for some in here for guard in some()]
    found = [guard for guard in all_of_them if re.search(ONLY, guard.name)]
    return found[::EVERY][SHARE::OF]


def _doors():
    for name, pattern in pages():
        guard = getattr(pattern.callback, "guard", "public")
        if guard in {"public", "signed in"}:
            continue
        view = inspect.unwrap(pattern.callback)
        code = getattr(view, "func", view).__code__  # a page made for each kind of record is a partial
        asked = getattr(guard, "__qualname__", str(guard))
        for kind in ["door"] + ["undertaking"] * _cells(_guarded(pattern.callback))["undertaking"].cell_contents:
            yield Guard(kind, code.co_filename.removeprefix(FOLDER), name, code.co_firstlineno, asked)


# With every guard in place


def _with_every_guard(items, guards):
    """Which guarded functions each test goes through, and how long it takes; what fails now tells nothing later.

    The table of pages goes through them all, and is believed to take long.
    """
    seen: set = set()
    _watch(guards, seen)
    through = {item.nodeid: ALL for item in items if item.nodeid.startswith(TABLE)}
    took = dict.fromkeys(through, 10.0)
    others = [item for item in items if item.nodeid not in through] or items[:1]
    for item, following in zip(others, [*others[1:], _nothing_more(items)], strict=True):
        seen.clear()
        begun = time.monotonic()
        if any(report.failed for report in runtestprotocol(item, log=False, nextitem=following)):
            _tell({"left_out": item.nodeid})
            continue
        took[item.nodeid] = time.monotonic() - begun
        through.setdefault(item.nodeid, set(seen))
    return through, took


def _watch(guards, seen):
    """Each guarded function says that it was called, as its first act."""
    for guard in guards:
        if guard.kind not in OF_PAGES | OF_WALLS and is_function(guard):
            code = saying_so(guard)
            for function in _functions_named(guard):
                function.__globals__["_went_through"] = seen
                function.__code__ = code


def _in_turn(guard, items, through, took, noticed):
    """The tests that go through a guard, most promising first."""
    known = {item.nodeid: item for item in items if item.nodeid in took}
    if guard.kind in OF_PAGES:
        fit = [f"{TABLE}[{who}]" for who in reversed(FIRST)] if guard.kind == "undertaking" else []
        fit += [f"{TABLE}[{who}]" for who in FIRST]
        fit += [test for test in known if test.startswith(TABLE)]
        fit += [test for test, item in known.items() if guard.function in item.path.read_text("utf-8")]
    else:
        fit = [test for test in known if guard.kind in OF_WALLS or guard.key in through[test]]
        fit = fit or list(known) * CORE  # what is read once, as the module is loaded
        near = {"wall", "walls", "conditions"} if guard.kind in OF_WALLS else _words(guard.key)
        lists = LISTS * ("QuerySet" in guard.function)
        fit.sort(key=lambda test: (test not in noticed[:5], -len(near & _words(test)) - (test in lists), took[test]))
    return [known[test] for test in dict.fromkeys(fit) if test in known]


def _words(name):
    return set(re.findall("[a-z]{4,}", name.lower())) - {"tests", "test", "models", "views", "forms"}


# Without one


def _tried(guard, items):
    """The first test that notices, or None; and how long it took to know."""
    connection.close()
    begun = time.monotonic()
    reads, writes = os.pipe()
    with lower(guard) if guard.kind in OF_WALLS else nullcontext():
        child = os.fork()
        if not child:
            _without_it(guard, items, writes)
        os.close(writes)
        with os.fdopen(reads) as said:
            by = said.read()
        _, ended = os.waitpid(child, 0)
    if CORE and os.WIFSIGNALED(ended):
        by = "time: it goes on for ever"
    return by or None, time.monotonic() - begun


def _without_it(guard, items, writes):
    """In the process of its own: never returns."""
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)
    os.dup2(quiet, 2)
    try:
        signal.setitimer(signal.ITIMER_PROF, LONGEST * 3)
        by = None if guard.kind in OF_WALLS else _remove(guard)
        by = by or _first_to_fail(items)
    except BaseException as error:  # whatever it is, it is told, and this process ends here
        by = f"CANNOT BE REMOVED: {error!r}"
    os.write(writes, (by or "").encode())
    os._exit(0)


def _first_to_fail(items):
    begun = time.process_time()
    if not items:
        return None  # nobody goes through it
    for item, following in zip(items, [*items[1:], _nothing_more(items)], strict=True):
        if any(report.failed for report in runtestprotocol(item, log=False, nextitem=following)):
            return item.nodeid
        if time.process_time() - begun > LONGEST:
            return None
    return None


def _nothing_more(items):
    """What is said to follow the last test, so that what the whole session shares is not taken down."""
    return SimpleNamespace(listchain=lambda: [items[0].session])


def _remove(guard):
    if guard.kind in OF_PAGES:
        return _open_door(guard)
    if CORE:
        return _change(guard)
    code = without(guard)
    for function in _functions_named(guard):
        function.__code__ = code
    return None


def _change(guard):
    """What is noticed by itself: that the module cannot be loaded any more."""
    anew = changed(*guard.without)
    if is_function(guard):
        code = code_of(anew, guard)
        for function in _functions_named(guard):
            function.__code__ = code
    try:
        made_again(guard.file, anew)
    except Exception as error:
        return f"loading it: {error!r}"
    return None


def _functions_named(guard):
    """Wherever a decorator or a class keeps it, the very function."""
    found = [
        thing
        for thing in gc.get_objects()
        if type(thing) is FunctionType
        and thing.__code__.co_qualname == guard.function
        and thing.__code__.co_filename == FOLDER + guard.file
    ]
    if not found:
        raise LookupError(guard.function)
    return found


def _open_door(guard):
    from tests.architecture import standings

    view = _guarded(dict(pages())[guard.function].callback)
    cells = _cells(view)
    if guard.kind == "undertaking":
        cells["undertaking"].cell_contents = False
    else:
        _let_in(_cells(cells["guard"].cell_contents))
    row = {guard.function: standings.EXPECTED[guard.function]}
    standings.EXPECTED.clear()
    standings.EXPECTED.update(row)
    standings.Every.step = lambda *_: 1


def _guarded(view):
    """What @loads and its like made of a view, beneath whatever else decorates it."""
    return inspect.unwrap(view, stop=lambda one: "undertaking" in one.__code__.co_freevars)


def _let_in(cells):
    """Whatever a loader gives, now it gives everything; whatever ability is asked for, everybody has it."""
    from staff.roles import Can

    if "ability" in cells:
        cells["ability"].cell_contents = Can.LOG_CONCERN
        return
    manager = cells["allowed"].cell_contents.__self__
    cells["allowed"].cell_contents = _everything_of(manager)


def _everything_of(manager):
    class Everything:
        __self__ = manager

        def __call__(self, user):
            return manager.all()

    return Everything()


def _cells(function):
    return dict(zip(function.__code__.co_freevars, function.__closure__ or (), strict=True))
