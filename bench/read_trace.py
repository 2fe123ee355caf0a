"""What it costs to write down who opened a page before it is made: pages a second, with and without.

The page is a folder with 25 entries, asked for by its key worker through the whole of Django: session, middleware,
who may open it, queries, templates. `without` is the same page with the one function that writes a reading taken away,
here alone. 1 and 4 clients on both databases; every commit waits for the disk.
Exit 0: every goal reached. 1: one missed. 2: could not run.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.peers.places import on_each
from bench.peers.rounds import Goals, ratio, rounds, table

BEFORE = 20_000  # readings that are there already
ENTRIES = 25
TIMES = {1: 20, 4: 8}  # pages of each client in a round
GOAL = 0.6


def fill():
    """One worker with a role, who promised; one child, whose folder has a page full of entries."""
    from audit.models import Reading
    from bench.peers import clients, ways
    from records.models import Person
    from staff import roles
    from staff.models import Appointment, Undertaken, User

    clients.prepare(1)
    worker, system = User.objects.get(), User.system()
    Appointment.give(by=system, to=worker, role=roles.Practitioner)
    Undertaken.sign(by=worker, typed_name=worker.name)
    person = Person.register(by=system, name="Leo Larkin", group="child", key_person=worker)
    person.folder("personal").import_entries(by=worker, rows=[ways.words(number) for number in range(ENTRIES)])
    Reading.objects.bulk_create(
        Reading(page="records:folder", by_id=number % 50, by_name="Ben", about=f"records.Folder:{number}")
        for number in range(BEFORE)
    )


def asking():
    """What a client does: it opens the page, or opens it without a reading."""
    from django.test import Client
    from django.urls import reverse

    from records.models import Folder
    from staff import access
    from staff.models import User

    client, written = Client(), access.read
    client.force_login(
        User.objects.get(first_name="Amara"), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    address = reverse("records:folder", args=[Folder.objects.get(person__name="Leo Larkin", kind="personal").public_id])

    def opened():
        page = client.get(address)
        if page.status_code != 200 or page.content.count(b"Sat alone") != ENTRIES * 3:
            raise RuntimeError(f"The page is not what it should be: {page.status_code}")

    def with_a_reading(*_):
        access.read = written
        opened()

    def without(*_):
        access.read = lambda *_, **__: None
        opened()

    return {"with": with_a_reading, "without": without}


def proved(goals, pages):
    from django.core.management import call_command

    from audit import ledger
    from audit.models import Leaf, Reading

    ledger.seal()
    opened = Reading.objects.count() - BEFORE
    goals.true(f"{opened:,} pages, a reading each", opened == pages)
    goals.true("each reading has its leaf", Leaf.objects.filter(source="reading").count() == pages + BEFORE)
    call_command("verify_trail")
    goals.true("verify_trail finds nothing", True)


def measure():
    import django

    django.setup()
    from bench.peers.clients import Clients
    from bench.peers.rounds import ROUNDS

    goals = Goals()
    fill()
    clients = Clients(max(TIMES), asking)
    for many, times in TIMES.items():
        where = {"clients": many, "times": times}
        took = rounds({
            "with": lambda where=where: clients.run("with", **where),
            "without": lambda where=where: clients.run("without", **where),
        })  # fmt: skip
        said = f"{many} client{'s' * (many > 1)}"
        table(f"Opening a folder, {said}", took, many * times, "pages a second", ["without"])
        goals.least(f"{said}: pages with a reading, of those without", 1 / ratio(took, "with", "without"), GOAL)
    proved(goals, sum(many * times * ROUNDS for many, times in TIMES.items()))
    return bool(goals.missed)


if __name__ == "__main__":
    try:
        sys.exit(measure() if "measure" in sys.argv else on_each(__file__))
    except Exception as error:
        print(f"It could not be measured: {type(error).__name__}: {error}")
        sys.exit(2)
