"""Ten cases as they happen, and what the engine says to each."""

from dataclasses import replace

import pytest

from sharing.facts import Facts
from sharing.rules import weigh
from sharing.verdict import Also, Outcome
from tests.sharing.facts import case


@pytest.mark.clause("S-17", "S-18", "S-20")
def test_a_bruised_baby_whose_mother_refuses_a_referral_is_referred():
    baby = case(harm="suspected", harm_to="subject", consent="refused", unsafe_to_ask="no")
    verdict = weigh(baby)

    assert (verdict.outcome, verdict.decides, verdict.urgent) == (Outcome.SHOULD_WITHOUT_CONSENT, "designated", True)
    assert verdict.tell == "before"
    assert Also.TELEPHONE in verdict.also
    assert weigh(case(harm="suspected", consent="refused", unsafe_to_ask="increased_risk")).tell == "not_yet"


@pytest.mark.clause("S-10")
def test_the_bruised_baby_is_a_legal_duty_where_the_law_binds_this_organisation():
    verdict = weigh(case(harm="suspected", consent="refused", duty="statutory"))

    assert (verdict.outcome, verdict.decides) == (Outcome.MUST, "anyone")
    assert Also.LEAD_TOLD in verdict.also


@pytest.mark.clause("S-10")
class TestDutiesThatBegin:
    BABY = case(harm="suspected", consent="refused", unsafe_to_ask="no")

    def test_once_the_duty_to_share_binds_the_bruised_baby_is_a_must(self):
        assert weigh(self.BABY).outcome is Outcome.SHOULD_WITHOUT_CONSENT
        assert weigh(self.BABY, {"SH-1"}).outcome is Outcome.MUST

    @pytest.mark.parametrize(
        "otherwise",
        [
            {"group": "adult", "harm_to": "subject", "capacity": "no"},
            {"harm": "no"},
            {"recipient": "other"},
            {"purpose": "unsure"},
        ],
    )
    def test_it_binds_nobody_else(self, otherwise):
        facts = replace(self.BABY, **otherwise)
        assert weigh(facts, {"SH-1"}) == weigh(facts)

    def test_its_exception_is_weighed_by_a_designated_person_with_advice(self):
        verdict = weigh(replace(self.BABY, bar="yes"), {"SH-1"})
        assert (verdict.outcome, verdict.decides, verdict.seek_advice) == (Outcome.NOT_YET, "designated", True)

    def test_the_duty_to_report_is_each_workers_own_and_changes_no_outcome(self):
        crime = case(harm="no", serious_crime="suspected")
        assert Also.REPORT_YOURSELF in weigh(crime, {"MR-1"}).also
        assert weigh(crime, {"MR-1"}).outcome is weigh(crime).outcome
        for facts, law in ((crime, ()), (case(harm="no"), {"MR-1"}), (replace(crime, group="adult"), {"MR-1"})):
            assert Also.REPORT_YOURSELF not in weigh(facts, law).also


@pytest.mark.clause("H-13", "H-21")
def test_an_ambulance_crew_hears_of_an_unconscious_childs_allergies_at_once():
    verdict = weigh(Facts(group="child", danger="yes", recipient="protective"))

    assert (verdict.outcome, verdict.seek_consent, verdict.next) == (Outcome.MUST_NOW, False, None)
    assert Also.RECORD_AFTER in verdict.also


@pytest.mark.clause("S-21")
def test_parents_who_disagree_about_speech_therapy_go_to_the_lead():
    verdict = weigh(case(consent="disputed"))

    assert (verdict.outcome, verdict.decides, verdict.seek_advice) == (Outcome.NOT_YET, "designated", True)
    assert verdict.tell != "before"
    assert weigh(case(consent="given")).outcome is Outcome.MAY_WITH_AGREEMENT


@pytest.mark.clause("S-19")
def test_a_health_visitor_does_not_hear_of_general_progress_when_the_parent_says_no():
    verdict = weigh(case(consent="refused", public_interest="insufficient"))

    assert (verdict.outcome, verdict.decides, verdict.tell) == (Outcome.DO_NOT_SHARE, "designated", "before")


@pytest.mark.clause("S-14")
def test_a_funder_who_wants_examples_gets_them_without_anybody_in_them():
    verdict = weigh(case(identifiable="no", recipient="other", consent="refused"))

    assert verdict.outcome is Outcome.ANONYMISE
    assert Also.SMALL_NUMBERS in verdict.also
    assert weigh(case(identifiable="unsure", recipient="other")).outcome is Outcome.NOT_YET


@pytest.mark.clause("S-22")
def test_the_police_on_the_telephone_wait_until_they_are_verified_and_have_it_in_writing():
    assert weigh(case(recipient="unverified", duty="claimed")).missing == ("recipient",)
    assert weigh(case(duty="claimed")).missing == ("instrument", "call_back")
    for asked in (case(recipient="unverified"), case(duty="claimed")):
        assert weigh(asked).outcome is Outcome.NOT_YET


@pytest.mark.clause("S-18")
def test_the_police_do_not_wait_where_a_life_is_threatened():
    assert weigh(case(recipient="unverified", duty="claimed", danger="yes")).outcome is Outcome.MUST_NOW


@pytest.mark.clause("S-19", "S-02")
def test_a_competent_young_person_who_wants_their_parents_not_told_is_respected():
    young = case(capacity="yes", consent="refused", recipient="other", public_interest="insufficient")

    assert weigh(young).outcome is Outcome.DO_NOT_SHARE


@pytest.mark.clause("S-13", "S-22")
def test_the_solicitor_of_a_violent_former_partner_gets_nothing():
    danger = {"group": "adult", "recipient": "risk", "harm": "yes", "harm_to": "subject"}
    verdict = weigh(case(**danger))

    assert (verdict.outcome, verdict.decides) == (Outcome.DO_NOT_SHARE, "designated")
    assert Also.RAISE_WITH_PROTECTORS in verdict.also
    order = weigh(case(**danger, duty="court_order"))
    assert (order.outcome, order.seek_advice) == (Outcome.NOT_YET, True)


@pytest.mark.clause("S-24")
def test_a_concern_about_the_lead_is_weighed_like_any_other_and_still_needs_a_designated_person():
    """Who that is, is decided where people are chosen: never somebody it is about."""
    assert weigh(case(harm="suspected")).decides == "designated"


@pytest.mark.clause("S-16", "H-12")
def test_an_old_agreement_for_other_agencies_is_asked_for_again():
    """The register answers 'none' or 'expired' for an agreement that does not name this recipient."""
    for standing in ("none", "expired"):
        verdict = weigh(case(consent=standing))
        assert (verdict.outcome, verdict.seek_consent) == (Outcome.NOT_YET, True)
