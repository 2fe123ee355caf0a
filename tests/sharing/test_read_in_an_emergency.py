"""Whoever broke the glass reads a decision; it is neither shared nor told to anybody by them (D7)."""

import pytest
from django.urls import reverse

from records.glass import READING_ONLY
from records.models import BreakGlass
from tests.sharing.conftest import AGREED, TO_SHARE, propose
from tests.sharing.pieces import confirm, signed, told, url

__all__ = ["propose", "signed", "told", "url"]


@pytest.mark.clause("S-08", "S-20")
def test_a_decision_that_an_emergency_opened_is_read_and_not_shared(cast, as_, propose):
    decision = propose(AGREED)
    decision.sign(by=cast.dee, outcome="share", **TO_SHARE)
    BreakGlass.begin(by=cast.chen, reason="danger", why="x", words="Not at home", reference=cast.leo.public_id)
    share = reverse("sharing:disclose", args=[decision.public_id])

    page = as_(cast.chen).get(reverse("sharing:decision", args=[decision.public_id]))
    assert page.status_code == 200 and share not in page.text
    for answer in (as_(cast.chen).get(share), as_(cast.chen).post(share)):
        assert answer.status_code == 403 and READING_ONLY in answer.text
    assert as_(cast.amara).get(share).status_code == 200  # whoever asked has a reason of their own


@pytest.mark.clause("S-08", "H-23")
def test_what_has_left_is_read_and_no_button_stands_there_that_would_be_refused(cast, as_, signed, told):
    piece = {"more_1": "on", "what_1": "He was alone.", "nature_1": "fact", "why_1": "To see him."}
    confirm(as_(cast.amara), signed, told | piece)
    BreakGlass.begin(by=cast.chen, reason="danger", why="x", words="Not at home", reference=cast.leo.public_id)
    wrong = reverse("sharing:wrong_person", args=[signed.public_id])
    address = reverse("sharing:sent", args=[signed.public_id])
    seen = {who: as_(getattr(cast, who)).get(address).text for who in ("amara", "chen")}
    assert wrong in seen["amara"] and wrong not in seen["chen"]
    assert READING_ONLY.split(".")[0] in seen["chen"] and as_(cast.chen).post(wrong).status_code == 403
