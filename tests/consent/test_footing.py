"""Whose answer counts: each footing where it holds, beside where it does not."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from audit.appendonly import maintenance
from consent.footing import is_to_be_told, voices
from consent.models import Consent
from records.models import Person, Relationship
from tests.acting import as_owner
from tests.cast import years_ago
from tests.consent.said import ago, assessed, in_a_year, mother, said, second_parent, teenager, yara


def refused(reason):
    return pytest.raises(ValidationError, match=reason)


@pytest.mark.clause("S-02", "S-05")
class TestSomebodyElseForAChild:
    def test_a_parent_with_responsibility_agrees(self, cast):
        consent = mother(cast)

        assert (consent.respondent_name, consent.respondent_link) == ("Femi Larkin", "Mother")
        assert consent.respondent_basis == "Mother"

    def test_a_grandmother_without_it_does_not(self, cast):
        with refused("Only somebody with parental responsibility.*information from them"):
            said(cast, cast.leo, cast.gran, "parent")

        assert not Consent.objects.exists()

    def test_a_childminder_does_not(self, cast):
        minder = Person.register(by=cast.dee, name="Mina Minder", group="adult")
        Relationship.link(by=cast.dee, person=cast.leo, other=minder, kind="childminder")

        with refused("Only somebody with parental responsibility"):
            said(cast, cast.leo, minder, "parent")

    def test_a_grandmother_does_not_on_the_mothers_responsibility(self, cast):
        with refused("Only somebody with parental responsibility"):
            said(cast, cast.leo, cast.gran, "parent", relationship=Relationship.objects.get(other=cast.femi))

    def test_a_stranger_does_not(self, cast):
        with refused("Only somebody with parental responsibility"):
            said(cast, cast.leo, cast.hana, "parent")

    def test_a_parent_whose_responsibility_has_ended_does_not(self, cast):
        Relationship.objects.get(other=cast.femi).change(by=cast.dee, ends_on=timezone.localdate())

        with refused("Only somebody with parental responsibility"):
            mother(cast)

    def test_a_parent_does_not_answer_for_another_child(self, cast):
        with refused("Only somebody with parental responsibility"):
            said(cast, cast.yara, cast.femi, "parent", relationship=Relationship.objects.get(other=cast.femi))

    def test_a_parent_under_an_order_is_heard_by_the_lead_only(self, cast):
        with refused("safeguarding lead takes this answer"):
            said(cast, cast.leo, cast.quin, "parent", state="refused")

        assert said(cast, cast.leo, cast.quin, "parent", state="refused", asked_by=cast.dee).pk

    def test_evidence_nobody_saw_is_said_with_the_answer(self, cast):
        father = second_parent(cast)

        assert "evidence not seen" in said(cast, cast.leo, father, "parent").respondent_basis


@pytest.mark.clause("S-02")
class TestAYoungPerson:
    def test_decides_at_sixteen(self, cast):
        assert yara(cast).footing == "young_person"

    def test_does_not_at_sixteen_after_an_assessment_that_says_no_until_another_says_yes(self, cast):
        assessed(cast, cast.yara, able=False)
        with refused("Assess it again"):
            yara(cast)

        assessed(cast, cast.yara)
        assert yara(cast).pk

    def test_decides_before_when_they_understand_this_decision(self, cast):
        nia = teenager(cast)

        assert said(cast, nia, nia, "young_person", competence=assessed(cast, nia)).pk

    def test_does_not_before_without_that_record(self, cast):
        nia = teenager(cast)

        with refused("somebody has recorded that they understand"):
            said(cast, nia, nia, "young_person")

    @pytest.mark.parametrize("record", [{"able": False}, {"purpose": "learning"}])
    def test_does_not_when_the_record_says_no_or_is_about_something_else(self, cast, record):
        nia = teenager(cast)

        with pytest.raises(ValidationError):
            said(cast, nia, nia, "young_person", competence=assessed(cast, nia, **record))

    def test_does_not_on_the_record_of_another(self, cast):
        nia = teenager(cast)

        with refused("about another decision"):
            said(cast, nia, nia, "young_person", competence=assessed(cast, cast.yara))

    def test_is_not_spoken_for_at_sixteen(self, cast):
        rua = teenager(cast, years=16)

        with refused("At 16 and 17 young people decide for themselves"):
            said(cast, rua, cast.femi, "parent")

    def test_is_spoken_for_at_sixteen_where_they_cannot_decide_this(self, cast):
        rua = teenager(cast, years=16)

        assert said(cast, rua, cast.femi, "parent", competence=assessed(cast, rua, able=False)).pk

    def test_a_failed_assessment_cancels_nobody_elses_yes(self, cast):
        nia = teenager(cast)
        consent = said(cast, nia, cast.femi, "parent")
        assessed(cast, nia, able=False)

        assert Consent.objects.get(pk=consent.pk).can_be_withdrawn


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

    def test_an_attorney_answers_with_evidence(self, cast):
        Relationship.link(by=cast.ade, person=cast.hana, other=cast.gran, kind="attorney")

        assert said(cast, cast.hana, cast.gran, "attorney", evidence="Registered power for welfare, seen.").pk
        with refused("which paper or decision you saw"):
            said(cast, cast.hana, cast.gran, "attorney")

    def test_an_attorney_whom_something_limits_is_heard_by_the_lead_only(self, cast):
        Relationship.link(by=cast.ade, person=cast.hana, other=cast.gran, kind="attorney", restriction="Under review")
        power = {"evidence": "Registered power for welfare, seen."}

        with refused("safeguarding lead takes this answer"):
            said(cast, cast.hana, cast.gran, "attorney", **power)
        assert said(cast, cast.hana, cast.gran, "attorney", asked_by=cast.ade, **power).pk
        assert told(cast.hana) == {"Hana Holt"}

    def test_nobody_is_an_attorney_without_a_recorded_link(self, cast):
        with refused("No power of attorney"):
            said(cast, cast.hana, cast.gran, "attorney", evidence="She says so.")

    def test_a_best_interests_decision_names_who_made_it_and_what_shows_it(self, cast):
        named = {"respondent_name": "Dr Example", "evidence": "Two-stage assessment of 3 May."}

        assert said(cast, cast.hana, None, "best_interests", **named).pk
        for missing in named:
            with pytest.raises(ValidationError):
                said(cast, cast.hana, None, "best_interests", **{**named, missing: ""})

    def test_a_best_interests_decision_is_not_for_children(self, cast):
        with refused("Under 16"):
            said(cast, cast.leo, None, "best_interests", respondent_name="Dr Example", evidence="None")


def written_past_the_verbs(consent, **changed):
    """The same row once more, by the plain queryset that our code never uses."""
    same = {field.attname: getattr(consent, field.attname) for field in Consent._meta.concrete_fields}
    del same["id"], same["public_id"]
    with as_owner(connection), maintenance(connection):
        QuerySet(Consent).bulk_create([Consent(**{**same, **changed})])


@pytest.mark.clause("S-02")
class TestTheDatabase:
    """Where a form or a verb were wrong one day, the table still refuses."""

    @pytest.mark.parametrize(
        "broken",
        [
            {"footing": ""},
            {"footing": "neighbour"},
            {"footing": "adult"},
            {"relationship_id": None},
            {"respondent_name": ""},
            {"how": ""},
            {"how": "spoken", "witness": ""},
            {"recipient_id": None},
            {"recipient_id": None, "recipient_kind": "other"},
            {"recipient_kind": "health"},
            {"footing": "best_interests", "evidence": ""},
            {"state": "not_sought", "footing": "", "ground": "", "reason": ""},
            {"withdrawn_at": ago(3)},
            {"review_on": in_a_year(0)},
        ],
        ids=", ".join,
    )
    def test_takes_no_answer_that_is_not_whole(self, cast, broken):
        written_past_the_verbs(mother(cast))

        with pytest.raises(IntegrityError), transaction.atomic():
            written_past_the_verbs(mother(cast), **broken)


def told(person):
    return {voice.name for voice in voices(person) if is_to_be_told(voice, person)}


class TestTheListOfVoices:
    def test_says_who_may_and_who_may_not_with_the_reason(self, cast):
        found = {voice.name: voice for voice in voices(cast.leo)}

        assert found["Femi Larkin"].footing == "parent" and found["Femi Larkin"].verified
        assert found["Gran Larkin"].footing is None and "information from them" in found["Gran Larkin"].why
        assert found["Quin Larkin"].restricted and "safeguarding lead" in found["Quin Larkin"].why

    @pytest.mark.clause("S-01")
    def test_has_whoever_may_decide_told_and_nobody_under_an_order(self, cast):
        nia = teenager(cast, years=12)

        assert told(cast.leo) == {"Femi Larkin"}
        assert told(nia) == {"Femi Larkin", "Nia Larkin"}
        assert told(cast.yara) == {"Yara Young"}
        assert told(cast.hana) == {"Hana Holt"}

    def test_puts_whoever_may_answer_now_first(self, cast):
        assert [voice.name for voice in voices(cast.leo)] == ["Femi Larkin", "Leo Larkin", "Quin Larkin", "Gran Larkin"]

    def test_is_three_queries_however_large_the_family(self, cast, django_assert_num_queries):
        for _ in range(5):
            second_parent(cast)

        with django_assert_num_queries(3):
            assert len(voices(cast.leo)) == 9


def test_an_adult_who_was_a_child_decides_on_the_day(cast):
    born = timezone.localdate().replace(year=timezone.localdate().year - 18, day=1)
    rua = Person.register(by=cast.dee, name="Rua Larkin", group="child", born_on=born)

    assert said(cast, rua, rua, "adult").pk
    assert years_ago(18) <= born
