"""An answer is about one thing, lasts a year at most, and leaves one trace; not asking has its reasons too."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from audit.models import Trace
from audit.verbs import Stale
from consent.models import Consent
from staff.models import Notice
from tests.consent.said import in_a_year, mother


def refused(reason):
    return pytest.raises(ValidationError, match=reason)


@pytest.mark.clause("H-12")
class TestWhatIsAsked:
    @pytest.mark.parametrize("blanket", [{"recipient": None}, {"recipient": None, "recipient_kind": "other"}])
    def test_nobody_agrees_to_other_agencies(self, cast, blanket):
        with refused("A yes to “other agencies” is not an agreement"):
            mother(cast, **blanket)

    def test_one_kind_of_agency_may_be_named(self, cast):
        assert mother(cast, recipient=None, recipient_kind="health").pk

    @pytest.mark.parametrize("days", [-1, 0, 367, 4000])
    def test_is_looked_at_again_within_a_year(self, cast, days):
        with pytest.raises(ValidationError):
            mother(cast, review_on=in_a_year(days))

    @pytest.mark.parametrize("odd", [{"purpose": "gossip"}, {"information": "grievance"}, {"information": "all"}])
    def test_is_one_of_the_purposes_and_kinds_there_are(self, cast, odd):
        with pytest.raises(ValidationError):
            mother(cast, **odd)

    def test_was_not_answered_in_the_future(self, cast):
        with refused("a time that has been"):
            mother(cast, answered_at=timezone.now() + timedelta(hours=1))


@pytest.mark.clause("S-16", "H-03", "H-13")
class TestNotAsking:
    def not_asked(self, cast, **other):
        given = {"ground": "increased_risk", "reason": "He reads her messages.", **other}
        return Consent.record(
            by=cast.amara,
            person=cast.leo,
            state="not_sought",
            purpose="health",
            recipient=cast.social_care,
            information="personal",
            review_on=in_a_year(7),
            **given,
        )

    @pytest.mark.parametrize("ground", Consent.GROUNDS)
    def test_has_one_of_the_policys_grounds_and_who_judged_it(self, cast, ground):
        assert self.not_asked(cast, ground=ground).asked_by == cast.amara

    @pytest.mark.parametrize("broken", [{"ground": ""}, {"ground": "too_busy"}, {"reason": ""}])
    def test_needs_both_ground_and_reason(self, cast, broken):
        with pytest.raises(ValidationError):
            self.not_asked(cast, **broken)


def test_an_answer_leaves_one_trace_without_a_name(cast):
    consent = mother(cast)
    trace = Trace.objects.latest("id")

    assert (trace.event, trace.by_id) == ("consent.recorded", cast.amara.pk)
    assert "Leo" not in str(trace) and "Femi" not in str(trace)
    assert trace.within == f"records.Folder:{cast.leo.folder('personal').public_id}" and consent.history.count() == 1


class TestAnAnswerInDoubt:
    """The lead is told that something waits, and nothing more."""

    @pytest.mark.parametrize("doubted", [True, False])
    def test_is_for_the_lead_to_look_at(self, cast, doubted):
        mother(cast, coercion_suspected=doubted)

        assert [notice.to for notice in Notice.objects.all()] == [cast.dee] * doubted

    def test_is_so_when_a_yes_is_taken_back_under_pressure(self, cast):
        mother(cast).withdraw(by=cast.amara, doubted=True)

        assert Notice.objects.get().to == cast.dee

    def test_is_not_for_a_lead_who_is_shut_out(self, cast):
        cast.leo.exclude(by=cast.sena, who=cast.dee, reason="Sister of the mother")
        mother(cast, coercion_suspected=True)

        assert Notice.objects.get().to == cast.dora


class TestAYesTakenBackTwiceAtOnce:
    def test_is_taken_back_once_and_the_second_is_told(self, cast):
        consent = mother(cast)
        same = type(consent).objects.get(pk=consent.pk)
        consent.withdraw(by=cast.amara)
        with pytest.raises(Stale, match="does not stand any more"):
            same.withdraw(by=cast.dee)
