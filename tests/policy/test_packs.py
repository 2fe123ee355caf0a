"""Every pack is whole: nothing the decision can say is without words, clauses and somebody to ring."""

import subprocess
import sys
from dataclasses import FrozenInstanceError
from datetime import date

import pytest

from policy import packs
from policy.shape import WHOM
from records.models import Entry
from sharing import rules
from sharing.facts import VALUES
from staff.roles import BY_KEY, Can

from .expected import ALSO_MISSING, FACTS, NOT_FACTS, OUTCOMES, RULES


def test_both_policies_are_here():
    assert packs.names() == ("hempsted", "springfield")


@pytest.mark.parametrize(("name", "letter", "last"), [("springfield", "S", 33), ("hempsted", "H", 35)])
def test_every_clause_has_words_of_its_own(name, letter, last):
    clauses = packs.load(name).clauses

    assert list(clauses) == [f"{letter}-{number:02}" for number in range(1, last + 1)]
    assert len({clause.words for clause in clauses.values()}) == last


def test_a_clause_is_one_or_two_plain_sentences(pack):
    long = [clause.id for clause in pack.clauses.values() if len(clause.words.split()) > 60]
    assert long == []


def test_every_fact_has_a_question_and_every_value_a_label(pack):
    asked = {key: set(words.answers) for key, words in pack.questions.items() if key not in NOT_FACTS}
    assert asked == FACTS


def test_the_labels_of_a_question_can_be_told_apart(pack):
    for words in pack.questions.values():
        assert len(set(words.answers.values())) == len(words.answers), words.key


def test_welfare_danger_and_harm_come_before_the_eight_questions(pack):
    numbers = [words.number for key, words in pack.questions.items() if key != "group"]

    assert list(pack.questions)[:2] == ["danger", "harm"]
    assert numbers == sorted(numbers)


def test_the_eight_questions_are_all_there_and_in_the_order_of_the_policy(pack):
    numbers = dict.fromkeys(words.number for words in pack.questions.values() if words.number)
    assert list(numbers) == [1, 2, 3, 4, 5, 6, 7, 8]


def test_every_outcome_has_words(pack):
    assert list(pack.outcomes) == OUTCOMES


def test_every_rule_has_words_and_at_least_one_clause_of_this_policy(pack):
    assert list(pack.rules) == RULES
    assert set(pack.rule_words) == set(pack.rule_clauses) == set(RULES)
    for rule in RULES:
        assert pack.clauses_for(rule), rule


def test_when_the_person_is_told_has_words_for_each_answer(pack):
    assert set(pack.tell_words) == {"before", "after", "not_yet", "lead_decides"}


def test_the_engine_and_the_packs_call_everything_by_the_same_names(pack):
    assert {fact: set(values) for fact, values in VALUES.items()} == FACTS
    assert [rule.name for rule in rules.RULES] == list(pack.rules)
    assert set(rules.Outcome) == set(pack.outcomes)


def test_whatever_can_be_missing_has_a_name(pack):
    assert set(pack.missing_words) == set(FACTS) | NOT_FACTS | ALSO_MISSING


def test_the_two_policies_offer_the_same_choices_in_their_own_words(springfield, hempsted):
    for field in ("purposes", "information", "methods", "banned", "grounds", "checks", "switches", "deciders"):
        assert set(getattr(springfield, field)) == set(getattr(hempsted, field)), field
    assert springfield.questions["purpose"].title != hempsted.questions["purpose"].title


def test_in_an_emergency_999_comes_first_and_then_101(pack):
    assert [contact.number for contact in pack.emergency][:2] == ["999", "101"]
    assert len(pack.emergency) > 4


@pytest.mark.clause("H-04")
def test_the_local_procedures_are_named_with_where_to_read_them_and_when_somebody_last_looked(pack):
    assert len(pack.procedures) == 2
    for procedure in pack.procedures:
        assert procedure.address.startswith("https://") and procedure.checked_on


def test_children_adults_and_colleagues_have_different_doors(pack):
    doors = {pack.advice_doors[door].number for door in ("child", "adult", "staff")}
    assert len(doors) == 3


@pytest.mark.clause("S-21")
def test_springfield_names_the_two_services_of_its_policy(springfield):
    assert springfield.advice_doors["child"].name == "Children's Advice and Support Service"
    assert springfield.advice_doors["adult"].name == "Adult and Communities Access Point"


def test_a_concern_about_one_of_us_goes_to_roles_of_this_pack_and_never_ends_nowhere(pack):
    assert set(pack.staff_concerns) == {"worker", "lead"}
    for order in pack.staff_concerns.values():
        assert set(order) <= set(pack.deciders)
        assert order[-1] == "outside_person"


def test_a_concern_about_a_lead_goes_past_every_lead(pack):
    assert not {"children_lead", "adults_lead", "deputy"} & set(pack.staff_concerns["lead"])


@pytest.mark.clause("H-33")
def test_every_folder_apart_is_kept_by_roles_that_may_and_holds_entries_that_there_are(pack):
    assert {kind.whom for kind in pack.apart.values()} == set(WHOM)
    for kind in pack.apart.values():
        assert all(Can.SECOND in BY_KEY[role].can for role in (*kind.kept_by, *kind.read_by))
        assert not set(kind.kept_by) & set(kind.read_by)
        assert set(kind.entries) <= set(Entry.Kind.values)


def test_what_the_law_has_not_started_yet_is_switched_off(pack):
    assert pack.switches == {
        "line_manager_reads_safeguarding": False,
        "information_sharing_duty": False,
        "reporting_duty": False,
        "consistent_identifier": False,
    }


def test_springfield_is_due_for_review_and_hempsted_never_says_when(springfield, hempsted):
    assert springfield.next_review_on == date(2027, 5, 31)
    assert hempsted.next_review_on is None
    assert (hempsted.reviewed_on.year, hempsted.reviewed_on.month) == (2024, 8)


def test_every_quiz_question_has_one_right_answer_and_it_is_not_always_the_same_place(pack):
    assert [len(question.answers) for question in pack.undertaking_quiz] == [3, 3, 3]
    assert {question.right for question in pack.undertaking_quiz} == {0, 1, 2}


def test_a_pack_is_read_once_and_nobody_can_change_it(pack):
    assert packs.load(pack.name) is pack
    with pytest.raises(FrozenInstanceError):
        pack.title = "Another"
    with pytest.raises(TypeError):
        pack.switches["reporting_duty"] = True


def test_a_pack_opens_where_there_is_no_django():
    code = "import sys; from policy import packs; packs.load('springfield').notice(); sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_pack_in_use_is_the_one_the_settings_name():
    from django.conf import settings

    assert packs.current() is packs.load(settings.POLICY_PACK)
