"""Which clauses of the policies a passing test shows, and which none does.

As a plugin of pytest it notes them (`--clauses=FILE`); as a program it names the rest
(`python -m tests.clauses_report FILE`).
"""

import json
import sys
from pathlib import Path

PACKS = ("springfield", "hempsted")


class Report:
    """A clause is shown by a test that passed, unless another of its tests failed, here or in an earlier run."""

    def __init__(self, file):
        self.file = Path(file)
        self.shown = json.loads(self.file.read_text()) if self.file.exists() else {}

    def pytest_runtest_logreport(self, report):
        if report.failed or (report.passed and report.when == "call"):
            for name, clauses in report.user_properties:
                for clause in clauses if name == "clauses" else ():
                    self.shown[clause] = self.shown.get(clause, True) and report.passed

    def pytest_sessionfinish(self):
        self.file.write_text(json.dumps(self.shown))


def label(items):
    """Write each test's clauses on it, so that they travel with its report from the worker that runs it."""
    for item in items:
        for mark in item.iter_markers("clause"):
            item.user_properties.append(("clauses", list(mark.args)))


def main(file):
    from policy import packs

    shown = {clause for clause, passed in json.loads(Path(file).read_text()).items() if passed}
    known: set[str] = set()
    for name in PACKS:
        clauses = set(packs.load(name).clauses)
        missing = sorted(clauses - shown)
        known |= clauses
        print(f"{name}: {len(clauses) - len(missing)} of {len(clauses)} clauses shown by a test.")
        print(f"  Without a test: {' '.join(missing) or 'none'}")
    if shown - known:
        print(f"Marked, but in no policy: {' '.join(sorted(shown - known))}")
    return bool(shown - known)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
