"""An app imports only from floors below its own; on one floor they do not import each other."""

import ast
from pathlib import Path

import pytest

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


def imports(path):
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level == 0:
            yield node.module.partition(".")[0]
        elif isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_imports_only_look_down(path):
    here = path.parts[0]
    for app in set(imports(path)) & HEIGHT.keys() - {here}:
        assert HEIGHT[app] < HEIGHT[here], f"{path} reaches up, or across, to {app}"


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_every_module_says_what_it_is_for_and_is_short(path):
    text = path.read_text("utf-8")
    assert not text.strip() or ast.get_docstring(ast.parse(text)), f"{path} does not say what it is for"
    assert len(text.splitlines()) <= 300, f"{path} is too long to read at once"


def test_no_app_is_called_after_nothing():
    forbidden = {"core", "common", "utils", "helpers", "services", "mixins", "constants"}
    assert not {path for path in MODULES if forbidden & {path.stem, *path.parts[:-1]}}
