"""Where signed decisions are kept as sealed PDFs: each made once, stored with its hash, and never made again."""

import io
import json
import zipfile

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from audit import ledger
from audit.events import Event
from audit.models import Trace, key_of
from audit.verbs import note, verb
from staff.models import User

from . import document
from .account import account_with_disclosure
from .models import Decision, SealedDocument
from .sealing import digest, fingerprint

Stage = SealedDocument.Stage


def stage_of(decision):
    """The last stage this decision has reached: with what was shared, once that is recorded."""
    return Stage.SHARED if hasattr(decision, "disclosure") else Stage.SIGNED


def sealed(decision, *, by=None):
    """The sealed record of a signed decision; rendered and sealed now if that has not been done yet."""
    stage = stage_of(decision)
    return decision.sealed.filter(stage=stage).first() or _make(decision, stage, by or User.system())


def copies(decisions, by, purpose):
    """Copies of sealed records for somebody, each noted with the purpose: (file name, media type, bytes)."""
    documents = []
    for decision in decisions:
        decision.take_copy(by=by, purpose=purpose)
        documents.append(sealed(decision, by=by).bytes())
    if len(documents) == 1:
        return "decision-record.pdf", "application/pdf", documents[0]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as bundle:
        for number, document in enumerate(documents, 1):
            bundle.writestr(f"decision-record-{number}.pdf", document)
    return "decision-records.zip", "application/zip", packed.getvalue()


def seal_what_waits(limit=20):
    """Seal signed decisions that have no document yet (the machine was busy, or PDF was off). Returns how many."""
    waiting = list(Decision.objects.filter(signed_at__isnull=False, sealed=None)[:limit])
    if not waiting or not document.AVAILABLE:  # in this order: finding out whether PDF works takes a second
        return 0
    return sum(bool(sealed(decision)) for decision in waiting)


def _make(decision, stage, by):
    account = json.loads(decision.canonical) if stage == Stage.SIGNED else account_with_disclosure(decision)
    words = document.frozen(account)
    pdf = document.seal(document.render(account, _proof(decision, by, stage, words)))
    return _keep(decision, by=by, stage=stage, pdf=pdf, words=words.decode())


def _proof(decision, by, stage, words):
    """That these words stood at that moment: a line of the ledger holds their hash, signed before they are printed."""
    _fix(decision, by=by, stage=stage, sha256=digest(words))
    ledger.seal()
    return ledger.proof_of(Trace.objects.filter(event=Event.DECISION_FIXED, about=key_of(decision)).latest("pk"))


@verb(Event.DECISION_FIXED)
def _fix(decision, *, by, stage, sha256):
    note(stage=stage, sha256=sha256, seal=fingerprint())


@verb(Event.DECISION_SEALED)
def _keep(decision, *, by, stage, pdf, words):
    existing = decision.sealed.filter(stage=stage).first()
    if existing:
        return existing
    kept = SealedDocument(decision=decision, stage=stage, sha256=digest(pdf), canonical=words, sealed_at=timezone.now())
    kept.pdf.save(f"{kept.public_id.hex}.pdf", ContentFile(pdf), save=False)
    kept.save()
    return kept


def on_commit(decision):
    """Seal as soon as the transaction has ended; if that fails the decision stands, and the next tick seals it."""
    transaction.on_commit(lambda: sealed(decision), robust=True)
