"""Letting somebody in, ending it, shutting somebody out, and who has looked."""

import pytest

from records.models import FolderGrant, Person
from records.who import standing_over
from tests.cast import in_days
from tests.records.asking import at


def day(days):
    return in_days(days).date().isoformat()


def let_in(client, cast, **answers):
    answers = {"to": cast.chen.public_id, "purpose": "Covers in May", "until": day(30)} | answers
    return client.post(at("grant", cast.leo.folder("personal")), answers)


@pytest.mark.clause("S-08", "H-05")
class TestLettingIn:
    def test_opens_one_folder_for_a_purpose_and_a_time(self, cast, as_):
        let_in(as_(cast.dee), cast)

        assert as_(cast.chen).get(at("folder", cast.leo.folder("personal"))).status_code == 200
        assert as_(cast.chen).get(at("folder", cast.leo.folder("send"))).status_code == 403
        grant = FolderGrant.objects.get()
        assert (grant.purpose, grant.granted_by) == ("Covers in May", cast.dee)

    @pytest.mark.parametrize(
        "wrong", [{"purpose": ""}, {"until": day(91)}, {"until": day(-1)}, {"until": ""}, {"to": "x"}]
    )
    def test_is_refused_without_purpose_or_beyond_ninety_days(self, cast, as_, wrong):
        assert "There is a problem" in let_in(as_(cast.dee), cast, **wrong).text
        assert not FolderGrant.objects.exists()

    def test_nobody_who_works_with_no_people_and_nobody_shut_out_can_be_chosen(self, cast, as_):
        cast.leo.exclude(by=cast.dee, who=cast.chen, reason="Her nephew")
        for user in (cast.vik, cast.adam, cast.chen):
            assert "Choose from the colleagues shown." in let_in(as_(cast.dee), cast, to=user.public_id).text

    def test_is_for_leads_and_others_are_told_whom_to_ask(self, cast, as_):
        assert let_in(as_(cast.amara), cast).status_code == 403
        assert let_in(as_(cast.chen), cast).status_code == 404
        assert not FolderGrant.objects.exists()

    def test_ends_at_once_with_a_reason(self, cast, as_):
        let_in(as_(cast.dee), cast)
        grant = FolderGrant.objects.get()
        assert "Say why" in as_(cast.dee).post(at("end_grant", grant), {"why": ""}).text
        assert as_(cast.amara).post(at("end_grant", grant), {"why": "x"}).status_code == 404

        as_(cast.dee).post(at("end_grant", grant), {"why": "Back early"})
        assert as_(cast.chen).get(at("person", cast.leo)).status_code == 404

    def test_the_page_says_who_why_and_until_when(self, cast, as_):
        let_in(as_(cast.dee), cast)
        page = as_(cast.dee).get(at("access", cast.leo)).text

        for words in ("Chen Example", "Let in: Covers in May", "Key person", "Manages somebody who has access"):
            assert words in page
        assert as_(cast.amara).get(at("access", cast.leo)).status_code == 403


@pytest.mark.clause("H-31", "H-06")
class TestShuttingOut:
    def test_makes_the_record_vanish_for_a_lead_too(self, cast, as_):
        as_(cast.sena).post(at("exclude", cast.leo), {"who": cast.dee.public_id, "reason": "Sister of the mother"})

        assert as_(cast.dee).get(at("person", cast.leo)).status_code == 404
        assert "Leo Larkin" not in as_(cast.dee).post(at("people"), {"words": "Leo"}).text

    def test_leaves_a_lead_no_longer_among_those_who_stand_over_it(self, cast):
        assert [*standing_over(cast.leo)] == [cast.dee, cast.dora, cast.sena]
        cast.leo.exclude(by=cast.sena, who=cast.dora, reason="Her godson")
        assert [*standing_over(cast.leo)] == [cast.dee, cast.sena]

    def test_needs_a_reason(self, cast, as_):
        as_(cast.sena).post(at("exclude", cast.leo), {"who": cast.dee.public_id, "reason": ""})
        assert Person.objects.open_to(cast.dee).contains(cast.leo)

    def test_never_leaves_a_record_that_nobody_decides_about(self, cast, as_):
        for who in (cast.dora, cast.sena):
            as_(cast.dee).post(at("exclude", cast.leo), {"who": who.public_id, "reason": "x"})
        page = as_(cast.dee).post(at("exclude", cast.leo), {"who": cast.dee.public_id, "reason": "x"}).text

        assert "Nobody who may decide would be left" in page

    def test_takes_away_what_followed_for_their_manager(self, cast):
        cast.leo.exclude(by=cast.dee, who=cast.amara, reason="Friend of the family")
        assert not Person.objects.open_to(cast.ben).contains(cast.leo)

    def test_is_ended_with_a_reason_and_gives_nothing_by_itself(self, cast, as_):
        cast.leo.exclude(by=cast.dee, who=cast.chen, reason="Her nephew")
        exclusion = cast.leo.exclusions.get()
        as_(cast.dee).post(at("end_exclusion", exclusion), {"why": "A mistake"})

        assert not cast.leo.exclusions.in_force().exists()
        assert not Person.objects.open_to(cast.chen).contains(cast.leo)
        assert as_(cast.amara).get(at("end_exclusion", exclusion)).status_code == 404


class TestTheStory:
    @pytest.mark.clause("S-08")
    def test_says_what_was_done_in_sentences_and_why(self, cast, as_):
        let_in(as_(cast.dee), cast)
        page = as_(cast.amara).get(at("story", cast.leo)).text

        assert "Dee Example gave somebody access to a folder" in page
        assert "Covers in May" in page
        assert str(cast.leo.public_id.hex[:8]) not in page.replace(str(cast.leo.public_id), "")

    @pytest.mark.clause("H-05")
    def test_says_nothing_of_folders_one_may_not_open(self, cast, as_):
        cast.leo.folder("safeguarding").grant(by=cast.dee, to=cast.chen, purpose="Secret purpose", until=in_days(3))

        assert "Secret purpose" in as_(cast.dee).get(at("story", cast.leo)).text
        assert "Secret purpose" not in as_(cast.amara).get(at("story", cast.leo)).text

    @pytest.mark.clause("S-08")
    def test_shows_who_has_looked_to_whoever_looks_after_access(self, cast, as_):
        for _ in range(3):
            as_(cast.amara).get(at("folder", cast.leo.folder("personal")))
        as_(cast.chen).get(at("person", cast.leo))
        page = " ".join(as_(cast.dee).get(at("story", cast.leo)).text.split())

        assert 'Amara Example</th><td data-label="Where">the personal folder</td>' in page
        assert "3 times" in page
        assert "Refused" in page
        assert "Who has looked" not in as_(cast.amara).get(at("story", cast.leo)).text
