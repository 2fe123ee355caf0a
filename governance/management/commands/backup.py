"""Make a backup that nobody on this machine can open. Exit 0 made, 1 not."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from audit.keys import KeyUnusable
from governance import noted
from governance.backup import database, making


class Command(BaseCommand):
    help = "Copy the database and the files of this moment into DIR, sealed for BACKUP_PUBLIC_KEY. Run it every night."

    def add_arguments(self, parser):
        parser.add_argument("folder", metavar="DIR", type=Path, help="on another machine or disk than the service")

    def handle(self, *, folder, **options):
        try:
            made = making.make(folder)
        except (KeyUnusable, database.NotCopied) as why:
            raise CommandError(str(why)) from why
        except OSError as error:
            raise CommandError(f"{error.filename or folder}: {error.strerror}.") from error
        noted.write("backup", folder=str(folder.resolve()), **made.slip)
        self.stdout.write(f"{made.path}: the database and {made.slip['files']} files, for key {made.slip['for']}.")
