"""The eight questions in the policy's order, safety first; what settles one is an answer given before it."""

from dataclasses import asdict, replace

import pytest

from policy import packs
from sharing.facts import VALUES, Facts
from sharing.questions import BY_KEY, ORDER, QUESTIONS, next_question
from sharing.rules import Outcome, weigh
from tests.sharing.facts import QUIET, case, many_facts

FACTS = [question for question in QUESTIONS if question.is_fact]


def said(facts):
    """What a verdict comes to; what is listed as missing may differ."""
    return {name: value for name, value in asdict(weigh(facts)).items() if name not in ("missing", "next", "also")}


def walk(answers, *, designated=True):
    """The pages somebody sees who gives these answers, and the facts in the end."""
    facts, seen = Facts(), []
    while question := next_question(facts, seen, designated=designated):
        seen.append(question.key)
        if question.is_fact:
            facts = replace(facts, **{question.key: getattr(answers, question.key)})
    return seen, facts


@pytest.mark.clause("S-28")
def test_the_policys_eight_questions_stand_in_its_order():
    numbers = [question.number for question in QUESTIONS]

    assert numbers == sorted(numbers)
    assert set(numbers) == set(range(9))
    keys = [question.key for question in QUESTIONS if question.key not in ("unsafe_to_ask", "bar") and question.number]
    assert keys == [
        "purpose",
        "identifiable",
        "confidential",
        "consent",
        "duty",
        "public_interest",
        "right_way",
        "recorded",
    ]


@pytest.mark.clause("S-13", "H-01")
def test_danger_and_harm_come_before_everything():
    assert [question.key for question in QUESTIONS][:5] == ["danger", "group", "harm", "harm_to", "serious_crime"]
    assert next_question(Facts(consent="refused", purpose="no")).key == "danger"


def test_every_fact_is_asked_for_once():
    assert sorted(question.key for question in FACTS) == sorted(VALUES)


@pytest.mark.parametrize("name", packs.names())
@pytest.mark.clause("S-28")
def test_every_policy_has_words_and_a_clause_for_every_question(name):
    pack = packs.load(name)
    prefix = "S" if name == "springfield" else "H"

    assert set(BY_KEY) <= set(pack.questions)
    for question in QUESTIONS:
        assert set(question.clauses_of(prefix)) <= set(pack.clauses)
        assert question.clauses_of(prefix)
        assert set(pack.questions[question.key].answers) == set(VALUES.get(question.key, ())) or not question.is_fact


@pytest.mark.parametrize("question", FACTS, ids=lambda question: question.key)
@pytest.mark.clause("S-28")
def test_a_settled_question_would_change_nothing_whatever_the_answer(question):
    settled = 0
    for facts in many_facts(6_000, seed=question.key):
        by = question.settled_by(replace(facts, **{question.key: None}))
        if by:
            settled += 1
            assert ORDER[by] < ORDER[question.key], "only an earlier answer settles a question"
            assert getattr(facts, by) is not None
            verdicts = [said(replace(facts, **{question.key: value})) for value in VALUES[question.key]]
            assert all(verdict == verdicts[0] for verdict in verdicts), (question.key, by, facts)
    assert bool(settled) == (question.key != "danger")


OWN_HARM = {"group": "adult", "harm": "yes", "harm_to": "subject"}
SETTLED = [
    (
        "group harm harm_to serious_crime capacity purpose identifiable consent public_interest",
        "danger",
        {"danger": "yes"},
    ),
    ("recipient unsafe_to_ask duty bar right_way", "danger", {"danger": "unsure"}),
    ("harm_to identifiable confidential consent public_interest", "harm", {"harm": "unsure"}),
    ("harm_to", "harm", {"harm": "no"}),
    ("harm_to capacity", "group", {"harm": "yes"}),
    ("serious_crime consent public_interest", "harm", {"harm": "suspected"}),
    ("serious_crime capacity consent public_interest", "harm_to", OWN_HARM | {"harm_to": "others"}),
    ("serious_crime capacity consent public_interest", "harm_to", OWN_HARM | {"harm_to": "both"}),
    ("capacity", "serious_crime", {"group": "adult"}),
    ("capacity", "serious_crime", {"group": "adult", "harm": "unsure"}),
    ("identifiable confidential consent public_interest", "serious_crime", {"serious_crime": "suspected"}),
    ("consent public_interest", "capacity", OWN_HARM | {"capacity": "no"}),
    ("purpose identifiable confidential consent bar public_interest", "recipient", {"recipient": "risk"}),
    ("purpose identifiable confidential consent public_interest", "recipient", {"recipient": "unverified"}),
    ("identifiable confidential consent public_interest", "purpose", {"purpose": "no"}),
    ("identifiable confidential consent public_interest", "purpose", {"purpose": "unsure"}),
    ("confidential consent public_interest", "identifiable", {"identifiable": "no"}),
    ("consent public_interest", "confidential", {"confidential": "no"}),
    ("consent public_interest", "unsafe_to_ask", {"unsafe_to_ask": "unsure"}),
    ("public_interest", "consent", {"consent": "given"}),
    ("public_interest", "consent", {"consent": "expired"}),
    ("public_interest", "consent", {"consent": "coerced", "unsafe_to_ask": "increased_risk"}),
    ("public_interest", "consent", {"consent": "disputed", "unsafe_to_ask": "serious_offence"}),
    ("public_interest", "consent", OWN_HARM | {"capacity": "unsure", "consent": "none"}),
    ("public_interest", "duty", {"consent": "refused", "duty": "statutory"}),
    ("public_interest", "duty", {"consent": "refused", "duty": "court_order"}),
    ("public_interest", "duty", {"consent": "refused", "duty": "claimed"}),
    ("public_interest", "bar", {"consent": "refused", "bar": "yes"}),
]
OPEN = [
    ("harm_to serious_crime capacity consent", {"group": "adult", "harm": "yes"}),
    ("capacity consent public_interest", OWN_HARM | {"serious_crime": "yes", "consent": "refused", "capacity": "yes"}),
    ("public_interest", OWN_HARM | {"serious_crime": "no", "consent": "refused", "capacity": "yes"}),
    ("capacity consent public_interest", {"group": "adult", "serious_crime": "yes", "consent": "coerced"}),
    ("identifiable confidential consent public_interest unsafe_to_ask duty bar", {"consent": "withdrawn"}),
    ("consent public_interest", {"unsafe_to_ask": "prejudice_investigation", "consent": "given"}),
    ("duty unsafe_to_ask", {"recipient": "risk"}),
    ("bar duty unsafe_to_ask", {"recipient": "unverified"}),
    ("right_way", {"consent": "given"}),
    ("danger recorded", {"danger": "yes"}),
]


