"""What it costs to prove everything again, beside bare SHA-256 over the same bytes, in one run.

Three things: the rows of the ledger recomputed from their columns; the tree over a million leaves (RFC 6962) and one
of a thousand leaves more; and how much memory the check takes, at two sizes.
Exit 0: every goal reached. 1: one missed. 2: could not run.
"""

import os
import subprocess
import sys
import tempfile
import time
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
LONG = "--long" in sys.argv
ROWS = (100_000, 1_000_000) if LONG else (10_000, 40_000)
LEAVES = 1_000_000
GOALS = {"rows": 15.0, "tree": 1.5, "more": 1 / 200, "memory": 100.0}


def environment(folder):
    return os.environ | {
        "DEMO": "on",
        "SECRET_KEY": "only for measuring, nothing is kept " * 2,
        "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3",
        "VAR_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": "springfield.settings",
    }


def tree():
    """(the tree beside two bare hashes for each leaf, a thousand leaves more beside all of them)."""
    from audit.merkle import Frontier, leaf_hash

    data = [number.to_bytes(8, "big") * 12 for number in range(LEAVES)]
    begun = time.perf_counter()
    for one in data:
        sha256(b"\0" + one).digest()
        sha256(b"\1" + one[:64]).digest()
    bare = time.perf_counter() - begun
    begun = time.perf_counter()
    frontier = Frontier().extend(leaf_hash(one) for one in data)
    assert frontier.root
    whole = time.perf_counter() - begun
    begun = time.perf_counter()
    assert frontier.extend(leaf_hash(one) for one in data[:1_000]).root
    return whole / bare, (time.perf_counter() - begun) / whole


def fill(many):
    """So many traces and readings, sealed."""
    from django.db import transaction

    from audit import ledger
    from audit.models import Reading

    with transaction.atomic():
        for start in range(0, many, 5_000):
            Reading.objects.bulk_create(
                Reading(page="records:person", by_id=7, by_name="Amara Okafor", about=f"records.Person:{number}",
                        within=f"records.Folder:{number}", shown=[f"records.Entry:{number}", "records.Entry:2"])
                for number in range(start, min(start + 5_000, many))
            )  # fmt: skip
    begun = time.perf_counter()
    ledger.seal()
    return time.perf_counter() - begun


def rows():
    """Runs in a process of its own, so that its memory is its own: prints seconds, bare seconds, most MiB, rows."""
    import django

    django.setup()
    from audit.models import Reading
    from audit.verify import verify

    bodies = [row.body() for row in Reading.objects.all()[:10_000]]
    begun = time.perf_counter()
    for body in bodies:
        sha256(body).digest()
    bare = (time.perf_counter() - begun) / len(bodies) * Reading.objects.count()
    bodies.clear()
    begun = time.perf_counter()
    report = verify()
    spent = time.perf_counter() - begun
    status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    print(spent, bare, int(status["VmHWM"].split()[0]) / 1024, report.leaves)


def prepared(folder, many):
    command = [sys.executable, "manage.py", "migrate", "--verbosity=0"]
    subprocess.run(command, cwd=ROOT, env=environment(folder), check=True)
    code = f"import django; django.setup(); import bench.verify as this; print(this.fill({many}))"
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment(folder), check=True, capture_output=True, text=True
    )
    return float(ran.stdout)


def main():
    missed = []

    def tell(name, value, goal, what):
        print(f"{what}: {value:.4g} (goal at most {goal:.4g})")
        if value > goal:
            missed.append(name)

    ratio, more = tree()
    tell("tree", ratio, GOALS["tree"], f"Tree over {LEAVES:,} leaves, beside the bare hashes")
    tell("more", more, GOALS["more"], "A thousand leaves more, beside all of them")
    for many in ROWS:
        with tempfile.TemporaryDirectory() as folder:
            sealing = prepared(folder, many)
            code = "import bench.verify as this; this.rows()"
            ran = subprocess.run(
                [sys.executable, "-c", code],
                cwd=ROOT,
                env=environment(folder),
                check=True,
                capture_output=True,
                text=True,
            )
        spent, bare, memory, leaves = map(float, ran.stdout.split())
        print(
            f"{leaves:,.0f} rows: sealed in {sealing:.1f} s, checked in {spent:.1f} s ({leaves / spent:,.0f} a second)"
        )
        tell(
            "rows", spent / bare, GOALS["rows"], f"Checking {leaves:,.0f} rows from their columns, beside bare SHA-256"
        )
        tell("memory", memory, GOALS["memory"], "Memory of the process in MiB")
    return bool(missed)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Exception as error:
        print(f"It could not be measured: {type(error).__name__}: {error}")
        sys.exit(2)
