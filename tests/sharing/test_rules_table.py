"""The twenty-five rows of the decision table, one after the other: read it beside the table."""

from dataclasses import FrozenInstanceError, asdict, replace

import pytest

from policy import packs
from sharing import rules
from sharing.rules import BY_NAME, RULES, weigh
from sharing.verdict import Also
from tests.sharing.facts import QUIET, case

OWN = {"group": "adult", "harm": "yes", "harm_to": "subject", "capacity": "yes"}
CRIME = {"group": "adult", "serious_crime": "yes"}
RISKY = {"unsafe_to_ask": "increased_risk"}

# row, the facts that differ from a quiet case, outcome, who decides, and: advice, missing, next, tell
TABLE = [
    (1, {"danger": "yes"}, "MUST_NOW", "anyone", {"tell": "after"}),
    (1, {"danger": "unsure", "recipient": "risk"}, "MUST_NOW", "anyone", {"missing": ("recipient",), "tell": "after"}),
    (1, {"unsafe_to_ask": "urgent_help"}, "MUST_NOW", "anyone", {"tell": "after"}),
    (2, {"recipient": "risk"}, "DO_NOT_SHARE", "designated", {}),
    (2, {"recipient": "risk", "duty": "court_order"}, "NOT_YET", "designated", {"advice": True}),
    (3, {"bar": "yes"}, "DO_NOT_SHARE", "designated", {}),
    (3, {"bar": "yes", "duty": "claimed"}, "NOT_YET", "designated", {"advice": True}),
    (3, {"bar": "yes", "duty": "statutory"}, "NOT_YET", "designated", {"advice": True}),
    (3, {"bar": "yes", "harm": "suspected"}, "NOT_YET", "designated", {"advice": True}),
    (3, {"bar": "yes", "serious_crime": "suspected"}, "NOT_YET", "designated", {"advice": True}),
    (4, {"duty": "statutory", "consent": "refused"}, "MUST", "anyone", {}),
    (4, {"duty": "court_order", "recipient": "unverified"}, "MUST", "anyone", {"missing": ("recipient",)}),
    (5, {"recipient": "unverified", "harm": "yes"}, "NOT_YET", "designated", {"missing": ("recipient",)}),
    (6, {"duty": "claimed"}, "NOT_YET", "designated", {"missing": ("instrument", "call_back")}),
    (7, {"harm": "yes", "purpose": "no"}, "NOT_YET", "designated", {"missing": ("purpose",)}),
    (7, {"serious_crime": "yes", "purpose": None}, "NOT_YET", "designated", {"missing": ("purpose",)}),
    (8, OWN | {"consent": "refused", "public_interest": "sufficient"}, "SHOULD_WITHOUT_CONSENT", "designated", {}),
    (8, OWN | {"consent": "withdrawn", "public_interest": "insufficient"}, "DO_NOT_SHARE", "designated", {}),
    (
        8,
        OWN | {"consent": "refused"},
        "NOT_YET",
        "designated",
        {"advice": True, "missing": ("public_interest",)},
    ),
    (9, OWN | {"consent": "given"}, "MAY_WITH_AGREEMENT", "designated", {}),
    (10, OWN | {"capacity": "no", "consent": "refused"}, "SHOULD_WITHOUT_CONSENT", "designated", {}),
    (10, OWN | {"capacity": None}, "NOT_YET", "designated", {"advice": True, "missing": ("capacity", "wishes")}),
    (10, OWN | {"consent": "coerced"}, "NOT_YET", "designated", {"advice": True, "missing": ("wishes",)}),
    (
        10,
        OWN | {"harm_to": None, "consent": "refused", "serious_crime": "yes"},
        "NOT_YET",
        "designated",
        {"advice": True, "missing": ("harm_to",)},
    ),
    (11, {"harm": "suspected", "consent": "refused"}, "SHOULD_WITHOUT_CONSENT", "designated", {}),
    (11, OWN | {"harm_to": "both", "consent": "given"}, "SHOULD_WITHOUT_CONSENT", "designated", {}),
    (12, {"serious_crime": "suspected"}, "SHOULD_WITHOUT_CONSENT", "designated", {}),
    (13, CRIME | {"capacity": "no"}, "SHOULD_WITHOUT_CONSENT", "designated", {}),
    (13, CRIME | {"consent": "given"}, "MAY_WITH_AGREEMENT", "designated", {}),
    (13, CRIME | {"consent": "refused", "public_interest": "sufficient"}, "SHOULD_WITHOUT_CONSENT", "designated", {}),
    (13, CRIME | {"consent": "refused", "public_interest": "insufficient"}, "DO_NOT_SHARE", "designated", {}),
    (13, CRIME | OWN, "NOT_YET", "designated", {"advice": True, "missing": ("public_interest",)}),
    (14, {"harm": "unsure"}, "NOT_YET", "designated", {"advice": True, "missing": ("harm",)}),
    (15, {"purpose": "no", "danger": None}, "DO_NOT_SHARE", "anyone", {}),
    (16, {"danger": None, "harm": None}, "NOT_YET", "anyone", {"next": "danger", "missing": ("danger", "harm")}),
    (16, {"serious_crime": None}, "NOT_YET", "anyone", {"next": "serious_crime", "missing": ("serious_crime",)}),
    (17, {"purpose": None}, "NOT_YET", "anyone", {"next": "purpose", "missing": ("purpose",)}),
    (17, {"purpose": "unsure"}, "NOT_YET", "anyone", {"advice": True, "next": "purpose", "missing": ("purpose",)}),
    (18, {"identifiable": "no", "consent": "refused"}, "ANONYMISE", "anyone", {}),
    (18, {"identifiable": None}, "NOT_YET", "anyone", {"next": "identifiable", "missing": ("identifiable",)}),
    (19, {"confidential": "no", "consent": "refused"}, "MAY_OTHER_BASIS", "designated", {}),
    (19, {"confidential": None}, "NOT_YET", "anyone", {"next": "confidential", "missing": ("confidential",)}),
    (20, {"consent": "given"}, "MAY_WITH_AGREEMENT", "anyone", {"tell": "before"}),
    (20, {"consent": "given", "unsafe_to_ask": None}, "MAY_WITH_AGREEMENT", "anyone", {"tell": "before"}),
    (
        21,
        {"consent": "coerced"},
        "NOT_YET",
        "designated",
        {"advice": True, "missing": ("consent",), "tell": "lead_decides"},
    ),
    (
        21,
        {"consent": "given", "unsafe_to_ask": "unsure"},
        "NOT_YET",
        "designated",
        {"advice": True, "missing": ("unsafe_to_ask",), "tell": "lead_decides"},
    ),
    (
        22,
        RISKY | {"public_interest": "sufficient"},
        "SHOULD_WITHOUT_CONSENT",
        "designated",
        {"missing": ("risk_of_what",), "tell": "not_yet"},
    ),
    (
        22,
        RISKY | {"public_interest": "insufficient"},
        "DO_NOT_SHARE",
        "designated",
        {"missing": ("risk_of_what",), "tell": "not_yet"},
    ),
    (
        22,
        RISKY | {"consent": "given"},
        "NOT_YET",
        "designated",
        {"advice": True, "missing": ("risk_of_what", "public_interest"), "tell": "not_yet"},
    ),
    (23, {"consent": "refused", "public_interest": "sufficient"}, "SHOULD_WITHOUT_CONSENT", "designated", {}),
    (23, {"consent": "withdrawn", "public_interest": "insufficient"}, "DO_NOT_SHARE", "designated", {}),
    (
        23,
        {"consent": "refused", "public_interest": "unsure"},
        "NOT_YET",
        "designated",
        {"advice": True, "missing": ("public_interest",)},
    ),
    (
        23,
        {"consent": "refused"},
        "NOT_YET",
        "designated",
        {"next": "public_interest", "missing": ("public_interest",)},
    ),
    (24, {"public_interest": "sufficient"}, "NOT_YET", "anyone", {"missing": ("consent",), "ask": True}),
    (24, {"consent": "expired"}, "NOT_YET", "anyone", {"missing": ("consent",), "ask": True}),
    (25, {"consent": None}, "NOT_YET", "anyone", {"next": "consent", "missing": ("consent",)}),
    (25, {"unsafe_to_ask": None}, "NOT_YET", "anyone", {"next": "unsafe_to_ask", "missing": ("unsafe_to_ask",)}),
]


