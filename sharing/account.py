"""A decision put into the words that are frozen, hashed and printed: from rows and the policy pack to one record.

The words themselves are kept, not only their keys, so that the record can be read when the pack has long changed.
"""

from datetime import UTC

from policy import packs

from . import apart, grounds, signing
from .marked import marks_of
from .persons import persons_of
from .questions import QUESTIONS
from .record import INTERNAL, VERSION

SIGNED_BY = "Password asked for again at that moment"
NOBODY = "Nobody"


def account_of(decision):
    """The decision as it is signed: nothing in it is about what happens later."""
    pack = packs.current()
    return {
        "v": VERSION,
        "public_id": str(decision.public_id),
        "marking": INTERNAL,
        "organisation": pack.organisation,
        "policy": grounds.policy_of(decision, pack),
        "persons": persons_of(decision),
        "request": _request(decision, pack),
        "welfare": {
            "statement": decision.welfare,
            **({"if_nothing": decision.if_nothing} if decision.if_nothing and not decision.is_override else {}),
            "others_at_risk": decision.others_at_risk or NOBODY,
            "could_be_harmed": decision.could_be_harmed or NOBODY,
        },
        "questions": list(_answers(decision, pack)),
        "verdict": _verdict(decision, pack),
        "standing": _standing(decision),
        "told": _told(decision),
        "advice": [_advice(advice) for advice in decision.advice.order_by("pk")],
        "law": grounds.law_of(decision, pack),
        "override": _override(decision, pack),
        "decision": _made(decision, pack),
        "second_review": _second(decision),
        "recipient": _recipient(decision),
        "supplied": [],
        "disclosure": None,
        "requester_told": _requester_told(decision),
        "safety_plan": decision.safety_plan or None,
        "review_on": _day(decision.review_on),
        "amendments": [],
        "signature": _signature(decision),
    }


def account_with_disclosure(decision):
    """The same, with what was shared under it and everything that was added since."""
    disclosure = getattr(decision, "disclosure", None)
    return account_of(decision) | {
        "supplied": [_item(item) for item in disclosure.items.order_by("pk")] if disclosure else [],
        "disclosure": _disclosure(disclosure, packs.current()) if disclosure else None,
        "amendments": [
            {"made_at": _moment(note.made_at), "by": note.by.name, "said": note.words}
            for note in decision.amendments.select_related("by").order_by("pk")
        ],
    }


def _request(decision, pack):
    request = decision.request
    return {
        "name": request.name,
        "post": request.post or None,
        "organisation": request.organisation or (request.agency.name if request.agency else None),
        "asked_at": _moment(request.asked_at),
        "reference": request.reference or None,
        "asked_for": request.asked_for,
        "purpose": pack.purposes.get(decision.purpose, decision.purpose) or "Not chosen",
        "why": decision.purpose_words or request.why,
    }


def _answers(decision, pack):
    facts = decision.known
    for question in QUESTIONS:
        if not question.is_fact:
            continue
        words = pack.questions[question.key]
        value = question.answer(facts)
        settled = question.settled_by(facts) if value is None else None
        yield {
            "question": words.title,
            "answer": _answer(decision, question.key, words.answers.get(value, value), settled),
            "settled_by": pack.questions[settled].title if settled in pack.questions else settled,
            "clauses": _clauses(pack, question.clauses_of(_prefix(pack))),
        }


def _answer(decision, key, label, settled):
    """The answer in words, with what it rests on; None where an earlier answer settled it."""
    if label is None:
        return None if settled else "Not known"
    because = decision.because.get(key)
    return f"{label}. Because: {because}" if because else label


def _prefix(pack):
    return next(iter(pack.clauses))[0]


def _clauses(pack, ids):
    return [{"id": clause, "words": pack.clause(clause).words} for clause in ids if clause in pack.clauses]


def _verdict(decision, pack):
    verdict = decision.weighed
    words = pack.outcomes[verdict.outcome]
    return {
        "outcome": str(verdict.outcome),
        "title": words.title,
        "sentence": words.sentence,
        "rule": verdict.rule,
        "reasons": [pack.rule_words[verdict.rule], *apart.also_said(verdict, decision.colleague)],
        "clauses": _clauses(pack, pack.rule_clauses[verdict.rule]),
        "missing": [pack.missing_words.get(key, key) for key in verdict.missing],
        "decides": "A designated person" if verdict.decides == "designated" else "Anyone",
        "urgent": verdict.urgent,
    }


def _standing(decision):
    standing = decision.standing or {"state": decision.known.consent or "none", "rows": []}
    return {"state": standing["state"], "rows": standing["rows"]}


