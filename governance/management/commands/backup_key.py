"""Make the pair of keys of backups: the public half for the settings, the private half for a place elsewhere."""

import os
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from governance.backup import box

WORDS = """The private key is in {file}. Without it no backup of this service opens, with it every one does:
  1. copy it to two places that burn apart (a safe, a sealed envelope with a trustee), and write down who has them;
  2. then delete it here. It must never lie on this machine, nor beside the backups.

Set this in the environment of the service:
BACKUP_PUBLIC_KEY={public}"""


class Command(BaseCommand):
    help = "Write a new private key into FILE, which must not exist, and print the public one and what to do with both."
    requires_system_checks = []
    requires_migrations_checks = False

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FILE", type=Path, help="on a medium that you take away")

    def handle(self, *, file, **options):
        if any(file.resolve().is_relative_to(Path(one).resolve()) for one in (settings.VAR_DIR, settings.KEYS_DIR)):
            raise CommandError("Not within the folders of this service: whoever takes them would have the key as well.")
        key = X25519PrivateKey.generate()
        try:
            with open(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as stream:
                stream.write(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        except OSError as error:
            raise CommandError(f"{file} cannot be made: {error.strerror}.") from error
        self.stdout.write(WORDS.format(file=file, public=box.in_words(key.public_key())))
