"""Look through a policy pack before working by it: what must be mended, and what to look at."""

from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from policy.findings import findings


class Command(BaseCommand):
    help = "Look through the policy pack in a folder. Exit status 1 when something in it must be mended."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("path", type=Path, help="the folder with pack.toml and the other files")

    def handle(self, *, path, **options):
        found = findings(path.resolve(), date.today())
        for finding in found:
            self.stdout.write(str(finding))
        mend = sum(finding.must_be_mended for finding in found)
        self.stdout.write(f"{mend} to mend, {len(found) - mend} to look at.")
        if mend:
            raise CommandError("This pack cannot be used yet. Mend what is marked MEND, then check it again.")
        self.stdout.write(f"This pack can be used: POLICY_FOLDER={path.resolve()}")
