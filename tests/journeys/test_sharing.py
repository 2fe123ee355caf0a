"""Whole decisions, from the question to the record, as the people who make them go through them."""

import re
import zipfile

import pytest

from .paper import is_sound, with_one_bit_flipped
from .sharing import (
    BRUISES,
    CALM,
    TOLD_BEFORE,
    answers_all,
    asks_whether,
    declines,
    finds,
    is_asked_by_somebody_outside,
    overrides,
    purpose,
    records_an_emergency,
    records_what_was_shared,
    says,
    signs_herself,
    tells_whoever_asked,
    to,
)

pytestmark = pytest.mark.journey


@pytest.mark.clause("S-10", "S-16", "S-22", "S-23", "S-28", "S-29")
def test_agreement_was_given_and_it_is_shared(sits_down, password):
    amara = sits_down("amara")
    by_agreement = {
        "On which lawful basis": "Public task",
        "Which power": "Common law: the",
    }
    asks_whether(amara, "Kofi Osei", CALM | to("Nell Oak") | {
        "Is there a legitimate purpose": purpose("Health care", "Special educational needs"),
        "Is the decision properly recorded": says(None, picks=by_agreement, choices={
            "which condition": re.compile("Health"), "Is the person told": "Tell the",
        }),
    })  # fmt: skip
    signs_herself(amara, password)
    amara.reads("You may share it now")

    amara.follows("Record what was shared")
    records_what_was_shared(amara, "Met Abena about speech", "Their service, as agreed")
    amara.opens("/sharing/mine/")
    amara.reads("Shared")


@pytest.mark.clause("S-19", "S-29", "H-24")
def test_they_said_no_nothing_weighs_more_and_it_is_not_shared(sits_down, password):
    chen, dee = sits_down("chen"), sits_down("dee")
    finds(chen, "Ollie Flint")
    chen.follows("May something be shared?")
    chen.answers("Who asks", "Somebody outside has asked us")
    chen.presses("Start")
    asked = answers_all(chen, CALM | to("Bryn Vale") | {
        "Who asks, and for what": is_asked_by_somebody_outside,
        "Is there a legitimate purpose": purpose("Helping somebody learn", "How a child is learning"),
        "Is the decision properly recorded": TOLD_BEFORE,
    })  # fmt: skip
    assert not any("public interest" in heading for heading in asked)
    chen.presses("Send to the lead")

    dee.opens(f"/sharing/decision/{chen.this_id}/")
    declines(dee, password)
    dee.reads("Signed. It is in the record")

    tells_whoever_asked(chen)
    chen.does_not_read("Record that whoever asked was told")


@pytest.mark.clause("S-13", "S-17", "S-18", "S-20", "S-24", "S-27", "S-29", "H-18")
def test_harm_is_suspected_and_the_lead_overrides_a_refusal(sits_down, service, password, tmp_path):
    amara, dee, dana = sits_down("amara"), sits_down("dee"), sits_down("dana")
    asks_whether(amara, "Leo Larkin", CALM | to("Dina Moss") | {
        "could anybody come to significant harm": says("I suspect so", words=BRUISES),
    })  # fmt: skip
    amara.reads("Send to the lead")
    amara.presses("Send to the lead")
    amara.reads("Do not wait for an answer")
    decision = amara.this_id

    dee.opens(f"/sharing/decision/{decision}/")
    overrides(dee, password)
    dee.reads("Signed. It is in the record")

    amara.opens("/")
    amara.follows("Record what was shared: Leo Larkin")
    records_what_was_shared(amara, "Small round bruise", "Child protection enquiry")
    assert is_sound(takes_a_copy(dana, decision, tmp_path))
    assert not is_sound(with_one_bit_flipped(tmp_path / "copy.pdf"))
    service.manage("export_decision", decision, str(tmp_path / "exported.pdf"))
    assert (tmp_path / "exported.pdf").read_bytes() == (tmp_path / "copy.pdf").read_bytes()


