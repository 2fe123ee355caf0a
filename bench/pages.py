"""What a page of forty rows and a form costs beside a page with nothing in it, through the whole of Django.

Both pass every middleware, session, guard and reading, and have the frame of all pages; the empty one has nothing else.
The full one is the list of people, which is made forty rows long here, with its search.
Exit 0: every goal reached. 1: one missed. 2: could not run.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.need_to_know import timed
from bench.peers.places import on_each
from bench.peers.rounds import Goals, ratio, rounds, table

ROWS, GOAL = 40, 8
TIMES = 10


def pages():
    """The two pages as their reader opens them: name → a function."""
    from django.test import Client
    from django.urls import reverse

    from staff.models import User

    client = Client()
    worker = User.objects.get(email="w2@example.org")
    client.force_login(worker, backend="allauth.account.auth_backends.AuthenticationBackend")

    def opened(address, rows):
        page = client.get(address)
        if page.status_code != 200 or page.content.count(b'<th scope="row">') != rows:
            raise RuntimeError(f"{address} is not what it should be: {page.status_code}")

    return {
        "empty": lambda: opened(reverse("empty"), 0),
        "forty rows and a form": lambda: opened(reverse("records:people"), ROWS),
    }


def measure():
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    from audit.walls import standing_as_system
    from bench.peers import crowd
    from records import people_list

    settings.ROOT_URLCONF, people_list.PAGE = "bench.peers.urls", ROWS
    goals = Goals()
    with standing_as_system():
        call_command("migrate", verbosity=0)
        workers, _ = crowd.staff()
        crowd.load(10_000, workers)
        opened = pages()
    crowd.as_app()
    took = rounds({name: (lambda page=page: timed(page, TIMES)) for name, page in opened.items()})
    table("Opening a page", took, 1, "a second", ["empty"])
    goals.most("forty rows and a form beside an empty page", ratio(took, "forty rows and a form", "empty"), GOAL)
    return bool(goals.missed)


if __name__ == "__main__":
    try:
        sys.exit(measure() if "measure" in sys.argv else on_each(__file__, *sys.argv[1:]))
    except Exception as error:
        print(f"It could not be measured: {type(error).__name__}: {error}")
        sys.exit(2)
