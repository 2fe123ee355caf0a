"""Who has not been told yet: each adult with responsibility, the adult, the young person, and nobody twice."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from consent.models import NoticeGiven
from consent.overview import Overview
from consent.untold import not_told_yet, untold_of
from records.models import Person, Relationship
from tests.cast import years_ago
from tests.records.asking import but_for_tokens

UNTOLD = reverse("consent:untold")


def names(user):
    found = untold_of(list(not_told_yet(user)), user)
    return {person.name: [told.name for told in untold] for person, untold in found}


def tell(cast, person, to):
    NoticeGiven.explain(by=cast.dee, person=person, to_person=to, how="in_person")


@pytest.mark.clause("S-01", "S-26")
class TestTheList:
    def test_names_each_who_is_to_be_told_until_they_were(self, cast, as_):
        Relationship.link(by=cast.dee, person=cast.leo, new_name="Ola Adu", kind="father", pr_basis="order")
        assert names(cast.amara) == {"Leo Larkin": ["Femi Larkin", "Ola Adu"]}
        page = as_(cast.amara).get(UNTOLD).text
        assert "Femi Larkin (Mother)" in page and "longest known first" in page
        assert "1 person not told yet" in as_(cast.amara).get("/").text

        tell(cast, cast.leo, cast.femi)
        assert names(cast.amara) == {"Leo Larkin": ["Ola Adu"]}
        tell(cast, cast.leo, Person.objects.get(name="Ola Adu"))
        assert names(cast.amara) == {}
        assert "Everybody has been told" in as_(cast.amara).get(UNTOLD).text
        assert "not told yet" not in as_(cast.amara).get("/").text

    def test_a_young_person_hears_it_themselves_and_a_parent_under_a_limit_from_nobody_here(self, cast):
        Relationship.link(by=cast.dee, person=cast.yara, new_name="Wanda Young", kind="mother", pr_basis="mother")
        found = names(cast.dee)
        assert found["Yara Young"] == ["Yara Young"]
        assert found["Leo Larkin"] == ["Femi Larkin"]

    @pytest.mark.clause("H-06", "H-09")
    def test_is_of_the_people_one_stands_over_or_works_with(self, cast, as_):
        assert names(cast.chen) == {} and set(names(cast.ade)) == {
            "Hana Holt",
            "Femi Larkin",
            "Gran Larkin",
            "Quin Larkin",
        }
        before = but_for_tokens(as_(cast.chen).get(UNTOLD).text)
        Person.register(by=cast.dee, name="Zia Zest", group="adult", born_on=years_ago(50))
        assert but_for_tokens(as_(cast.chen).get(UNTOLD).text) == before
        cast.leo.exclude(by=cast.sena, who=cast.dee, reason="Her nephew")
        assert "Leo Larkin" not in names(cast.dee)

    @pytest.mark.parametrize("age", [None, 0, 11, 12, 15, 16, 17, 18, 40])
    @pytest.mark.parametrize("group", ["child", "adult"])
    def test_says_what_the_page_of_the_person_says(self, cast, age, group):
        born_on = None if age is None else years_ago(age)
        somebody = Person.register(by=cast.dee, name="Nia Novak", group=group, born_on=born_on)
        for kind, basis, limit in (
            ("mother", "mother", ""),
            ("father", "order", "None"),
            ("attorney", "", ""),
            ("other", "", ""),
        ):
            Relationship.link(by=cast.dee, person=somebody, new_name=kind, kind=kind, pr_basis=basis, restriction=limit)
        for _ in range(4):
            shown = [told.name for told in Overview(somebody, cast.dora).untold]
            assert names(cast.dora).get("Nia Novak", []) == shown
            if not shown:
                break
            tell(cast, somebody, Person.objects.get(name=shown[0]))

    def test_asks_no_more_for_more_people(self, cast, as_):
        client = as_(cast.dee)

        def asked():
            client.get(UNTOLD)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(UNTOLD).status_code == 200
            return len(queries)

        few = asked()
        for number in range(6):
            child = Person.register(by=cast.dee, name=f"Child {number}", group="child", born_on=years_ago(3))
            Relationship.link(by=cast.dee, person=child, new_name="Mother", kind="mother", pr_basis="mother")
        assert asked() == few
