"""Where we stand: one function, tried with every mixture of answers, and against rows in the database."""

from datetime import timedelta
from itertools import permutations

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as some

from consent.models import Competence, Consent
from consent.standing import standing, standings_of, weigh
from records.models import Agency, Person, Relationship
from tests.cast import years_ago
from tests.consent.said import ago, assessed, in_a_year, matter, mother, said, second_parent, teenager, yara

# People and answers that were never saved: the weighing asks the database nothing.
AGENCY = Agency(pk=1, name="Example Health", kind="health")
NOW = timezone.now()
MOTHER, FATHER = Person(pk=11, name="Mother"), Person(pk=12, name="Father")
LINKS = {
    parent.pk: Relationship(pk=parent.pk, person_id=1, other=parent, kind="mother", pr_basis="mother")
    for parent in (MOTHER, FATHER)
}
CHILD = Person(pk=1, name="Child", group="child", born_on=years_ago(14))
ABLE = Competence(pk=1, person=CHILD, purpose="health", **dict.fromkeys(Competence.QUESTIONS, True))


WHOEVER = some.sampled_from([CHILD, MOTHER, FATHER])


@some.composite
def an_answer(draw, by=WHOEVER):
    who = draw(by)
    given_at = NOW - timedelta(days=draw(some.integers(1, 500)))
    named = draw(some.booleans())
    row = Consent(
        person=CHILD,
        purpose="health",
        information="personal",
        recipient=AGENCY if named else None,
        recipient_kind="" if named else "health",
        state=draw(some.sampled_from(["given", "given", "refused"])),
        footing="young_person" if who is CHILD else "parent",
        answered_by=who,
        relationship=LINKS.get(who.pk),
        competence=ABLE if who is CHILD else None,
        respondent_name=who.name,
        coercion_suspected=draw(some.integers(0, 5)) == 0,
        answered_at=given_at,
        review_on=given_at.date() + timedelta(days=draw(some.integers(1, 365))),
        **{check: draw(some.integers(0, 5)) > 0 for check in Consent.CHECKS},
    )
    if row.state == "given" and draw(some.booleans()):
        row.withdrawn_at = given_at + timedelta(hours=draw(some.integers(1, 9000)))
    return row


answers = some.lists(an_answer(), max_size=6)
PARENTS = some.sampled_from([MOTHER, FATHER])


def state_of(rows, at=NOW):
    return weigh(rows, person=CHILD, at=at).state


def newest_of_each(rows):
    """The slow, obvious reading: what each person said last, by when they said it or took it back."""
    said_last = {}
    for row in sorted(rows, key=lambda row: row.withdrawn_at if row.is_withdrawn(NOW) else row.answered_at):
        said_last[row.answered_by_id] = row
    return said_last


class TestWhateverWasAnswered:
    @given(answers)
    def test_the_order_of_the_rows_changes_nothing(self, rows):
        found = {state_of(order) for order in list(permutations(rows))[:24]}

        assert len(found) == 1

    @given(answers, some.data())
    @pytest.mark.clause("H-12")
    def test_taking_back_a_yes_never_makes_a_yes(self, rows, data):
        yeses = [row for row in rows if row.state == "given" and not row.is_withdrawn(NOW)]
        before = state_of(rows)
        if yeses:
            taken = data.draw(some.sampled_from(yeses))
            taken.withdrawn_at = NOW
            after = state_of(rows)
            assert after != "given" or before == "given" and newest_of_each(rows)[taken.answered_by_id] is not taken

    @given(answers)
    @pytest.mark.clause("H-12")
    def test_a_yes_is_valid_fresh_free_and_not_taken_back(self, rows):
        found = weigh(rows, person=CHILD, at=NOW)
        if found.state == "given":
            sound = [row for row in found.rows if row.review_on >= timezone.localdate(NOW) and not row.failed_checks]
            assert any(not row.coercion_suspected and not row.is_withdrawn(NOW) for row in sound)
            assert not any(row.coercion_suspected for row in found.rows)

    @given(some.lists(an_answer(by=PARENTS), max_size=4), an_answer(by=some.just(CHILD)))
    @pytest.mark.clause("S-02")
    def test_a_young_person_who_can_decide_is_heard_before_the_adults(self, adults, own):
        own.competent = True

        assert state_of([*adults, own]) == state_of([own])

    @given(some.lists(an_answer(by=PARENTS), min_size=1, max_size=4))
    def test_adults_who_do_not_agree_never_have_a_silent_winner(self, rows):
        states = {state_of([row for row in rows if row.answered_by is who]) for who in (MOTHER, FATHER)}
        if "given" in states and states & {"refused", "withdrawn"}:
            assert state_of(rows) == "disputed"
        if "coerced" in states:
            assert state_of(rows) == "coerced"

    @given(answers)
    @pytest.mark.clause("H-12")
    def test_a_later_no_is_never_outlived_by_an_earlier_yes(self, rows):
        for row in newest_of_each(rows).values():
            mine = [other for other in rows if other.answered_by_id == row.answered_by_id]
            if row.state == "refused" or row.is_withdrawn(NOW):
                assert state_of(mine) != "given"

    @given(answers)
    def test_what_was_said_later_changes_nothing_on_an_earlier_day(self, rows):
        day = NOW - timedelta(days=200)
        known = [row for row in rows if row.answered_at <= day]

        assert state_of(rows, at=day) == state_of(known, at=day)

    @given(answers)
    def test_every_state_comes_with_its_reasons(self, rows):
        found = weigh(rows, person=CHILD, at=NOW)

        assert len(found.reasons) >= max(1, len(found.rows))

    @given(some.lists(an_answer(by=PARENTS), max_size=6))
    @settings(max_examples=50)
    def test_nobody_agrees_for_an_adult(self, rows):
        grown = Person(pk=1, group="adult", born_on=years_ago(30))

        assert weigh(rows, person=grown, at=NOW).state in ("expired", "none")


