"""What anybody needs to check a record without us: fingerprints, checkpoint, public keys, and the verifier."""

from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings

from audit import checkpoint as notes
from audit.checkpoint import Checkpoint
from audit.keys import KeyUnusable
from audit.models import SignedCheckpoint
from records.paper import sealing

VERIFIER = Path(settings.BASE_DIR) / "docs" / "verifier" / "verify_record.py"


@dataclass(frozen=True)
class Proof:
    """Fingerprints, of what is in use first and then of what was before; none while the keys cannot be used.

    ``clock``: the outside service that dates the seals, if one is set up. ``adds``: whether it dates the whole file
    once more, after the seal. ``verifier``: the SHA-256 of the program.
    """

    clock: str
    adds: bool
    verifier: str
    seals: list[str] = field(default_factory=list)
    ledgers: list[str] = field(default_factory=list)
    newest: Checkpoint | None = None

    @property
    def is_ready(self):
        return bool(self.seals and self.ledgers)


def proof():
    """What the page says."""
    clock = urlsplit(settings.TIMESTAMP_URL).hostname or ""
    said = clock, bool(clock and settings.SEAL_REVOCATION), sealing.digest(VERIFIER.read_bytes())
    try:
        seals = [certificate.fingerprint(SHA256()).hex() for certificate in sealing.trusted()]
        return Proof(*said, seals, [notes.fingerprint(key) for key in notes.known_keys()], _newest())
    except KeyUnusable:
        return Proof(*said)


def newest_note() -> str:
    """The checkpoint that was signed last, as it was signed; nothing before the first."""
    row = SignedCheckpoint.objects.order_by("-size").first()
    return row.note if row else ""


def public_keys() -> bytes:
    """Every public key of the ledger and every certificate of the seal, the retired too, in PEM. Raises KeyUnusable."""
    keys = [key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo) for key in notes.known_keys()]
    return b"".join([*keys, *(certificate.public_bytes(Encoding.PEM) for certificate in sealing.trusted())])


def _newest():
    note = newest_note()
    return notes.opened(note, notes.known_keys()) if note else None
