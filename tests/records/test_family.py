"""The family as one reader may know it: derived, drawn, and never larger than what that reader may know of."""

import re
from urllib.parse import urlencode

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from consent.standing import standing
from consent.voices import voices
from records.family import Family
from records.forms import RelationshipForm
from records.models import Household, Order, OtherSetting, Person, Relationship
from records.responsibility import why_not
from tests.cast import STAFF, years_ago
from tests.consent.said import mother
from tests.records.asking import at, but_for_tokens


def child(cast, name, key_person=None):
    return Person.register(by=cast.dee, name=name, group="child", born_on=years_ago(7), key_person=key_person)


def of(cast, one, other, kind, **details):
    return Relationship.link(by=cast.dee, person=one, other=other, kind=kind, **details)


def names(relatives):
    return [relative.name for relative in relatives]


def beside(person, user):
    return dict(Family(person, user).generations)["Brothers, sisters and partners"]


@pytest.mark.clause("H-06")
class TestBrothersAndSisters:
    def test_follow_from_a_parent_in_common_where_both_links_are_known(self, cast):
        mia, hidden = child(cast, "Mia Larkin", cast.amara), child(cast, "Zoe Larkin")
        for sister in (mia, hidden):
            of(cast, sister, cast.femi, "mother")

        assert names(beside(cast.leo, cast.amara)) == ["Mia Larkin"]
        assert names(beside(cast.leo, cast.dee)) == ["Mia Larkin", "Zoe Larkin"]
        assert beside(cast.leo, cast.amara)[0].in_words == "Brother or sister. Shares Femi Larkin"

    def test_do_not_follow_from_a_link_that_is_kept_from_the_reader(self, cast):
        mia = child(cast, "Mia Larkin", cast.amara)
        of(cast, mia, cast.femi, "mother", is_confidential=True)

        assert names(beside(cast.leo, cast.amara)) == []
        assert names(beside(cast.leo, cast.dee)) == ["Mia Larkin"]


@pytest.mark.clause("H-06", "S-08")
class TestALinkKeptToFew:
    PAGES = ["person", "family", "story", "add_household", "add_order", "change_person"]

    def pages(self, cast, as_, user):
        client = as_(user)
        pages = [at(page, cast.leo) for page in self.PAGES]
        pages += [reverse(f"consent:{page}", args=[cast.leo.public_id]) for page in ("person", "record")]
        return [self.page(client, page) for page in pages]

    def page(self, client, address):
        """What it says, and how many questions the database was asked for it."""
        with CaptureQueriesContext(connection) as asked:
            return but_for_tokens(client.get(address).text), len(asked)

    def test_is_for_others_as_if_it_were_not_there(self, cast, as_):
        self.pages(cast, as_, cast.amara)  # once, so that what is looked up once is
        before = self.pages(cast, as_, cast.amara)
        link = of(cast, cast.leo, cast.hana, "father", pr_basis="order", is_confidential=True)
        Order.record(
            by=cast.dee, person=cast.leo, kind="no_contact", limited=cast.hana, no_receipt=True, starts_on=years_ago(1)
        )
        Household.record(by=cast.dee, person=cast.leo, called="Another home", links=[link])

        assert self.pages(cast, as_, cast.amara) == before
        for page in (
            at("change_relation", link),
            at("relationship_history", link),
            at("change_order", Order.objects.get()),
        ):
            assert as_(cast.amara).get(page).status_code == 404
        assert "Hana Holt" in as_(cast.dee).get(at("family", cast.leo)).text

    def test_is_there_for_whoever_is_named_until_they_are_no_longer(self, cast):
        link = of(cast, cast.leo, cast.hana, "father", is_confidential=True, readers=[cast.amara])
        of_leo = Relationship.objects.filter(person=cast.leo)
        assert link in of_leo.known_to(cast.amara) and link not in of_leo.known_to(cast.ben)

        link.change(by=cast.dee, readers=[cast.ben])
        assert link not in of_leo.known_to(cast.amara) and link in of_leo.known_to(cast.ben)
        assert link not in of_leo.known_to(cast.ade)

    def test_is_hidden_from_everybody_but_the_leads_and_those_named(self, cast):
        link = of(cast, cast.leo, cast.hana, "father", is_confidential=True, readers=[cast.amara])
        of_leo = Relationship.objects.of(cast.leo)
        hidden = {name for name in STAFF if of_leo.hidden_from(getattr(cast, name)).contains(link)}
        assert hidden == STAFF.keys() - {"amara", "dee", "dora", "sena"}

    def test_is_offered_to_those_who_know_it_now_and_to_whoever_is_named_again(self, cast, as_):
        link = of(cast, cast.leo, cast.hana, "father", is_confidential=True, readers=[cast.amara])
        link.change(by=cast.dee, readers=[])
        form = as_(cast.dee).get(at("change_relation", link)).context["form"]
        assert form.initial["readers"] == [cast.dee.public_id]
        assert not Relationship.objects.known_to(cast.amara).contains(link)
        link.change(by=cast.dee, readers=[cast.amara])
        assert Relationship.objects.known_to(cast.amara).contains(link)

    def test_is_left_out_of_a_home_whose_other_people_are_known(self, cast):
        hidden = of(cast, cast.leo, cast.hana, "father", is_confidential=True)
        links = [hidden, cast.leo.relationships.get(other=cast.femi)]
        Household.record(by=cast.dee, person=cast.leo, called="At home", links=links)
        for user, known in ((cast.dee, links), (cast.amara, links[1:])):
            (home,) = Household.objects.of(cast.leo, user)
            assert [member.link for member in home.known_members] == known

    def test_keeps_counting_but_no_page_says_whose_answer_it_was(self, cast, as_):
        mother(cast)
        Relationship.objects.get(other=cast.femi).change(by=cast.dee, is_confidential=True, readers=[])
        where = standing(cast.leo, "health", cast.social_care, "personal")

        assert where.state == "given" and "Femi" not in " ".join(where.reasons)
        assert "Femi" not in as_(cast.amara).get(reverse("consent:person", args=[cast.leo.public_id])).text
        assert "Femi Larkin" not in {voice.name for voice in voices(cast.leo, reader=cast.amara)}
        assert "Femi Larkin" in {voice.name for voice in voices(cast.leo, reader=cast.dee)}


