"""What leaves, in words: its own cover and the pieces, and nothing of how it was decided (H-07, H-30).

The same words are printed, read by the guard, fixed in the ledger and attached to the document.
"""

from datetime import UTC

from policy import packs

from ..persons import persons_of
from .referral import headings_for, sections_of

VERSION = 1
MARKING = "In confidence: for the person named here, and for this purpose only"
DUTIES = (
    "Use it for this purpose only. Ask us before it goes on to anybody else, unless somebody would come to harm first.",
    "Keep it safe, and {then}",
    "Is something wrong in it, or did it come to you by mistake? Tell us at once, and do not read on.",
)
NOTHING_AGREED = "destroy it when it is not needed any more."
NO_NAME = "One of our workers, whose name we do not give"


def account_of(disclosure, items=None, tell=None):
    """The parcel: who sends what to whom, what for, and what the family knows of it.

    ``items``, ``tell``: of one that is only being looked at, before anything is written down.
    """
    decision, pack = disclosure.decision, packs.current()
    headings = headings_for(disclosure.contact)
    pieces = list(disclosure.items.order_by("pk")) if items is None else items
    return {
        "v": VERSION,
        "title": headings["title"],
        "reference": str(disclosure.public_id),
        "marking": MARKING,
        "organisation": pack.organisation,
        "sender": disclosure.shared_by.name if disclosure.worker_named else NO_NAME,
        "recipient": disclosure.to_whom,
        "their_reference": disclosure.reference or None,
        "about": _about(decision),
        "purpose": pack.purposes.get(decision.purpose, decision.purpose_words) or decision.purpose_words,
        "method": pack.methods.get(disclosure.method, disclosure.method),
        "shared_at": disclosure.shared_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "family": list(_family(tell or decision.tell, disclosure)),
        "duties": _duties(disclosure.keeping),
        "sections": [
            {"heading": heading, "items": [_item(item) for item in found]}
            for heading, found in sections_of(pieces, headings)
        ],
    }


def _about(decision):
    """Whom it is about; nobody is named where it was decided that nobody need be."""
    if decision.facts.get("identifiable") == "no":
        return []
    return [{"name": one["name"], "born_on": one["born_on"]} for one in persons_of(decision)]


def _family(tell, disclosure):
    knows = {
        "before": "The person, or the family, knows that this was shared.",
        "after": "The person, or the family, does not know yet; we tell them afterwards.",
    }
    knows["told"] = knows["before"]
    yield knows.get(tell, "The person, or the family, must not learn of this. Say nothing to them.")
    if disclosure.agency_named:
        yield "They may learn that it came from us."
    else:
        yield "They must not learn that it came from us, as was agreed."
    if not disclosure.worker_named:
        yield "Do not name any of our workers to them."


def _duties(keeping):
    then = f"keep and delete it as was agreed: {keeping}" if keeping else NOTHING_AGREED
    return [words.replace("{then}", then) for words in DUTIES]


def _item(item):
    return {
        "what": item.what,
        "nature": item.get_nature_display(),
        "source": item.source or None,
        "happened_on": item.happened_on.isoformat() if item.happened_on else None,
        "why_needed": item.why_needed,
    }


def parts_of(account, most):
    """The parcel in parts of at most so many characters, each with the whole cover; one part where it fits in one."""
    parts, held = [[]], 0
    for section in account["sections"]:
        for item in section["items"]:
            size = len(item["what"]) + len(item["why_needed"])
            if held and held + size > most:
                parts, held = [*parts, []], 0
            parts[-1].append((section["heading"], item))
            held += size
    return [account | {"sections": _under_headings(part)} for part in parts]


def _under_headings(part):
    headings = list(dict.fromkeys(heading for heading, _ in part))
    return [{"heading": one, "items": [item for heading, item in part if heading == one]} for one in headings]
