"""What a test of faults asks the service's own database, in a process forked by nursery.py."""

import os
import shutil
from collections import Counter
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone

from audit import ledger
from audit.models import Trace, key_of
from audit.verify import Tampered, verify
from consent.models import Consent, Conversation
from governance.models import Disposal
from governance.strays import strays, take_away_strays
from records.attaching import vault
from records.models import Agency, Attachment, Concern, Entry, Person, Relationship
from sharing.models import Decision, Draft, SealedDocument
from staff import signing
from staff.models import Notice
from tests.sharing.conftest import REFUSED

from .people import member, proposed, signed_in

# Where the words of each kind of write arrive, and the trace that each leaves.
ARRIVES = {
    Entry: ("fact", "entry.written"),
    Consent: ("words", "consent.recorded"),
    Concern: ("facts", "concern.logged"),
    Decision: ("rationale", "decision.signed"),
    Disposal: ("why", "disposal.proposed"),
}


def stock(many):
    """Sign two people in, and lay out what is written to: so many decisions to sign, and entries to propose for."""
    amara = member("amara")
    leo = Person.objects.get(name__startswith="Leo", key_person=amara)
    Conversation.begin(by=amara, person=leo, present="alone", talk="yes", interpreter="not_needed")
    draft = Draft.begin(owner=amara, people=[leo])
    draft.answer(seen=draft.version, key="danger", value="no")
    decisions = [proposed(amara, leo, REFUSED) for _ in range(many)]
    entries = [_written(amara, _quiet(amara), number) for number in range(many)]
    return {
        "cookies": {"amara": signed_in("amara"), "dee": signed_in("dee")},
        "agreeing": _agreeing(leo),
        "draft": draft.version,
        "note": reverse("records:write", args=[leo.folder("personal").public_id]),
        "agreement": reverse("consent:record", args=[leo.public_id]),
        "step": reverse("sharing:welfare", args=[draft.public_id]),
        "concern": reverse("records:log_concern"),
        "sign": [[reverse("sharing:decline", args=[one.public_id]), one.version] for one in decisions],
        "dispose": [reverse("governance:dispose_entry", args=[one.public_id]) for one in entries],
        "mail": Notice.objects.aggregate(last=Max("pk"))["last"] or 0,
    }


def _agreeing(leo):
    mother = Relationship.objects.filter(person=leo, kind="mother").first()
    agency = Agency.objects.filter(kind="health").first()
    return {"respondent": str(mother.public_id), "recipient": f"agency:{agency.public_id}"}


def _quiet(amara):
    """Somebody of whom nothing is open, or nothing might be destroyed."""
    known = Person.objects.filter(name="Ivy Moor").first()
    return known or Person.register(by=amara, name="Ivy Moor", group="child", key_person=amara)


def _written(amara, ivy, number):
    at = timezone.now()
    return Entry.write(by=amara, folder=ivy.folder("personal"), kind="visit", fact=f"Entry {number}", happened_at=at)


def found(mail, draft):
    """Everything that a kill may have lost, doubled or left half done. Five minutes have passed by then."""
    cache.delete_many([f"signature:{member('dee').pk}:{number}" for number in range(signing.TRIES)])
    return {
        "effects": Counter(word for model, (field, _) in ARRIVES.items() for word in _words_in(model, field)),
        "step": [_draft(draft).version, _draft(draft).details.get("welfare", {}).get("welfare")],
        "halves": [*_without_one_trace(), *_files(), *_sealed_unsigned(), *_broken()],
        "mail": Notice.objects.filter(pk__gt=mail).count(),
    }


def _draft(address):
    return Draft.objects.get(public_id=address.split("/")[-3])


def _words_in(model, field):
    return model.objects.filter(**{f"{field}__startswith": "canary-"}).values_list(field, flat=True)


def _without_one_trace():
    """Rows that were written by no trace, or by two."""
    for model, (field, event) in ARRIVES.items():
        traces = Counter(Trace.objects.filter(event=event).values_list("about", flat=True))
        for row in model.objects.filter(**{f"{field}__startswith": "canary-"}):
            if traces[key_of(row)] != 1:
                yield f"{row} of {event} has {traces[key_of(row)]} traces"


def _files():
    """Files that belong to nothing an hour later. Rows without their file are found by `verify`."""
    left = strays(timezone.now())
    _an_hour_later(left)
    yield from (f"{name} lies there and belongs to nothing" for name in strays(timezone.now()))
    for one in Attachment.objects.filter(entry__fact__startswith="canary-"):
        try:
            said = b"".join(one.pieces())
        except vault.Spoilt:
            said = b""
        if said != one.entry.fact.encode():
            yield f"{one} is not what was sent"


def _an_hour_later(left):
    """The clock ticks: what a kill left behind goes, and nothing else."""
    for name in left:
        os.utime(Path(settings.FILES_DIR, name), (0, 0))
    shutil.rmtree(Path(settings.VAR_DIR, "notes"), ignore_errors=True)
    ledger.seal()
    take_away_strays()


def _sealed_unsigned():
    for one in SealedDocument.objects.filter(decision__signed_at=None):
        yield f"{one} is sealed and not signed"


def _broken():
    """The database itself, and the trail."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            said = cursor.execute("PRAGMA integrity_check").fetchall()
        if said != [("ok",)]:
            yield f"integrity_check: {said}"
    try:
        ledger.seal()
        verify()
    except (Tampered, ledger.Broken) as wrong:
        yield f"trail: {wrong}"