def stand(cast, person=None, **at):
    return standing(person or cast.leo, **{**matter(cast), **at})


@pytest.mark.clause("S-02", "H-12")
class TestTheStates:
    def test_nothing_recorded(self, cast):
        assert (stand(cast).state, stand(cast).reasons) == ("none", ("Nothing is recorded.",))

    def test_given(self, cast):
        consent = mother(cast)
        found = stand(cast)

        assert (found.state, found.rows) == ("given", (consent,))
        assert "Femi Larkin (Mother) agreed on" in found.reasons[0]

    @pytest.mark.parametrize(
        "other", [{"purpose": "learning"}, {"information": "send"}, {"recipient": "police"}, {"recipient": None}]
    )
    def test_a_yes_is_a_yes_to_nothing_else(self, cast, other):
        mother(cast)

        assert stand(cast, **other).state == "none"

    def test_a_yes_for_one_child_is_none_for_another(self, cast):
        mother(cast)

        assert stand(cast, cast.yara).state == "none"

    def test_a_yes_to_a_kind_holds_for_its_agencies_and_the_agency_comes_first(self, cast):
        mother(cast, recipient=None, recipient_kind="children", answered_at=ago(5))
        assert stand(cast).state == "given"

        mother(cast, "refused", answered_at=ago(9))
        assert stand(cast).state == "refused"
        assert stand(cast, recipient="children").state == "given"

    def test_a_later_no_to_the_kind_takes_back_an_earlier_yes_to_the_agency(self, cast):
        mother(cast, answered_at=ago(9))
        mother(cast, "refused", recipient=None, recipient_kind="children", answered_at=ago(5))

        assert stand(cast).state == "refused"

    def test_refused(self, cast):
        mother(cast, "refused")

        assert stand(cast).state == "refused"

    def test_a_no_does_not_run_out(self, cast):
        mother(cast, "refused", answered_at=ago(300), review_on=timezone.localdate() - timedelta(days=1))

        assert stand(cast).state == "refused"

    def test_withdrawn_from_that_moment_on(self, cast):
        mother(cast, answered_at=ago(30)).withdraw(by=cast.amara, words="Not any more")

        assert stand(cast).state == "withdrawn"
        assert stand(cast, at=ago(1)).state == "given"
        assert stand(cast, at=ago(31)).state == "none"

    def test_a_new_yes_after_it_counts(self, cast):
        mother(cast, answered_at=ago(30)).withdraw(by=cast.amara)
        mother(cast)

        assert stand(cast).state == "given"

    @pytest.mark.parametrize(("days", "state"), [(-1, "expired"), (0, "given"), (1, "given")])
    def test_a_yes_holds_up_to_its_last_day(self, cast, days, state):
        mother(cast, answered_at=ago(40), review_on=in_a_year(days))

        assert stand(cast).state == state

    @pytest.mark.parametrize("check", Consent.CHECKS)
    def test_a_yes_that_fails_a_check_counts_as_none_and_says_why(self, cast, check):
        mother(cast, **{check: False})
        found = stand(cast)

        assert found.state == "none"
        assert Consent.CHECKS[check] in found.reasons[0]

    def test_nobody_asked_is_no_answer_and_leaves_an_earlier_one(self, cast):
        not_asked = {"state": "not_sought", "footing": "", "how": "", "answered_by": None, "relationship": None}
        grounds = {"ground": "increased_risk", "reason": "He reads her messages."}
        Consent.record(by=cast.amara, person=cast.leo, **matter(cast), **not_asked, **grounds, review_on=in_a_year())

        assert stand(cast).state == "none"
        assert "Nobody was asked" in stand(cast).reasons[0]
        mother(cast, "refused")
        assert stand(cast).state == "refused"