@pytest.mark.parametrize(("row", "facts", "outcome", "decides", "also"), TABLE)
def test_each_row_of_the_table(row, facts, outcome, decides, also):
    verdict = weigh(case(**facts))

    assert (BY_NAME[verdict.rule].row, verdict.outcome, verdict.decides) == (row, outcome, decides)
    assert verdict.seek_advice is also.get("advice", False)
    assert verdict.seek_consent is also.get("ask", False)
    assert verdict.missing == also.get("missing", ())
    assert verdict.next == also.get("next")
    assert verdict.tell == also.get("tell", verdict.tell)


ALSO = [
    ({"danger": "yes"}, {Also.RECORD_AFTER, Also.LEAD_TOLD}),
    ({"danger": "yes", "recipient": "risk"}, {Also.RECORD_AFTER, Also.LEAD_TOLD, Also.RAISE_WITH_PROTECTORS}),
    ({"recipient": "risk"}, set()),
    ({"recipient": "risk", "harm": "yes"}, {Also.RAISE_WITH_PROTECTORS, Also.TELEPHONE}),
    ({"duty": "statutory"}, {Also.LEAD_TOLD}),
    ({"duty": "statutory", "harm": "yes"}, {Also.LEAD_TOLD}),
    (OWN | {"consent": "refused"}, {Also.SAFETY_PLAN, Also.TELEPHONE}),
    ({"harm": "suspected"}, {Also.TELEPHONE}),
    ({"harm": "suspected", "consent": "given"}, {Also.RECORD_AGREEMENT, Also.TELEPHONE}),
    (OWN | {"harm_to": "others"}, {Also.CHILDRENS_LEAD, Also.TELEPHONE}),
    (CRIME, {Also.SURVIVOR_CHOOSES}),
    ({"purpose": "no"}, {Also.LISTED_FOR_LEAD}),
    ({"identifiable": "no"}, {Also.SMALL_NUMBERS}),
    ({"consent": "disputed"}, {Also.NOTHING_TO_SUBJECT}),
    (RISKY, {Also.RESOLVE_RISK}),
    ({"consent": "refused"}, {Also.NOTHING_LEAVES}),
    ({"consent": "refused", "public_interest": "sufficient"}, set()),
    ({"harm": "unsure"}, set()),
]


