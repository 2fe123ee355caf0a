"""Any order of moves, by anybody, with words left out and stale pages: what must always hold of every decision.

The invariants are those of the threat model, I1 to I12 (invariants.py); through the pages: test_invariants_pages.py.
"""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audit.verbs import Stale
from consent.models import Consent
from sharing.models import Decision
from sharing.signing import Refused
from sharing.states import NotNow
from staff import roles
from tests.cast import in_days, member

from .conftest import AGREED, NOT_TO_SHARE, OVERRIDE, REFUSED, REFUSED_HARM
from .invariants import holds, nothing_yet

WHO = ("amara", "chen", "dee", "ade", "dora", "sena", "ola", "shut")
STOOD = {"standing": {"state": "given", "rows": []}}  # the agreement is in the register, and can be taken back there
FACTS = (
    REFUSED_HARM,
    AGREED,
    AGREED,
    AGREED | {"harm": "suspected"},
    REFUSED,
    REFUSED | {"public_interest": "insufficient"},
    AGREED | {"duty": "court_order"},
    REFUSED_HARM | {"recipient": "unverified"},
)
LEFT_OUT = (
    None,
    None,
    None,
    "rationale",
    "checks",
    "purpose",
    "legal_basis",
    "safety_plan",
    "review_on",
    "tell",
    "ground",
)
ITEM = {"what": "A bruise", "why_needed": "To treat him", "nature": "fact"}
SHARED = {"to_whom": "Sol", "method": "telephone", "taken_by": "Sol", "will_do": "s47"}


def sign(outcome):
    def move(decision, by, left_out, seen):
        soon = in_days(9).date()
        words = OVERRIDE if outcome == "share" else NOT_TO_SHARE | {"review_on": soon}
        words = {name: said for name, said in words.items() if name != left_out} | {"against_verdict": "I know them."}
        if by.first_name == "Sena":
            words |= {"tell": "not_yet", "tell_words": "Not safe", "tell_on": soon}
        decision.sign(by=by, outcome=outcome, seen=seen, **words)

    return move


def share(decision, by, left_out, seen):
    told = {"contact": decision.contact, "shared_at": timezone.now()}
    decision.record_disclosure(by=by, disclosure=SHARED | told, items=[ITEM], seen=seen)


def take_back(decision, by, left_out, seen):
    Consent.objects.get().withdraw(by=by, words="Not any more")


MOVES = {
    "sign_share": ("decidable_by", sign("share")),
    "sign_no": ("decidable_by", sign("not_share")),
    "send_back": ("decidable_by", lambda one, by, out, seen: one.send_back(by=by, comment="Which arm?", seen=seen)),
    "resubmit": ("returned_to", lambda one, by, out, seen: one.resubmit(by=by, facts=one.facts, seen=seen)),
    "withdraw": ("withdrawable_by", lambda one, by, out, seen: one.withdraw(by=by, why="Not needed")),
    "ask": ("decidable_by", lambda one, by, out, seen: one.seek_advice(by=by, door="Service", asked="What now?")),
    "share": ("shareable_by", share),
    "review": ("reviewable_by", lambda one, by, out, seen: one.review(by=by, said="Right and in time.")),
    "wake": ("resting_for", lambda one, by, out, seen: one.reopen(by=by, why="Looked at early")),
    "stay": (
        "reopened_for",
        lambda one, by, out, seen: one.stand_by(by=by, why="Still so", look_on=in_days(5).date(), seen=seen),
    ),
    "take_back": ("open_to", take_back),
    "tell": ("telling_for", lambda one, by, out, seen: one.tell_family(by=by, how="By telephone", at=timezone.now())),
}
# What is likely leads further; the unlikely is tried often enough.
OFTEN = ["sign_share"] * 5 + ["sign_no"] * 4 + ["share"] * 4 + ["review", "wake", "stay", "tell"] * 2
SEEING = {"sign_share", "sign_no", "send_back", "resubmit", "share", "stay"}  # these say what they had seen
BY_WHOM = [*WHO, *["dee"] * 5, *["sena", "amara"] * 2]
STEPS = st.lists(
    st.tuples(
        st.sampled_from([*OFTEN, *MOVES]),
        st.sampled_from(BY_WHOM),
        st.sampled_from([*[None] * 8, *LEFT_OUT]),
        st.sampled_from([False] * 6 + [True]),
    ),
    min_size=5,
    max_size=9,
)


@pytest.fixture
def people(cast, answer):
    """The cast, with another lead for children who is shut out of Leo's record, and whose answers must never count."""
    cast.shut = member("shut", roles.ChildrenLead)
    cast.leo.exclude(by=cast.sena, who=cast.shut, reason="A relative")
    answer("given")
    return cast


def walked(people, propose, facts, steps):
    about = STOOD if facts["consent"] == "given" else {}
    decision = propose(facts, purpose="protection", by=people.amara, **about)
    kept = nothing_yet()
    for name, who, left_out, is_stale in steps:
        by, (opens, move) = getattr(people, who), MOVES[name]
        before = Decision.objects.get(pk=decision.pk)
        found = getattr(Decision.objects, opens)(by).filter(pk=decision.pk).first()
        if found is None:
            continue
        try:
            with transaction.atomic():
                move(found, by, left_out, found.version - is_stale)
            assert not (is_stale and name in SEEING), "I10"
        except (Refused, NotNow, PermissionDenied, Stale) as refusal:
            assert str(refusal) or isinstance(refusal, Stale), "a refusal says why (H-14)"
            assert Decision.objects.get(pk=decision.pk).version == before.version
        holds(Decision.objects.get(pk=decision.pk), people, kept, [ITEM["what"]])


LENGTHS = [pytest.param(100, id="short"), pytest.param(5000, id="long", marks=pytest.mark.long)]


@pytest.mark.clause("S-18", "S-24", "S-29", "H-14")
@pytest.mark.parametrize("examples", LENGTHS)
def test_whatever_anybody_tries_in_whatever_order_every_decision_holds(people, propose, examples):
    @settings(max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(st.sampled_from(FACTS), STEPS)
    def tried(facts, steps):
        with transaction.atomic():
            walked(people, propose, facts, steps)
            transaction.set_rollback(True)

    tried()


@pytest.mark.clause("H-21", "S-17")
@pytest.mark.parametrize("who", [*WHO, "vik", "dana", "adam"])
def test_an_emergency_is_never_stopped(people, who):
    """I12: whoever has an account records what they shared, and a second person looks at it within a day."""
    request = {"name": who, "asked_for": "What he ate", "why": "To treat him"}
    decision = Decision.record_emergency(
        by=getattr(people, who), people=[people.leo], facts={"danger": "yes"}, request=request, welfare="Help",
        rationale="He could not breathe.", disclosure=SHARED | {"shared_at": timezone.now()}, items=[ITEM],
    )  # fmt: skip
    assert decision.state == "emergency" and decision.second_due_at <= in_days(1)
