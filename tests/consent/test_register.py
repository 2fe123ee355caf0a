"""The register: what stands where, for those who look after it, without showing more than they may know."""

import pytest
from django.urls import reverse
from django.utils import timezone

from consent.models import Consent, NoticeGiven
from consent.register.lists import OF_PEOPLE, PAGE, SORTS, answers, disputes, people
from records.models import Person
from tests.cast import years_ago
from tests.consent.said import ago, attorney, both_stages, in_a_year, matter, mother, said, second_parent, waits_for

DISPLAY = {"purpose": "display", "recipient": None, "information": ""}
REGISTER = reverse("consent:register")


def listed(client, sort, **more):
    return client.get(REGISTER, {"sort": sort, **more})


def rows(client, sort, **more):
    return listed(client, sort, **more).context["shown"]


class TestWhoSeesIt:
    def test_leads_and_the_data_protection_manager(self, cast, as_):
        for who in (cast.dee, cast.ade, cast.dora, cast.sena, cast.dana):
            assert as_(who).get(REGISTER).status_code == 200

    @pytest.mark.clause("H-06")
    def test_nobody_else(self, cast, as_):
        for who in (cast.amara, cast.ben, cast.chen, cast.vik, cast.adam, cast.ola):
            assert as_(who).get(REGISTER).status_code == 404

    @pytest.mark.clause("H-06")
    def test_for_anybody_else_there_is_nothing_in_it_either(self, cast):
        mother(cast)
        assert answers(cast.dana).exists() and people(cast.dana).exists()
        others = (cast.amara, cast.vik, cast.adam, cast.ola)
        assert [who for who in others if answers(who).exists() or people(who).exists()] == []

    def test_each_is_offered_what_they_may_do_with_it(self, cast, as_):
        ways = {"bring in": reverse("consent:bring_in"), "copy": reverse("consent:copy_register")}
        for who, offered in ((cast.dee, {"bring in"}), (cast.dana, {"copy"})):
            shown = as_(who).get(REGISTER).content.decode()
            assert {what for what, way in ways.items() if f'href="{way}"' in shown} == offered

    def test_each_lead_their_own_group(self, cast, as_):
        mother(cast)

        assert len(rows(as_(cast.dee), "agreed")) == 1
        assert len(rows(as_(cast.ade), "agreed")) == 0

    @pytest.mark.clause("H-31")
    @pytest.mark.parametrize("who", ["dee", "dana"])
    def test_whoever_is_shut_out_sees_nothing_of_it(self, cast, as_, who):
        mother(cast)
        client = as_(getattr(cast, who))
        assert rows(client, "agreed") and cast.leo in rows(client, "never_told")

        cast.leo.exclude(by=cast.sena, who=getattr(cast, who), reason="Sister of the mother")
        assert not rows(client, "agreed") and cast.leo not in rows(client, "never_told")

    def test_the_data_protection_manager_sees_references_and_no_names(self, cast, as_):
        mother(cast)
        shown = listed(as_(cast.dana), "agreed").content.decode()

        assert str(cast.leo) in shown and "Leo" not in shown and "Femi" not in shown
        assert "Leo Larkin" in listed(as_(cast.dee), "agreed").content.decode()