@pytest.mark.parametrize(("facts", "also"), ALSO)
def test_what_a_verdict_asks_for_besides(facts, also):
    assert set(weigh(case(**facts)).also) == also


def test_the_table_above_shows_every_row():
    assert {row for row, *_ in TABLE} == {rule.row for rule in RULES} == set(range(1, 26))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_every_row_says_in_a_sentence_when_it_holds(rule):
    assert rule.sentence.endswith(".") and len(rule.sentence) < 120


def test_nobody_named_to_receive_it_counts_as_somebody_who_can_protect_and_is_missing():
    for _, facts, *_ in TABLE:
        named = weigh(case(**{"recipient": "protective"} | facts))
        unnamed = weigh(replace(case(**facts), recipient=None)) if "recipient" not in facts else None
        if unnamed:
            assert asdict(unnamed) == asdict(named) | {"missing": ("recipient", *named.missing)}


def test_an_unknown_group_counts_as_a_child():
    for _, facts, *_ in TABLE:
        if "group" not in facts:
            assert weigh(case(**facts, group=None)) == weigh(case(**facts, group="child"))


@pytest.mark.parametrize("doubt", ["identifiable", "confidential"])
def test_not_being_sure_counts_as_yes(doubt):
    assert weigh(replace(QUIET, **{doubt: "unsure"})) == weigh(QUIET)


@pytest.mark.parametrize("pack", packs.names())
def test_every_rule_carries_out_clauses_of_every_policy_and_no_policy_speaks_of_another_rule(pack):
    clauses = packs.load(pack).rule_clauses

    assert set(clauses) == set(BY_NAME)
    assert all(clauses.values())


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_every_row_is_the_function_of_its_name_and_is_not_changed_while_it_is_in_use(rule):
    assert getattr(rules, rule.name).__doc__ == rule.holds.__doc__
    again = rules.Rule(rule.row, rule.name, rule.holds, rule.ruling)
    with pytest.raises(FrozenInstanceError):
        again.holds = bool
