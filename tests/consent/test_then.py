"""Where we stood on a day: by what was written down by then, and not by what anybody wrote down later."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from consent.standing import standing
from consent.then import end_of, stood, where_we_stood
from tests.consent.pages import page, text_of
from tests.consent.said import ago, in_a_year, matter, mother

pytestmark = pytest.mark.clause("S-29", "H-12")


def then(days):
    return time_machine.travel(timezone.now() - timedelta(days=days), tick=False)


def of(cast, at):
    about = matter(cast)
    return stood(cast.leo, about["purpose"], about["recipient"], about["information"], at).state


def asked(client, cast, day):
    return client.get(page("then", cast.leo), {"on_day": day.day, "on_month": day.month, "on_year": day.year})


class TestOnADay:
    def test_a_yes_stood_until_it_was_taken_back_and_is_not_forgotten(self, cast):
        with then(20):
            consent = mother(cast)
        with then(10):
            consent.withdraw(by=cast.amara)

        assert [of(cast, ago(days)) for days in (21, 19, 11, 9, 0)] == [
            "none",
            "given",
            "given",
            "withdrawn",
            "withdrawn",
        ]

    def test_an_answer_written_down_later_was_not_there_yet(self, cast):
        mother(cast, "refused", answered_at=ago(20))

        assert standing(cast.leo, at=ago(10), **matter(cast)).state == "refused"
        assert (of(cast, ago(10)), of(cast, timezone.now())) == ("none", "refused")

    def test_a_yes_of_that_day_is_not_undone_by_a_backdated_no(self, cast):
        with then(20):
            mother(cast)
        mother(cast, "refused", answered_at=ago(15))

        assert (of(cast, ago(5)), of(cast, timezone.now())) == ("given", "refused")

    def test_a_yes_had_run_out_after_its_own_last_day(self, cast):
        with then(40):
            mother(cast, review_on=in_a_year(10))

        assert [of(cast, ago(days)) for days in (31, 29)] == ["given", "expired"]

    def test_lasts_to_its_end_and_today_to_this_moment(self, cast):
        day = timezone.localdate() - timedelta(days=3)

        assert timezone.localdate(end_of(day)) == day < timezone.localdate(end_of(day) + timedelta(microseconds=1))
        assert end_of(timezone.localdate()) <= timezone.now()


class TestItsPage:
    def test_shows_that_day_and_apart_what_was_written_down_later(self, cast, as_):
        with then(20):
            mother(cast)
        mother(cast, "refused", answered_at=ago(15))
        shown = asked(as_(cast.amara), cast, timezone.localdate() - timedelta(days=5))

        assert "agreed on" in text_of(shown) and "did not agree on" not in text_of(shown)
        assert [row.state for row in shown.context["stood"].later] == ["refused"]
        assert "Written down later" in text_of(shown)

    @pytest.mark.parametrize("days", [-1, 400_000 // 8])
    def test_asks_for_a_day_that_has_been(self, cast, as_, days):
        shown = asked(as_(cast.amara), cast, timezone.localdate() - timedelta(days=days))

        assert "Give a day that has been" in text_of(shown) and shown.context["stood"] is None

    def test_asks_the_database_no_more_when_there_is_more(self, cast, django_assert_num_queries):
        mother(cast)
        today = timezone.localdate()
        with django_assert_num_queries(3):
            where_we_stood(cast.leo, today)
        for information in ("send", "developmental", "safeguarding"):
            mother(cast, information=information).withdraw(by=cast.amara)
        with django_assert_num_queries(3):
            assert len(where_we_stood(cast.leo, today).lines) == 4
