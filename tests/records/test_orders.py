"""Orders of a court and limits of the lead: from their first day to their last they count by themselves."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from consent.models import NoticeGiven
from consent.standing import standing
from consent.untold import untold_of
from consent.voices import is_to_be_told, voices
from records.models import Likeness, Order, Person
from sharing.forms.recipient import RecipientForm
from sharing.models import Decision, Draft
from tests.consent.said import mother, said, second_parent
from tests.records.asking import at
from tests.sharing.conftest import AGREED

TODAY = timezone.localdate
ALL = {"no_consent": True, "not_told": True, "no_receipt": True, "no_collection": True}


ASKED = {"name": "Amara Example", "asked_for": "What we saw", "why": "To keep him safe"}


def order(cast, who, *, by=None, **details):
    details = (
        {"kind": "prohibited_steps", "starts_on": TODAY()} | (ALL if "no_consent" not in details else {}) | details
    )
    return Order.record(by=by or cast.dee, person=cast.leo, limited=who, **details)


def stand(cast):
    return standing(cast.leo, "health", cast.social_care, "personal").state


@pytest.mark.clause("S-05", "H-10")
class TestWhoeverIsLimited:
    def test_may_not_agree_and_the_reason_says_what_would_make_it_lawful(self, cast):
        order(cast, cast.femi, ends_on=TODAY() + timedelta(days=30))
        voice = next(voice for voice in voices(cast.leo) if voice.who == cast.femi)

        assert voice.footing is None
        assert "Prohibited steps order" in voice.why and "see the paper and record that first" in voice.why
        for asker in (cast.amara, cast.dee):
            with pytest.raises(ValidationError, match="may not agree"):
                mother(cast, asked_by=asker)

    def test_may_still_agree_where_the_order_is_about_something_else_or_another_child(self, cast):
        order(cast, cast.femi, no_consent=False, no_collection=True)
        Order.record(by=cast.dee, person=cast.yara, kind="no_contact", limited=cast.femi, starts_on=TODAY(), **ALL)

        assert mother(cast).pk

    @pytest.mark.clause("H-12")
    def test_may_not_in_whichever_record_the_order_and_the_link_stand(self, cast):
        """Each is one human being with two records: the order names the one, the link the other (ADR 13)."""
        twins = {one: Person.register(by=cast.dee, name=one.name, group=one.group) for one in (cast.leo, cast.femi)}
        Order.record(
            by=cast.dee, person=twins[cast.leo], kind="care", limited=twins[cast.femi], starts_on=TODAY(), **ALL
        )
        assert mother(cast).pk
        for stays, twin in twins.items():
            alike = Likeness.find(by=cast.dee, newer=twin, earlier=stays, why_alike="The same name")
            alike.merge(by=cast.dee, stays=stays, why="The same paper")
            stays.refresh_from_db()
            twin.refresh_from_db()

        limits = Order.objects.limits(cast.leo, cast.femi)
        assert limits.on("consent") and limits == Order.objects.limits(twins[cast.leo], twins[cast.femi])
        assert next(voice for voice in voices(cast.leo) if voice.who == cast.femi).footing is None
        assert cast.femi.name not in str(untold_of([cast.leo], cast.dee))
        with pytest.raises(ValidationError, match="be told"):
            NoticeGiven.explain(by=cast.dee, person=cast.leo, to_person=cast.femi, how="in_person")

    def test_has_an_earlier_yes_no_longer_counted_until_the_order_is_over(self, cast):
        mother(cast)
        assert stand(cast) == "given"
        made = order(cast, cast.femi)
        assert stand(cast) == "expired"
        reasons = standing(cast.leo, "health", cast.social_care, "personal").reasons
        assert any("Prohibited steps order" in reason for reason in reasons)

        made.change(by=cast.dee, starts_on=TODAY() - timedelta(days=9), ends_on=TODAY() - timedelta(days=1))
        assert stand(cast) == "given"

    def test_no_longer_makes_a_dispute_by_saying_no(self, cast):
        mother(cast)
        father = second_parent(cast)
        said(cast, cast.leo, father, "parent", state="refused")
        assert stand(cast) == "disputed"

        order(cast, father)
        assert stand(cast) == "given"

    @pytest.mark.clause("S-01")
    def test_is_not_told(self, cast):
        order(cast, cast.femi, no_consent=False, not_told=True)

        assert not any(is_to_be_told(voice, cast.leo) for voice in voices(cast.leo))
        for whom in ({"to_person": cast.femi}, {"to_name": "femi larkin"}):
            with pytest.raises(ValidationError, match="may not be told"):
                NoticeGiven.explain(by=cast.amara, person=cast.leo, how="letter", **whom)

    def test_gets_no_copy_on_paper(self, cast, as_):
        yes = mother(cast)
        copy = reverse("consent:copy", args=[yes.public_id])
        assert "See your file" in as_(cast.amara).get(copy).text
        order(cast, cast.femi, no_consent=False, no_receipt=True)

        page = as_(cast.amara).get(copy).text
        assert "This copy is not given to them" in page and "See your file" not in page

    def test_is_no_recipient_by_name(self, cast):
        draft = Draft.begin(owner=cast.amara, people=[cast.leo], facts={"danger": "no"}, details={})
        order(cast, cast.quin, no_consent=False, no_receipt=True)
        for name, refused in (("quin larkin ", True), ("Gran Larkin", False)):
            form = RecipientForm({"named": name, "contact": ""}, key="recipient", user=cast.amara, draft=draft)
            assert ("may not see or receive" in str(form.errors)) is refused

    def test_has_the_decisions_that_relied_on_their_yes_weighed_again(self, cast):
        mother(cast)
        to = {"contact": cast.contact, "agency": cast.social_care, "information": "personal", "purpose": "health"}
        decision = Decision.propose(
            by=cast.amara, people=[cast.leo], facts=AGREED, request=ASKED, standing={"state": "given"}, **to
        )
        order(cast, cast.quin)
        decision.refresh_from_db()
        assert decision.facts["consent"] == "given"

        order(cast, cast.femi)
        decision.refresh_from_db()
        assert decision.facts["consent"] == "expired"


@pytest.mark.parametrize(
    ("now", "counts"),
    [
        (datetime(2026, 3, 28, 23, 59, tzinfo=UTC), False),  # the evening before, London still on winter time
        (datetime(2026, 3, 29, 0, 0, tzinfo=UTC), True),  # midnight, an hour before the clocks go forward
        (datetime(2026, 10, 25, 22, 59, tzinfo=UTC), True),  # the last day has twenty-five hours
        (datetime(2026, 10, 25, 23, 59, tzinfo=UTC), True),
        (datetime(2026, 10, 26, 0, 0, tzinfo=UTC), False),
        (datetime(2026, 6, 30, 22, 59, tzinfo=UTC), True),
    ],
)
@pytest.mark.clause("S-05")
def test_counts_from_its_first_midnight_in_london_to_its_last(cast, now, counts):
    order(cast, cast.femi, starts_on=date(2026, 3, 29), ends_on=date(2026, 10, 25))

    with time_machine.travel(now, tick=False):
        assert bool(Order.objects.limits(cast.leo, cast.femi).on("consent")) is counts


class TestALimitOfOurOwn:
    ANSWERS = {"kind": "lead", "whom": "yes", "limits": ["no_collection"], "has_evidence": "no"}

    def test_is_for_the_lead_and_a_courts_order_is_for_everybody(self, cast, as_):
        answers = self.ANSWERS | {"limited": cast.quin.public_id, "starts_on": TODAY().isoformat()}
        refused = as_(cast.amara).post(at("add_order", cast.leo), answers)
        assert "Only a safeguarding lead" in refused.text and not Order.objects.exists()
        with pytest.raises(ValidationError):
            order(cast, cast.quin, by=cast.amara, kind="lead")

        as_(cast.amara).post(at("add_order", cast.leo), answers | {"kind": "no_contact"})
        as_(cast.dee).post(at("add_order", cast.leo), answers)
        assert [made.kind for made in Order.objects.order_by("pk")] == ["no_contact", "lead"]

    def test_says_on_the_record_whom_and_what_and_that_nobody_saw_a_paper(self, cast, as_):
        order(cast, cast.quin)
        page = as_(cast.amara).get(at("person", cast.leo)).text

        assert "Orders and limits in force" in page and "May not agree to anything for them" in page
        assert "Paper not seen" in page
