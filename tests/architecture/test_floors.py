"""An app imports only from floors below its own; on one floor they do not import each other."""

import ast
from functools import cache
from pathlib import Path

FLOORS = [
    {"audit", "policy"},
    {"staff"},
    {"records"},
    {"consent"},
    {"sharing"},
    {"governance"},
    {"portal"},
    {"springfield"},
]
HEIGHT = {app: height for height, floor in enumerate(FLOORS) for app in floor}
MODULES = [path for app in sorted(HEIGHT) for path in sorted(Path(app).rglob("*.py")) if "migrations" not in path.parts]


@cache
def nodes(path):
    """Every part of a module, read once for all the tests that go through all of them."""
    return list(ast.walk(ast.parse(path.read_text("utf-8"))))


def imports(path):
    for node in nodes(path):
        if isinstance(node, ast.ImportFrom) and node.level == 0:
            yield node.module.partition(".")[0]
        elif isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)


def test_imports_only_look_down():
    used = {path: set(imports(path)) & HEIGHT.keys() - {path.parts[0]} for path in MODULES}
    across = {path: {app for app in apps if HEIGHT[app] >= HEIGHT[path.parts[0]]} for path, apps in used.items()}
    assert {path: apps for path, apps in across.items() if apps} == {}, "These reach up, or across"


def test_every_module_says_what_it_is_for_and_is_short():
    texts = {path: path.read_text("utf-8") for path in MODULES}
    assert [path for path in MODULES if texts[path].strip() and not ast.get_docstring(nodes(path)[0])] == []
    assert [path for path, text in texts.items() if len(text.splitlines()) > 300] == [], "These are too long"


def test_no_app_is_called_after_nothing():
    forbidden = {"core", "common", "utils", "helpers", "services", "mixins", "constants"}
    assert not {path for path in MODULES if forbidden & {path.stem, *path.parts[:-1]}}
