"""What anybody needs to check a record without us: fingerprints, checkpoint, public keys, and the verifier."""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.serialization import Encoding
from django.conf import settings

from audit import checkpoint as notes
from audit.checkpoint import Checkpoint
from audit.keys import KeyUnusable
from audit.models import SignedCheckpoint

from . import sealing

VERIFIER = Path(settings.BASE_DIR) / "docs" / "verifier" / "verify_record.py"


@dataclass(frozen=True)
class Proof:
    """Each is empty, or None, while the keys of this installation are not there yet."""

    seal: str
    ledger: str
    newest: Checkpoint | None
    verifier: str
    clock: str

    @property
    def is_ready(self):
        return bool(self.seal and self.ledger)


def proof():
    """What the page says. ``clock``: the outside service that dates the seals, if one is set up."""
    clock = urlsplit(settings.TIMESTAMP_URL).hostname or ""
    verifier = sealing.digest(VERIFIER.read_bytes())
    try:
        return Proof(sealing.fingerprint(), notes.fingerprint(_key()), _newest(), verifier, clock)
    except KeyUnusable:
        return Proof("", "", None, verifier, clock)


def newest_note() -> str:
    """The checkpoint that was signed last, as it was signed; nothing before the first."""
    row = SignedCheckpoint.objects.order_by("-size").first()
    return row.note if row else ""


def public_keys() -> str:
    """The ledger's public key and the seal's certificate, in PEM. Raises KeyUnusable."""
    return notes.public_pem() + sealing.seal_key().certificate.public_bytes(Encoding.PEM).decode()


def _key():
    return notes.signing_key().public_key()


def _newest():
    note = newest_note()
    return notes.opened(note, notes.known_keys()) if note else None
