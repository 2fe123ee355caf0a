"""Amara looks before she opens a record, goes on with what she typed, and is told what is missing."""

import pytest

from .crawl import faults

pytestmark = pytest.mark.journey


@pytest.mark.clause("H-06", "S-05")
def test_somebody_new_is_looked_for_first(sits_down):
    amara = sits_down("amara")
    amara.opens("/records/people/new/")
    amara.writes({"Full name": "larkin léo"})
    amara.presses("Look")
    amara.reads("Is it one of these?", "Leo Larkin", "The same name")
    assert faults(amara) == []

    amara.presses("None of these")
    assert amara.page.get_by_label("Full name").input_value() == "larkin léo"
    assert faults(amara) == []
    amara.presses("Open the record")
    amara.reads("There is a problem", "Say who gave you this information.")
    assert faults(amara) == []
