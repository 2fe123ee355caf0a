"""Whose permission counts, as the record and the wizard show it: in a sentence, in a picture and in words."""

import re

import pytest
from django.urls import reverse

from consent.standing import Matter
from consent.whose import Whose
from records.models import Relationship
from sharing.models import Draft
from tests.cast import in_days
from tests.consent.said import assessed, attorney, both_stages, matter, mother, said, second_parent, teenager
from tests.records.asking import but_for_tokens
from tests.sharing.conftest import AGREED

CALM = {key: value for key, value in AGREED.items() if key != "consent"} | {"group": "child"}


def whose(cast, person, reader=None):
    return Whose(person, reader or cast.dora, Matter(**matter(cast)))


def record(client, person):
    return but_for_tokens(client.get(reverse("records:person", args=[person.public_id])).text)


def wizard(cast, client, *people):
    agency = {"agency": str(cast.social_care.public_id), "choice": "x"}
    about = {"purpose": {"purpose": "health", "information": "personal"}, "recipient": agency}
    details = {"welfare": {"welfare": "He"}, **about}
    draft = Draft.begin(owner=cast.amara, people=people, facts=CALM, details=details)
    return client.get(reverse("sharing:question", args=[draft.public_id, "consent"])).text


@pytest.mark.clause("S-02", "S-05")
class TestTheSentence:
    def test_says_whom_to_ask(self, cast):
        second_parent(cast)
        nia, rua = teenager(cast), teenager(cast, years=16)

        assert whose(cast, cast.leo).headline == "Ask Femi Larkin or Tunde Larkin."
        assert whose(cast, nia).headline == "Ask Femi Larkin."
        assert whose(cast, rua).headline == "Nia Larkin decides."
        assessed(cast, nia)
        assert whose(cast, nia).headline == "Nia Larkin decides."
        both_stages(cast, rua)
        assert whose(cast, rua).headline == "Nobody answers for them. A decision is made in their interests."

    def test_says_it_of_an_adult_who_cannot_decide_this(self, cast):
        assert whose(cast, cast.hana).headline == "Hana Holt decides."
        both_stages(cast, cast.hana)
        assert [one.words for one in whose(cast, cast.hana).missing] == ["Record the decision in their interests"]
        attorney(cast, cast.hana, cast.gran)
        assert whose(cast, cast.hana).headline == "Ask Gran Larkin."

    @pytest.mark.clause("H-15")
    def test_names_no_parent_whom_a_young_person_does_not_want_told(self, cast):
        nia = teenager(cast)
        assessed(cast, nia, wants_parents_told="no", purpose="learning")

        assert "Their parents are not asked or told" in whose(cast, nia).headline

    def test_says_what_is_missing_and_where_it_is_put_right(self, cast):
        father, nia = second_parent(cast), teenager(cast)
        link = Relationship.objects.get(other=father)
        found = {one.words: one.url for one in whose(cast, cast.leo).missing}

        assert found["Nobody saw what shows the parental responsibility of Tunde Larkin"].endswith(
            f"{link.public_id}/change/"
        )
        assert "Nobody recorded whether they understand this decision" in [
            one.words for one in whose(cast, nia).missing
        ]

    def test_leads_to_a_form_that_says_already_what_it_is_about(self, cast, as_):
        (missing,) = (one for one in whose(cast, teenager(cast)).missing if "understand this" in one.words)
        form = as_(cast.amara).get(missing.url).context["form"]
        said_of = {name: form[name].value() for name in ("kind", "purpose", "recipient", "information")}

        assert said_of == {
            "kind": "sharing", "purpose": "health", "information": "personal",
            "recipient": f"agency:{cast.social_care.public_id}",
        }  # fmt: skip


class TestOnTheRecord:
    def test_the_picture_says_what_the_list_says(self, cast, as_):
        page = record(as_(cast.amara), cast.leo)
        picture, words = re.search(r"<svg class=\"tree\".*?</svg>", page, re.S)[0], page.split("Why, one by one")[1]

        for name in ("Femi Larkin", "Quin Larkin", "Gran Larkin", "Leo Larkin"):
            assert name in picture and name in words
        for title in ("May agree", "Only after something else", "May not agree"):
            assert title in picture and title in words
        assert "(PR-1)" in words and "Children Act 1989" in words

    @pytest.mark.clause("S-02")
    def test_a_dispute_is_shown_to_whoever_opens_the_personal_folder(self, cast, as_):
        mother(cast)
        assert "Disputed" not in record(as_(cast.amara), cast.leo)
        said(cast, cast.leo, second_parent(cast), "parent", "refused")

        assert "Nobody’s answer wins" in record(as_(cast.amara), cast.leo)
        cast.leo.folder("send").grant(by=cast.dee, to=cast.chen, purpose="Speech", until=in_days(3))
        assert "Disputed" not in record(as_(cast.chen), cast.leo)

    @pytest.mark.clause("H-06")
    def test_a_link_that_is_kept_to_few_is_in_no_picture(self, cast, as_):
        before = record(as_(cast.amara), cast.leo)
        Relationship.link(
            by=cast.dee, person=cast.leo, new_name="Ola Adu", kind="father", pr_basis="order", is_confidential=True
        )

        assert record(as_(cast.amara), cast.leo) == before
        assert "Ola Adu" in record(as_(cast.dee), cast.leo)


@pytest.mark.clause("S-16", "S-02")
class TestInTheWizard:
    def test_the_question_of_agreement_shows_it_for_this_decision(self, cast, as_):
        nia = teenager(cast)
        assert "Ask Femi Larkin." in wizard(cast, as_(cast.amara), nia)
        assessed(cast, nia)
        assert "Nia Larkin decides." in wizard(cast, as_(cast.amara), nia)

    def test_a_dispute_has_no_winner_there(self, cast, as_):
        mother(cast)
        said(cast, cast.leo, second_parent(cast), "parent", "refused")
        shown = wizard(cast, as_(cast.amara), cast.leo)

        assert "nobody’s answer wins" in shown and "Ask Femi" not in shown

    @pytest.mark.clause("H-06")
    def test_it_shows_nothing_of_somebody_from_whom_the_worker_is_shut_out(self, cast, as_):
        cast.leo.exclude(by=cast.sena, who=cast.amara, reason="Her nephew")

        assert "Whose permission counts" not in wizard(cast, as_(cast.amara), cast.leo)
