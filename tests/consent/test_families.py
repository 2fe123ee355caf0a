"""Whoever may answer, in two hundred families (ten thousand with --long): never a yes without a footing that holds."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from consent.standing import weigh
from sharing.rules import Outcome
from sharing.rules import weigh as leads_to
from tests.sharing.facts import case

from .families import NOW, NURSE, families
from .reference import age_on, counts_as, is_theirs, later, limited, where_we_stand

MATTERS = [("health", "personal", NURSE), ("learning", "send", NURSE)]
SEEDS = some.integers(0, 2**40)
MOMENTS = [NOW, later(NOW, 200)]


def stand(family, matter, at):
    purpose, information, agency = matter
    same = [row for row in family.answers if (row.purpose, row.information) == (purpose, information)]
    rows = [row for row in same if row.recipient == agency or row.recipient_kind == agency.kind]
    return weigh(rows, person=family.person, orders=family.orders, at=at)


def check(seed):
    for family in families(seed):
        for answer in family.answers:
            was_theirs_to_give(family, answer)
        for matter in MATTERS:
            for at in MOMENTS:
                found = stand(family, matter, at)
                assert found.state == where_we_stand(family, *matter, at)
                if found.state == "given":
                    has_a_footing(family, found, at)
        for matter in MATTERS:
            taking_it_back_ends_it(family, matter)


def was_theirs_to_give(family, answer):
    """Of each answer that was taken down, by the plainest reading of the law on the day it was given."""
    on = answer.answered_at.date()
    age = age_on(family.person, on)
    assert (answer.footing == "adult") <= (age >= 18)
    assert (answer.footing == "young_person") <= (age < 18)
    assert (answer.footing == "parent") <= (age < 18)
    assert (answer.footing == "attorney") <= (age >= 18 and answer.power is not None)
    assert (answer.footing == "best_interests") <= (age >= 16)
    assert not (answer.relationship and limited(family, answer, on))


def has_a_footing(family, found, at):
    yeses = [row for row in found.rows if counts_as(family, row, at) == "given"]
    assert yeses and all(is_theirs(family, row, at) for row in yeses)


def taking_it_back_ends_it(family, matter):
    """Whatever stood on it: nothing is shared with agreement any more, from that moment on."""
    found = stand(family, matter, NOW)
    if found.state != "given":
        return
    for row in found.rows:
        if row.state == "given" and row.withdrawn_at is None:
            row.withdrawn_at = NOW
    state = stand(family, matter, NOW).state
    assert state != "given"
    assert leads_to(case(consent=state)).outcome is not Outcome.MAY_WITH_AGREEMENT


@pytest.mark.clause("S-02", "S-05", "H-12")
@settings(max_examples=200)
@given(SEEDS)
def test_no_yes_stands_without_a_footing(seed):
    check(seed)


@pytest.mark.long
@pytest.mark.clause("S-02", "S-05", "H-12")
@settings(max_examples=10_000)
@given(SEEDS)
def test_nor_in_ten_thousand_families(seed):
    check(seed)


def test_the_families_have_answers_on_every_footing_and_in_every_state():
    """Or the rest would show nothing: what was taken down, what was refused, and where it led."""
    known = [family for seed in range(150) for family in families(seed)]
    footings = {answer.footing for family in known for answer in family.answers}
    states = {stand(family, MATTERS[0], NOW).state for family in known}

    assert footings == {"adult", "young_person", "parent", "attorney", "best_interests"}
    assert states == {"given", "refused", "withdrawn", "expired", "disputed", "coerced", "none"}
    assert any(answer.lapsed_at for family in known for answer in family.answers)
    assert len({why for family in known for _, why in family.refused}) >= 10
