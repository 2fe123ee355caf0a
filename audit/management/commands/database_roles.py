"""Make the four roles of a PostgreSQL database, or check them: exit 0 as they should be, 1 not, 2 not PostgreSQL."""

import sys

from django.core.management.base import BaseCommand
from django.db import connection, transaction

from audit import roles


class Command(BaseCommand):
    help = "Make the roles owner, app, verify and backup with their grants, printing each statement. Run as superuser."

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="change nothing; name what differs")

    def handle(self, *, check, **options):
        if connection.vendor != "postgresql":
            self.stderr.write("SQLite has no roles.")
            sys.exit(2)
        if check:
            self._check()
            return
        with transaction.atomic():
            for statement in roles.make_roles(connection):
                self.stdout.write(f"{statement};")
        self.stdout.write("-- Done. No role may log in yet: let each do so with a secret of its own. Run this again")
        self.stdout.write("-- after each migration, and migrate as the owner.")

    def _check(self):
        found = list(roles.differences(connection))
        self.stdout.write("\n".join(found) or "The roles are as they should be.")
        if found:
            sys.exit(1)
