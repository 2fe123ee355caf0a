"""The directory: a person at an organisation counts once somebody has called back."""

import pytest
import time_machine
from django.utils import timezone
from django.utils.html import escape

from policy import packs
from records.models import Agency, AgencyContact
from tests.cast import in_days
from tests.records.asking import at

CALLED = {
    "name": "Robin Vale",
    "post": "Nurse",
    "telephone": "01632 960155",
    "number_from": "The clinic's website",
}


@pytest.mark.clause("S-22")
class TestCallingBack:
    def test_records_who_was_reached_on_which_number_from_where(self, cast, as_):
        as_(cast.amara).post(at("verify_contact", cast.social_care), CALLED)

        reached = AgencyContact.objects.get(name="Robin Vale")
        assert (reached.verified_by, reached.number_from) == (cast.amara, "The clinic's website")
        assert "Robin Vale" in as_(cast.dee).get(at("agency", cast.social_care)).text

    @pytest.mark.parametrize("missing", CALLED)
    def test_is_not_recorded_half(self, cast, as_, missing):
        page = as_(cast.amara).post(at("verify_contact", cast.social_care), CALLED | {missing: ""}).text

        assert "There is a problem" in page
        assert not AgencyContact.objects.filter(post="Nurse").exists()

    def test_is_for_those_who_may_share(self, cast, as_):
        for user in (cast.vik, cast.adam):
            assert as_(user).post(at("verify_contact", cast.social_care), CALLED).status_code == 404
            assert as_(user).get(at("agencies")).status_code == 404
        calls = as_(cast.ola).get(at("verify_contact", cast.social_care))
        assert calls.status_code == 200  # the outside person, who decides about the only senior leader (H-31)


def test_an_organisation_is_added_with_its_kind(cast, as_):
    as_(cast.amara).post(at("add_agency"), {"name": "Example Clinic", "kind": "health"})
    assert Agency.objects.get(name="Example Clinic").is_protective


@pytest.mark.clause("S-22")
class TestACallGrowsOld:
    SAID = {"post": "Nurse", "telephone": "01632 960155", "number_from": "our directory"}

    def rung(self, cast, days):
        with time_machine.travel(in_days(-days), tick=False):
            return cast.social_care.verify(by=cast.amara, name="Robin Vale", **self.SAID)

    def test_after_a_year_it_stands_on_the_list_and_on_the_leads_home_page_until_somebody_rings_again(self, cast, as_):
        assert self.rung(cast, 366) in AgencyContact.objects.to_ring_again()
        assert "Robin Vale" in as_(cast.amara).get(at("contacts_to_check")).text
        assert "Ring people in the directory again" in as_(cast.dee).get("/").text
        assert "Ring people in the directory again" not in as_(cast.amara).get("/").text
        cast.social_care.verify(by=cast.amara, name="robin vale", **self.SAID)
        assert not AgencyContact.objects.to_ring_again()

    def test_within_a_year_nobody_is_bothered(self, cast, as_):
        self.rung(cast, 364)
        assert not AgencyContact.objects.to_ring_again()
        assert "Ring people in the directory again" not in as_(cast.dee).get("/").text

    def test_whoever_left_is_offered_no_more_and_rung_no_more(self, cast, as_):
        as_(cast.amara).post(at("end_agency_contact", self.rung(cast, 366)))
        assert "Robin Vale" not in as_(cast.amara).get(at("agency", cast.social_care)).text
        assert not AgencyContact.objects.to_ring_again()

    def test_whoever_was_rung_twice_on_one_number_stands_there_once_and_leaves_as_one(self, cast, as_):
        earlier, later = self.rung(cast, 40), self.rung(cast, 2)
        elsewhere = cast.social_care.verify(by=cast.dee, name="Robin Vale", **self.SAID | {"telephone": "01632 960156"})
        still_there = AgencyContact.objects.still_at(cast.social_care).filter(name="Robin Vale")
        assert [*still_there] == [elsewhere, later]
        assert as_(cast.amara).get(at("agency", cast.social_care)).text.count("01632 960155") == 1
        as_(cast.amara).post(at("end_agency_contact", later))
        assert [*still_there.all()] == [elsewhere]
        earlier.refresh_from_db()
        assert earlier.ended_on == timezone.localdate()


class TestTheDirectory:
    DETAILS = {"name": "Example Clinic", "kind": "health", "telephone": "01632 960199", "number_from": "Their website"}

    def test_tells_childrens_and_adults_doors_apart(self, cast, as_):
        """S-21: whom to ask in doubt."""
        page, doors = as_(cast.amara).get(at("agencies")).text, packs.current().advice_doors
        assert all(escape(doors[group].name) in page and doors[group].number in page for group in ("child", "adult"))

    def test_says_when_its_details_were_checked_and_how_to_refer(self, cast, as_):
        seen = {"seen": cast.social_care.version, "procedures": "The form on their website, by noon"}
        as_(cast.amara).post(at("change_agency", cast.social_care), self.DETAILS | seen)
        cast.social_care.refresh_from_db()
        assert (cast.social_care.name, cast.social_care.checked_on) == ("Example Clinic", timezone.localdate())
        assert "by noon" in as_(cast.dee).get(at("agency", cast.social_care)).text
        assert as_(cast.dee).post(at("change_agency", cast.social_care), self.DETAILS | seen).status_code == 409

    def test_takes_no_number_without_saying_where_it_is_from(self, cast, as_):
        as_(cast.amara).post(at("add_agency"), self.DETAILS | {"number_from": ""})
        assert not Agency.objects.filter(name="Example Clinic").exists()

    @pytest.mark.clause("H-30")
    def test_takes_no_chat_group_for_a_secure_way(self, cast, as_):
        banned = next(iter(packs.current().banned.values()))
        page = (
            as_(cast.amara).post(at("add_agency"), self.DETAILS | {"secure_channel": f"Our {banned.known_as[0]}"}).text
        )
        assert banned.reason in page
        assert not Agency.objects.filter(name="Example Clinic").exists()
