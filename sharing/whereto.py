"""Where a draft leads: the outcome in words, who decides, what is missing and where to put it right (H-14)."""

from dataclasses import dataclass, field
from datetime import datetime

from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from policy import packs

from . import agreement, apart, partners, proposal, wizard
from .models import Request
from .models.moves import DUE
from .questions import BY_KEY, next_question
from .rules import Outcome
from .verdict import Also, Verdict
from .weighing import weighed

# Where something that is missing can be put right, if its name is not a question's own.
PAGE_FOR = {
    "instrument": "duty",
    "wishes": "consent",
    "risk_of_what": "unsafe_to_ask",
    "protective_recipient": "recipient",
}


@dataclass(frozen=True)
class Leads:
    """Everything the page shows; `action` is its one main action, in a word the template knows."""

    verdict: Verdict
    title: str
    sentence: str
    decides: str
    why: str
    clauses: list
    missing: list
    meanwhile: str
    advice: str
    by: datetime
    action: str
    outcome: str
    door: object
    also: list = field(default_factory=list)
    url: str = ""
    stopped: str = ""  # what would refuse their signature, where it is theirs; the main action mends it


def leads_of(draft, user):
    facts = agreement.facts_of(draft)
    verdict, pack = weighed(facts), packs.current()
    words, door = apart.outcome_words(verdict.outcome, draft.colleague), pack.advice_doors[draft.door]
    action, url, stopped = _unless_stopped(draft, user, facts, *_action(draft, user, verdict))
    return Leads(
        verdict=verdict,
        title=words.title,
        sentence=words.sentence,
        decides=words.who_decides,
        why=pack.rule_words[verdict.rule],
        clauses=[(clause.id, clause.words) for clause in pack.clauses_for(verdict.rule)],
        missing=_missing(draft, user, verdict, pack),
        meanwhile=words.meanwhile,
        advice=_advice(door) if verdict.seek_advice else "",
        by=timezone.now() + DUE[verdict.urgent],
        action=action,
        outcome="not_share" if verdict.outcome is Outcome.DO_NOT_SHARE else "share",
        door=door,
        also=apart.also_said(verdict, draft.colleague, but=Also.TELEPHONE),  # which has a band of its own
        url=url,
        stopped=stopped,
    )


def _advice(door):
    return f"{door.name}, {door.number}. {door.when}. Ask without naming anybody where you can."


def _missing(draft, user, verdict, pack):
    unasked = {"recipient"} if verdict.outcome is Outcome.ANONYMISE else set()  # it is about nobody (S-09)
    keys = [key for key in dict.fromkeys(verdict.missing) if key not in unasked]
    found = [(pack.missing_words.get(key, key), _page_for(draft, user, key)) for key in keys]
    if verdict.outcome.shares and verdict.outcome is not Outcome.MUST_NOW:
        steps = [key for key in ("right_way", "recorded") if key not in wizard.answered(draft)]
        found += [(pack.missing_words[key], wizard.address(draft, key)) for key in steps]
    return found


def _page_for(draft, user, key):
    if key == "call_back":
        return reverse("sharing:recipient", args=[draft.public_id])
    question = BY_KEY.get(PAGE_FOR.get(key, key))
    if question is None or question.key == "group" or not wizard.may_answer(question, draft, user):
        return ""
    return wizard.address(draft, question.key)


def _action(draft, user, verdict):
    """The one main action, and where it leads."""
    if verdict.outcome is Outcome.MUST_NOW:
        return "emergency", reverse("sharing:emergency_screen", args=[draft.public_id, "happening"])
    if verdict.decides == "designated":
        return "send", reverse("sharing:propose", args=[draft.public_id])
    if verdict.seek_consent:
        return "ask", _ask(draft)
    if verdict.outcome is Outcome.NOT_YET:
        return _what_is_next(draft, user, verdict)
    return "settle", reverse("sharing:settle", args=[draft.public_id])


def _unless_stopped(draft, user, facts, action, url):
    """The same, unless their signature would be refused: then what mends that comes first, and why."""
    shares = action == "settle" and weighed(facts).outcome not in (Outcome.DO_NOT_SHARE, Outcome.ANONYMISE)
    asked = shares and proposal.foreseen(draft, facts, by=user)
    if asked and partners.is_to_be_called(asked):
        return "ring", _ring(draft, user), partners.NOT_CALLED_BACK
    if asked and partners.wants_a_reason(asked):
        return "send", reverse("sharing:propose", args=[draft.public_id]), partners.REASON_NEEDED
    return action, url, ""


def _ring(draft, user):
    """Where the call is written down: on the page of the request, or with whoever would receive it."""
    if draft.request and Request.objects.verifiable_by(user).contains(draft.request):
        return reverse("sharing:call_back", args=[draft.request.public_id])
    return reverse("sharing:recipient", args=[draft.public_id])


def _what_is_next(draft, user, verdict):
    """The question that is still open; where nobody here knows the answer, the lead helps."""
    following = next_question(draft.known, wizard.answered(draft), designated=wizard.designated(draft, user))
    if following and following.is_fact:
        return "question", wizard.address(draft, following.key)
    return "send", reverse("sharing:propose", args=[draft.public_id])


def _ask(draft):
    person = draft.people.first()
    if person is None:
        return ""
    try:
        return reverse("consent:record", args=[person.public_id])
    except NoReverseMatch:
        return ""
