"""Fill an empty demonstration with invented people, once, and say who may sign in."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from audit import ledger
from springfield.demo import apart, asking, decisions, leaving, people, requests, story
from staff.models import User


class Command(BaseCommand):
    help = "Load the demonstration (invented people, one password), unless it is there already; print its accounts."

    def handle(self, **options):
        if not settings.DEMO:
            raise CommandError("The demonstration opens accounts with a printed password, so it is for demo mode only.")
        if not User.objects.exclude(email=User.SYSTEM_EMAIL).exists():
            ledger.begin_anew()
            load()
            ledger.seal()
        self.stdout.write(accounts())


@transaction.atomic
def load():
    demo = people.Demo()
    story.tell(demo)
    decisions.make(demo)
    requests.make(demo)
    leaving.make(demo)
    apart.make(demo)
    asking.make(demo)


def accounts():
    rows = [f"  {key}@example.org".ljust(24) + post for key, (_, post, _) in people.STAFF.items()]
    return "\n".join([*rows, f"  Password of them all: {people.PASSWORD}"])
