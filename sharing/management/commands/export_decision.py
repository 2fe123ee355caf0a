"""Write the sealed record of one signed decision to a file, as the system."""

from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from audit.keys import KeyUnusable
from sharing import archive
from sharing.models import Decision
from sharing.pressroom import UNHURRIED, Unavailable
from staff.models import User


class Command(BaseCommand):
    help = "Write the sealed PDF of a signed decision to a file (renders and seals it if that has not been done yet)."

    def add_arguments(self, parser):
        parser.add_argument("public_id")
        parser.add_argument("file", type=Path)

    def handle(self, public_id, file, **options):
        decision = self._decision(public_id)
        try:
            archive.sealed(decision, patience=UNHURRIED)
            _, _, pdf = archive.copies([decision], User.system(), "Exported on the command line")
        except (Unavailable, KeyUnusable) as missing:
            raise CommandError(str(missing)) from missing
        file.write_bytes(pdf)
        self.stdout.write(f"Wrote {len(pdf)} bytes.")

    def _decision(self, public_id):
        try:
            decision = Decision.objects.filter(public_id=public_id).first()
        except (ValueError, ValidationError):
            decision = None
        if decision is None:
            raise CommandError("There is no decision with that id.")
        if not decision.is_signed:
            raise CommandError("That decision is not signed yet, so there is no record of it to export.")
        return decision
