"""Weigh a signed decision again: under the rules of the day it was signed, and under those of today."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from policy import packs
from sharing.models import Decision
from sharing.replay import replayed

HELP = """Weighs a signed decision again and says whether the answer would be another one. Names nobody. Exit codes:
0 the answer is the same; 1 the rules of today say something else; 2 there is no such signed decision;
3 the rules of that day no longer give the answer that was signed: then the software has changed."""


class Command(BaseCommand):
    help = HELP

    def add_arguments(self, parser):
        parser.add_argument("public_id")

    def handle(self, public_id, **options):
        again = replayed(self._decision(public_id))
        for line in again.in_words(packs.current().outcomes):
            self.stdout.write(line)
        if again.exit_code:
            raise SystemExit(again.exit_code)

    def _decision(self, public_id):
        try:
            return Decision.objects.get(public_id=public_id, signed_at__isnull=False)
        except (Decision.DoesNotExist, ValueError, ValidationError) as missing:
            raise CommandError("There is no signed decision with that id.", returncode=2) from missing
