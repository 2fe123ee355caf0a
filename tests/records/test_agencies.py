"""The directory: a person at an organisation counts once somebody has called back."""

import pytest

from records.models import Agency, AgencyContact
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