def takes_a_copy(seat, decision, folder):
    """Open the signed record, say what the copy is for, and download it."""
    seat.opens(f"/sharing/signed/{decision}/")
    seat.presses("Download signed PDF")
    seat.reads("Say what it is for")
    seat.writes({"What do you need the copy for": "The local authority's review of the case"})
    with seat.page.expect_download() as download:
        seat.presses("Download signed PDF")
    download.value.save_as(folder / "copy.pdf")
    return folder / "copy.pdf"


@pytest.mark.clause("S-24", "S-28")
def test_the_lead_returns_it_for_more_facts_and_the_worker_sends_it_again(sits_down):
    amara, dee = sits_down("amara"), sits_down("dee")
    asks_whether(amara, "Nadia Rahman", CALM | to("Dina Moss") | {
        "could anybody come to significant harm": says("I am not sure"),
        "Is the decision properly recorded": TOLD_BEFORE,
    })  # fmt: skip
    amara.presses("Send to the lead")
    decision = amara.this_id

    dee.opens(f"/sharing/decision/{decision}/")
    dee.follows("Return for more facts")
    dee.writes({"What is missing": "What did you see yourself, and when?"})
    dee.presses("Return it")

    amara.opens("/")
    amara.follows("The lead asks for more: Nadia Rahman")
    amara.presses("Answer and send again")
    amara.reads("What did you see yourself, and when?")
    amara.follows("could anybody come to significant harm")
    says("I suspect so", words=BRUISES)(amara)
    amara.presses("Continue")
    answers_all(amara, CALM)
    amara.presses("Send to the lead")

    dee.opens(f"/sharing/decision/{decision}/")
    dee.reads("A second bruise on the upper arm")


@pytest.mark.clause("S-17", "H-13", "H-21")
def test_in_an_emergency_it_is_shared_first_and_recorded_and_reviewed_after(sits_down, password):
    stranger = sits_down()
    stranger.opens("/danger/")
    stranger.reads("999", "Numbers to ring")
    stranger.does_not_read("Dee Ellis")

    ben, dee = sits_down("ben"), sits_down("dee")
    ben.opens("/danger/")
    ben.reads("Dee Ellis")
    ben.follows("Record what I did")
    records_an_emergency(ben, "Tom Marsh")
    ben.reads("Recorded", "The safeguarding lead has been told at once")

    dee.opens("/")
    dee.follows("Tom Marsh")
    dee.writes({"What do you say about it": "Right, in time, and no more than the crew needed."})
    dee.signs(password)
    dee.presses("Sign the review")
    dee.does_not_read("Tom Marsh")


MORE_THAN_MAY_BE_TAKEN = """() => {
  const box = document.querySelector("input[name=decisions]");
  for (let more = 0; more < 51; more++)
    box.after(Object.assign(box.cloneNode(), {checked: true, id: `more-${more}`}));
}"""


@pytest.mark.clause("S-08", "S-29")
def test_a_manager_takes_several_copies_with_a_purpose_and_few_at_once(sits_down):
    sena = sits_down("sena")
    sena.opens("/sharing/signed/")
    for box in sena.page.get_by_role("checkbox", name="Take a copy").all()[:2]:
        box.check()
    sena.presses("Take copies")
    sena.reads("Say what it is for")
    sena.writes({"What do you need the copy for": "The yearly review by the trustees"})
    with sena.page.expect_download() as download:
        sena.presses("Take copies")
    assert download.value.suggested_filename.endswith(".zip")
    with zipfile.ZipFile(download.value.path()) as copies:
        assert len([name for name in copies.namelist() if name.endswith(".pdf")]) == 2

    sena.opens("/sharing/signed/")
    sena.page.evaluate(MORE_THAN_MAY_BE_TAKEN)
    sena.writes({"What do you need the copy for": "All of them, to have them"})
    sena.presses("Take copies")
    sena.reads("Tick at most 50 at once")
