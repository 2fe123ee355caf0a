"""Write the sealed record of one signed decision to a file, as the system; or a newer proof of that record."""

from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from audit.canonical import canonical
from audit.keys import KeyUnusable
from audit.ledger import NotSealedYet
from records.paper.pressroom import UNHURRIED, Unavailable
from sharing import archive
from sharing.leaving import copies
from sharing.models import Decision
from staff.models import User

WHY = "Exported on the command line"


class Command(BaseCommand):
    help = "Write the sealed PDF of a signed decision to a file (renders and seals it if that has not been done yet)."

    def add_arguments(self, parser):
        parser.add_argument("public_id")
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--proof", type=int, metavar="LINES", help="write its proof at a checkpoint of so many lines"
        )

    def handle(self, public_id, file, proof, **options):
        decision = self._decision(public_id)
        try:
            file.write_bytes(self._pdf(decision) if proof is None else self._proof(decision, proof))
        except copies.Stopped as stopped:
            raise CommandError(self._held_back(decision, stopped)) from stopped
        except (Unavailable, KeyUnusable) as missing:
            raise CommandError(str(missing)) from missing
        self.stdout.write(f"Wrote {file.stat().st_size} bytes.")

    def _pdf(self, decision):
        archive.sealed(decision, patience=UNHURRIED)
        return archive.copies([decision], User.system(), WHY)[2]

    def _held_back(self, decision, stopped):
        """A lead is asked, as of every other copy; whoever types the command answers for nothing here."""
        asked = copies.last_asked(decision, User.system())
        if asked is None or asked.answered_at:
            decision.hold_copy_back(by=User.system(), why=WHY)
        return f"{stopped} They have been asked; then run this again."

    def _proof(self, decision, lines):
        try:
            proof = archive.proof_at(archive.sealed(decision, patience=UNHURRIED), lines)
        except NotSealedYet as missing:
            raise CommandError(f"No checkpoint of {lines} lines covers this record.") from missing
        return canonical(proof.as_json())

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
