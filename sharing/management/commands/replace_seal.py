"""Seal with another certificate from now on. What was sealed before stays valid: the old certificate is kept."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from audit.keys import KeyUnusable, contents
from records.paper import sealing


class Command(BaseCommand):
    help = "Replace the organisation's seal, before its certificate ends or when its key may have been seen by others."

    def add_arguments(self, parser):
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("file", type=Path, nargs="?", help="the new key and its certificate (PEM, mode 0600)")
        what.add_argument("--self-signed", action="store_true", help="make both here")

    def handle(self, *, file, self_signed, **options):
        if self_signed and settings.SEAL_PKCS11["module"]:
            raise CommandError("The key is in a device: have it certified, and give the certificate (PEM, mode 0600).")
        try:
            old = sealing.seal_key().fingerprint
            sealing.replace(sealing.made() if self_signed else self._new(file))
            self.stdout.write(f"Sealed until now with {old}\nand from now on with {sealing.fingerprint()}.\n{PUBLISH}")
        except (KeyUnusable, OSError) as unusable:
            raise CommandError(str(unusable)) from unusable

    def _new(self, file):
        sealing.may_seal(sealing.seal_in(file))
        return contents(file)


PUBLISH = "Publish the new fingerprint beside the old one: records sealed until now are still checked with the old."
