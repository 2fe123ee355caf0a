"""Where signed decisions are kept as sealed PDFs: each made once, stored with its hash, and never made again."""

import io
import json
import logging
import zipfile

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from audit import ledger
from audit.events import Event
from audit.models import Trace, key_of
from audit.verbs import note, verb
from audit.walls import standing_as_system
from records.paper import pressroom
from records.paper.sealing import digest, fingerprint
from staff.models import User

from . import document
from .account import account_with_disclosure
from .leaving import copies as held
from .models import Decision, SealedDocument

log = logging.getLogger(__name__)
Stage = SealedDocument.Stage
ABOUT = """{many} records of signed decisions, taken by {by} on {at:%d %B %Y at %H:%M}.
What for: {purpose}

SHA256SUMS names the hash of each file. Check them with: sha256sum --check SHA256SUMS
The hash of that list itself stands in the trail, in the line of every record that is in here.
"""


def stage_of(decision):
    """The last stage this decision has reached: with what was shared, once that is recorded."""
    return Stage.SHARED if hasattr(decision, "disclosure") else Stage.SIGNED


def sealed(decision, *, by=None, patience=pressroom.PATIENCE):
    """The sealed record of a signed decision; rendered and sealed now if that has not been done yet.

    Raises Unavailable when it cannot be printed within so many seconds.
    """
    stage = stage_of(decision)
    return decision.sealed.filter(stage=stage).first() or _make(decision, stage, by or User.system(), patience)


def copies(decisions, by, purpose):
    """Copies of sealed records for somebody, each noted with the purpose: (file name, media type, bytes).

    Raises Unavailable when one of them cannot be made now, Stopped where one holds what is locked away.
    """
    records = [(decision, sealed(decision, by=by).bytes()) for decision in decisions]
    held.unless_it_may_leave(decisions, by)
    if len(records) == 1:
        decisions[0].take_copy(by=by, purpose=purpose)
        return "decision-record.pdf", "application/pdf", records[0][1]
    files = {f"decision-record-{number}.pdf": content for number, (_, content) in enumerate(records, 1)}
    manifest = "".join(f"{digest(content)}  {name}\n" for name, content in files.items())
    for decision in decisions:
        decision.take_copy(by=by, purpose=purpose, manifest=digest(manifest.encode()))
    about = ABOUT.format(many=len(files), by=by.name, at=timezone.localtime(), purpose=purpose)
    return "decision-records.zip", "application/zip", _packed(files | {"SHA256SUMS": manifest, "ABOUT.txt": about})


def _packed(files):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as bundle:
        for name, content in files.items():
            bundle.writestr(name, content)
    return packed.getvalue()


def seal_what_waits(limit=20):
    """Seal signed decisions that have no document yet (the machine was busy, or PDF was off). Returns how many."""
    waiting = list(Decision.objects.filter(signed_at__isnull=False, sealed=None)[:limit])
    if not waiting or not pressroom.available():  # in this order: finding out whether PDF works takes a second
        return 0
    return sum(_tried(decision) for decision in waiting)


def _tried(decision):
    """Whether it is sealed now. One that cannot be printed holds up none of the others, and is tried again."""
    try:
        return bool(sealed(decision, patience=pressroom.UNHURRIED))
    except pressroom.Unavailable as failed:
        log.error("A decision record was not made: %s", failed)
        return False


@standing_as_system()
def _make(decision, stage, by, patience):
    """All of the decision is printed, whoever asks for the copy."""
    account = json.loads(decision.canonical) if stage == Stage.SIGNED else account_with_disclosure(decision)
    words, mark = document.frozen(account), fingerprint()
    pdf = document.seal(document.render(account, _proof(decision, by, stage, words), patience))
    if fingerprint() != mark:  # the ledger names the other one
        raise pressroom.Unavailable(f"The seal was replaced a moment ago. {pressroom.LATER}")
    return _keep(decision, by=by, stage=stage, pdf=pdf, words=words.decode())


def _proof(decision, by, stage, words):
    """That these words stood at that moment: a line of the ledger holds their hash, signed before they are printed."""
    said = {"stage": stage, "sha256": digest(words), "seal": fingerprint()}
    lines = _fixed(decision, **said)
    if not lines.exists():  # it does, when printing was tried before and did not succeed
        _fix(decision, by=by, **said)
    ledger.seal()
    return ledger.proof_of(lines.latest("pk"))


def proof_at(kept, size):
    """The proof of a record that was sealed before, under the checkpoint of ``size`` lines. Raises NotSealedYet.

    Whoever kept that checkpoint elsewhere compares the record with it, without trusting this service.
    """
    lines = _fixed(kept.decision, stage=kept.stage, sha256=digest(kept.canonical.encode()))
    return ledger.proof_of(lines.filter(at__lte=kept.sealed_at).latest("pk"), size)


def _fixed(decision, **said):
    lines = Trace.objects.filter(event=Event.DECISION_FIXED, about=key_of(decision))
    return lines.filter(**{f"facts__{name}": value for name, value in said.items()})


@verb(Event.DECISION_FIXED)
def _fix(decision, *, by, **said):
    note(**said)


@verb(Event.DECISION_SEALED)
def _keep(decision, *, by, stage, pdf, words):
    existing = decision.sealed.filter(stage=stage).first()
    if existing:
        return existing
    kept = SealedDocument(decision=decision, stage=stage, sha256=digest(pdf), canonical=words, sealed_at=timezone.now())
    kept.pdf.save(f"{kept.public_id.hex}.pdf", ContentFile(pdf), save=False)
    kept.save()
    return kept


@standing_as_system()
def _sealed_unseen(decision):
    return sealed(decision)


def on_commit(decision):
    """Seal as soon as the transaction has ended; if that fails the decision stands, and the next tick seals it."""
    transaction.on_commit(lambda: _sealed_unseen(decision), robust=True)
