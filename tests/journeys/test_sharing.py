"""Whole decisions, from the question to the record, as the people who make them go through them."""

import pytest

from .sharing import CALM, asks_whether, purpose, records_what_was_shared, says, signs_herself, to

pytestmark = pytest.mark.journey


@pytest.mark.clause("S-16", "S-22", "S-23", "S-28", "S-29")
def test_agreement_was_given_and_it_is_shared(sits_down, password):
    amara = sits_down("amara")
    law = {"On which lawful basis": "Public task", "which condition": "Health", "Which power": "Common law: the person"}
    asks_whether(amara, "Kofi Osei", CALM | to("Nell Oak") | {
        "Is there a legitimate purpose": purpose("Health care", "Special educational needs"),
        "Is the decision properly recorded": says(None, picks=law, choices={"Is the person told": "Tell the person before"}),
    })  # fmt: skip
    amara.reads("Record and sign")
    signs_herself(amara, password)
    amara.reads("You may share it now")

    amara.follows("Record what was shared")
    records_what_was_shared(amara, "Met Abena about speech", "Their service, as agreed")
    amara.opens("/sharing/mine/")
    amara.reads("Shared")
