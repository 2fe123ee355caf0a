"""The list of people that somebody may see: user, roles, how many, and the 25 newest; for a worker, a manager, a lead.

500 workers know of 200 people each, one manager of 20,000, a lead of all. The product asks as the service does, on
PostgreSQL as the role app with row-level security on. Beside it stand guardian's `get_objects_for_user` with its
defaults on its generic tables and on its direct ones, SQL written by hand, and the floor: as many ORM queries of the
same size, without any question of who may. All are checked to give the same people first. Each call has a new user.
100,000 people; with --long also 10,000 and 1,000,000 in the same database, one after the other: what guardian costs
beside the product grows with them and is judged at 1,000,000.
At last it is told what the rows of reach cost when a team of 50 is let in.
Exit 0: every goal reached. 1: one missed. 2: could not run.
"""

import statistics
import sys
import time
from contextlib import nullcontext
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.peers.places import on_each
from bench.peers.rounds import Goals, ratio, rounds, table

SIZES, LONG = [100_000], [10_000, 100_000, 1_000_000]
FASTER = {"worker": 50, "manager": 20}
BESIDE_FLOOR = {"worker": 1.8, "manager": 2.5}
TIMES = 5
WRITES = 10


class Ways:
    """One page of one reader's people, in each way; every way gives (how many, the keys of 25)."""

    def __init__(self, key):
        from django.db import connection

        self.key, self.connection = key, connection

    def transaction(self):
        from django.db import transaction

        return transaction.atomic() if self.connection.vendor == "postgresql" else nullcontext()

    def user(self):
        from staff.models import User

        return User.objects.get(pk=self.key)

    def product(self, after=""):
        from audit import walls
        from records.people_list import page_of_people

        user = self.user()
        with walls.around(user.pk, user.over):
            page = page_of_people(user, after)
        return page.total, [person.pk for person in page]

    def floor(self, many):
        """As many queries, and rows, for nobody in particular."""
        from audit.walls import standing_as_system
        from records.models import Person, PersonPlace

        with standing_as_system(), self.transaction():
            user = self.user()
            list(user.appointments.values_list("role", flat=True))
            counted = PersonPlace.objects.filter(thing__lte=many).count()
            list(
                Person.objects.filter(merged_into__gt=0).values_list("pk")
            )  # in the place of the question who was merged
            keys = [key for _, key in PersonPlace.objects.order_by("-thing").values_list("sort_on", "thing")[:26]]
            return counted, list(Person.objects.select_related("key_person").in_bulk(keys[:25]))

    def guardian(self, permission="records.view_person"):
        from guardian.shortcuts import get_objects_for_user

        found = get_objects_for_user(self.user(), permission)
        return found.count(), [one.pk for one in found.order_by("-pk")[:25]]

    def guardian_direct(self):
        return self.guardian("records.read_folder")

    def by_hand(self):
        from audit.walls import standing_as_system

        with standing_as_system(), self.transaction(), self.connection.cursor() as cursor:
            cursor.execute("SELECT * FROM staff_user WHERE id = %s", [self.key])
            cursor.fetchall()
            cursor.execute("SELECT count(*) FROM records_personreader WHERE reader_id = %s AND until > %s",
                           [self.key, "2026-01-01"])  # fmt: skip
            (many,) = cursor.fetchone()
            cursor.execute(BY_HAND, [self.key, "2026-01-01"])
            return many, [row[0] for row in cursor.fetchall()]


BY_HAND = """
SELECT p.*, u.* FROM records_personreader r JOIN records_person p ON p.id = r.thing_id
LEFT JOIN staff_user u ON u.id = p.key_person_id
WHERE r.reader_id = %s AND r.until > %s ORDER BY r.sort_on DESC, r.thing_id DESC LIMIT 25
"""


def timed(way, times=TIMES):
    begun = time.perf_counter()
    for _ in range(times):
        way()
    return (time.perf_counter() - begun) / times


def same(name, ways, lead=False):
    """Raises unless all of them name the same people."""
    from audit.walls import standing_as_system

    ours = ways.product()
    with standing_as_system():
        others = {} if lead else {"guardian": ways.guardian(), "direct": ways.guardian_direct(), "hand": ways.by_hand()}
    wrong = [other for other, found in others.items() if found != ours]
    if wrong or len(ours[1]) != 25:
        raise RuntimeError(f"{name}: not the same people: {wrong}")
    return ours[0]


