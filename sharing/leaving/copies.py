"""A copy of a signed record is read on its way out, too (S-22).

It is sealed, so nothing can be struck out of it: where it holds what is locked away it stays, until a lead lets exactly
that record go to exactly that colleague, with a reason.
"""

import json

from records.exits import kinds_in, struck_from, words_in
from records.models import SafeContact

from ..states import NotNow
from .guard import LONGEST_KINDS, everybody_in

WAY_OUT = "A lead lets it go, with a reason, or does not."
TO_WHOM = "A copy of the whole record, for {name}"


class Stopped(NotNow):
    """These records hold what is locked away, and nobody has let them go to whoever wants them."""

    def __init__(self, decisions):
        self.decisions = decisions
        super().__init__("Something in it is locked away.", WAY_OUT)


def unless_it_may_leave(decisions, by):
    if stopped := [one for one in decisions if kinds_of(one) and not _was_let_go(last_asked(one, by))]:
        raise Stopped(stopped)


def kinds_of(decision):
    """What kinds of thing that is locked away stand in the record as it is now."""
    return kinds_in(_record(decision), _protected(decision))


def last_asked(decision, by):
    """What this colleague last asked a lead about exactly this record."""
    return decision.held_back.filter(sha256=_sha256(decision), asked_by=by).order_by("-pk").first()


def asked_of_a_lead(decision, by):
    """What a lead is shown: every word of it, with a mark in place of what is locked away."""
    return {
        "sha256": _sha256(decision),
        "to_whom": TO_WHOM.format(name=by.name)[:300],
        "kinds": "; ".join(f"{kind} (the record)" for kind in kinds_of(decision))[:LONGEST_KINDS],
        "words": words_in(struck_from(_record(decision), _protected(decision))),
    }


def _was_let_go(held):
    return held is not None and bool(held.lets_go)


def _protected(decision):
    return SafeContact.objects.guarded_for(everybody_in(decision))


def _kept(decision):
    return decision.sealed.order_by("-pk").first()


def _sha256(decision):
    kept = _kept(decision)
    return kept.sha256 if kept else decision.sha256


def _record(decision):
    kept = _kept(decision)
    return json.loads(kept.canonical if kept else decision.canonical)
