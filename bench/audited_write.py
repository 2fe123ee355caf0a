"""What it costs to save one entry with its version, trace, leaf and body, beside others that keep less.

An entry is saved as the plain ORM does it, with django-simple-history alone, django-auditlog, django-pghistory (on
PostgreSQL, where it works) and in our two ways: `ours` is a recorded row whose verb does nothing else, so that it is
the audit alone which is measured; `our_entry` is the verb that a page calls. All write the same columns into tables
with the same indexes and checks, in one transaction, in somebody's name. 1 and 16 clients on PostgreSQL, also with a
network that takes a millisecond for each round trip; 1 and 4 on SQLite. Every commit waits for the disk.

A trace gets its leaf from the sealer, which runs beside the service (`tick`): its time for each row is told on its
own, and once it runs beside sixteen clients. Then a thousand entries are brought in: at once, by a thousand verbs (each
a transaction, as verbs are), and by a thousand verbs in one transaction. At last everything is proved again.
Exit 0: every goal reached. 1: one missed. 2: could not run.
"""

import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.peers.places import on_each
from bench.peers.rounds import Goals, ratio, rounds, table

PEOPLE, FEW = 2_000, 5
ROWS = 1_000
LOOPS = 5  # of a thousand verbs each: slow, and alike
NETWORK = 0.001
ALONE, BUSY = 1.5, 1.8
SETTINGS = {"postgresql": [(1, 0), (16, 0), (1, NETWORK), (16, NETWORK)], "sqlite": [(1, 0), (4, 0)]}
TIMES = {1: 60, 4: 20, 16: 12}  # saves of each client in a round


def saving(goals, clients, ways, many, network):
    """All ways in turn, so many clients at once."""
    times = TIMES[many]
    where = {"clients": many, "times": times, "seconds": network}
    runs = {way.__name__: lambda way=way: clients.run(way.__name__, people=PEOPLE, **where) for way in ways.WAYS}
    if many == 16:
        runs["ours, five people"] = lambda: clients.run("ours", people=FEW, **where)
        runs["our_entry, five people"] = lambda: clients.run("our_entry", people=FEW, **where)
    took = rounds(runs)
    said = f"{many} client{'s' * (many > 1)}{', 1 ms network' * bool(network)}"
    table(f"Saving one entry, {said}", took, many * times, "a second", ["plain", "simple_history"])
    goals.most(f"{said}: ours beside simple-history alone", ratio(took, "ours", "simple_history"),
               BUSY if network else ALONE)  # fmt: skip
    if many == 16:
        for name in ("ours", "our_entry"):
            share = ratio(took, name, f"{name}, five people")
            goals.least(f"{said}: {name} on five people, beside {PEOPLE:,}", share, 0.85)
    saves = many * times
    both = statistics.median(took["ours"]) / saves + seal()
    print(f"           with its sealing counted too: {both / statistics.median(took['simple_history']) * saves:.2f}")


def with_a_sealer(clients, sealing):
    """Sixteen clients while rows are sealed, and while they are not: the same run twice."""

    def sealed():
        with sealing(0.1):
            return clients.run("ours", clients=16, times=TIMES[16], people=PEOPLE)

    alone = {"not sealed meanwhile": lambda: clients.run("ours", clients=16, times=TIMES[16], people=PEOPLE)}
    took = rounds(alone | {"a sealer ticks ten times a second": sealed})
    table("Ours, 16 clients", took, 16 * TIMES[16], "a second", ["not sealed meanwhile"])


def importing(goals, ways):
    """A thousand entries at once; and one by one, all in one transaction."""
    from records.models import Folder
    from staff.models import User

    worker, folder = User.objects.get(), Folder.objects.order_by("pk").first()
    rows = [ways.words(number) for number in range(ROWS)]

    def timed(way):
        begun = time.perf_counter()
        way(worker, folder, rows)
        return time.perf_counter() - begun

    *quick, loop, one_by_one = ways.IMPORTS
    took = rounds({way.__name__: lambda way=way: timed(way) for way in quick})
    table(f"{ROWS:,} entries at once", took, ROWS, "rows a second", ["bulk_create"])
    goals.most("our import beside bulk_create", ratio(took, "our_import", "bulk_create"), 5)
    slow = {way.__name__: lambda way=way: timed(way) for way in (ways.our_import, loop, one_by_one)}
    took = rounds(slow, LOOPS)
    table(f"{ROWS:,} entries, at once and one by one", took, ROWS, "rows a second", ["our_import"])
    goals.least("verbs one by one beside our import", ratio(took, "our_verbs", "our_import"), 5)


def seal():
    """Seal everything that waits; the seconds for each row, which a process beside the service spends."""
    from audit import ledger

    begun = time.perf_counter()
    many = ledger.seal()
    spent = time.perf_counter() - begun
    print(f"           sealed {many:,} rows in {spent:.2f} s: {spent / many * 1000:.3f} ms for each")
    return spent / many


def proved(goals):
    """Every trace has its leaf, each row one version, and nothing was touched."""
    from django.core.management import call_command

    from audit.models import Leaf, Pending, Trace
    from bench.peers.models import Kept, Versioned
    from records.models import Entry

    Versioned.history.all()._raw_delete("default")  # a peer's: no trace binds them
    goals.true(
        "each trace has its leaf", not Pending.objects.exists() and Leaf.objects.count() == Trace.objects.count()
    )
    for model in (Kept, Entry):
        goals.true(f"{model.objects.count():,} rows of {model.__name__} with a version each",
                   model.objects.count() == model.history.count())  # fmt: skip
    try:
        call_command("verify_trail")
        goals.true("verify_trail finds nothing", True)
    except SystemExit as code:
        goals.true(f"verify_trail finds nothing (it ends with {code})", False)


def measure():
    import django

    django.setup()
    from django.db import connection

    from bench.peers import ways, wire
    from bench.peers.clients import Clients, prepare, sealing, writing

    goals = Goals()
    wire.lay()
    prepare(PEOPLE)
    settings = SETTINGS[connection.vendor]
    clients = Clients(max(many for many, _ in settings), writing)
    for many, network in settings:
        saving(goals, clients, ways, many, network)
    if connection.vendor == "postgresql":
        with_a_sealer(clients, sealing)
    importing(goals, ways)
    seal()
    proved(goals)
    return bool(goals.missed)


if __name__ == "__main__":
    try:
        sys.exit(measure() if "measure" in sys.argv else on_each(__file__))
    except Exception as error:
        print(f"It could not be measured: {type(error).__name__}: {error}")
        sys.exit(2)
