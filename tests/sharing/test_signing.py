"""Who may sign what, with which reasons; and what a signature freezes."""

import json

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from audit.verbs import Stale, _doing
from records.paper.sealing import digest
from sharing.models import Decision
from sharing.signing import Refused
from sharing.states import NotNow
from staff.models import Appointment

from .conftest import AGREED, NOT_TO_SHARE, OVERRIDE, REFUSED, REFUSED_HARM, TO_SHARE


def fields(refusal):
    return {problem.field for problem in refusal.value.problems}


@pytest.mark.clause("S-15", "S-20", "S-24")
class TestOverridingARefusal:
    def test_a_lead_signs_with_every_reason(self, cast, propose):
        decision = propose(REFUSED_HARM)
        decision.sign(by=cast.dee, outcome="share", **OVERRIDE)

        assert (decision.state, decision.is_override, decision.decided_by) == ("to_share", True, cast.dee)
        assert decision.about.get().folder == cast.leo.folder("safeguarding")

    @pytest.mark.parametrize("left_out", ["ground", "necessity", "alternatives", "balanced", "if_nothing", "rationale"])
    def test_no_reason_may_be_left_out(self, cast, propose, left_out):
        with pytest.raises(Refused) as refusal:
            propose(REFUSED_HARM).sign(by=cast.dee, outcome="share", **(OVERRIDE | {left_out: " "}))

        assert fields(refusal) == {left_out}

    @pytest.mark.parametrize("left_out", ["ground", "necessity", "alternatives", "balanced", "if_nothing", "rationale"])
    def test_the_database_refuses_it_too(self, cast, propose, left_out):
        decision = propose(REFUSED_HARM)
        decision.sign(by=cast.dee, outcome="share", **OVERRIDE)
        setattr(decision, left_out, "")
        with pytest.raises(IntegrityError), transaction.atomic(), _doing(cast.dee):
            decision.save()

    def test_a_practitioner_cannot(self, cast, propose):
        with pytest.raises(Refused, match="Only a designated"):
            propose(REFUSED_HARM).sign(by=cast.amara, outcome="share", **OVERRIDE)

    def test_a_lead_for_adults_cannot_for_a_child(self, cast, propose):
        with pytest.raises(Refused, match="Only a designated"):
            propose(REFUSED_HARM).sign(by=cast.ade, outcome="share", **OVERRIDE)


@pytest.mark.clause("S-10", "S-22", "S-13")
class TestWhatEverySharedDecisionNeeds:
    @pytest.mark.parametrize("left_out", ["purpose", "legal_basis", "legal_power", "welfare", "others_at_risk"])
    def test_is_refused_without(self, cast, propose, left_out):
        with pytest.raises(Refused) as refusal:
            propose(AGREED).sign(by=cast.dee, outcome="share", **(TO_SHARE | {left_out: ""}))
        assert fields(refusal) == {left_out}

    def test_is_refused_without_a_recipient_who_was_called_back(self, cast, propose):
        with pytest.raises(Refused) as refusal:
            propose(AGREED, contact=None).sign(by=cast.dee, outcome="share", **TO_SHARE)
        assert fields(refusal) == {"contact"}

    @pytest.mark.clause("H-19")
    def test_is_refused_without_the_seven_checks(self, cast, propose):
        with pytest.raises(Refused) as refusal:
            propose(AGREED).sign(by=cast.dee, outcome="share", **(TO_SHARE | {"checks": ["necessary"]}))
        assert fields(refusal) == {"checks"}

    def test_is_signed_when_all_is_there(self, cast, propose):
        decision = propose(AGREED)
        decision.sign(by=cast.dee, outcome="share", **TO_SHARE)
        assert decision.is_signed and not decision.is_override


