"""Put a backup back into an empty place, or confirm what was missing. Exit 0 done, 1 not."""

from datetime import datetime
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from audit import anchors
from audit.checkpoint import BadNote
from audit.journal import BadJournal
from audit.keys import KeyUnusable
from audit.verbs import Stale
from governance.backup import box, database, gap, restoring
from staff.models import User
from staff.roles import Can

REFUSED = (restoring.NotRestored, box.Shut, KeyUnusable, database.NotCopied, BadJournal, BadNote)


class Command(BaseCommand):
    help = "Restore the newest backup in DIR (or one file), verify it, and open the service for reading only."
    requires_system_checks = []
    requires_migrations_checks = False

    def add_arguments(self, parser):
        parser.add_argument("place", metavar="DIR", type=Path, nargs="?", help="where the backups are")
        parser.add_argument("--key", metavar="FILE", type=Path, help="the private key; asked for if it is not given")
        parser.add_argument("--anchors", metavar="FILE", type=Path, default=anchors.place(), help="kept elsewhere")
        parser.add_argument("--confirm", metavar="EMAIL", help="somebody who knows what is missing: lets people write")

    def handle(self, *, place, key, confirm, **options):
        if confirm:
            self._confirm(confirm)
        elif place is None:
            raise CommandError("Say where the backups are, or who confirms what is missing (--confirm).")
        else:
            self._restore(place, key, options["anchors"])

    def _restore(self, place, key, anchor_file):
        try:
            done = restoring.restore(
                place, key or Path(input("Where is the private key of the backups? ")), anchor_file
            )
        except REFUSED as why:
            raise CommandError(str(why)) from why
        except OSError as error:
            raise CommandError(f"{error.filename or place}: {error.strerror}.") from error
        self.stdout.write("\n".join(sentences(done.report, done.gap)))

    def _confirm(self, email):
        user = User.objects.active().filter(email=email.lower()).first()
        if not user or not user.can(Can.KEEP_CHECKPOINTS):
            raise CommandError("Give the e-mail address of a safeguarding lead or the data protection manager.")
        try:
            gap.confirm(by=user)
        except Stale as stale:
            raise CommandError(str(stale)) from stale
        self.stdout.write(f"{user.name} has confirmed what is missing. The service can be written to.")


def sentences(report, gap):
    yield f"Put back, and nothing in it was touched: {report.leaves} lines of the ledger, {report.files} files."
    yield f"Nothing is known of what was done after {_moment(gap['from'])} UTC."
    if gap["last_known"]:
        lost = gap["anchored"] - gap["kept"]
        yield f"{lost} lines of the ledger are missing, by what was signed on {_moment(gap['last_known'])} UTC."
    else:
        yield "How much is missing nobody can say: no checkpoint that was kept elsewhere was given (--anchors)."
    yield f"{gap['shut_again']} things that were shut since were shut again; {len(gap['not_shut'])} could not be:"
    yield from (f"  {one['kind']} {one['about']}" for one in gap["not_shut"])
    yield "The service is open for reading only until a named person confirms this, on its page or with --confirm."


def _moment(words):
    return f"{datetime.fromisoformat(words):%d %B %Y %H:%M}"
