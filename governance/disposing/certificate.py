"""The certificate of a disposal: what kind of things went, how many, by which rule and by whom. It holds no contents.

A sealed PDF, as a signed decision has; its words are fixed in the ledger when it is first asked for, and it proves
with them that the line of the disposal stands there.
"""

from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from audit import ledger
from audit.canonical import canonical, digest
from audit.events import Event
from audit.models import Trace, key_of
from audit.verbs import note, verb
from policy import packs
from records.paper import pressroom
from records.paper.sealing import fingerprint
from records.paper.wording import readable

TITLE = "Certificate of disposal"
ATTACHED, PROOF = "disposal.json", "proof.json"
FORMAT = "springfield-disposal/1"


@transaction.atomic
def sealed(disposal, by) -> bytes:
    """Raises Unavailable, KeyUnusable; then nothing is traced."""
    from records.paper import pades

    at = timezone.now()
    account = account_of(disposal, by, at)
    exact = canonical(account)
    said = {"sha256": digest(exact), "seal": fingerprint()}
    _fix(disposal, by=by, **said)
    proof = _proof(disposal, said)
    files = {ATTACHED: exact, PROOF: canonical(proof.as_json())}
    return pades.sealed(pressroom.printed(page(account, said, proof), files, at))


def account_of(disposal, by, at):
    pack = packs.current()
    return {
        "format": FORMAT,
        "organisation": pack.organisation,
        "public_id": str(disposal.public_id),
        "what": disposal.get_kind_display(),
        "counts": {kind: f"{many}" for kind, many in disposal.counts.items()},
        "stays": {kind: f"{many}" for kind, many in disposal.stays.items()},
        "rule": {"id": disposal.rule, "words": disposal.rule_words},
        "why": disposal.why,
        "proposed": _by(disposal.proposed_by, disposal.proposed_at),
        "agreed": _by(disposal.agreed_by, disposal.agreed_at),
        "carried_out_at": _moment(disposal.done_at),
        "lines": _runs(disposal.leaves),
        "taken": {"name": by.name, "post": by.post, "taken_at": _moment(at)},
    }


def page(account, said, proof):
    """The certificate as an HTML page, everything typed by people escaped."""
    context = {"title": TITLE, "record": readable(account), "attached": ATTACHED, "proof": PROOF}
    return render_to_string("governance/document/certificate.html", context | said | {"seq": proof.seq})


def _by(user, at):
    return {"name": user.name, "post": user.post, "said_at": _moment(at)}


def _runs(found):
    return ", ".join(f"{first}" if first == last else f"{first} to {last}" for first, last in found) or "none"


@verb(Event.DISPOSAL_CERTIFIED)
def _fix(disposal, *, by, **said):
    note(**said)


def _proof(disposal, said):
    ledger.seal()
    lines = Trace.objects.filter(event=Event.DISPOSAL_CERTIFIED, about=key_of(disposal))
    return ledger.proof_of(lines.filter(facts__sha256=said["sha256"]).latest("pk"))


def _moment(at):
    return at.isoformat(timespec="seconds")
