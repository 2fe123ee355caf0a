"""The law a decision stands on: dated, sourced, and off until somebody can say from when it counts."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from policy import packs
from policy.law import read
from policy.packs import PackError


def test_everything_a_decision_may_stand_on_has_law_behind_it(pack):
    for key in (*pack.legal_bases, *pack.special_conditions, *pack.legal_powers):
        assert packs.law_for(key), key


def test_no_two_supports_share_a_key(pack):
    keys = [*pack.legal_bases, *pack.special_conditions, *pack.legal_powers]
    assert len(keys) == len(set(keys))


def test_recognised_legitimate_interest_counts_from_its_first_day():
    rule = packs.law()["LB-3"]

    assert rule.in_force(date(2026, 2, 5))
    assert not rule.in_force(date(2026, 2, 4))


def test_a_rule_counts_to_its_last_day_and_no_longer():
    rule = replace(packs.law()["LB-3"], in_force_to=date(2030, 1, 31))

    assert rule.in_force(date(2030, 1, 31))
    assert not rule.in_force(date(2030, 2, 1))


def test_a_duty_not_yet_commenced_binds_nobody():
    for law_id in ("SH-1", "MR-1"):
        assert not packs.law()[law_id].in_force(date.max - timedelta(days=1))


def test_what_is_only_remembered_says_so():
    assert {law.known for law in packs.law().values()} == {"read", "excerpt", "remembered"}


def test_something_else_to_stand_on_is_refused():
    with pytest.raises(PackError, match="policy/law.toml: whim: "):
        packs.law_for("whim")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('law = ["LB-1", "CT-1"]', 'law = ["LB-9"]', "legal_bases.legal_obligation.law: there is no rule LB-9"),
        ('status = "in_force"', 'status = "soon"', "law.LB-1.status: must be one of in_force"),
        ('known = "read"\nwords', 'known = "heard"\nwords', "law.LB-1.known: must be one of read"),
    ],
)
def test_a_slip_in_the_law_is_named(tmp_path, old, new, says):
    text = (packs.SHELF.parent / "law.toml").read_text()
    (tmp_path / "law.toml").write_text(text.replace(old, new, 1))

    with pytest.raises(PackError) as slip:
        read(tmp_path / "law.toml")
    assert says in str(slip.value)
