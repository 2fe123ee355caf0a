"""From a draft to a decision, and back when a decision is returned: nothing that was said is lost on the way."""

from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from records.models import AgencyContact

from . import agreement, apart, partners
from .forms.law import LEAD_CHOOSES
from .models import Decision, Draft, Request
from .questions import QUESTIONS
from .signing import Refused
from .states import NotNow, State
from .wizard import designated

WELFARE = ("welfare", "others_at_risk", "could_be_harmed", "if_nothing")
LAW = ("legal_basis", "special_condition", "legal_power", "why_not_asked", "why_not_asked_words")
LEFT = dict.fromkeys(("legal_basis", "special_condition", "legal_power", "why_not_asked"), LEAD_CHOOSES)
KEPT_FOR_DESIGNATED = [question.key for question in QUESTIONS if question.designated_only]
NOT_SAID = "What exactly is needed has not been said yet."


@transaction.atomic
def send(draft, *, by):
    """Propose it, or send a returned decision back to whoever decides. The draft has done its work."""
    if draft.returned:
        decision = draft.returned
        decision.resubmit(by=by, **_parts(draft, by))
    else:
        about = {"people": list(draft.people.all()), "concern": draft.concern} | apart.kept_with(draft, by=by)
        if draft.colleague:
            about["group"] = draft.concern.group
        _unless_replaced(draft.replaces)
        about["replaces"] = draft.replaces
        decision = Decision.propose(by=by, request=_request(draft, by), **about, **_parts(draft, by))
    draft.delete()
    return decision


def _unless_replaced(old):
    if old and old.state != State.REOPENED:
        raise NotNow("Somebody has settled that decision meanwhile.", "Look at what they decided; this draft is kept.")


def settle(draft, *, by, outcome, **statement):
    """Propose and sign in one breath, where the rules leave it to anyone. Raises Refused, and then nothing happened."""
    key = draft.pk
    try:
        with transaction.atomic():
            decision = send(draft, by=by)
            decision.sign(by=by, outcome=outcome, **statement)
    except Refused:
        draft.pk = key  # it is there as it was, to be shown again
        raise
    return decision


def _parts(draft, by):
    """What a decision holds of a draft. Where agreement stands is asked of the register once more."""
    stands = agreement.stand(draft)
    facts = agreement.facts_of(draft, stands)
    purpose, law = draft.said("purpose"), draft.said("recorded")
    return {
        "facts": _facts(draft, facts, by),
        "because": because(draft),
        "standing": agreement.as_kept(stands, facts),
        "agency": agreement.agency_of(draft),
        "contact": contact_of(draft),
        "purpose": purpose.get("purpose", ""),
        "purpose_words": purpose.get("purpose_words", ""),
        "information": purpose.get("information", ""),
        **{name: draft.said("welfare").get(name, "") for name in WELFARE},
        **{name: _unless_left(law.get(name)) for name in LAW},
        "tell": law.get("tell") or draft.verdict.tell,
        "tell_words": law.get("tell_words", ""),
        "tell_on": parse_date(law.get("tell_on") or ""),
    }


def contact_of(draft):
    return AgencyContact.objects.filter(public_id=draft.said("recipient").get("contact") or None).first()


def foreseen(draft, facts, *, by):
    """The draft as the decision it would become: what stands in front of a signature is said before it is tried."""
    purpose, request, agency = draft.said("purpose"), _request(draft, by), agreement.agency_of(draft)
    return partners.Foreseen(
        known=facts,
        agency_id=agency and agency.pk,
        purpose=purpose.get("purpose", ""),
        information=purpose.get("information", ""),
        contact=contact_of(draft),
        request=Request(**request) if isinstance(request, dict) else request,
        people=draft.people.all(),
        proposed_at=timezone.now(),
        pk=draft.returned_id,
    )


def _unless_left(chosen):
    """What was chosen; nothing where it was left to the lead."""
    return "" if chosen in (None, LEAD_CHOOSES) else chosen


