"""Draws docs/clauses.md: each clause of both policies, and the files of tests that show it is kept.

`python -m tests.clauses_page > docs/clauses.md`
"""

import ast
from collections import defaultdict
from pathlib import Path

from policy import packs
from tests.clauses_report import PACKS

TESTS = Path(__file__).parent
HEAD = """# Where each clause is kept

Each clause of the two policies in our own words, and the tests that fail when it is not kept any more. Drawn from the
marks on the tests: `python -m tests.clauses_page > docs/clauses.md`. `dev.py test` says which of them passed.
"""


def shown_by():
    """Clause → the files of tests that are marked with it, in order."""
    found = defaultdict(set)
    for path in sorted(TESTS.rglob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("mark.clause"):
                for clause in node.args:
                    found[clause.value].add(path.relative_to(TESTS).with_suffix("").as_posix())
    return {clause: sorted(files) for clause, files in found.items()}


def page():
    shown = shown_by()
    return "\n".join([HEAD, *(line for name in PACKS for line in _of(packs.load(name), shown))])


def _of(pack, shown):
    yield f"## {pack.organisation}\n\n| clause | what it asks | shown by tests/… |\n|---|---|---|"
    for key, clause in pack.clauses.items():
        files = ", ".join(f"`{file}`" for file in shown.get(key, ())) or "nothing yet"
        yield f"| {key} | {clause.words} | {files} |"
    yield ""


if __name__ == "__main__":
    print(page(), end="")
