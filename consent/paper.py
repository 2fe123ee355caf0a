"""The agreements of one person as a sealed PDF: the same seal, ledger and press as a signed decision has.

It is made when somebody takes it, with a purpose, and is not kept: the ledger keeps that these words stood on that day.
A mark stands in place of what is locked away, in the pages and in what is attached to them.
"""

from datetime import datetime

from django.db import transaction
from django.template.loader import render_to_string

from audit import ledger
from audit.canonical import canonical, digest
from audit.events import Event
from audit.models import Trace, key_of
from audit.verbs import note, verb
from records.exits import struck_from
from records.models import SafeContact
from records.paper import pressroom
from records.paper.sealing import fingerprint
from records.paper.wording import readable

from .account import account_of

TITLE = "Record of agreements"
ATTACHED, PROOF = "agreements.json", "proof.json"
LARGEST = 400_000  # characters, as a decision record


class TooLong(ValueError):
    """There is more than one document can sensibly hold."""


@transaction.atomic
def sealed_record(person, by, purpose) -> bytes:
    """A sealed PDF of what was told and agreed. Raises Unavailable, KeyUnusable, TooLong; then nothing is traced."""
    from records.paper import pades

    account = struck_from(account_of(person, by, purpose), SafeContact.objects.guarded_for([person]))
    exact = canonical(account)
    if len(exact) > LARGEST:
        raise TooLong("There is more than one document can hold. Ask the data protection manager for a copy.")
    said = {"sha256": digest(exact), "seal": fingerprint()}
    _take(person, by=by, purpose=purpose, **said)
    proof = _proof(person, said)
    files = {ATTACHED: exact, PROOF: canonical(proof.as_json())}
    at = datetime.fromisoformat(account["taken"]["taken_at"])
    return pades.sealed(pressroom.printed(page(account, said, proof), files, at))


def page(account, said, proof=None):
    """The record as an HTML page, everything typed by people escaped."""
    context = {
        "title": TITLE,
        "record": readable(account),
        "attached": ATTACHED,
        "taken_utc": account["taken"]["taken_at"],
    }
    context |= said | {"ledger": proof and {"seq": proof.seq, "attached": PROOF, "note": proof.note.splitlines()}}
    return render_to_string("consent/document/record.html", context)


@verb(Event.CONSENTS_SEALED)
def _take(person, *, by, **said):
    note(**said)


def _proof(person, said):
    """That these words stood at that moment: the line of the ledger that holds their hash, signed before printing."""
    ledger.seal()
    lines = Trace.objects.filter(event=Event.CONSENTS_SEALED, about=key_of(person), facts__sha256=said["sha256"])
    return ledger.proof_of(lines.latest("pk"))