@pytest.mark.clause("S-19", "S-29", "H-20")
class TestDecidingNotToShare:
    def test_is_as_complete_a_decision(self, cast, propose, in_a_month):
        decision = propose(REFUSED | {"public_interest": "insufficient"})
        decision.sign(by=cast.dee, outcome="not_share", review_on=in_a_month, **NOT_TO_SHARE)

        assert decision.state == "not_shared"
        assert json.loads(decision.canonical)["verdict"]["outcome"] == "DO_NOT_SHARE"
        assert decision.sha256 == digest(decision.canonical.encode())

    @pytest.mark.parametrize("left_out", ["review_on", "safety_plan"])
    def test_needs_a_review_and_a_safety_plan(self, cast, propose, in_a_month, left_out):
        statement = NOT_TO_SHARE | {"review_on": in_a_month} | {left_out: None if left_out == "review_on" else ""}
        with pytest.raises(Refused) as refusal:
            propose(REFUSED | {"public_interest": "insufficient"}).sign(by=cast.dee, outcome="not_share", **statement)
        assert fields(refusal) == {left_out}

    @pytest.mark.clause("S-18")
    def test_against_suspected_harm_needs_reasons_and_a_second_person(self, cast, propose, in_a_month):
        statement = NOT_TO_SHARE | {"review_on": in_a_month}
        with pytest.raises(Refused) as refusal:
            propose(REFUSED_HARM).sign(by=cast.dee, outcome="not_share", **statement)
        assert fields(refusal) == {"against_verdict"}

        decision = propose(REFUSED_HARM)
        decision.sign(
            by=cast.dee, outcome="not_share", against_verdict="Seen by the GP today: a birthmark.", **statement
        )
        assert decision.needs_second

    def test_a_duty_cannot_be_refused(self, cast, propose, in_a_month):
        statement = NOT_TO_SHARE | {"review_on": in_a_month, "against_verdict": "I would rather not."}
        with pytest.raises(Refused, match="nobody here can refuse"):
            propose(REFUSED | {"duty": "court_order"}).sign(by=cast.dee, outcome="not_share", **statement)


@pytest.mark.clause("S-24", "H-31")
class TestWhoeverAsksDoesNotDecide:
    def test_a_lead_who_asked_is_refused(self, cast, propose):
        with pytest.raises(Refused, match="somebody else decides"):
            propose(AGREED | {"serious_crime": "suspected", "consent": "refused"}, by=cast.dee).sign(
                by=cast.dee, outcome="share", **OVERRIDE
            )

    @pytest.mark.clause("S-18", "H-21")
    def test_unless_harm_is_urgent_and_then_a_second_person_looks(self, cast, propose):
        decision = propose(REFUSED_HARM, by=cast.dee)
        decision.sign(by=cast.dee, outcome="share", **OVERRIDE)

        assert decision.needs_second
        assert cast.sena in [*cast_of_reviewers(decision, cast)]
        with pytest.raises(PermissionDenied):
            decision.review(by=cast.dee, said="I agree with myself.")
        decision.review(by=cast.sena, said="Agreed: he had to be seen.")
        assert not decision.needs_second

    @pytest.mark.clause("H-14")
    def test_nor_where_there_is_nobody_else(self, cast, propose):
        for appointment in Appointment.objects.in_force().filter(role__in=["deputy", "senior_leader"]):
            appointment.end(by=cast.adam)
        decision = propose(AGREED | {"serious_crime": "suspected", "consent": "refused"}, by=cast.dee)
        decision.sign(by=cast.dee, outcome="share", **OVERRIDE)

        assert Decision.objects.reviewable_by(cast.ola).contains(decision)

    def test_a_worker_settles_what_the_rules_leave_to_anyone(self, cast, propose):
        decision = propose(AGREED)
        decision.sign(by=cast.amara, outcome="share", **TO_SHARE)
        assert decision.state == "to_share"


def cast_of_reviewers(decision, cast):
    return [
        user for user in (cast.dee, cast.dora, cast.sena) if Decision.objects.reviewable_by(user).contains(decision)
    ]