def _facts(draft, facts, by):
    """The answers, without those a practitioner may not give (S-24); a designated person's own stay."""
    kept = {name: getattr(facts, name) for name in facts.__slots__ if getattr(facts, name) is not None}
    if not designated(draft, by):
        kept = {name: value for name, value in kept.items() if name not in KEPT_FOR_DESIGNATED}
        theirs = draft.returned.facts if draft.returned else {}
        kept |= {name: theirs[name] for name in KEPT_FOR_DESIGNATED if theirs.get(name)}
    return kept


def because(draft):
    """What each answer rests on, by question, in words."""
    said = {key: words["because"] for key, words in draft.details.items() if words.get("because")}
    beside = {"duty": paper_of(draft), "recipient": draft.said("recipient").get("named", "")}
    beside["right_way"] = draft.said("right_way").get("method", "")
    return said | {key: words for key, words in beside.items() if words}


def paper_of(draft):
    """The law or order that was seen."""
    return draft.said("duty").get("statute") or draft.said("duty").get("order") or ""


def _request(draft, by):
    if draft.request:
        return draft.request
    told, paper = draft.said("request"), paper_of(draft)
    needed = draft.said("right_way").get("needed") or draft.said("purpose").get("purpose_words") or NOT_SAID
    if not told:
        why = draft.said("purpose").get("purpose_words", "")
        return {"name": by.name, "post": by.post, "reference": paper[:100], "asked_for": needed, "why": why}
    words = {name: told.get(name, "") for name in ("kind", "name", "post", "organisation", "asked_for", "why")}
    return words | {
        "reference": told.get("reference") or paper[:100],
        "asked_at": parse_datetime(told["asked_at"]),
        "due_at": parse_datetime(told.get("due_at") or ""),
    }


def take_up(decision, *, owner):
    """The returned decision as a draft again, once, with everything that was said in it."""
    begun = owner.drafts.filter(returned=decision).first()
    if begun:
        return begun
    return Draft.begin(
        owner=owner,
        people=decision.people,
        concern=decision.concern,
        colleague=decision.colleague,
        returned=decision,
        facts={name: value for name, value in decision.facts.items() if name not in KEPT_FOR_DESIGNATED},
        details=_said_in(decision),
    )


def weigh_anew(decision, *, owner):
    """A draft that takes the place of a decision that woke up, begun once by each; danger and agreement come anew."""
    begun = owner.drafts.filter(replaces=decision).first()
    asked_again = {"danger", "consent", *KEPT_FOR_DESIGNATED}
    return begun or Draft.begin(
        owner=owner,
        people=decision.people,
        concern=decision.concern,
        colleague=decision.colleague,
        replaces=decision,
        facts={name: value for name, value in decision.facts.items() if name not in asked_again},
        request=_still_asked(decision.request),
        details=_said_in(decision) | {"start": {"asks": "ours"}},
    )


def _still_asked(request):
    """Whoever asked from outside still asks, until they have their answer; after that it is a question of our own."""
    return request if request.is_from_outside and request.ended_at is None else None


def _said_in(decision):
    contact, agency, reasons = decision.contact, decision.agency, decision.because
    choice = f"contact:{contact.public_id}" if contact else f"agency:{agency.public_id}" if agency else ""
    details = {
        "start": {"asks": "returned"},
        "welfare": {name: getattr(decision, name) for name in WELFARE},
        "recipient": {
            "choice": choice,
            "agency": str(agency.public_id) if agency else "",
            "contact": str(contact.public_id) if contact else "",
            "shown": f"{contact.name}, {contact.post}, {agency.name}" if contact else agency.name if agency else "",
            "named": reasons.get("recipient", ""),
            "risk": decision.facts.get("recipient") == "risk",
        },
        "purpose": {name: getattr(decision, name) for name in ("purpose", "purpose_words", "information")},
        "right_way": {"needed": decision.request.asked_for, "method": reasons.get("right_way", "")},
        "recorded": {name: getattr(decision, name) or LEFT.get(name, "") for name in LAW}
        | {"tell": decision.tell, "tell_words": decision.tell_words, "tell_on": _iso(decision.tell_on)},
    }
    for key, words in reasons.items():
        if key not in details:
            details[key] = {"because": words}
    if decision.facts.get("duty") in ("statutory", "court_order"):
        details["duty"] = {"statute": decision.request.reference, "order": decision.request.reference}
    return details


def _iso(day):
    return day.isoformat() if day else None
