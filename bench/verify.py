"""What it costs to prove everything again, beside bare SHA-256 over the same bytes, in one run.

Three things: everything recomputed from its columns (lines of the ledger, what they are about, versions, and rows as
they are now); the tree over a million leaves (RFC 6962) and one of a thousand leaves more; and how much memory the
check takes, at two sizes. Two processes take half a second to begin, so they are judged at the larger size only.
Exit 0: every goal reached. 1: one missed. 2: could not run.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
LONG = "--long" in sys.argv
LINES = (100_000, 1_000_000) if LONG else (40_000, 400_000)
LEAVES = 1_000_000
ROUNDS = 3
TIMES = 20  # that the bare hashes are repeated, so that they are measured for as long as what they are beside
GOALS = {"rows 1": 15.0, "rows 2": 8.0, "tree": 1.5, "more": 1 / 200, "memory": 100.0}


def environment(folder):
    return os.environ | {
        "DEMO": "on",
        "SECRET_KEY": "only for measuring, nothing is kept " * 2,
        "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3",
        "VAR_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": "springfield.settings",
    }


def tree():
    """Prints the tree beside two bare hashes for each leaf, and a thousand leaves more beside all of them."""
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
    print(whole / bare, (time.perf_counter() - begun) / whole)


def fill(many):
    """So many lines, sealed: half of them readings, half traces of an entry, each with the version that it bound."""
    from django.db import transaction

    from audit import ledger
    from audit.models import Reading
    from records.models import Person
    from staff.models import User

    system = User.system()
    worker = User.objects.create_user("amara@example.org", first_name="Amara", last_name="Okafor")
    person = Person.register(by=system, name="Leo Larkin", group="child", key_person=worker)
    for start in range(0, many // 2, 5_000):
        numbers = range(start, min(start + 5_000, many // 2))
        with transaction.atomic():
            Reading.objects.bulk_create(
                Reading(page="records:person", by_id=7, by_name="Amara Okafor", about=f"records.Person:{number}",
                        within=f"records.Folder:{number}", shown=[f"records.Entry:{number}", "records.Entry:2"])
                for number in numbers
            )  # fmt: skip
            write(worker, person.folder("personal"), numbers)
    begun = time.perf_counter()
    ledger.seal()
    return time.perf_counter() - begun


def write(worker, folder, numbers):
    """So many entries with their versions and traces, as the verb leaves them, but for a thousand at a time."""
    from django.db.models import QuerySet
    from django.utils import timezone

    from audit.columns import row_hash
    from audit.models import Trace, key_of
    from records.models import Entry

    words, now = "Came in quiet, played alone until ten, then asked for her mother twice. ", timezone.now()
    entries = [
        Entry(folder=folder, author=worker, kind="observation", fact=f"{number}: {words * 3}", happened_at=now)
        for number in numbers
    ]
    QuerySet(Entry).bulk_create(entries)
    versions = QuerySet(Entry.history.model).bulk_create(
        Entry.history.model(
            history_date=now, history_type="+", history_user_id=worker.pk,
            **{field.attname: getattr(entry, field.attname) for field in Entry._meta.concrete_fields},
        )
        for entry in entries
    )  # fmt: skip
    table = Entry.history.model._meta.db_table
    Trace.objects.bulk_create(
        Trace(event="entry.written", by_id=worker.pk, by_name=worker.name, about=key_of(entry), within=key_of(folder),
              title=str(entry), facts={"kind": entry.kind}, rows=[[table, version.pk, row_hash(version)]])
        for entry, version in zip(entries, versions, strict=True)
    )  # fmt: skip


def bare(many):
    """Seconds of the processor that SHA-256 takes for every byte string which a check hashes, but for the tree's."""
    from audit import ledger
    from audit.columns import in_hand
    from audit.models import Leaf, Reading, Trace
    from records.models import Entry

    columns = in_hand(Entry.history.model)
    said = [
        *(
            ledger.VERSION + bytes(row.salt) + row.body()
            for kind in (Trace, Reading)
            for row in kind.objects.all()[:5_000]
        ),
        *(b"\0" + ledger.header(leaf) for leaf in Leaf.objects.all()[:10_000]),
        *(
            columns.exact([getattr(version, field.attname) for field in columns.fields])
            for version in Entry.history.all()[:5_000]
        ),
    ]
    said += said[-5_000:]  # the rows as they are now, which say what these versions say
    begun = time.process_time()
    for _ in range(TIMES):
        for one in said:
            sha256(one).digest()
    return (time.process_time() - begun) / 10_000 * many / TIMES


def rows(processes):
    """Runs in a process of its own, so that its memory is its own. Prints seconds, seconds of bare hashes, MiB, lines.

    One process alone is measured by the processor's clock, which does not run while others use it; two by the wall's.
    """
    from audit.models import Leaf
    from audit.verify import verify

    alone = [bare(Leaf.objects.count())]
    clock = time.process_time if processes == 1 else time.perf_counter
    begun = clock()
    report = verify(processes=processes)
    spent = clock() - begun
    alone.append(bare(report.leaves))
    used = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(spent, sum(alone) / 2, used / 1024, report.leaves, report.versions)


def run(folder, code):
    """What this module prints when it does so in a process of its own."""
    code = f"import django; django.setup(); import bench.verify as this; {code}"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment(folder), check=True, stdout=subprocess.PIPE, text=True
    )
    return map(float, done.stdout.split())


def main():
    missed = []

    def tell(name, value, what):
        print(f"{what}: {value:.4g} (goal at most {GOALS[name]:.4g})")
        if value > GOALS[name]:
            missed.append(name)

    ratio, more = run(tempfile.gettempdir(), "this.tree()")
    tell("tree", ratio, f"Tree over {LEAVES:,} leaves, beside the bare hashes")
    tell("more", more, "A thousand leaves more, beside all of them")
    for many in LINES:
        with tempfile.TemporaryDirectory() as folder:
            command = [sys.executable, "manage.py", "migrate", "--verbosity=0"]
            subprocess.run(command, cwd=ROOT, env=environment(folder), check=True)
            (sealing,) = run(folder, f"print(this.fill({many}))")
            print(f"{many:,} lines were sealed in {sealing:.1f} s.")
            for processes in (1, 2):
                found = sorted(tuple(run(folder, f"this.rows({processes})")) for _ in range(ROUNDS))
                spent, bare, memory, leaves, versions = found[len(found) // 2]
                print(
                    f"{leaves:,.0f} lines and {versions:,.0f} versions, {processes} at work: {spent:.2f} s,"
                    f" {leaves / spent:,.0f} lines a second"
                )
                if processes == 1 or many == max(LINES):
                    tell(f"rows {processes}", spent / bare, "  All of it from the columns, beside bare SHA-256")
                tell("memory", memory, "  Memory of the largest process in MiB")
    return bool(missed)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Exception as error:
        print(f"It could not be measured: {type(error).__name__}: {error}")
        sys.exit(2)
