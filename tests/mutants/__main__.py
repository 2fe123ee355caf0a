"""Take every guard away in turn, on both cores, and count: `python -m tests.mutants [--inside] [--only PATTERN]`.

With `python -m tests.postgres tests.mutants` the walls of the database are taken down instead, one condition at a time.
With --core no guard goes, but what decides is changed in small ways (core.py).

Ends with a failure if a guard can be taken away and no test notices, unless expected.txt says why that is right; for a
change, unless equivalent.txt does, and in any case where fewer than 95 in 100 are noticed.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

SHARP = [
    "tests/architecture/test_matrix.py",
    "tests/architecture/test_scopes.py",
    "tests/attack",
    "tests/records",
    "tests/staff",
    "tests/consent",
    "tests/sharing",
]
OF_WALLS = [f"tests/records/test_{name}.py" for name in ("walls", "apart", "private_notes", "restriction")]
OF_WALLS += [f"tests/sharing/test_{name}.py" for name in ("walls", "wall_conditions", "about_colleague")]
OF_CORE = [f"tests/sharing/test_{name}.py" for name in ("rules", "rules_table", "states", "worked_examples")]
OF_CORE += [f"tests/consent/test_{name}.py" for name in ("reasons", "standing_words", "footing", "standing")]
OF_CORE += [f"tests/consent/test_{name}.py" for name in ("weighing", "families", "whose", "capacity", "withdrawing")]
OF_CORE += ["tests/consent/test_kinds.py", "tests/consent/test_wishes.py"]
OF_CORE += ["tests/records/test_safe_address.py", "tests/records/test_safe_address_exact.py"]
ON_POSTGRESQL = "DATABASE_URL" in os.environ  # one worker: it has one test database
EXPECTED = [Path(__file__).with_name(name) for name in ("expected.txt", "equivalent.txt")]
LEAST = 0.95  # of the changes to what decides, those that no test could notice included


def arguments():
    parser = argparse.ArgumentParser(prog="tests.mutants", description=__doc__)
    parser.add_argument("--every", type=int, default=1, help="only each Nth guard")
    parser.add_argument("--only", default="", help="only guards whose name this pattern finds")
    parser.add_argument("--inside", action="store_true", help="only guards inside functions, not the doors of pages")
    parser.add_argument(
        "--seconds", help="how much of the processor the tests of one guard may take: 60, of a change 20"
    )
    parser.add_argument("--workers", type=int, default=1 if ON_POSTGRESQL else os.cpu_count())
    parser.add_argument("--core", action="store_true", help="not guards: changes to what decides")
    parser.add_argument("tests", nargs="*", help="which tests may notice")
    options = parser.parse_args()
    options.seconds = options.seconds or ("20" if options.core else "60")
    options.tests = options.tests or (OF_CORE if options.core else OF_WALLS if ON_POSTGRESQL else SHARP)
    return options


def started(options, worker, folder):
    """One worker: a run of pytest with files of its own, which takes away its share of the guards."""
    results = Path(folder, f"{worker}.jsonl")
    results.touch()
    said = {"MUTANT_SHARE": f"{worker}/{options.workers}", "MUTANT_RESULTS": str(results)}
    said |= {"MUTANT_EVERY": str(options.every), "MUTANT_ONLY": options.only, "MUTANT_SECONDS": options.seconds}
    said |= {"MUTANT_INSIDE": "yes" * options.inside, "MUTANT_CORE": "yes" * options.core}
    command = [sys.executable, "-m", "pytest", "-p", "tests.mutants.removing", "-n", "0", "-m", "not journey"]
    with open(Path(folder, f"{worker}.log"), "w") as log:
        run = subprocess.Popen([*command, *options.tests], env=os.environ | said, stdout=log, stderr=log)
    return run, results


def shown(running):
    """What the workers found, as they find it, until the last one ends."""
    found, seen = [], Counter()
    while True:
        ended = all(run.poll() is not None for run, _ in running)
        for _, results in running:
            for line in results.read_text().splitlines()[seen[results] :]:
                seen[results] += 1
                found.append(json.loads(line))
                print(in_words(found[-1]), flush=True)
        if ended:
            return found
        time.sleep(1)


def in_words(one):
    if "left_out" in one:
        return f"left out, since it fails with every guard in place: {one['left_out']}"
    return f"{one['seconds']:6.1f} s  {one['guard']}\n          {one['noticed_by'] or 'NO TEST NOTICED'}"


def expected():
    """The guards that no test can notice, each with its reason on the line beneath it."""
    lines = [line for file in EXPECTED if file.exists() for line in file.read_text("utf-8").splitlines()]
    return {" ".join(line.split()) for line in lines if line and not line.startswith((" ", "#"))}


def place_of(guard):
    """A guard without the number of its line, which changes with whatever stands above it."""
    kind, place, *words = guard.split()
    return " ".join([kind, place.partition(":")[0], *words]) if place else guard


def counted(found):
    tried = [one for one in found if "guard" in one]
    stuck = [one for one in tried if (one["noticed_by"] or "").startswith("CANNOT")]
    survived = [one["guard"] for one in tried if not one["noticed_by"]]
    alone = [guard for guard in survived if place_of(guard) not in expected()]
    noticed = len(tried) - len(survived) - len(stuck)
    print(f"\n{len(tried)} guards taken away, or changes made, in turn: a test noticed {noticed}", end="")
    print(f" ({noticed / max(1, len(tried)):.1%}), none noticed {len(survived)}")
    print(f"({len(survived) - len(alone)} of them as expected), {len(stuck)} could not be taken away.")
    for kind, number in sorted(Counter(one["guard"].split()[0] for one in tried).items()):
        print(f"    {kind:12} {number}")
    for guard in [*alone, *(one["guard"] for one in stuck)]:
        print(f"SURVIVED  {place_of(guard)}")
    return bool(alone or stuck or not tried)


def too_few(found):
    tried = [one for one in found if "guard" in one]
    return sum(bool(one["noticed_by"]) for one in tried) < LEAST * len(tried)


def main():
    options = arguments()
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        running = [started(options, worker, folder) for worker in range(options.workers)]
        found = shown(running)
        for run, results in running:
            if run.returncode:
                print(results.with_suffix(".log").read_text()[-2000:])
        return counted(found) or options.core and too_few(found) or any(run.returncode for run, _ in running)


if __name__ == "__main__":
    sys.exit(main())
