"""Where do we stand? Each state beside the one it could be mistaken for."""

from datetime import timedelta

import pytest
from django.utils import timezone

from consent.bearing import answers_bearing_on
from consent.models import Consent
from consent.standing import orders_about, standing, standings_of, weigh
from records.models import Order, Relationship
from tests.consent.said import ago, assessed, in_a_year, matter, mother, said, second_parent, teenager, yara


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
        assert weigh([consent], person=cast.leo, orders=[], at=at).state == "expired"

    def test_stands_when_they_grow_up(self, cast):
        consent = yara(cast, "refused")
        grown = timezone.now() + timedelta(days=3 * 365)

        assert weigh([consent], person=cast.yara, orders=[], at=grown).state == "refused"


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
    def test_is_two_queries_however_much_was_said(self, cast, django_assert_num_queries):
        father = second_parent(cast)
        for _ in range(6):
            mother(cast)
            said(cast, cast.leo, father, "parent", recipient=None, recipient_kind="children")

        with django_assert_num_queries(2):
            assert len(stand(cast).rows) == 2
        with django_assert_num_queries(2):
            assert len(standings_of(cast.leo)) == 2


@pytest.mark.clause("S-02", "S-18")
class TestTheQuickWay:
    """The SQL that is kept gives what the question itself would: the same rows, and all they rest on."""

    def test_finds_what_the_question_finds(self, cast, django_assert_num_queries):
        twice = teenager(cast)
        for state in ("given", "refused"):
            mother(cast, state)
            mother(cast, state, recipient=None, recipient_kind="children", answered_at=ago(3))
        yara(cast), mother(cast, purpose="learning"), mother(cast, information="send")
        assessed(cast, twice), said(cast, twice, twice, "young_person")
        for person in (cast.leo, cast.yara, twice, cast.hana):
            for whom in (cast.social_care, "children", "police", None, ""):
                asks = (person, "health", whom, "personal")
                found = answers_bearing_on(*asks)
                assert written_out(found) == written_out(Consent.objects.bearing_on(*asks))
                with django_assert_num_queries(0):
                    weigh(found, person=person, orders=[])

    def test_finds_every_order_in_whichever_record(self, cast):
        today = timezone.localdate()
        for limited in (cast.femi, cast.quin):
            Order.record(by=cast.dee, person=cast.leo, kind="other", limited=limited, not_told=True, starts_on=today)
        for person in (cast.leo, cast.yara):
            expected = Order.objects.every_one_about([person])[person.pk]
            assert written_out(orders_about(person)) == written_out(expected)
        assert len(orders_about(cast.leo)) == 2


def written_out(rows):
    """Each row with every column, and those of the rows that came with it."""
    return [(type(row), one_row(row), {name: one_row(row) for name, row in came_with(row)}) for row in rows]


def one_row(row):
    return row and {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def came_with(row):
    return sorted(row._state.fields_cache.items())
