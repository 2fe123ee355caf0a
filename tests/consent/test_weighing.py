"""Answers are weighed alike whatever was said: every mixture of them, and what must never come of it."""

from datetime import timedelta
from itertools import permutations

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as some

from consent.models import Competence, Consent
from consent.standing import weigh
from records.models import Agency, Person, Relationship
from tests.cast import years_ago

# People and answers that were never saved: the weighing asks the database nothing.
AGENCY = Agency(pk=1, name="Example Health", kind="health")
NOW = timezone.now()
CHILD = Person(pk=1, name="Child", group="child", born_on=years_ago(14))
MOTHER, FATHER = Person(pk=11, name="Mother"), Person(pk=12, name="Father")
LINKS = {
    parent.pk: Relationship(pk=parent.pk, person=CHILD, other=parent, kind="mother", pr_basis="mother")
    for parent in (MOTHER, FATHER)
}
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
    return weigh(rows, person=CHILD, orders=[], at=at).state


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
            after = weigh(rows, person=CHILD, orders=[], at=NOW)
            assert after.state != "given" or before == "given" and taken not in after.rows

    @given(answers)
    @pytest.mark.clause("H-12")
    def test_a_yes_is_valid_fresh_free_and_not_taken_back(self, rows):
        found = weigh(rows, person=CHILD, orders=[], at=NOW)
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
        found = weigh(rows, person=CHILD, orders=[], at=NOW)

        assert len(found.reasons) >= max(1, len(found.rows))

    @given(some.lists(an_answer(by=PARENTS), max_size=6))
    @settings(max_examples=50)
    def test_nobody_agrees_for_an_adult(self, rows):
        grown = Person(pk=1, group="adult", born_on=years_ago(30))

        assert weigh(rows, person=grown, orders=[], at=NOW).state in ("expired", "none")
