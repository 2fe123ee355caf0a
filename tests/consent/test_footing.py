"""Whose answer counts: each footing where it holds, beside where it does not."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from audit.appendonly import maintenance
from consent.models import Consent
from consent.voices import voices
from records.models import Person, Relationship
from tests.acting import as_owner
from tests.cast import years_ago
from tests.consent.said import (
    ago,
    assessed,
    both_stages,
    in_a_year,
    mother,
    said,
    second_parent,
    teenager,
    told,
    yara,
)


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
        both_stages(cast, cast.yara)
        with refused("Assess it again"):
            yara(cast)

        both_stages(cast, cast.yara, able=True)
        assert yara(cast).pk

    def test_is_presumed_able_at_sixteen_whatever_was_found_before(self, cast):
        nia = teenager(cast)
        assessed(cast, nia, able=False)
        nia.change(by=cast.dee, born_on=years_ago(17))

        assert said(cast, nia, nia, "young_person").pk

    def test_of_sixteen_is_not_assessed_as_a_child_is(self, cast):
        with refused("both stages"):
            assessed(cast, cast.yara)
        with refused("Under 16"):
            both_stages(cast, teenager(cast))

    def test_decides_before_when_they_understand_this_decision(self, cast):
        nia = teenager(cast)

        assert said(cast, nia, nia, "young_person", competence=assessed(cast, nia)).pk

    def test_does_not_before_without_that_record(self, cast):
        nia = teenager(cast)

        with refused("somebody has recorded that they understand"):
            said(cast, nia, nia, "young_person")

    @pytest.mark.parametrize(
        "record",
        [
            {"able": False},
            {"purpose": "learning"},
            {"information": "send"},
            {"recipient": None, "recipient_kind": "school"},
        ],
        ids=", ".join,
    )
    def test_does_not_when_the_record_says_no_or_is_about_something_else(self, cast, record):
        nia = teenager(cast)

        with pytest.raises(ValidationError):
            said(cast, nia, nia, "young_person", competence=assessed(cast, nia, **record))

    def test_does_not_on_the_record_of_another(self, cast):
        nia, rua = teenager(cast), teenager(cast)

        with refused("about another decision"):
            said(cast, nia, nia, "young_person", competence=assessed(cast, rua))

    def test_does_when_it_was_about_every_agency_of_that_kind(self, cast):
        nia = teenager(cast)
        assessed(cast, nia, recipient=None, recipient_kind="children")

        assert said(cast, nia, nia, "young_person").competence

    def test_may_not_any_more_when_the_last_one_says_no(self, cast):
        nia = teenager(cast)
        able = assessed(cast, nia)
        assessed(cast, nia, able=False)

        with refused("not able"):
            said(cast, nia, nia, "young_person", competence=able)

    def test_is_not_spoken_for_at_sixteen(self, cast):
        rua = teenager(cast, years=16)

        with refused("At 16 and 17 young people decide for themselves"):
            said(cast, rua, cast.femi, "parent")

    def test_is_spoken_for_at_sixteen_where_they_cannot_decide_this(self, cast):
        rua = teenager(cast, years=16)

        both_stages(cast, rua)
        assert said(cast, rua, cast.femi, "parent").capacity

    def test_a_failed_assessment_cancels_nobody_elses_yes(self, cast):
        nia = teenager(cast)
        consent = said(cast, nia, cast.femi, "parent")
        assessed(cast, nia, able=False)

        assert Consent.objects.get(pk=consent.pk).can_be_withdrawn


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

    def test_is_as_many_queries_however_large_the_family(self, cast, django_assert_num_queries):
        for _ in range(5):
            second_parent(cast)

        with django_assert_num_queries(7):
            assert len(voices(cast.leo)) == 9


def test_an_adult_who_was_a_child_decides_on_the_day(cast):
    born = timezone.localdate().replace(year=timezone.localdate().year - 18, day=1)
    rua = Person.register(by=cast.dee, name="Rua Larkin", group="child", born_on=born)

    assert said(cast, rua, rua, "adult").pk
    assert years_ago(18) <= born
