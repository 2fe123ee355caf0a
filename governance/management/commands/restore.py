"""Put a backup back into an empty place, or confirm what was missing. Exit 0 done, 1 not."""

from datetime import datetime
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from audit.keys import KeyUnusable
from governance.backup import box, database, restoring


class Command(BaseCommand):
    help = "Restore the newest backup in DIR (or one file), verify it, and open the service for reading only."
    requires_system_checks = []
    requires_migrations_checks = False

    def add_arguments(self, parser):
        parser.add_argument("place", metavar="DIR", type=Path, help="where the backups are")
        parser.add_argument("--key", metavar="FILE", type=Path, help="the private key; asked for if it is not given")

    def handle(self, *, place, key, **options):
        try:
            done = restoring.restore(place, key or Path(input("Where is the private key of the backups? ")))
        except (restoring.NotRestored, box.Shut, KeyUnusable, database.NotCopied) as why:
            raise CommandError(str(why)) from why
        except OSError as error:
            raise CommandError(f"{error.filename or place}: {error.strerror}.") from error
        self.stdout.write("\n".join(sentences(done)))


def sentences(done):
    report, gap = done.report, done.gap
    yield f"Put back, and nothing in it was touched: {report.leaves} lines of the ledger, {report.files} files."
    yield f"Nothing is known of what was done after {_moment(gap['from'])} UTC."
    yield f"{gap['anchored'] - gap['kept']} lines of the ledger are missing, by the newest checkpoint that was found."
    yield "The service is open for reading only until a named person confirms this."


def _moment(words):
    return f"{datetime.fromisoformat(words):%d %B %Y %H:%M}"
