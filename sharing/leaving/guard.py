"""Reads what is about to leave, and stops it where it gives away what is protected (S-22; threats A3, A11).

It looks at every word that leaves, into every file, and at who receives it. What it found is told by its kind and its
place, never in its own words. Whoever protects people may need it: the sender confirms that, and it goes. Nothing
stands in front of an emergency. In front of everybody else it stays until a lead lets it go, with a reason.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Q

from audit.canonical import canonical, digest
from records.attaching.reader import words_of
from records.models import Concern, ConcernAbout, Person, SafeContact
from records.safe_address import found_in, struck_out

from ..models import RequestAbout
from ..models.delivery import FILE, LINK
from ..rules import Outcome
from ..states import NotNow

UNREADABLE = "A file that no machine can read"
RECOGNISED = "Somebody who can be recognised"
KEPT_FROM = "Somebody it is kept from"  # as SafeContact.kept_from calls it
STOPPED = (
    "This holds something that is locked, or goes to somebody it is kept from.",
    "Take it out; or ask the lead, who can let it go with a reason.",
)
SINCE = (
    "Since it was recorded, something in it was locked away, or whoever would get it must not have it.",
    "Ask the lead. What they still need can be decided and shared anew, without that.",
)
UNCONFIRMED = (
    "This holds something that is locked.",
    "Take it out; or confirm that they need it to protect somebody.",
)


TAKE_OUT = "Take it out. Letters are opened by others, and calls are overheard."
LONGEST_KINDS = 1000
LEAVES = ("what", "nature", "source", "happened_on", "why_needed")
SAID = ("confirmed", "gone_already")
STILL_HERE = (LINK, FILE)  # made only once it is recorded: it cannot have gone before


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
    may_have_gone: bool = True

    def waits(self, said):
        """Whether something has still to be said before it goes: `said` holds what was ticked or pressed."""
        wanted = {Answer.CONFIRM: "confirmed", Answer.STOPPED: "gone_already"}.get(self.answer)
        return wanted is not None and (wanted not in said or wanted == "gone_already" and not self.may_have_gone)

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
    if held and held.lets_go and _was_seen(found, held):
        return Judgement(Answer.LET_GO, found, held)
    if _is_protective(disclosure) and not any(one.kind == KEPT_FROM for one in found):
        return Judgement(Answer.CONFIRM, found, held)
    return Judgement(Answer.STOPPED, found, held, disclosure.get("method") not in STILL_HERE)


def _was_seen(found, held):
    """A lead let go what was found then: neither what was added to the cover, nor what was locked away since."""
    kinds = Judgement(Answer.STOPPED, found).kinds
    return kinds[:LONGEST_KINDS] == held.kinds or {*kinds.split("; ")} <= {*held.kinds.split("; ")}


def unless_it_may_go(decision, disclosure, items, *, confirmed=False, gone_already=False):
    """The same again where it is written down. What is gone already is recorded: the lead hears of it at once."""
    judgement = judged(decision, disclosure, items)
    if judgement.answer == Answer.CONFIRM and not confirmed:
        raise NotNow(*UNCONFIRMED)
    if judgement.answer == Answer.STOPPED and not (gone_already and judgement.may_have_gone):
        raise NotNow(*STOPPED)
    return judgement


def unless_it_may_go_again(disclosure, sent_to=""):
    """The same of what was recorded, before it goes once more: what is locked, or from whom, may have changed since."""
    said = {name: getattr(disclosure, name) for name in ("contact", "to_whom", "taken_by", "reference", "method")}
    first = disclosure.deliveries.order_by("pk").first()
    items = [_as_chosen(item) for item in disclosure.items.select_related("attachment").order_by("pk")]
    answer = judged(disclosure.decision, said | {"sent_to": first.sent_to if first else ""}, items).answer
    if answer == Answer.STOPPED or sent_to and any(_of_receivers(disclosure.decision, {"sent_to": sent_to})):
        raise NotNow(*SINCE)


def _as_chosen(item):
    return {name: getattr(item, name) for name in (*LEAVES, "attachment")}


def given_away(words, people):
    """Why these words may not leave as they are; empty where nothing that is locked stands in them. For every exit."""
    kinds = sorted({one.kind for one in found_in(words, SafeContact.objects.guarded_for(people))})
    return f"This holds something that is locked away: {', '.join(kinds)}." if kinds else ""


def unless_given_away(words, people):
    if why := given_away(words, people):
        raise NotNow(why, TAKE_OUT)


def everybody_in(decision):
    """All whose secrets must not leave with it: whom it is about, and whom a concern or a request behind it names.

    A decision about a colleague is in no record of a person: those it tells of are named by what was reported.
    """
    theirs = Q(about_staff=decision.colleague_id) if decision.colleague_id else Q()
    reported = Concern.objects.filter(Q(pk=decision.concern_id) | theirs)
    behind = ConcernAbout.objects.filter(concern__in=reported.values("pk")).values("person")
    asked = RequestAbout.objects.filter(request=decision.request_id).values("person")
    found = Q(decided_about__decision=decision) | Q(pk__in=behind) | Q(pk__in=asked)
    return Person.objects.filter(found).distinct()


def found_among(decision, disclosure, items):
    yield from _of_receivers(decision, disclosure)
    if decision.weighed.outcome is Outcome.ANONYMISE:
        yield from _recognisable(decision, items)
    protected = SafeContact.objects.guarded_for(everybody_in(decision))
    if not protected:
        return
    among = [one for part in parts_of(decision, disclosure, items) for one in _of_part(*part, protected)]
    yield from among or _of_all(items, protected)


def _of_receivers(decision, disclosure):
    to_whom = "\n".join(str(disclosure.get(name) or "") for name in ("to_whom", "taken_by", "sent_to"))
    for one in found_in(to_whom, SafeContact.objects.kept_from(everybody_in(decision))):
        yield Found(one.kind, "who receives it")


def _recognisable(decision, items):
    """What was decided to leave so that nobody is recognised names nobody (S-09); what no machine reads might."""
    from ..anonymous import names_in  # reads this

    for number, item in enumerate(items, 1):
        if item.get("attachment") or names_in("\n".join(filter(None, (item["what"], item.get("source")))), decision):
            yield Found(RECOGNISED, f"piece {number}")


def _of_part(where, words, protected):
    """What is found in one part; a file that cannot be read is found too, for nobody knows what is in it."""
    if words is None:
        yield Found(UNREADABLE, where)
    yield from (Found(one.kind, where) for one in found_in(words or "", protected))


def _of_all(items, protected):
    """What stands half in one piece and half in the next."""
    for name in ("what", "source", "why_needed"):
        for one in found_in("\n".join(item.get(name) or "" for item in items), protected):
            yield Found(one.kind, "several pieces together")


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
    protected = SafeContact.objects.guarded_for(everybody_in(decision))
    parts = parts_of(decision, disclosure, items)
    shown = [f"{where.capitalize()}:\n{struck_out(words, *protected)}" for where, words in parts if "file" not in where]
    return {
        "sha256": seal_of(disclosure, items),
        "to_whom": disclosure["to_whom"],
        "kinds": judged(decision, disclosure, items).kinds[:LONGEST_KINDS],
        "words": "\n\n".join(shown),
    }


def seal_of(disclosure, items):
    """Two parcels are the same when the same words go to the same person."""
    said = [[str(item.get(name) or "") for name in LEAVES] for item in items]
    return digest(canonical({"to": disclosure["to_whom"], "sent_to": disclosure.get("sent_to", ""), "items": said}))


def _is_protective(disclosure):
    contact = disclosure.get("contact")
    return contact is not None and contact.agency.is_protective
