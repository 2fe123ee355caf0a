"""Reads what is about to leave, and stops it where it gives away what is protected (S-22; threats A3, A11).

It looks at every word that leaves, into every file, and at who receives it. What it found is told by its kind and its
place, never in its own words. Whoever protects people may need it: the sender confirms that, and it goes. Nothing
stands in front of an emergency. In front of everybody else it stays until a lead lets it go, with a reason.
"""

from dataclasses import dataclass
from enum import StrEnum

from audit.canonical import canonical, digest
from records.attaching.reader import words_of
from records.models import SafeContact
from records.safe_address import found_in, struck_out

from ..rules import Outcome
from ..states import NotNow

KEPT_FROM = "Somebody it is kept from"  # as SafeContact.kept_from calls it
STOPPED = (
    "This holds something that is locked, or goes to somebody it is kept from.",
    "Take it out; or ask the lead, who can let it go with a reason.",
)
UNCONFIRMED = (
    "This holds something that is locked.",
    "Take it out; or confirm that they need it to protect somebody.",
)


LEAVES = ("what", "nature", "source", "happened_on", "why_needed")
SAID = ("confirmed", "gone_already")


class Answer(StrEnum):
    FREE = "free"
    WARNED = "warned"  # an emergency: it says what it saw and stands aside
    CONFIRM = "confirm"
    LET_GO = "let_go"
    STOPPED = "stopped"


@dataclass(frozen=True)
class Found:
    """What kind of thing was found, and in which part of what leaves."""

    kind: str
    where: str


@dataclass(frozen=True)
class Judgement:
    answer: Answer
    found: tuple[Found, ...] = ()
    held: object = None  # what a lead said of exactly these words

    def waits(self, said):
        """Whether something has still to be said before it goes: `said` holds what was ticked or pressed."""
        wanted = {Answer.CONFIRM: "confirmed", Answer.STOPPED: "gone_already"}.get(self.answer)
        return wanted is not None and wanted not in said

    @property
    def kinds(self):
        return "; ".join(dict.fromkeys(f"{one.kind} ({one.where})" for one in self.found))


def judged(decision, disclosure, items):
    """Whether exactly this may go to exactly them."""
    found = tuple(found_among(decision, disclosure, items))
    if not found:
        return Judgement(Answer.FREE)
    held = decision.held_back.filter(sha256=seal_of(disclosure, items)).order_by("-pk").first()
    if decision.weighed.outcome == Outcome.MUST_NOW:
        return Judgement(Answer.WARNED, found, held)
    if held and held.lets_go:
        return Judgement(Answer.LET_GO, found, held)
    if _is_protective(disclosure) and not any(one.kind == KEPT_FROM for one in found):
        return Judgement(Answer.CONFIRM, found, held)
    return Judgement(Answer.STOPPED, found, held)


def unless_it_may_go(decision, disclosure, items, *, confirmed=False, gone_already=False):
    """The same again where it is written down. What is gone already is recorded: the lead hears of it at once."""
    judgement = judged(decision, disclosure, items)
    if judgement.answer == Answer.CONFIRM and not confirmed:
        raise NotNow(*UNCONFIRMED)
    if judgement.answer == Answer.STOPPED and not gone_already:
        raise NotNow(*STOPPED)
    return judgement


def found_among(decision, disclosure, items):
    people = decision.people
    to_whom = "\n".join(str(disclosure.get(name) or "") for name in ("to_whom", "taken_by", "sent_to"))
    for one in found_in(to_whom, SafeContact.objects.kept_from(people)):
        yield Found(one.kind, "who receives it")
    protected = SafeContact.objects.guarded_for(people)
    for where, words in parts_of(decision, disclosure, items) if protected else ():
        yield from (Found(one.kind, where) for one in found_in(words, protected))


def parts_of(decision, disclosure, items):
    """Everything that leaves: the cover, each piece, and what is in each file and behind it."""
    cover = decision.purpose_words, disclosure.get("reference"), disclosure.get("to_whom")
    yield "the cover", "\n".join(filter(None, cover))
    for number, item in enumerate(items, 1):
        said = (item["what"], item.get("source", ""), item["why_needed"])
        yield f"piece {number}", "\n\n".join(filter(None, said))
        if file := item.get("attachment"):
            yield f"the file of piece {number}", words_of(b"".join(file.pieces()), file.kind)


def parcel(decision, disclosure, items):
    """What a lead is shown of it: every word, with a mark in place of what is locked."""
    protected = SafeContact.objects.guarded_for(decision.people)
    parts = parts_of(decision, disclosure, items)
    shown = [f"{where.capitalize()}:\n{struck_out(words, *protected)}" for where, words in parts if "file" not in where]
    return {
        "sha256": seal_of(disclosure, items),
        "to_whom": disclosure["to_whom"],
        "kinds": judged(decision, disclosure, items).kinds[:1000],
        "words": "\n\n".join(shown),
    }


def seal_of(disclosure, items):
    """Two parcels are the same when the same words go to the same person."""
    said = [[str(item.get(name) or "") for name in LEAVES] for item in items]
    return digest(canonical({"to": disclosure["to_whom"], "sent_to": disclosure.get("sent_to", ""), "items": said}))


def _is_protective(disclosure):
    contact = disclosure.get("contact")
    return contact is not None and contact.agency.is_protective
