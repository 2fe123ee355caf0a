"""Who has no reason to look sees nothing; who may only tell, tells quickly and reads back only how far it came."""

import pytest

pytestmark = pytest.mark.journey


@pytest.fixture
def leo(service):
    return service.knows("from records.models import Person; print(Person.objects.get(name='Leo Larkin').public_id)")


@pytest.mark.clause("H-06", "S-07")
def test_a_stranger_finds_nobody_and_the_address_answers_as_if_there_were_nobody(sits_down, leo):
    amara, chen = sits_down("amara"), sits_down("chen")
    assert amara.opens(f"/records/people/{leo}/").status == 200
    amara.reads("Leo Larkin")

    missing = chen.opens("/records/people/00000000-0000-4000-8000-000000000000/")
    absence = chen.text
    assert missing.status == 404
    assert chen.opens(f"/records/people/{leo}/").status == 404
    assert chen.text == absence

    chen.opens("/records/people/")
    chen.writes({"name": "Larkin"})
    chen.presses("Find")
    chen.reads("Nobody of that name")
    chen.does_not_read("Leo")
