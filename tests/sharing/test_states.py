"""The life of a decision: every pair of state and move, and what people are told when it is not the time."""

import runpy
from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from audit.events import Event
from sharing import states
from sharing.states import MOVES, STATES, WHO_WORDS, Move, NotNow, State, Who, check, diagram, moves_from, page

DOCS = Path(__file__).resolve().parents[2] / "docs"
LAWFUL = {
    (None, "propose"): "proposed",
    (None, "record_emergency"): "emergency",
    ("proposed", "return"): "returned",
    ("proposed", "withdraw"): "withdrawn",
    ("proposed", "seek_advice"): "advice",
    ("proposed", "weigh_again"): "proposed",
    ("proposed", "sign_share"): "to_share",
    ("proposed", "sign_not_share"): "not_shared",
    ("returned", "resubmit"): "proposed",
    ("returned", "withdraw"): "withdrawn",
    ("advice", "return"): "returned",
    ("advice", "advise"): "proposed",
    ("advice", "weigh_again"): "proposed",
    ("advice", "sign_share"): "to_share",
    ("to_share", "record_disclosure"): "shared",
    ("to_share", "countersign"): "to_share",
    ("to_share", "reopen"): "reopened",
    ("not_shared", "countersign"): "not_shared",
    ("not_shared", "reopen"): "reopened",
    ("shared", "countersign"): "shared",
    ("reopened", "countersign"): "reopened",
    ("reopened", "replace"): "replaced",
    ("reopened", "stand_by"): "not_shared",
    ("emergency", "review"): "reviewed",
}
PAIRS = [(state, move) for state in (None, *State) for move in Move]


@pytest.mark.parametrize(("state", "move"), PAIRS)
@pytest.mark.clause("H-14")
def test_every_pair_is_lawful_or_refused_with_what_would_make_it_lawful(state, move):
    if (state, move) in LAWFUL:
        assert check(state, move) == LAWFUL[state, move]
        assert move in moves_from(state)
        return
    with pytest.raises(NotNow) as refused:
        check(state, move)
    assert refused.value.reason.startswith("This decision is ")
    assert refused.value.lawful.endswith(".")
    assert move not in moves_from(state)


def test_a_refusal_says_what_stands_in_the_way_and_who_can_do_what():
    with pytest.raises(NotNow) as refused:
        check("shared", "sign_share")

    assert refused.value.reason == "This decision is shared and recorded, so it cannot be signed to share."
    assert refused.value.lawful == (
        "A designated person can do that when it is waiting for a designated person or waiting for advice. "
        "What is possible now: looked at by a second person (by a second person)."
    )
    assert str(refused.value) == f"{refused.value.reason} {refused.value.lawful}"


def test_a_refusal_before_anything_is_proposed_says_so():
    with pytest.raises(NotNow) as refused:
        check(None, "review")

    assert refused.value.reason == "This decision is not proposed yet, so it cannot be reviewed."
    assert refused.value.lawful == (
        "A second person can do that when it is shared in an emergency, review due. What is possible now: "
        "proposed (by whoever proposed it); recorded as an emergency (by whoever shares)."
    )


def test_what_begins_a_decision_is_refused_to_one_that_is_there():
    with pytest.raises(NotNow) as refused:
        check("withdrawn", "propose")
    assert str(refused.value) == "This decision is there already, so it cannot be proposed. Start a new one."


def test_every_move_has_words_that_fit_into_a_refusal():
    assert {move.value: step.words for move, step in MOVES.items()} == {
        "propose": "proposed",
        "return": "returned for more facts",
        "resubmit": "sent back",
        "withdraw": "withdrawn",
        "seek_advice": "put to somebody for advice",
        "advise": "given the advice that came",
        "weigh_again": "weighed again",
        "sign_share": "signed to share",
        "sign_not_share": "signed not to share",
        "record_disclosure": "recorded as shared",
        "countersign": "looked at by a second person",
        "reopen": "opened again",
        "replace": "replaced by a new decision",
        "stand_by": "left as it was signed",
        "record_emergency": "recorded as an emergency",
        "review": "reviewed",
    }


def test_which_states_are_signed_which_rest_and_what_the_records_do_themselves():
    rest = {state.value for state, about in STATES.items() if about.final}
    assert rest == {"not_shared", "shared", "reviewed", "replaced", "withdrawn"}
    signed = {state.value for state, about in STATES.items() if about.signed}
    assert signed == {"to_share", "not_shared", "shared", "reviewed", "reopened", "replaced"}
    assert [move for move, step in MOVES.items() if step.by_itself] == [Move.WEIGH_AGAIN, Move.REOPEN]