@pytest.mark.clause("H-14", "H-06")
def test_whoever_is_shut_out_is_not_somebody_else_who_could_decide(cast, propose, in_a_month):
    decision = propose(REFUSED | {"public_interest": "insufficient"}, by=cast.dee)
    cast.leo.exclude(by=cast.sena, who=cast.dora, reason="Related")
    with pytest.raises(Refused, match="somebody else decides"):
        decision.sign(by=cast.dee, outcome="not_share", review_on=in_a_month, **NOT_TO_SHARE)
    cast.leo.exclude(by=cast.dee, who=cast.sena, reason="Related")
    decision.sign(by=cast.dee, outcome="not_share", review_on=in_a_month, **NOT_TO_SHARE)
    assert decision.is_signed


class TestSigningAtTheSameTime:
    def test_the_second_signature_finds_it_signed(self, cast, propose):
        decision = propose(REFUSED_HARM)
        the_same = Decision.objects.get(pk=decision.pk)
        decision.sign(by=cast.dee, outcome="share", **OVERRIDE)
        with pytest.raises(NotNow):
            the_same.sign(by=cast.sena, outcome="share", **OVERRIDE)

    def test_a_stale_page_signs_nothing(self, cast, propose):
        decision = propose(REFUSED_HARM)
        seen = decision.version
        decision.send_back(by=cast.dee, comment="Which arm?")
        decision.resubmit(by=cast.amara, facts=decision.facts)
        with pytest.raises(Stale):
            decision.sign(by=cast.dee, outcome="share", seen=seen, **OVERRIDE)


@pytest.mark.clause("S-29")
def test_a_signed_decision_never_changes(cast, propose, in_a_month):
    decision = propose(REFUSED | {"public_interest": "insufficient"})
    decision.sign(by=cast.dee, outcome="not_share", review_on=in_a_month, **NOT_TO_SHARE)
    words, sha256 = decision.canonical, decision.sha256
    decision.amend(by=cast.dee, words="The date of the visit was the 3rd.")
    decision.tell_requester(by=cast.dee, how="By telephone", at=decision.signed_at)
    decision.reopen(by=cast.dee, why="New concern")

    assert (decision.canonical, decision.sha256) == (words, sha256)


OWN_NO = REFUSED_HARM | {"group": "adult", "capacity": "yes", "public_interest": "sufficient"}


@pytest.mark.clause("S-19")
class TestAnAdultsOwnNo:
    def sign(self, cast, propose, facts, ground):
        decision = propose(facts, people=[cast.hana])
        decision.sign(by=cast.ade, outcome="share", **(OVERRIDE | {"ground": ground}))
        return decision

    @pytest.mark.parametrize("said", [{"capacity": "yes"}, {"capacity": "unsure"}, {"consent": "withdrawn"}])
    def test_is_not_outweighed_by_their_best_interests_alone(self, cast, propose, said):
        with pytest.raises(Refused, match="S-19"):
            self.sign(cast, propose, OWN_NO | said, "best_interests")

    def test_may_be_outweighed_on_another_ground(self, cast, propose):
        assert self.sign(cast, propose, OWN_NO, "public_interest").state == "to_share"

    @pytest.mark.parametrize("said", [{"capacity": "no"}, {"harm_to": "both"}])
    def test_is_another_matter_when_they_cannot_decide_or_others_are_at_risk(self, cast, propose, said):
        assert self.sign(cast, propose, OWN_NO | said, "best_interests").signed_at


@pytest.mark.clause("S-18")
class TestAgainstTheRules:
    WEAK = REFUSED | {"public_interest": "insufficient"}

    def test_the_public_interest_is_no_ground_for_whoever_found_it_too_weak(self, cast, propose):
        said = OVERRIDE | {"ground": "public_interest", "against_verdict": "I know the family."}
        with pytest.raises(Refused, match="cannot be the ground"):
            propose(self.WEAK).sign(by=cast.dee, outcome="share", **said)

    def test_the_record_does_not_say_the_opposite_of_what_was_decided(self, cast, propose):
        decision = propose(self.WEAK)
        said = OVERRIDE | {"ground": "harm_to_others", "against_verdict": "His sister was seen with bruises too."}
        decision.sign(by=cast.dee, outcome="share", **said)
        assert json.loads(decision.canonical)["decision"]["sentence"].startswith("This is not what the rules advise")
