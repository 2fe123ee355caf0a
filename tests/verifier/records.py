"""Records to verify: sealed as this service seals them, each with the proof of a ledger of seven lines."""

import importlib.util
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from audit import checkpoint, ledger, merkle
from audit.canonical import canonical, digest
from audit.checkpoint import Checkpoint
from records.paper import sealing
from sharing import document
from tests.sharing.example import two_pages

SCRIPT = Path(__file__).parents[2] / "docs" / "verifier" / "verify_record.py"
AT = datetime(2026, 5, 12, 16, 21, 10, tzinfo=UTC)
OTHERS = [merkle.leaf_hash(bytes([number])) for number in range(7)]
PLACE = 2


def loaded():
    spec = importlib.util.spec_from_file_location("verify_record", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


verifier = loaded()


def proof_of(words):
    """That the third line of a ledger of seven holds these words."""
    at, event, salt = AT.isoformat(timespec="microseconds"), "decision.fixed", bytes(range(32))
    body = canonical(
        {"at": at, "event": event, "facts": {"seal": sealing.fingerprint(), "sha256": digest(words), "stage": "signed"}}
    )
    commitment = ledger.commitment(salt, body).hex()
    header = canonical({"at": at, "c": commitment, "kind": event, "seq": PLACE + 1, "v": 1})
    leaves = [*OTHERS[:PLACE], merkle.leaf_hash(header), *OTHERS[PLACE + 1 :]]
    note = checkpoint.signed(Checkpoint(len(leaves), merkle.root_of(leaves), AT))
    return ledger.Proof(PLACE + 1, header, body, salt, merkle.inclusion(leaves, PLACE), note)


@cache
def sealed(words_of=None):
    """A sealed record of two pages; with the proof of what another decision says, if that is given."""
    record = two_pages()
    proof = proof_of(document.frozen(record | ({"safety_plan": words_of} if words_of else {})))
    return document.seal(document.render(record, proof))


@pytest.fixture
def pdf(tmp_path):
    file = tmp_path / "record.pdf"
    file.write_bytes(sealed())
    return file


@pytest.fixture
def kept(tmp_path):
    """Keep something in a file, for the verifier to read."""

    def kept(data, name="other"):
        file = tmp_path / name
        file.write_bytes(data.encode() if isinstance(data, str) else data)
        return file

    return kept


@pytest.fixture
def verify(capsys):
    """Run the verifier: its exit status and what it said."""

    def verify(*arguments):
        status = verifier.main([str(argument) for argument in arguments])
        return status, capsys.readouterr().out

    return verify


def pem(key):
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def certificate():
    return sealing.seal_key().certificate.public_bytes(Encoding.PEM).decode()


@pytest.fixture
def another_key(settings, tmp_path):
    """From here on everything is signed with keys of somebody else."""
    settings.KEYS_DIR = tmp_path / "somebody else"
