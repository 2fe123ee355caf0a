"""Every ninety days a lead looks through who can see what, and that they did is kept (S-08)."""

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from records.models import AccessReview, Person
from tests.cast import in_days, years_ago
from tests.records.asking import at, but_for_tokens

pytestmark = pytest.mark.clause("S-08")
DUE = "the review is due"


def let_in(cast, who, purpose="Covers in May"):
    cast.leo.folder("personal").grant(by=cast.dee, to=who, purpose=purpose, until=in_days(30))


def page(client, address="review_child"):
    return " ".join(but_for_tokens(client.get(at(address)).text).split())


class TestTheRound:
    def test_shows_everybody_with_why_and_until_when(self, cast, as_):
        let_in(cast, cast.chen)
        cast.leo.exclude(by=cast.dee, who=cast.vik, reason="Her nephew")
        text = page(as_(cast.dee))
        for words in (
            "Let in until",
            "Key person: developmental, personal",
            "Manages somebody who has access",
            "Her nephew",
        ):
            assert words in text
        assert "Leo Larkin" not in page(as_(cast.ade), "review_adult")

    @pytest.mark.clause("H-06", "H-31")
    def test_shows_nothing_of_somebody_the_lead_is_shut_out_from(self, cast, as_):
        before = page(as_(cast.dee))
        cast.yara.assign_key_person(by=cast.sena, to=cast.chen)
        cast.yara.folder("personal").grant(by=cast.sena, to=cast.ben, purpose="x", until=in_days(3))
        assert page(as_(cast.dee)) != before
        cast.yara.exclude(by=cast.sena, who=cast.dee, reason="Her niece")
        assert page(as_(cast.dee)) == before

    def test_asks_the_database_the_same_however_many_there_are(self, cast, as_):
        def fill(rows):
            for number in range(rows):
                Person.register(
                    by=cast.dee, name=f"Child {number}", group="child", born_on=years_ago(5), key_person=cast.amara
                ).folder("safeguarding").grant(by=cast.dee, to=cast.chen, purpose="x", until=in_days(9))

        fill(2)
        client, counts = as_(cast.dee), []
        for _ in range(2):
            page(client)
            with CaptureQueriesContext(connection) as asked:
                page(client)
            counts.append(len([one for one in asked if "django_session" not in one["sql"]]))
            fill(10)
        assert counts[0] == counts[1]


class TestTheReview:
    def test_counts_nobody_whose_account_ended(self, cast):
        assert AccessReview.review(by=cast.dee, group="child").readers == 2  # Leo's key person and her manager
        cast.ben.deactivate(by=cast.adam)
        cast.amara.deactivate(by=cast.adam)
        assert cast.leo.readers.exists() and AccessReview.review(by=cast.dee, group="child").readers == 0

    def test_is_due_ninety_days_after_the_first_grant_and_after_each_review(self, cast, as_):
        assert DUE not in as_(cast.dee).get("/").text
        let_in(cast, cast.chen)
        assert DUE not in as_(cast.dee).get("/").text
        with time_machine.travel(in_days(91)):
            assert DUE in as_(cast.dee).get("/").text
            assert DUE not in as_(cast.ade).get("/").text
            assert DUE not in as_(cast.amara).get("/").text
            assert "Look through all of it first" in as_(cast.dee).post(at("review_child"), {}).text
            as_(cast.dee).post(at("review_child"), {"looked": "on", "found": "One cover ended early."})
            assert DUE not in as_(cast.dee).get("/").text
        review = AccessReview.objects.get()
        assert (review.reviewed_by, review.readers, review.grants) == (cast.dee, 2, 0)
        assert "One cover ended early." in as_(cast.dora).get(at("reviews")).text
        with time_machine.travel(in_days(182)):
            assert DUE in as_(cast.dee).get("/").text
