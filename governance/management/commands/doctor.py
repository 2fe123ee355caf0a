"""Look at every promise, and read the whole trail again. Exit 0 all kept, 1 one broken, with what to do."""

import sys

from django.core.management.base import BaseCommand

from audit.verify import Tampered, verify
from governance import noted
from governance.promises import findings


class Command(BaseCommand):
    help = (
        "Say of each promise whether it is kept, and what to do where it is not. Run it every night, after the backup."
    )
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--quick", action="store_true", help="do not read the whole trail again")
        parser.add_argument("--processes", metavar="N", type=int, default=1, help="for reading the trail")

    def handle(self, *, quick, processes, **options):
        if not quick:
            read_the_trail(processes)
        found = findings()
        for one in found:
            self.stdout.write(f"{'kept  ' if one.kept else 'BROKEN'}  {one.title}. {one.words}")
            if one.mend:
                self.stdout.write(f"        {one.mend}")
        broken = sum(not one.kept for one in found)
        self.stdout.write(f"{broken} broken, {len(found) - broken} kept.")
        if broken:
            sys.exit(1)


def read_the_trail(processes=1):
    """Once a night, and noted, so that the page can say it."""
    try:
        report = verify(processes=processes)
    except Tampered as tampered:
        noted.write("trail", wrong=str(tampered))
        return
    noted.write("trail", wrong="", leaves=report.leaves)