class TestItsParts:
    def parts_of(self, client):
        return {sort for sort in SORTS if sort not in OF_PEOPLE and rows(client, sort)}

    def test_a_yes(self, cast, as_):
        mother(cast)
        assert self.parts_of(as_(cast.dana)) == {"agreed"}

    def test_a_yes_that_ends_soon(self, cast, as_):
        mother(cast, review_on=in_a_year(10))
        assert self.parts_of(as_(cast.dana)) == {"agreed", "ending"}

    def test_a_yes_that_ran_out(self, cast, as_):
        mother(cast, answered_at=ago(40), review_on=in_a_year(-1))
        assert self.parts_of(as_(cast.dana)) == {"expired"}

    def test_a_yes_that_turned_out_not_to_be_theirs(self, cast, as_):
        both_stages(cast, cast.hana)
        attorney(cast, cast.hana, cast.gran)
        said(cast, cast.hana, cast.gran, "attorney")
        assert self.parts_of(as_(cast.dana)) == {"agreed"}
        both_stages(cast, cast.hana, able=True)
        assert self.parts_of(as_(cast.dana)) == {"expired"}

    def test_a_no(self, cast, as_):
        mother(cast, answered_at=ago(3))
        mother(cast, "refused")
        assert self.parts_of(as_(cast.dana)) == {"refused"}

    def test_a_yes_taken_back(self, cast, as_):
        mother(cast).withdraw(by=cast.amara)
        assert self.parts_of(as_(cast.dana)) == {"withdrawn"}

    @pytest.mark.clause("S-02")
    def test_a_dispute(self, cast, as_):
        mother(cast, review_on=in_a_year(10))
        father = second_parent(cast)
        said(cast, cast.leo, father, "parent", "refused")

        assert self.parts_of(as_(cast.dana)) == {"refused", "disputed"}
        assert "Disputed" in listed(as_(cast.dee), "disputed").content.decode()
        said(cast, cast.leo, father, "parent")
        assert self.parts_of(as_(cast.dana)) == {"agreed", "ending"}

    @pytest.mark.clause("S-02", "S-05")
    def test_a_dispute_stands_on_the_leads_page_until_it_is_none(self, cast, django_assert_num_queries):
        father, words = second_parent(cast), "Sharing information: agreements are disputed for 1 person"
        mother(cast), mother(cast, purpose="learning")
        said(cast, cast.leo, father, "parent", "refused"), mother(cast, "refused", kind="photographs", **DISPLAY)
        assert words in waits_for(cast.dee) and not {words} & {*waits_for(cast.ade), *waits_for(cast.amara)}
        with django_assert_num_queries(1):
            assert [(kind, people) for kind, people, _ in disputes(cast.dee)] == [("sharing", 1)]
        said(cast, cast.leo, father, "parent")
        assert words not in waits_for(cast.dee)

    def test_a_yes_beside_an_answer_in_doubt_is_not_among_those_given(self, cast, as_):
        mother(cast)
        said(cast, cast.leo, second_parent(cast), "parent", coercion_suspected=True)
        assert self.parts_of(as_(cast.dana)) == {"doubted"}

    def test_an_answer_in_doubt(self, cast, as_):
        mother(cast, coercion_suspected=True)
        assert self.parts_of(as_(cast.dana)) == {"doubted"}

    @pytest.mark.clause("S-16")
    def test_not_asking(self, cast, as_):
        grounds = {"ground": "increased_risk", "reason": "He reads her messages.", "review_on": in_a_year(9)}
        Consent.record(by=cast.amara, person=cast.leo, state="not_sought", **matter(cast), **grounds)
        assert self.parts_of(as_(cast.dana)) == {"not_asked"}

    @pytest.mark.clause("S-01")
    def test_who_has_never_been_told(self, cast, as_):
        dee = as_(cast.dee)
        assert cast.leo in rows(dee, "never_told")

        NoticeGiven.explain(by=cast.amara, person=cast.leo, to_person=cast.femi, how="in_person")
        assert cast.leo not in rows(dee, "never_told")

    @pytest.mark.clause("S-16", "H-34")
    def test_whom_nobody_has_asked_anything_yet(self, cast, as_):
        mother(cast)
        waiting = rows(as_(cast.dee), "not_asked_yet")

        assert cast.yara in waiting and cast.leo not in waiting

    def test_say_how_many_stand_in_each(self, cast, as_):
        mother(cast)
        mother(cast, "refused", recipient=None, recipient_kind="police")
        parts = listed(as_(cast.dana), "agreed").context["parts"]
        named = {label: number for label, _, _, number in parts}

        assert (named["Given"], named["Refused"], named["Expired"]) == (1, 1, 0)
        assert named["Never told"] == Person.objects.count()

    @pytest.mark.parametrize("odd", ["", "everything", "1 or 1=1", "<b>"])
    def test_an_unknown_part_shows_the_first(self, cast, as_, odd):
        assert listed(as_(cast.dana), odd).context["title"] == "Disputed"


class TestManyRows:
    def test_come_in_pages_that_leave_nothing_out_and_repeat_nothing(self, cast, as_):
        for number in range(PAGE):
            Person.register(by=cast.dee, name=f"Child {number}", group="child")
        dana, address, found = as_(cast.dana), "?sort=never_told", []
        while address:
            context = dana.get(REGISTER + address).context
            found += context["shown"]
            address = context["older"]

        assert len(found) == len(set(found)) == Person.objects.count()

    def test_answers_come_in_pages_too(self, cast, as_):
        for number in range(PAGE + 5):
            child = Person.register(by=cast.dee, name=f"Child {number}", group="adult", born_on=years_ago(30))
            said(cast, child, child, "adult", review_on=in_a_year(40 + number % 7))
        dana = as_(cast.dana)
        first = listed(dana, "agreed").context
        second = dana.get(REGISTER + first["older"]).context

        assert len({*first["shown"], *second["shown"]}) == PAGE + 5 and not second["older"]

    def test_cost_no_more_queries(self, cast, as_, django_assert_max_num_queries):
        mother(cast)
        dana = as_(cast.dana)
        with django_assert_max_num_queries(40) as few:
            listed(dana, "agreed")
        for number in range(6):
            child = Person.register(by=cast.dee, name=f"Adult {number}", group="adult", born_on=years_ago(30))
            said(cast, child, child, "adult", answered_at=timezone.now())
        with django_assert_max_num_queries(len(few)):
            assert len(rows(dana, "agreed")) == 7

    @pytest.mark.parametrize("after", ["nonsense", "00000000-0000-4000-8000-000000000000"])
    def test_a_page_after_nothing_is_empty_or_the_first(self, cast, as_, after):
        mother(cast)
        assert listed(as_(cast.dana), "agreed", after=after).status_code == 200