@pytest.mark.clause("S-05")
class TestTheGroundOfResponsibility:
    @pytest.mark.parametrize(
        ("basis", "kind", "born", "registered", "field"),
        [
            ("birth_register", "father", years_ago(4), None, ""),
            ("birth_register", "mother", years_ago(4), None, "pr_basis"),
            ("birth_register", "step_parent", years_ago(4), None, "pr_basis"),
            ("birth_register", "father", years_ago(40), None, "registered_on"),
            ("birth_register", "father", years_ago(40), years_ago(2), ""),
            ("birth_register", "father", years_ago(4), years_ago(5), "registered_on"),
            ("birth_register", "father", None, None, "pr_basis"),
            ("married_father", "grandparent", years_ago(4), None, "pr_basis"),
            ("step_parent", "step_parent", years_ago(4), None, "pr_basis"),
            ("agreement", "step_parent", years_ago(4), None, ""),
            ("order", "step_parent", years_ago(4), None, ""),
            ("order", "grandparent", years_ago(4), None, ""),
            ("mother", "father", years_ago(4), None, "pr_basis"),
        ],
    )
    def test_is_one_the_law_knows_for_this_person(self, basis, kind, born, registered, field):
        person = Person(born_on=born, due_on=None if born else years_ago(0))

        assert why_not(basis, kind, person, registered)[0] == field

    def test_is_refused_with_what_would_make_it_lawful(self, cast):
        asked = {"kind": "father", "pr_basis": "mother", "has_evidence": "no", "new_name": "Rui"}
        form = RelationshipForm(QueryDict(urlencode(asked)), person=cast.leo, by=cast.dee)

        assert "court order" in form.errors["pr_basis"][0]


class TestOnePersonHasSeveralRoles:
    @pytest.mark.clause("H-06")
    def test_in_words_from_what_the_reader_may_know(self, cast, as_):
        of(cast, cast.hana, cast.femi, "carer")
        for user, said in (
            (cast.dora, ["Mother of Leo Larkin", "Carer of Hana Holt"]),
            (cast.ade, ["Carer of Hana Holt"]),
        ):
            page = as_(user).get(at("person", cast.femi)).text
            roles = re.findall(r'<li class="role-here">(?:<a [^>]*>)?([^<]*)', page)
            assert roles == ["We work with them", *said]


class TestHomesAndOtherSettings:
    def test_are_kept_with_their_days_and_end(self, cast, as_):
        client, link = as_(cast.amara), cast.leo.relationships.get(other=cast.femi)
        client.post(
            at("add_household", cast.leo), {"called": "With Femi", "links": [link.public_id], "days": "weekdays"}
        )
        page = client.get(at("family", cast.leo)).text
        assert "With Femi</strong>, weekdays" in page

        home = Household.objects.get()
        client.post(
            at("change_household", home), {"called": "With Femi", "ends_on": "2020-01-01", "seen": home.version}
        )
        assert "weekdays" not in client.get(at("family", cast.leo)).text

    @pytest.mark.clause("H-27")
    def test_come_from_the_directory_or_have_a_name(self, cast, as_):
        client = as_(cast.amara)
        assert "Choose one from the directory" in client.post(at("add_setting", cast.leo), {}).text
        client.post(at("add_setting", cast.leo), {"agency": cast.social_care.public_id, "contact": "Ms Tarn"})
        client.post(at("add_setting", cast.leo), {"name": "A club"})

        assert {setting.name for setting in OtherSetting.objects.all()} == {"A club", cast.social_care.name}
        assert "nothing can be shared with it yet" in client.get(at("family", cast.leo)).text


def test_the_picture_asks_no_more_for_a_larger_family(cast, as_, django_assert_num_queries):
    for number in range(3):
        of(cast, cast.leo, child(cast, f"Child {number}"), "sibling")
    Family(cast.leo, cast.dee)  # whoever reads has their roles looked up once
    with django_assert_num_queries(6):
        before = Family(cast.leo, cast.dee).generations
    for number in range(9):
        of(cast, cast.leo, child(cast, f"Other {number}"), "sibling")
    with django_assert_num_queries(6):
        assert len(Family(cast.leo, cast.dee).generations[2][1]) == len(before[2][1]) + 9


@pytest.mark.clause("S-01")
def test_the_law_of_responsibility_holds_behind_the_form_too(cast):
    with pytest.raises(ValidationError, match="step-parent"):
        Relationship.link(by=cast.dee, person=cast.leo, kind="step_parent", new_name="Sol", pr_basis="birth_register")
    assert not Person.objects.filter(name="Sol").exists()
    link = Relationship.objects.get(person=cast.leo, other=cast.femi)
    with pytest.raises(ValidationError, match="mother"):
        link.change(by=cast.dee, kind="father", pr_basis="mother")
