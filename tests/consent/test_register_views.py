"""The register by person and by agency: the same standing as on the page of the person, however many there are."""

from uuid import uuid4

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.appendonly import maintenance
from consent.models import Consent
from consent.register.lists import standings_of_all
from consent.standing import standings_of
from records.models import Person
from tests.acting import as_owner
from tests.cast import years_ago
from tests.consent.said import mother, said, second_parent

BY_PERSON, BY_AGENCY = reverse("consent:register_people"), reverse("consent:register_agencies")
NOBODYS = "00000000-0000-4000-8000-000000000000"


def crowd(cast, many):
    """So many adults with three answers each, written past the verbs, as an import long ago would have left them."""
    model = said(cast, cast.hana, cast.hana, "adult")
    same = {field.attname: getattr(model, field.attname) for field in Consent._meta.concrete_fields}
    born = {"group": "adult", "born_on": years_ago(30)}
    with as_owner(connection), maintenance(connection):
        QuerySet(Person).bulk_create([Person(name=f"Adult {number}", **born) for number in range(many)])
        new = Person.objects.filter(name__startswith="Adult ")
        QuerySet(Consent).bulk_create(
            Consent(**same | {"id": None, "public_id": uuid4(), "purpose": purpose} | answered(person))
            for person in new
            for purpose in ("health", "learning", "transfer")
        )


def answered(person):
    return {"person_id": person.pk, "answered_by_id": person.pk}


class TestByPerson:
    @pytest.mark.clause("S-02")
    def test_says_of_each_how_their_matters_stand(self, cast, as_):
        mother(cast)
        said(cast, cast.leo, second_parent(cast), "parent", "refused")
        mother(cast, recipient=None, recipient_kind="police")
        found = dict(as_(cast.dee).get(BY_PERSON).context["standings"])

        assert found[cast.leo] == [("Ask the lead", "yellow", 1), ("Given", "green", 1)] and found[cast.yara] == []

    def test_is_by_name_for_whoever_knows_the_names_and_for_others_tells_nothing_of_them(self, cast, as_):
        last = Person.register(by=cast.dee, name="Aaron Abel", group="child", born_on=years_ago(9))
        dee, dana = (as_(who).get(BY_PERSON).context for who in (cast.dee, cast.dana))
        assert dee["shown"][0] == last == dana["shown"][-1]
        assert (dee["order"], dana["order"]) == ("by name", "longest known first")

    def test_of_a_thousand_on_one_page_asks_as_often_as_of_one(self, cast, as_):
        said(cast, cast.hana, cast.hana, "adult", recipient=None, recipient_kind="health")
        dana = as_(cast.dana)
        dana.get(BY_PERSON)
        with CaptureQueriesContext(connection) as few:
            dana.get(BY_PERSON, {"many": 1000})
        crowd(cast, 1000)
        with CaptureQueriesContext(connection) as many:
            page = dana.get(BY_PERSON, {"many": 1000}).context

        assert len(page["shown"]) == 1000 < page["page"].total
        assert len(many) == len(few), [query["sql"][:90] for query in many]
        assert len(dana.get(page["request"].path + page["older"]).context["shown"]) == page["page"].total - 1000

    def test_is_what_the_page_of_the_person_says(self, cast):
        mother(cast)
        said(cast, cast.leo, second_parent(cast), "parent", "refused")

        ((_, found),) = standings_of_all([cast.leo])
        assert [(matter, standing.state) for matter, standing in found] == [
            (matter, standing.state) for matter, standing in standings_of(cast.leo)
        ]


@pytest.mark.clause("S-12", "S-25")
class TestByAgency:
    def test_counts_the_people_and_leads_to_their_newest_answers(self, cast, as_):
        mother(cast)
        mother(cast, "refused")
        said(cast, cast.hana, cast.hana, "adult", recipient=None, recipient_kind="health")
        dana = as_(cast.dana)
        one, kind = dana.get(BY_AGENCY).context["agencies"]

        assert [(row["called"], row["people"], row["agreed"]) for row in (one, kind)] == [
            ("Example Children's Social Care", 1, 0),
            ("Any service of this kind: Health", 1, 1),
        ]
        assert [row.state for row in dana.get(BY_AGENCY + one["url"]).context["shown"]] == ["refused"]
        assert [row.person for row in dana.get(BY_AGENCY + kind["url"]).context["shown"]] == [cast.hana]

    @pytest.mark.clause("H-31")
    def test_counts_nobody_from_whom_the_reader_is_shut_out(self, cast, as_):
        mother(cast)
        cast.leo.exclude(by=cast.sena, who=cast.dana, reason="Sister of the mother")

        assert as_(cast.dana).get(BY_AGENCY).context["agencies"] == []

    @pytest.mark.parametrize("odd", ["?agency=nonsense", "?kind=everybody", f"?agency={NOBODYS}"])
    def test_of_an_agency_that_is_not_there_says_what_to_do(self, cast, as_, odd):
        shown = as_(cast.dana).get(BY_AGENCY + odd).content.decode()

        assert "Nobody " in shown and "govuk-table__caption" not in shown
