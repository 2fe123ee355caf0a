"""Exactly what leaves, word for word, before anybody confirms it (S-14)."""

import hashlib
import json
from dataclasses import dataclass

from django.utils.formats import date_format

from policy import packs

from .leaving.account import account_of
from .models import Disclosure, DisclosureItem


@dataclass(frozen=True)
class Preview:
    """What the recipient gets: who it is from, for whom, for what, and the pieces."""

    sender: str
    recipient: str
    purpose: str
    method: str
    pieces: tuple
    family: tuple

    @property
    def sha256(self):
        """Two previews are the same when every word that leaves is."""
        said = [self.sender, self.recipient, self.purpose, self.method, self.pieces, self.family]
        words = json.dumps(said, ensure_ascii=False)
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
        family=tuple(parcel_of(decision, form, by=by)["family"]),
    )


def parcel_of(decision, form, *, by):
    """All that would leave, cover and pieces, of what was filled in so far; its number it gets when it leaves."""
    disclosure = Disclosure(decision=decision, shared_by=by, **form.disclosure)
    items = [DisclosureItem(**item) for item in form.items]
    return account_of(disclosure, items, form.told["tell"])


def _piece(item):
    """One piece with its marks, as texts, so that nothing else can slip in."""
    return {
        "what": item["what"],
        "nature": DisclosureItem.Nature(item["nature"]).label,
        "source": item["source"],
        "why_needed": item["why_needed"],
        "happened_on": date_format(item["happened_on"], "j F Y") if item.get("happened_on") else "",
    }