def lists(goals, size, people, judged):
    """Everybody in turn. Returns the seconds of the product, by reader."""
    took = {}
    for name, key in people.items():
        ways = Ways(key)
        others = {} if name == "lead" else {"guardian": ways.guardian, "guardian direct": ways.guardian_direct}
        many = same(name, ways, lead=name == "lead")
        quick = {
            "product": ways.product,
            "floor": lambda many=many, ways=ways: ways.floor(many),
            "by hand": ways.by_hand,
        }
        measures = {
            one: (lambda way=way: timed(way)) for one, way in quick.items() if name != "lead" or one != "by hand"
        }
        measures |= {one: (lambda way=way: unwalled(way)) for one, way in others.items()}
        spent = rounds(measures)
        table(f"{size:,} people, a {name} of {many:,}", spent, 1, "a second", ["product", "floor"])
        took[name] = spent["product"]
        if name in FASTER and judged:
            goals.least(
                f"{name}: guardian's defaults beside the product", ratio(spent, "guardian", "product"), FASTER[name]
            )
        if name in BESIDE_FLOOR:
            goals.most(f"{name}: the product beside the floor", ratio(spent, "product", "floor"), BESIDE_FLOOR[name])
    return took


def unwalled(way):
    """The peers know of no wall, and are shown everything."""
    from audit.walls import standing_as_system

    with standing_as_system():
        return timed(way, 1)


def deep(goals, people):
    """The last page but one of the manager beside the first."""
    from records.models import Person, PersonReader

    rows = PersonReader.objects.filter(reader=people["manager"]).order_by("-sort_on", "-thing")
    last = rows.values_list("thing", flat=True)[rows.count() // 25 * 25 - 51]
    after, ways = str(_public_id(Person, last)), Ways(people["manager"])
    took = rounds({"first": lambda: timed(ways.product), "deep": lambda: timed(lambda: ways.product(after))})
    table("Pages of the manager", took, 1, "a second", ["first"])
    goals.most("a deep page beside the first", ratio(took, "deep", "first"), 1.3)


def _public_id(model, key):
    from audit.walls import standing_as_system

    with standing_as_system():
        return model.objects.values_list("public_id", flat=True).get(pk=key)


def writing(goals, workers, lead):
    """What it costs to keep the rows: one worker let into a folder, and a team of fifty."""
    from datetime import timedelta

    from django.utils import timezone

    from records.models import Folder, Person

    details = {"by": lead, "purpose": "x", "until": timezone.now() + timedelta(days=9)}
    new = iter([Person.register(by=lead, name="New", group="child").folder("send").pk for _ in range(2 * WRITES)])

    def one():
        folder = Folder.objects.get(pk=next(new))
        return timed(lambda: folder.grant(to=workers[1], **details), 1)

    def team():
        folder = Folder.objects.get(pk=next(new))
        return timed(lambda: folder.grant_team(to=workers[:50], **details), 1)

    took = rounds({"one worker": one, "a team of 50": team}, WRITES)
    table("Letting in", took, 1, "a second", ["one worker"])
    goals.most("a team of 50 beside one worker", ratio(took, "a team of 50", "one worker"), 3)


def flat(goals, by_size, vendor):
    """The largest beside the smallest, medians: they stood there one after the other."""
    (small, few), *_, (large, many) = by_size.items()
    for name, goal in {"worker": 1.8 if vendor == "sqlite" else 1.3, "manager": 2}.items():
        grown = statistics.median(many[name]) / statistics.median(few[name])
        goals.most(f"{name}: {large:,} people beside {small:,}", grown, goal)


def measure():
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from audit.walls import standing_as_system
    from bench.peers import crowd

    goals, by_size = Goals(), {}
    with standing_as_system():
        call_command("migrate", verbosity=0)
        workers, lead = crowd.staff()
    people = {"worker": workers[2].pk, "manager": workers[0].pk, "lead": lead.pk}
    sizes = LONG if "--long" in sys.argv else SIZES
    for size in sizes:
        with standing_as_system():
            crowd.load(size, workers)
        crowd.as_app()
        by_size[size] = lists(goals, size, people, judged=size == LONG[-1])
        deep(goals, people)
        crowd.as_owner()
    if len(sizes) > 1:
        flat(goals, by_size, connection.vendor)
    with standing_as_system():
        _from_here_on(connection, sizes[-1])
        crowd.as_app()
        writing(goals, workers, lead)
    return bool(goals.missed)


def _from_here_on(connection, people):
    """New rows have numbers after those that were loaded with numbers of their own."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for table_ in ("records_person", "records_folder"):
                cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table_}', 'id'), {people})")


if __name__ == "__main__":
    try:
        sys.exit(measure() if "measure" in sys.argv else on_each(__file__, *sys.argv[1:]))
    except Exception as error:
        print(f"It could not be measured: {type(error).__name__}: {error}")
        sys.exit(2)
