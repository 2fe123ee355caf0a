"""What holds for every possible set of facts, and the engine beside a second reading of the same table."""

import subprocess
import sys
from dataclasses import fields, replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sharing.facts import VALUES, BadFact, Facts
from sharing.rules import BY_NAME, RULES, Outcome, weigh
from tests.sharing import oracle
from tests.sharing.facts import (
    QUIET,
    any_of,
    as_dict,
    calm_facts,
    case,
    every,
    facts_of_every_kind,
    many_facts,
    quiet_facts,
)

ROOT = Path(__file__).resolve().parents[2]
MAY = {Outcome.MAY_WITH_AGREEMENT, Outcome.MAY_OTHER_BASIS}
SHARES_FOR_SURE = {Outcome.MUST_NOW, Outcome.MUST, Outcome.SHOULD_WITHOUT_CONSENT}
EMERGENCIES = ({"danger": "yes"}, {"danger": "unsure"}, {"unsafe_to_ask": "urgent_help"})
ADULT = case(group="adult")
UNSAFE = ("increased_risk", "prejudice_investigation", "serious_offence")


def agrees_with_the_second_reading(facts):
    verdict, told = weigh(facts), as_dict(facts)
    row, outcome, decides, advice, following = oracle.decided(told)
    assert BY_NAME[verdict.rule].row == row, facts
    assert (verdict.outcome, verdict.decides, verdict.seek_advice) == (outcome, decides, advice), facts
    assert verdict.seek_consent == (row == 24), facts
    assert verdict.tell == oracle.told(told, row), facts
    assert verdict.urgent == oracle.urgent(told), facts
    if following or row > 13:
        assert verdict.next == following, facts


def test_a_second_reading_of_the_table_says_the_same():
    for facts in many_facts(20_000, seed=25):
        agrees_with_the_second_reading(facts)


@pytest.mark.parametrize(
    ("varied", "base"),
    [
        (("group", "harm", "harm_to", "capacity", "consent", "public_interest"), QUIET),
        (("group", "danger", "harm", "serious_crime", "capacity", "consent"), case(public_interest="insufficient")),
        (("group", "harm", "harm_to", "capacity", "serious_crime"), case(consent="given")),
        (("recipient", "duty", "bar", "harm", "serious_crime", "purpose"), QUIET),
        (("danger", "harm", "serious_crime", "purpose", "identifiable", "confidential"), QUIET),
        (("identifiable", "confidential", "unsafe_to_ask", "consent", "public_interest"), QUIET),
        (("danger", "recipient", "duty", "bar", "unsafe_to_ask"), QUIET),
    ],
    ids=lambda varied: "-".join(varied) if isinstance(varied, tuple) else "",
)
def test_a_second_reading_says_the_same_in_every_combination(varied, base):
    for facts in every(*varied, base=base):
        agrees_with_the_second_reading(facts)


@pytest.mark.parametrize("fact", list(VALUES))
def test_a_second_reading_says_the_same_for_every_value_of_each_fact(fact):
    for facts in many_facts(500, seed=fact):
        for value in (None, *VALUES[fact]):
            agrees_with_the_second_reading(replace(facts, **{fact: value}))


@pytest.mark.clause("H-14")
@given(facts_of_every_kind)
def test_there_is_always_a_verdict_and_a_not_yet_always_says_how_it_goes_on(facts):
    verdict = weigh(facts)

    assert verdict.rule in BY_NAME
    if verdict.outcome is Outcome.NOT_YET:
        assert verdict.missing or verdict.next or verdict.seek_advice


def test_every_rule_decides_something():
    """A rule that can never be reached is a rule nobody carries out."""
    reached = {weigh(facts).rule for facts in every("recipient", "duty", "bar", "danger", "purpose")}
    reached |= {
        weigh(facts).rule for facts in every("harm", "harm_to", "capacity", "consent", base=case(group="adult"))
    }
    reached |= {weigh(facts).rule for facts in every("group", "harm", "serious_crime", "purpose")}
    reached |= {weigh(facts).rule for facts in every("identifiable", "confidential", "unsafe_to_ask", "consent")}

    assert reached == {rule.name for rule in RULES}


@pytest.mark.clause("S-18", "S-13", "H-21")
@given(facts_of_every_kind, st.sampled_from(["suspected", "yes"]), st.sampled_from(["refused", "withdrawn"]))
def test_suspected_harm_is_never_left_unshared_on_a_refusal_alone(facts, harm, no):
    """Only a capacitous adult's own affair can, and then by a designated person's weighing (S-19)."""
    verdict = weigh(replace(facts, harm=harm, consent=no))

    assert verdict.urgent
    if verdict.outcome is Outcome.DO_NOT_SHARE and verdict.rule != "recipient_is_the_risk":
        own_affair = facts.group == "adult" and facts.harm_to == "subject"
        assert own_affair and facts.public_interest == "insufficient" and verdict.decides == "designated"


