"""The law a decision stands on: dated, sourced, and off until somebody can say from when it counts."""

import shutil
from dataclasses import replace
from datetime import date, timedelta

import pytest

from policy import packs
from policy.law import read
from policy.packs import PackError
from policy.shape import checksum


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


def test_a_duty_binds_from_the_day_an_organisation_switched_it_on_and_is_shown_as_coming_before():
    began = date(2027, 4, 1)
    pack = replace(packs.load("springfield"), switches={"information_sharing_duty": began, "reporting_duty": False})

    assert pack.binding(date(2027, 3, 31)) == frozenset() != pack.binding(began)
    assert [law.id for law in pack.coming(began)] == ["MR-1"]
    assert {law.id for law in pack.coming(date(2027, 3, 31))} == {"SH-1", "MR-1"}


def test_a_switch_cannot_turn_on_what_is_no_law(pack):
    """Only a duty that is enacted has a switch; guidance, and what has ended, stay what they are."""
    guidance = packs.law()["LB-2"]

    assert not guidance.binds(date(2030, 1, 1), True)
    assert set(pack.switches) >= {law.switch for law in packs.law().values() if law.switch}


def test_recognised_legitimate_interest_is_offered_from_its_first_day(pack):
    assert "recognised_legitimate_interest" in pack.offered("legal_bases", date(2026, 2, 5))
    assert "recognised_legitimate_interest" not in pack.offered("legal_bases", date(2026, 2, 4))
    assert "public_task" in pack.offered("legal_bases", date(2026, 2, 4))


def test_the_checksum_of_a_pack_changes_with_any_word_in_it(tmp_path):
    shutil.copytree(packs.SHELF / "hempsted", tmp_path / "hempsted")
    before = checksum(tmp_path / "hempsted")
    notice = tmp_path / "hempsted" / "notice.md"
    notice.write_text(notice.read_text() + " ")

    assert before == packs.load("hempsted").sha256 != checksum(tmp_path / "hempsted")
