"""Whether the tests of what decides go both ways at every branch of it: `python -m tests.mutants.branches`."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from .__main__ import OF_CORE
from .core import FILES


def main():
    with tempfile.TemporaryDirectory(prefix="branches-") as folder:
        env = os.environ | {"COVERAGE_FILE": str(Path(folder, "coverage"))}
        coverage, only = [sys.executable, "-m", "coverage"], f"--include={','.join(FILES)}"
        run = [*coverage, "run", "--branch", only, "-m", "pytest", "-n", "0", "-p", "no:cacheprovider", *OF_CORE]
        report = [*coverage, "report", "--show-missing", "--fail-under=100"]
        return any(subprocess.run(command, env=env, check=False).returncode for command in (run, report))


if __name__ == "__main__":
    sys.exit(main())
