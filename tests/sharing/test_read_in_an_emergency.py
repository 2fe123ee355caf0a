"""Whoever broke the glass reads a decision; it is neither shared nor told to anybody by them (D7)."""

import pytest
from django.urls import reverse

from records.glass import READING_ONLY
from records.models import BreakGlass
from tests.sharing.conftest import AGREED, TO_SHARE, propose

__all__ = ["propose"]


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
