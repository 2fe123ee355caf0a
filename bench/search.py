"""How long a search for people takes, and that it takes as long whatever there is that the caller may not see.

100,000 people, of whom a worker knows 200 and a manager 20,000; with --long 1,000,000. A word that nobody has, a word
that more than a quarter of all people have but none whom these two may see, a word that some have, and one that
everybody has. Asked as the page asks: how many, and the 25 first; on PostgreSQL as app with row-level security on.
Exit 0: every goal reached. 1: one missed. 2: could not run.
"""

import statistics
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.need_to_know import timed
from bench.peers.places import on_each
from bench.peers.rounds import Goals, ratio, rounds, table

SIZE, LONG = 100_000, 1_000_000
WORDS = {"nobody": "zzyzx", "hidden": "quillon", "some": "robin", "everybody": "somebody"}


def asking(key, words):
    """What the page does with one search. Returns how many were found."""
    from audit import walls
    from records.models import Person
    from staff.models import User

    user = User.objects.get(pk=key)
    with walls.around(user.pk, user.over):
        found = Person.objects.open_to(user).with_key_person().found_by(words)
        list(found.order_by("name", "pk")[:25])
        return found.count()


def hide(size, keys):
    """Give the hidden word to more than a quarter of all people, none of them known to these readers."""
    from django.db import connection

    from audit.schema import opened

    known = "SELECT thing_id FROM records_personreader WHERE reader_id IN (%s, %s)"
    with opened(connection), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica")
        cursor.execute(
            f"UPDATE records_person SET known_as = 'Quillon' WHERE id %% 5 < 3 AND id NOT IN ({known})", keys
        )
        if connection.vendor == "postgresql":
            cursor.execute("RESET session_replication_role")
        cursor.execute("SELECT count(*) FROM records_person WHERE known_as = 'Quillon'")
        (many,) = cursor.fetchone()
    if many < size * 0.28:
        raise RuntimeError(f"only {many} hidden hits")
    return many


def measure():
    import django

    django.setup()
    from django.core.management import call_command

    from audit.walls import standing_as_system
    from bench.peers import crowd

    goals, size = Goals(), LONG if "--long" in sys.argv else SIZE
    with standing_as_system():
        call_command("migrate", verbosity=0)
        workers, _ = crowd.staff()
        crowd.load(size, workers)
        readers = {"worker": workers[2].pk, "manager": workers[0].pk}
        hidden = hide(size, list(readers.values()))
    crowd.as_app()
    medians = {}
    for name, key in readers.items():
        hits = {what: asking(key, word) for what, word in WORDS.items()}
        goals.true(f"{name}: of {hidden:,} hidden hits none is found", hits["hidden"] == hits["nobody"] == 0)
        ways = {what: (lambda key=key, word=word: timed(lambda: asking(key, word), 3)) for what, word in WORDS.items()}
        took = rounds(ways)
        table(f"{size:,} people, searched by a {name}", took, 1, "a second", ["nobody"])
        apart = ratio(took, "hidden", "nobody")
        goals.most(f"{name}: many hidden hits beside none", max(apart, 1 / apart), 1.3)
        medians[name] = statistics.median(took["some"])
    goals.most("the manager beside a worker", medians["manager"] / medians["worker"], 60)
    return bool(goals.missed)


if __name__ == "__main__":
    try:
        sys.exit(measure() if "measure" in sys.argv else on_each(__file__, *sys.argv[1:]))
    except Exception as error:
        print(f"It could not be measured: {type(error).__name__}: {error}")
        sys.exit(2)
