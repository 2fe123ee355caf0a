"""Do what the clock asks for: send the post, pass on what waits too long, notice birthdays, sweep up."""

import logging

from django.core.management.base import BaseCommand, CommandError

from audit import reading_only
from governance import noted
from staff.clock import TASKS

log = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Do everything that is due by the clock. Run it every half minute; two at once do no harm."

    def handle(self, **options):
        if reading_only.gap():
            self.stdout.write("Nothing was done: what a restore lost must be confirmed first.")
            return
        failed = [task.__name__ for task in TASKS if not self._done(task)]
        noted.write("tick", failed=failed)
        if failed:
            raise CommandError(f"These could not be done and are tried again next time: {', '.join(failed)}.")

    def _done(self, task):
        """One task that fails holds up none of the others. Its error is named, never quoted: it may hold words."""
        try:
            many = task()
        except Exception as error:
            log.error("%s in %s.%s", type(error).__name__, task.__module__, task.__name__)
            return False
        if many and self.verbosity > 1:
            self.stdout.write(f"{task.__name__}: {many}")
        return True

    def execute(self, *args, **options):
        self.verbosity = options["verbosity"]
        return super().execute(*args, **options)