@pytest.mark.parametrize(("keys", "by", "facts"), SETTLED)
@pytest.mark.clause("S-28")
def test_the_page_says_which_answer_settles_it(keys, by, facts):
    assert {key: BY_KEY[key].settled_by(case(**facts)) for key in keys.split()} == dict.fromkeys(keys.split(), by)


@pytest.mark.parametrize(("keys", "facts"), OPEN)
@pytest.mark.clause("S-28")
def test_a_question_that_still_matters_is_settled_by_nothing(keys, facts):
    assert {key: BY_KEY[key].settled_by(case(**facts)) for key in keys.split()} == dict.fromkeys(keys.split())


@pytest.mark.clause("S-28")
def test_what_the_engine_still_needs_is_never_skipped():
    for facts in many_facts(10_000, seed="needs"):
        needed = weigh(facts).next
        if needed and getattr(facts, needed) is None:
            asked = next_question(facts, designated=True)
            assert ORDER[asked.key] <= ORDER[needed]
            earlier = {key for key in ORDER if ORDER[key] < ORDER[needed]}
            assert next_question(facts, earlier, designated=True).key == needed


@pytest.mark.clause("S-28", "H-14")
def test_every_walk_ends_and_then_all_that_was_skipped_would_change_nothing():
    for answers in many_facts(2_000, seed="walk"):
        answers = replace(answers, **{q.key: VALUES[q.key][0] for q in FACTS if getattr(answers, q.key) is None})
        seen, facts = walk(answers)
        assert seen == sorted(seen, key=ORDER.get)
        assert seen[0] == "danger" and seen[-1] == "recorded"
        assert said(facts) == said(answers), (seen, answers)


def test_a_quiet_case_is_asked_about_harm_once_and_its_details_never():
    seen, _ = walk(replace(QUIET, consent="given"))

    assert seen == [
        "danger", "group", "harm", "serious_crime", "recipient", "purpose", "identifiable", "confidential",
        "unsafe_to_ask", "consent", "duty", "bar", "right_way", "recorded",
    ]  # fmt: skip


@pytest.mark.clause("H-13", "H-21")
def test_in_an_emergency_nothing_else_is_asked():
    assert walk(case(danger="unsure"))[0] == ["danger", "recorded"]


@pytest.mark.clause("S-18", "H-03")
def test_harm_to_a_child_settles_consent_and_the_page_says_so():
    facts = case(harm="suspected", consent=None)

    assert BY_KEY["consent"].settled_by(facts) == "harm"
    assert BY_KEY["public_interest"].settled_by(facts) == "harm"
    assert BY_KEY["consent"].settled_by(replace(facts, harm="no")) is None


@pytest.mark.clause("S-24")
def test_a_practitioner_is_never_asked_about_the_public_interest_and_a_designated_person_is():
    refused = case(consent="refused")

    assert weigh(refused).next == "public_interest"
    assert next_question(refused, designated=True).key == "public_interest"
    assert next_question(refused).key == "recorded"
    assert [q.key for q in QUESTIONS if q.designated_only] == ["public_interest"]
    assert [q.key for q in QUESTIONS if q.confirmed_by_designated] == ["confidential"]


def test_what_the_records_know_is_not_asked():
    assert [question.key for question in QUESTIONS if question.from_register] == ["group", "consent"]


@pytest.mark.clause("S-22")
def test_how_it_is_sent_is_asked_once_something_may_be():
    assert weigh(QUIET).outcome is Outcome.NOT_YET
    assert BY_KEY["right_way"].settled_by(QUIET) == "verdict"
    assert BY_KEY["right_way"].settled_by(replace(QUIET, consent="given")) is None


def test_a_page_can_be_left_without_an_answer_and_the_next_one_follows():
    assert next_question(Facts(), ["danger"]).key == "group"
    assert next_question(Facts(danger="no"), after="harm").key == "harm_to"
