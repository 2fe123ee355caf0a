"""Who belongs to a person, and whose permission counts."""

import pytest

from records.models import Person, Relationship
from tests.records.asking import at

MOTHER = {"kind": "mother", "pr_basis": "mother", "has_evidence": "yes", "pr_evidence": "Birth certificate"}


def add(client, person, **answers):
    return client.post(at("add_relation", person), MOTHER | {"pr_seen_on": "2026-01-05"} | answers)


@pytest.mark.clause("S-05")
class TestParentalResponsibility:
    def test_is_recorded_with_its_basis_the_evidence_and_who_saw_it(self, cast, as_):
        add(as_(cast.dee), cast.yara, new_name="Yvonne Young")

        link = cast.yara.relationships.get()
        assert (link.pr_basis, link.pr_evidence, link.pr_seen_by) == ("mother", "Birth certificate", cast.dee)
        assert link.is_verified

    def test_without_evidence_shows_as_not_verified(self, cast, as_):
        client = as_(cast.dee)
        add(client, cast.yara, new_name="Yvonne Young", has_evidence="no")

        assert not cast.yara.relationships.get().pr_evidence
        assert "Not verified" in client.get(at("person", cast.yara)).text

    @pytest.mark.parametrize("missing", ["pr_evidence", "pr_seen_on", "pr_basis"])
    def test_evidence_is_whole_or_not_recorded(self, cast, as_, missing):
        page = add(as_(cast.dee), cast.yara, new_name="Yvonne Young", **{missing: ""}).text

        assert "There is a problem" in page
        assert not cast.yara.relationships.exists()

    def test_evidence_is_not_seen_tomorrow(self, cast, as_):
        assert "This is in the future" in add(as_(cast.dee), cast.yara, new_name="Y", pr_seen_on="2090-01-01").text

    def test_shows_with_its_limit_and_nobody_has_it_by_being_family(self, cast, as_):
        page = as_(cast.amara).get(at("person", cast.leo)).text

        assert "No contact (order)" in page
        assert page.index("Femi Larkin") < page.index("Gran Larkin")
        assert "No parental responsibility known" in page

    def test_ends_when_its_last_day_comes(self, cast):
        link = cast.leo.relationships.get(other=cast.femi)
        link.change(by=cast.dee, starts_on=None, ends_on=link.pr_seen_on)

        assert cast.femi not in {link.other for link in Relationship.objects.with_pr(cast.leo)}

    @pytest.mark.parametrize(("who", "accepted"), [("femi", True), ("gran", False)])
    def test_a_change_comes_from_somebody_who_has_it(self, cast, as_, who, accepted):
        link = cast.leo.relationships.get(other=cast.gran)
        informant = cast.leo.relationships.get(other=getattr(cast, who))
        answers = {"kind": "carer", "has_evidence": "no", "said_by": informant.public_id}
        as_(cast.amara).post(at("change_relation", link), answers)

        link.refresh_from_db()
        assert (link.kind == "carer") is accepted

    def test_a_change_keeps_who_saw_the_evidence(self, cast, as_):
        link = cast.leo.relationships.get(other=cast.femi)
        answers = MOTHER | {"pr_seen_on": link.pr_seen_on.isoformat(), "said_by": "me", "restriction": "None"}
        as_(cast.amara).post(at("change_relation", link), answers)

        link.refresh_from_db()
        assert (link.restriction, link.pr_seen_by) == ("None", cast.dee)


class TestTheOtherPerson:
    @pytest.mark.clause("H-06")
    def test_is_chosen_among_those_one_may_see(self, cast, as_):
        found = as_(cast.dee).post(at("add_relation", cast.yara), {"find": "yes", "find_words": "leo"}).text
        hidden = as_(cast.dee).post(at("add_relation", cast.yara), {"find": "yes", "find_words": "femi"}).text
        add(as_(cast.dee), cast.yara, kind="sibling", pr_basis="", has_evidence="no", other=cast.leo.public_id)

        assert "Leo Larkin, 4" in found
        assert "Femi Larkin" not in hidden
        assert cast.yara.relationships.get().other == cast.leo

    @pytest.mark.clause("H-06")
    def test_a_forged_one_is_refused_whether_it_exists_or_not(self, cast, as_):
        for forged in (cast.femi.public_id, "0b9f3f3e-54b5-4d3e-8d53-6f6dbb7c3f11", "x"):
            assert "Choose from the people shown." in add(as_(cast.dee), cast.yara, other=forged).text

    def test_or_has_only_a_name_and_no_folders(self, cast, as_):
        add(as_(cast.dee), cast.yara, new_name="Yvonne Young")

        yvonne = Person.objects.get(name="Yvonne Young")
        assert not yvonne.service_user
        assert not yvonne.folders.exists()
        assert "Yvonne" not in as_(cast.ade).get(at("people")).text

    def test_is_one_person(self, cast, as_):
        for answers in ({}, {"other": cast.leo.public_id, "new_name": "Somebody"}):
            assert "Choose one person" in add(as_(cast.dee), cast.yara, **answers).text

    @pytest.mark.clause("H-06")
    def test_is_named_and_linked_only_for_those_who_may_open_both(self, cast, as_):
        address = at("person", cast.femi)
        assert "Femi Larkin" in as_(cast.amara).get(at("person", cast.leo)).text
        assert address not in as_(cast.amara).get(at("person", cast.leo)).text
        assert address in as_(cast.dora).get(at("person", cast.leo)).text

    @pytest.mark.clause("H-06")
    def test_their_own_page_names_only_the_children_one_may_see(self, cast, as_):
        assert "Leo Larkin" not in as_(cast.ade).get(at("person", cast.femi)).text
        assert "Leo Larkin" in as_(cast.dora).get(at("person", cast.femi)).text