def test_a_line_of_the_table_says_no_more_than_it_was_told_and_is_not_changed_while_it_is_in_use():
    about = states.About("waiting", Who.DECIDER)
    step = states.Step((), State.PROPOSED, Who.PROPOSER, "DECISION_PROPOSED", "proposed")
    assert (about.final, about.signed, step.by_itself) == (False, False, False)
    for line in (about, step):
        with pytest.raises(FrozenInstanceError):
            line.words = "something else"


def test_a_state_or_move_nobody_knows_is_an_error_not_a_refusal():
    for state, move in (("lost", "return"), ("proposed", "burn")):
        with pytest.raises(ValueError):
            check(state, move)


@pytest.mark.parametrize("state", State)
@pytest.mark.clause("H-14")
def test_every_state_has_an_owner_can_be_reached_and_left_unless_it_is_an_end(state):
    reached, edges = set(), [pair for pair in LAWFUL.items() if pair[0][0] != pair[1]]
    for _ in State:
        reached |= {to for (start, _), to in edges if start is None or start in reached}

    assert set(STATES) == set(State)
    assert STATES[state].owner in Who and state in reached
    assert STATES[state].final or any(start == state for (start, _), _ in edges)


@pytest.mark.clause("S-24", "S-20")
def test_only_a_designated_person_signs():
    for move in (Move.SIGN_SHARE, Move.SIGN_NOT_SHARE, Move.RETURN, Move.SEEK_ADVICE):
        assert MOVES[move].who is Who.DECIDER


def test_only_a_second_person_reviews():
    assert [move for move, step in MOVES.items() if step.who is Who.SECOND_PERSON] == [Move.COUNTERSIGN, Move.REVIEW]


@pytest.mark.clause("S-21", "H-21")
def test_waiting_for_advice_never_holds_back_protection_but_a_no_waits():
    assert check("advice", "sign_share") is State.TO_SHARE
    with pytest.raises(NotNow):
        check("advice", "sign_not_share")


@pytest.mark.clause("H-12", "S-19")
def test_a_withdrawn_agreement_sends_an_unsigned_decision_back_and_stops_a_signed_one():
    assert check("advice", "weigh_again") is State.PROPOSED
    assert check("to_share", "reopen") is State.REOPENED
    for state, move in (("reopened", "record_disclosure"), ("shared", "reopen")):
        with pytest.raises(NotNow):
            check(state, move)


def test_every_move_is_remembered_by_a_line_of_the_audit_trail():
    assert {step.event for step in MOVES.values()} <= set(Event.__members__)


def test_the_page_in_the_documentation_is_drawn_from_the_table():
    assert (DOCS / "states.md").read_text(encoding="utf-8") == page(), "run: python -m sharing.states > docs/states.md"
    assert diagram().startswith("stateDiagram-v2\n")
    assert all(f" : {move}" in diagram() for move in Move)
    assert all(WHO_WORDS[STATES[state].owner] in diagram() for state in State)


@pytest.mark.filterwarnings("ignore:.*found in sys.modules")
def test_and_is_what_the_module_prints_when_it_is_run(capsys):
    runpy.run_module("sharing.states", run_name="__main__")
    assert capsys.readouterr().out == page()


class Life(RuleBasedStateMachine):
    """Any order of moves, lawful or not: what is signed never becomes unsigned, and nothing leaves unsigned."""

    @initialize(move=st.sampled_from([Move.PROPOSE, Move.RECORD_EMERGENCY]))
    def begins(self, move):
        self.state, self.trail = check(None, move), [move]

    @rule(move=st.sampled_from(Move))
    def is_tried(self, move):
        before = self.state
        try:
            self.state = check(before, move)
        except NotNow:
            assert move not in moves_from(before)
        else:
            self.trail.append(move)
            assert STATES[self.state].signed or not STATES[before].signed

    @precondition(lambda self: STATES[self.state].final)
    @rule()
    def rests(self):
        assert set(moves_from(self.state)) <= {Move.COUNTERSIGN, Move.REOPEN}

    @invariant()
    def leaves_only_signed_or_in_an_emergency(self):
        if self.state is State.SHARED:
            assert self.trail.count(Move.SIGN_SHARE) == 1 and Move.REOPEN not in self.trail
        if self.state in (State.EMERGENCY, State.REVIEWED):
            assert self.trail[0] is Move.RECORD_EMERGENCY

    @invariant()
    def is_proposed_before_it_is_signed(self):
        if STATES[self.state].signed and self.state is not State.REVIEWED:
            assert self.trail[0] is Move.PROPOSE


Life.TestCase.settings = settings(max_examples=150, stateful_step_count=40, deadline=None)
TestLife = Life.TestCase
