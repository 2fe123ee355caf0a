"""All that bears on one decision, gathered for one page: a decision maker should be able to answer in two minutes."""

from uuid import UUID

from policy import packs
from records.models import Concern, Entry, Person
from records.officer import Officer

from . import apart, partners
from .bearings import balance_of, restricted, whose_of
from .models import Decision, Disagreement, Reply
from .models.routine import may_stand
from .questions import QUESTIONS
from .reading import only_for_reading
from .rules import Outcome
from .states import STATES, State

RECENT = 8
PAGE = 25


def brief_of(decision, user):
    """What the page of a decision shows this user, and nothing that they may not read elsewhere."""
    people = [about.person for about in decision.about.select_related("person")]
    records = Person.objects.every_record_of(people)
    others = Decision.objects.open_to(user).about(records).exclude(pk=decision.pk)
    concerns = Concern.objects.open_to(user).filter(about__person__in=records)
    entries = Entry.objects.open_to(user).filter(folder__person__in=records)
    if decision.colleague:  # what bears on it is in the folder apart, and nowhere else
        concerns = Concern.objects.about_colleagues(user).filter(about_staff=decision.colleague)
        entries = Entry.objects.open_to(user).filter(folder=decision.apart_id)
        others = Decision.objects.open_to(user).filter(apart=decision.apart_id).exclude(pk=decision.pk)
    return {
        **verdict_of(decision),
        "people": people,
        "answers": list(answers_of(decision)),
        "entries": entries.newest_first()[:RECENT],
        "restricted": restricted(entries, user)[:RECENT],
        "whose": [] if decision.colleague else whose_of(decision, user, people),
        "balance": balance_of(decision),
        **kept_beside(decision, user),
        "concerns": concerns.distinct().order_by("-reported_at")[:RECENT],
        "earlier": others.select_related("agency").order_by("-proposed_at")[:RECENT],
        "advice": decision.advice.order_by("pk"),
        "disagreements": decision.disagreements.select_related("by", "answered_by").order_by("pk"),
        "may": what_may_be_done(decision, user),
        "next_step": next_step(decision),
        "partner_warning": "" if decision.is_signed else partners.warning(decision),
        "partner_reason": not decision.is_signed and partners.wants_a_reason(decision),
        "state": STATES[State(decision.state)],
    }


def kept_beside(decision, user):
    """About a colleague: the folder, and by when the officer is told, for those who keep it; not for a reviewer."""
    folder = apart.folders_of(user).filter(pk=decision.apart_id).first() if decision.colleague else None
    return {"folder": folder, "officer": Officer.of(decision.concern) if folder else None}


def verdict_of(decision):
    """What the rules say now, in the organisation's own words."""
    pack, verdict = packs.current(), decision.weighed
    words = apart.outcome_words(verdict.outcome, decision.colleague)
    return {
        "weighed": verdict,
        "words": words,
        "who_decides": words.who_decides,
        "also": apart.also_said(verdict, decision.colleague),
        "reason": pack.rule_words[verdict.rule],
        "clauses": [(clause.id, clause.words) for clause in pack.clauses_for(verdict.rule)],
        "missing": [(pack.missing_words.get(key, key), "") for key in verdict.missing],
        "door": pack.advice_doors["staff" if decision.colleague else decision.group],
        "purpose": pack.purposes.get(decision.purpose, ""),
        "tell": pack.tell_words.get(decision.tell, ""),
        "basis": pack.legal_bases.get(decision.legal_basis, ""),
        "power": pack.legal_powers.get(decision.legal_power, ""),
        "ground": pack.grounds.get(decision.ground, ""),
    }


def next_step(decision):
    """The look of what may be pressed where the rules say "not yet": at most one of it is the main thing to do."""
    verdict, asked = decision.weighed, decision.state == State.ADVICE
    waits = verdict.outcome is Outcome.NOT_YET
    worker = "send_back" if verdict.decides == "anyone" else ""  # what only a lead can answer is answered by signing
    main = "advise" if asked else "seek" if verdict.seek_advice else worker
    return {one: "" if waits and one == main else "secondary" for one in ("advise", "seek", "send_back")}


def answers_of(decision):
    """Each question with its answer, or with the question that made it unnecessary (S-28)."""
    pack, facts = packs.current(), decision.known
    for question in QUESTIONS:
        if question.is_fact and question.key != "group":
            words, value = pack.questions[question.key], question.answer(facts)
            settled = question.settled_by(facts) if value is None else None
            yield {
                "title": words.title,
                "answer": words.answers.get(value, value) if value else "",
                "because": decision.because.get(question.key, ""),
                "settled_by": pack.questions[settled].title if settled in pack.questions else settled,
            }


def what_may_be_done(decision, user):
    """The actions this user has on this decision now; the server asks again when one is used."""
    one = Decision.objects.filter(pk=decision.pk)
    asks = {
        "open": one.open_to(user),
        "decide": one.decidable_by(user),
        "review": one.reviewable_by(user),
        "share": one.none() if only_for_reading(user, decision) else one.shareable_by(user),
        "amend": one.amendable_by(user),
        "look_again": one.reopened_for(user),
        "disagree": one.disputable_by(user),
        "tell": one.telling_for(user),
        "letter": one.letters_for(user),
        "wake": one.resting_for(user),
        "export": one.exportable_by(user),
        "resubmit": one.returned_to(user),
    }
    asks["hear"] = Reply.objects.awaited_by(user).filter(decision=decision.pk)
    may = {action: found.exists() for action, found in asks.items()}
    said = Disagreement.objects.to_answer(user).filter(decision=decision.pk).order_by("pk").first()
    return may | {"stand": may["amend"] and may_stand(decision), "settle": said}


def page_of(decisions, after, many=PAGE):
    """One page of signed decisions, newest first, behind the one whose id is given; and the id the next page needs."""
    found = decisions.order_by("-signed_at", "-pk")
    start = found.filter(public_id=after).first() if _is_id(after) else None
    if start:
        found = found.filter(signed_at__lte=start.signed_at).exclude(pk=start.pk)
    shown = list(found[: many + 1])
    return shown[:many], str(shown[many - 1].public_id) if len(shown) > many else ""


def _is_id(text):
    try:
        return bool(UUID(text))
    except ValueError:
        return False
