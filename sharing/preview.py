"""Exactly what leaves, word for word, before anybody confirms it (S-14)."""

import hashlib
import json
from dataclasses import dataclass

from django.utils.formats import date_format

from policy import packs
from records.models import SafeContact
from records.safe_address import found_in

from .models import DisclosureItem


@dataclass(frozen=True)
class Preview:
    """What the recipient gets: who it is from, for whom, for what, and the pieces."""

    sender: str
    recipient: str
    purpose: str
    method: str
    pieces: tuple

    @property
    def sha256(self):
        """Two previews are the same when every word that leaves is."""
        words = json.dumps([self.sender, self.recipient, self.purpose, self.method, self.pieces], ensure_ascii=False)
        return hashlib.sha256(words.encode()).hexdigest()


def preview_of(decision, form, *, by):
    pack, said = packs.current(), form.disclosure
    name = f"{by.name}, {pack.organisation}" if said["worker_named"] else pack.organisation
    return Preview(
        sender=name,
        recipient=said["to_whom"],
        purpose=pack.purposes.get(decision.purpose, decision.purpose_words),
        method=pack.methods[said["method"]],
        pieces=tuple(_piece(item) for item in form.items),
    )


def gives_away(preview, decision, agency):
    """The kinds of protected contact that these words hold. Whoever protects people may need it, and is not warned of.

    It only warns: what is recorded here has been shared already, and must not go unrecorded.
    """
    if agency.is_protective:
        return []
    words = "\n\n".join(word for piece in preview.pieces for word in piece.values())
    return sorted({one.kind for one in found_in(words, SafeContact.objects.guarded_for(decision.people))})


def _piece(item):
    """One piece with its marks, as texts, so that nothing else can slip in."""
    return {
        "what": item["what"],
        "nature": DisclosureItem.Nature(item["nature"]).label,
        "source": item["source"],
        "happened_on": date_format(item["happened_on"], "j F Y") if item.get("happened_on") else "",
    }
