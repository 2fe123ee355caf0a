"""Somebody asks and is called back; it is decided and signed; what leaves opens once, for whoever has the code."""

import re
from urllib.parse import urlsplit

import pytest

from .sharing import CALM, answers_all, purpose, says, signs_herself, to

pytestmark = pytest.mark.journey

SHARED = "He says about twenty words."
BY_AGREEMENT = says(
    None,
    picks={"On which lawful basis": "Public task", "Which power": "Common law: the"},
    choices={"which condition": re.compile("Health"), "Is the person told": "Tell the"},
)
ANSWERS = CALM | to("Nell Oak") | {
    "Is there a legitimate purpose": purpose("Health care", "Special educational needs"),
    "Is the decision properly recorded": BY_AGREEMENT,
}  # fmt: skip
ADDRESS = """
from sharing.models import Delivery
print(Delivery.objects.latest("pk").address)
"""


@pytest.mark.clause("H-02", "H-23", "S-22", "S-23")
def test_a_request_is_answered_by_a_link_that_opens_once_with_a_code(sits_down, service, password):
    amara, nell = sits_down("amara", phone=True), sits_down(phone=True)
    writes_down_who_asks(amara)
    calls_them_back(amara)
    amara.presses("Decide whether to share")
    answers_all(amara, ANSWERS)
    signs_herself(amara, password)
    amara.follows("Record what was shared")
    sends_a_link(amara)
    code = re.search(r"\b\d{4} \d{4}\b", amara.text).group()

    nell.opens(urlsplit(service.knows(ADDRESS)).path)
    assert nell.spills is None
    tries(nell, "0000 0000")
    nell.reads("That opened nothing")
    with nell.page.expect_download() as download:
        tries(nell, code)
    assert download.value.path().read_bytes().startswith(b"%PDF")
    tries(nell, code)
    nell.reads("That opened nothing")
    amara.page.reload()
    amara.reads("by somebody who gave the link, the code and the name Nell Oak")
    assert amara.spills is None


def writes_down_who_asks(seat):
    seat.opens("/sharing/requests/receive/")
    seat.ticks("Kofi Osei")
    seat.answers("What kind of request", "Somebody else")
    seat.answers("How did it come", "By telephone")
    seat.answers("How soon", "Within a week")
    said = {"Who asks": "Nell Oak", "Their post": "Therapist", "What do they ask for": "How many words he says"}
    seat.writes(said | {"What do they need it for": "To plan her first visit"})
    seat.presses("Send it to the lead")


def calls_them_back(seat):
    seat.follows("Record that you called them back")
    seat.picks("Which number", "Example Speech and Language Therapy")
    seat.writes({"Who did you speak to": "Nell Oak", "Their post": "Therapist"})
    seat.ticks("They confirmed")
    seat.presses("Record the call")


def sends_a_link(seat):
    seat.ticks("Something that is not written there")
    seat.writes({"What is shared": SHARED, "Why is it needed?": "To plan her visit."})
    seat.answers("It is", "Fact")
    seat.answers("To whom", re.compile("Nell Oak"))
    seat.answers("How?", "By a link that opens once")
    seat.writes({"Their own e-mail": "nell@speech.example.org", "Who told them": "His mother, by Amara, today."})
    seat.answers("Has the person, or the family, been told", "Yes, they were told")
    seat.answers("May the family learn", "Yes")
    seat.ticks("I have checked each piece")
    seat.presses("Show me exactly what leaves")
    seat.reads("Exactly what leaves", SHARED)
    seat.presses("Send exactly this")


def tries(seat, code):
    seat.writes({"Your name": "Nell Oak", "The code you were told": code})
    seat.presses("Open it")