def _told(decision):
    told = decision.tell in ("before", "told")
    return {
        "answer": dict(TELL).get(decision.tell, decision.tell or "Not recorded"),
        "told_at": None,
        "how": decision.tell_words or None if told else None,
        "why_not": None if told else decision.tell_words or None,
        "review_on": None if told else _day(decision.tell_on),
    }


TELL = [
    ("before", "They are told before it is shared, or have been"),
    ("after", "They are told afterwards"),
    ("not_yet", "They are not told yet"),
    ("lead_decides", "The lead decides about telling them"),
]


def _advice(advice):
    return {
        "door": advice.door,
        "person": advice.person or "Not yet known",
        "asked_at": _moment(advice.asked_at),
        "named": advice.named,
        "advised": advice.advised or "Nothing yet",
        "done": advice.done or "Nothing yet",
    }


def _override(decision, pack):
    if not decision.is_override:
        return None
    return {
        "ground": pack.grounds.get(decision.ground, decision.ground),
        "necessity": decision.necessity,
        "alternatives": decision.alternatives,
        "balanced": decision.balanced,
        "if_nothing": decision.if_nothing,
    }


def _made(decision, pack):
    return {
        "outcome": decision.get_outcome_display(),
        "sentence": _sentence(decision, pack),
        "rationale": decision.rationale,
        "reasons": decision.purpose_words or decision.request.why,
        "against_verdict": decision.against_verdict or None,
        "conflict": "None declared" if decision.no_conflict else "Not asked",
        **grounds.checked_by(decision, pack),
        "decided_by": _worker(decision.decided_by, decision.decided_as),
        "decided_at": _moment(decision.signed_at),
    }


def _sentence(decision, pack):
    """What the policy says of such an outcome; where the decision is another, it must not say the opposite."""
    if signing.against(decision.outcome, decision.weighed):
        return "This is not what the rules advise. The reasons are given below, and a second person looks at it."
    return pack.outcomes[decision.weighed.outcome].sentence


def _worker(user, role=""):
    roles = ", ".join(each.title for each in user.roles)
    return {"name": user.name, "post": user.post or "Not recorded", "role": role or roles or "Staff"}


def _second(decision):
    if not decision.second_at:
        return None
    said = decision.second_said
    return {"by": _worker(decision.second_by), "reviewed_at": _moment(decision.second_at), "said": said}


def _recipient(decision):
    contact = decision.contact
    if contact is None:
        return None
    return {
        "agency": contact.agency.name,
        "name": contact.name,
        "post": contact.post,
        "verified": f"Called back by {contact.verified_by.name}; number from: {contact.number_from}",
        "verified_at": _moment(contact.verified_at),
    }


def _item(item):
    marks = marks_of(item)
    return ({"marks": marks} if marks else {}) | {
        "what": item.what,
        "why_needed": item.why_needed,
        "nature": item.nature,
        "source": item.source or None,
        "happened_on": _day(item.happened_on),
        "written_on": _day(item.entry.written_at.date()) if item.entry else None,
    }


def _disclosure(disclosure, pack):
    return {
        "method": pack.methods.get(disclosure.method, disclosure.method),
        "shared_at": _moment(disclosure.shared_at),
        "by": _worker(disclosure.shared_by),
        "taken_by": f"{disclosure.taken_by} ({disclosure.to_whom})",
        "reference": disclosure.reference or None,
        "will_do": disclosure.get_will_do_display(),
        "agency_named": _named(disclosure),
    } | ({"keeping": disclosure.keeping} if disclosure.keeping else {})


def _named(disclosure):
    worker = "the worker may be named" if disclosure.worker_named else "the worker's name is withheld"
    day = f"{disclosure.agreed_on:%-d %B %Y}" if disclosure.agreed_on else ""
    said = ", ".join(filter(None, [disclosure.agreed_with, disclosure.agency_agreement, day]))
    agreed = f" ({said})" if said else ""
    return f"{'Yes' if disclosure.agency_named else 'No'}; {worker}{agreed}"


def _requester_told(decision):
    if not decision.requester_told_at:
        return None
    return {
        "name": decision.request.name,
        "told_at": _moment(decision.requester_told_at),
        "how": decision.requester_told_how,
        "by": decision.requester_told_by.name,
    }


def _signature(decision):
    by = decision.decided_by
    return {
        "name": by.name,
        "post": by.post or "Not recorded",
        "signed_at": _moment(decision.signed_at),
        "method": SIGNED_BY,
    }


def _day(value):
    return value.isoformat() if value else None


def _moment(value):
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if value else None
