"""Say what is due, carry out what two people agreed to and whose day has come, and wipe what is left of it."""

from django.core.management.base import BaseCommand

from governance.clockwork import carry_out_disposals, wipe_what_is_left
from governance.models import Disposal


class Command(BaseCommand):
    help = (
        "Carry out what two people agreed to and whose day has come; the clock does the same. On PostgreSQL run it "
        "as the owner of the tables when nobody works: only the owner may wipe what is left of old rows."
    )

    def add_arguments(self, parser):
        parser.add_argument("--list", action="store_true", help="say what is due, and do nothing")

    def handle(self, **options):
        due = Disposal.objects.due()
        for one in due:
            self.stdout.write(f"{one}: {one.get_kind_display().lower()}, due since {one.due_at:%d %B %Y %H:%M} UTC")
        if options["list"]:
            self.stdout.write(f"{len(due)} due, {Disposal.objects.unswept().count()} to be wiped from the disk.")
            return
        done, wiped = carry_out_disposals(), wipe_what_is_left()
        left = Disposal.objects.unswept().count()
        self.stdout.write(f"{done} carried out, {wiped} wiped from the disk, {left} still to be wiped.")