@pytest.mark.clause("S-02")
class TestTwoParents:
    def test_one_yes_is_enough(self, cast):
        second_parent(cast)
        mother(cast)

        assert stand(cast).state == "given"

    @pytest.mark.parametrize("first", ["mother", "father"])
    def test_who_do_not_agree_are_a_dispute_whoever_spoke_last(self, cast, first):
        father = second_parent(cast)
        mother(cast, answered_at=ago(5 if first == "mother" else 1))
        said(cast, cast.leo, father, "parent", "refused", answered_at=ago(3))

        assert stand(cast).state == "disputed"
        assert "nobody's answer wins" in stand(cast).reasons[-1]

    def test_taking_back_one_yes_of_two_is_a_dispute_not_a_yes(self, cast):
        father = second_parent(cast)
        mother(cast)
        said(cast, cast.leo, father, "parent").withdraw(by=cast.amara)

        assert stand(cast).state == "disputed"

    def test_whose_responsibility_has_ended_have_no_say_any_more(self, cast):
        mother(cast)
        Relationship.objects.get(other=cast.femi).change(by=cast.dee, ends_on=timezone.localdate())

        assert stand(cast).state == "expired"


@pytest.mark.clause("S-02")
class TestAYoungPersonsOwnWord:
    @pytest.mark.parametrize(("own", "hers"), [("refused", "given"), ("given", "refused")])
    def test_comes_before_the_mothers(self, cast, own, hers):
        nia = teenager(cast)
        said(cast, nia, cast.femi, "parent", hers)
        said(cast, nia, nia, "young_person", own, competence=assessed(cast, nia))

        assert stand(cast, nia).state == own
        assert "heard before the adults" in stand(cast, nia).reasons[-1]

    def test_a_mothers_yes_ends_when_they_turn_sixteen(self, cast):
        mother(cast)
        turns_sixteen = cast.leo.born_on.replace(year=cast.leo.born_on.year + 16)
        consent = Consent.objects.get()
        consent.review_on = turns_sixteen + timedelta(days=9)

        at = timezone.now().replace(year=turns_sixteen.year, month=1, day=3)
        assert weigh([consent], person=cast.leo, at=at).state == "expired"

    def test_stands_when_they_grow_up(self, cast):
        consent = yara(cast, "refused")
        grown = timezone.now() + timedelta(days=3 * 365)

        assert weigh([consent], person=cast.yara, at=grown).state == "refused"


class TestPressure:
    @pytest.mark.parametrize("answer", ["given", "refused"])
    @pytest.mark.clause("H-12")
    def test_covers_a_yes_and_a_no(self, cast, answer):
        mother(cast, answer, coercion_suspected=True)

        assert stand(cast).state == "coerced"

    def test_of_one_parent_leaves_the_other_no_silent_winner(self, cast):
        mother(cast, coercion_suspected=True)
        said(cast, cast.leo, second_parent(cast), "parent")

        assert stand(cast).state == "coerced"

    def test_to_take_it_back_stops_it_at_once_all_the_same(self, cast):
        mother(cast, answered_at=ago(3)).withdraw(by=cast.amara, doubted=True)

        assert (stand(cast, at=ago(1)).state, stand(cast).state) == ("given", "coerced")


class TestTheCost:
    def test_is_one_query_however_much_was_said(self, cast, django_assert_num_queries):
        father = second_parent(cast)
        for _ in range(6):
            mother(cast)
            said(cast, cast.leo, father, "parent", recipient=None, recipient_kind="children")

        with django_assert_num_queries(1):
            assert len(stand(cast).rows) == 2
        with django_assert_num_queries(1):
            assert len(standings_of(cast.leo)) == 2
