"""Who decides for an adult: they themselves; where they cannot, an attorney, or their best interests are weighed."""

import pytest
from django.core.exceptions import ValidationError

from records.models import Relationship
from tests.consent.said import attorney, both_stages, decided_for, in_a_year, said, told


def refused(reason):
    return pytest.raises(ValidationError, match=reason)


@pytest.mark.clause("S-02")
class TestAnAdult:
    def test_decides_for_themselves(self, cast):
        assert said(cast, cast.hana, cast.hana, "adult").pk

    def test_is_not_spoken_for_by_a_relative(self, cast):
        Relationship.link(by=cast.ade, person=cast.hana, other=cast.gran, kind="carer")

        with refused("An adult decides for themselves"):
            said(cast, cast.hana, cast.gran, "parent")

    def test_a_child_is_not_an_adult(self, cast):
        with refused("not yet 18"):
            said(cast, cast.yara, cast.yara, "adult")

    def test_is_not_asked_what_they_were_found_not_able_to_decide(self, cast):
        both_stages(cast, cast.hana)
        with refused("Ask what they want all the same"):
            said(cast, cast.hana, cast.hana, "adult")

        assert said(cast, cast.hana, cast.hana, "adult", purpose="learning").pk

    def test_an_attorney_answers_what_they_cannot_by_a_power_that_was_seen(self, cast):
        attorney(cast, cast.hana, cast.gran)
        with refused("presumed able to decide"):
            said(cast, cast.hana, cast.gran, "attorney")

        both_stages(cast, cast.hana)
        answer = said(cast, cast.hana, cast.gran, "attorney")
        assert (answer.evidence, answer.power.is_standing, answer.capacity.is_able) == ("Registered copy", True, False)

    @pytest.mark.parametrize(
        ("power", "why"),
        [
            (None, "See the registered paper first"),
            ({"kind": "property"}, "money and property only"),
            ({"registered_on": None}, "not registered yet"),
            ({"ended_on": in_a_year(0)}, "has ended"),
        ],
    )
    def test_an_attorney_does_not_answer_without_one_that_covers_it(self, cast, power, why):
        both_stages(cast, cast.hana)
        if power is None:
            Relationship.link(by=cast.ade, person=cast.hana, other=cast.gran, kind="attorney")
        else:
            attorney(cast, cast.hana, cast.gran, **power)

        with refused(why):
            said(cast, cast.hana, cast.gran, "attorney")

    def test_an_attorney_whom_something_limits_is_heard_by_the_lead_only(self, cast):
        attorney(cast, cast.hana, cast.gran).relationship.change(by=cast.ade, restriction="Under review")
        both_stages(cast, cast.hana)

        with refused("safeguarding lead takes this answer"):
            said(cast, cast.hana, cast.gran, "attorney")
        assert said(cast, cast.hana, cast.gran, "attorney", asked_by=cast.ade).taken_by_lead
        assert told(cast.hana) == {"Hana Holt"}

    def test_an_attorney_is_told_only_of_somebody_who_cannot_decide_something(self, cast):
        attorney(cast, cast.hana, cast.gran)
        assert told(cast.hana) == {"Hana Holt"}

        both_stages(cast, cast.hana)
        assert told(cast.hana) == {"Hana Holt", "Gran Larkin"}

    def test_nobody_is_an_attorney_without_a_recorded_link(self, cast):
        with refused("No power of attorney"):
            said(cast, cast.hana, cast.gran, "attorney", evidence="She says so.")

    def test_a_best_interests_decision_rests_on_an_assessment_and_says_the_same(self, cast):
        with refused("Everybody is presumed able"):
            said(cast, cast.hana, None, "best_interests")
        unable = both_stages(cast, cast.hana)
        with refused("Record the best-interests decision first"):
            said(cast, cast.hana, None, "best_interests", respondent_name="Dr Oak", evidence="She said so")
        decided_for(cast, cast.hana, unable)

        with refused("says otherwise"):
            said(cast, cast.hana, None, "best_interests", "refused")
        answer = said(cast, cast.hana, None, "best_interests")
        assert (answer.respondent_name, answer.evidence) == ("Dr Oak", "She asked for help.")

    def test_a_best_interests_decision_is_not_made_past_an_attorney(self, cast):
        decided_for(cast, cast.hana, both_stages(cast, cast.hana))
        attorney(cast, cast.hana, cast.gran)

        with refused("theirs to decide"):
            said(cast, cast.hana, None, "best_interests")

    @pytest.mark.parametrize("other", [{"purpose": "learning"}, {"information": "safeguarding"}])
    def test_a_best_interests_decision_is_of_what_was_assessed(self, cast, other):
        unable = both_stages(cast, cast.hana)

        with refused("First somebody records"):
            decided_for(cast, cast.hana, unable, **other)

    @pytest.mark.parametrize("shown", [{"impairment": ""}, {"because_of_it": False}, {"weighs": True}])
    def test_an_unwise_choice_is_no_lack_of_capacity(self, cast, shown):
        assert both_stages(cast, cast.hana, **shown).is_able
        assert said(cast, cast.hana, cast.hana, "adult").pk

    def test_a_best_interests_decision_is_not_for_children(self, cast):
        with refused("Under 16"):
            said(cast, cast.leo, None, "best_interests", respondent_name="Dr Example", evidence="None")