@pytest.mark.clause("S-17", "S-18", "H-03")
@given(calm_facts, st.sampled_from(["suspected", "yes"]), st.sampled_from(["child", None]))
def test_a_childs_suspected_harm_is_shared_to_protect_whatever_anybody_agreed(facts, harm, group):
    facts = replace(facts, harm=harm, group=group, recipient="protective")

    assert weigh(facts).outcome is Outcome.SHOULD_WITHOUT_CONSENT


@pytest.mark.clause("S-17", "H-18")
@given(calm_facts, st.sampled_from(["suspected", "yes"]), st.sampled_from(["others", "both"]))
def test_harm_to_anybody_else_is_shared_to_protect_and_an_adults_refusal_does_not_stop_it(facts, harm, whom):
    facts = replace(facts, group="adult", harm=harm, harm_to=whom, consent="refused")

    assert weigh(facts).outcome is Outcome.SHOULD_WITHOUT_CONSENT


@pytest.mark.clause("H-13", "H-21")
@given(
    facts_of_every_kind, st.sampled_from([{"danger": "yes"}, {"danger": "unsure"}, {"unsafe_to_ask": "urgent_help"}])
)
def test_nothing_stands_in_front_of_an_emergency(facts, emergency):
    verdict = weigh(replace(facts, **emergency))

    assert (verdict.outcome, verdict.decides, verdict.urgent) == (Outcome.MUST_NOW, "anyone", True)
    assert (verdict.tell, verdict.seek_consent) == ("after", False)


@given(facts_of_every_kind)
def test_it_is_urgent_exactly_when_somebody_may_come_to_harm(facts):
    danger = facts.danger in ("yes", "unsure") or facts.unsafe_to_ask == "urgent_help"

    assert weigh(facts).urgent == (danger or facts.harm in ("suspected", "yes"))


@pytest.mark.clause("S-16", "H-03", "H-13")
@given(facts_of_every_kind)
def test_people_are_asked_only_where_asking_is_safe_and_nothing_outranks_it(facts):
    verdict = weigh(facts)

    if verdict.seek_consent:
        assert (verdict.outcome, facts.unsafe_to_ask) == (Outcome.NOT_YET, "no")
        assert (facts.danger, facts.harm, facts.serious_crime) == ("no", "no", "no")
        assert facts.duty in ("none", None)


@pytest.mark.clause("S-16")
@given(quiet_facts, st.sampled_from(["none", "expired"]), any_of("public_interest"))
def test_people_are_asked_first_even_where_the_public_interest_would_suffice(facts, consent, interest):
    asked = replace(QUIET, group=facts.group, capacity=facts.capacity, consent=consent, public_interest=interest)

    assert weigh(asked).seek_consent
    assert not weigh(replace(asked, unsafe_to_ask="increased_risk")).seek_consent


@pytest.mark.clause("S-13")
@given(facts_of_every_kind, st.sampled_from(["danger", "harm", "serious_crime"]))
def test_no_refusal_and_no_mere_permission_while_safety_is_unknown(facts, unknown):
    facts = replace(facts, **{unknown: None})
    plain_no = facts.recipient == "risk" or facts.bar == "yes" or facts.purpose == "no"

    assert plain_no or weigh(facts).outcome not in MAY | {Outcome.DO_NOT_SHARE, Outcome.ANONYMISE}


@pytest.mark.parametrize("unknown", ["danger", "serious_crime"])
@pytest.mark.parametrize("wish", [{"consent": "given"}, {"consent": "refused", "public_interest": "insufficient"}])
def test_an_adults_own_answer_waits_for_the_questions_about_safety_and_the_verdict_names_them(unknown, wish):
    facts = case(group="adult", harm="yes", harm_to="subject", capacity="yes", **wish)
    verdict = weigh(replace(facts, **{unknown: None}))

    assert (verdict.outcome, verdict.next, verdict.missing) == (Outcome.NOT_YET, unknown, (unknown,))
    assert weigh(facts).outcome in (Outcome.MAY_WITH_AGREEMENT, Outcome.DO_NOT_SHARE)


@given(facts_of_every_kind)
def test_too_little_public_interest_never_overrides_where_nothing_else_does(facts):
    facts = replace(facts, harm="no", serious_crime="no", danger="no", duty="none", public_interest="insufficient")

    assert facts.helpless or weigh(facts).outcome not in SHARES_FOR_SURE


@pytest.mark.clause("S-19")
@given(quiet_facts, st.sampled_from(["refused", "withdrawn"]))
def test_a_refusal_stands_where_nothing_overrides_it(facts, no):
    refused = case(group=facts.group, consent=no, public_interest="insufficient")

    assert weigh(refused).outcome is Outcome.DO_NOT_SHARE
    assert weigh(replace(refused, public_interest="sufficient")).outcome is Outcome.SHOULD_WITHOUT_CONSENT
    assert weigh(replace(refused, public_interest=None)).outcome is Outcome.NOT_YET


@pytest.mark.clause("S-20", "S-24")
@given(facts_of_every_kind)
def test_only_a_designated_person_overrides_or_calls_it_not_confidential(facts):
    verdict = weigh(facts)

    if verdict.outcome in (Outcome.SHOULD_WITHOUT_CONSENT, Outcome.MAY_OTHER_BASIS):
        assert verdict.decides == "designated"
    if verdict.decides == "anyone" and verdict.outcome is Outcome.DO_NOT_SHARE:
        assert facts.purpose == "no"


@pytest.mark.clause("S-18", "S-24")
@given(facts_of_every_kind, st.sampled_from(["suspected", "yes"]))
def test_significant_harm_never_ends_without_a_designated_person(facts, harm):
    """Except where the law, or an emergency, does not wait for one."""
    verdict = weigh(replace(facts, harm=harm))

    assert verdict.decides == "designated" or verdict.outcome in (Outcome.MUST, Outcome.MUST_NOW)


@pytest.mark.clause("S-21", "H-16")
@given(calm_facts)
def test_doubt_about_harm_is_a_reason_to_seek_advice(facts):
    facts = replace(facts, harm="unsure", serious_crime="no", duty="none")

    assert weigh(facts).seek_advice
    assert weigh(facts).outcome is Outcome.NOT_YET


@given(facts_of_every_kind)
def test_advice_is_sought_only_where_something_is_not_settled_yet(facts):
    verdict = weigh(facts)

    assert not verdict.seek_advice or verdict.outcome is Outcome.NOT_YET


@pytest.mark.clause("S-19", "H-17")
@given(facts_of_every_kind, st.sampled_from(["given", "refused", "none"]))
def test_what_the_law_requires_does_not_ask_for_agreement(facts, consent):
    facts = replace(facts, duty="statutory", bar="no", consent=consent, recipient="protective")

    assert weigh(facts).outcome in (Outcome.MUST, Outcome.MUST_NOW)
    assert weigh(facts).decides == "anyone"


@pytest.mark.clause("H-34", "H-15")
@given(facts_of_every_kind, st.sampled_from(UNSAFE))
def test_nobody_is_told_before_it_is_safe(facts, danger):
    assert weigh(replace(facts, unsafe_to_ask=danger)).tell in ("not_yet", "after")
    assert weigh(replace(facts, unsafe_to_ask="unsure")).tell in ("lead_decides", "after")


@pytest.mark.clause("H-34", "H-15")
@given(facts_of_every_kind, st.sampled_from(["refused", "withdrawn", "none", "given"]))
def test_openness_is_the_rule_and_a_refusal_is_no_reason_not_to_tell(facts, consent):
    assert weigh(replace(facts, danger="no", unsafe_to_ask="no", consent=consent)).tell == "before"


@pytest.mark.clause("H-34")
@given(facts_of_every_kind, st.sampled_from(["suspected", "yes"]))
def test_where_harm_is_in_play_and_nobody_knows_if_telling_is_safe_the_lead_decides(facts, harm):
    facts = replace(facts, danger="no", unsafe_to_ask=None, harm=harm)

    assert weigh(facts).tell == "lead_decides"


@pytest.mark.parametrize("fact", list(VALUES))
def test_a_value_nobody_knows_is_refused_and_never_taken_for_unknown(fact):
    for wrong in ("", "YES", " yes", "perhaps", 1, True, [], {}):
        with pytest.raises(BadFact) as refused:
            Facts.read({fact: wrong})
        assert refused.value.fact == fact
    assert Facts.read({fact: None}) == Facts()
    assert [getattr(Facts.read({fact: value}), fact) for value in VALUES[fact]] == list(VALUES[fact])


def test_a_fact_nobody_asks_about_is_refused():
    with pytest.raises(BadFact, match="there is no such fact"):
        Facts.read({"harm": "yes", "hram": "no"})


def test_each_fact_has_its_values():
    assert list(VALUES) == [field.name for field in fields(Facts)]
    assert all(len(values) > 1 and all(isinstance(value, str) for value in values) for values in VALUES.values())


def test_the_engine_needs_no_django():
    code = "import sys, sharing.questions, sharing.states; sys.exit('django' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
