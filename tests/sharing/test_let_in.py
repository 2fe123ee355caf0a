"""Who was let into a safeguarding folder, and no more: they look, and what is done about a decision others do."""

import pytest
from django.urls import reverse
from django.utils import timezone

from sharing.models import Decision, Reply, Routine
from tests.cast import in_days

from .conftest import OVERRIDE, REFUSED_HARM
from .test_routine import allow, setting, signed  # noqa: F401

pytestmark = pytest.mark.clause("S-08", "S-20")
ITEM = {"what": "A bruise.", "nature": "fact", "why_needed": "To see him"}
EVERYBODY = ("amara", "ben", "chen", "dee")


@pytest.fixture
def let_in(cast):
    for who in (cast.ben, cast.chen):
        cast.leo.folder("safeguarding").grant(by=cast.dee, to=who, purpose="The plan", until=in_days(9))


@pytest.fixture
def shared(cast, propose, let_in):
    """Amara asked, Dee decided, Ben shared; Chen is only let into the folder."""
    decision = propose(REFUSED_HARM)
    decision.sign(by=cast.dee, outcome="share", **OVERRIDE | {"tell": "before"})
    to = {"contact": cast.contact, "to_whom": "Sol", "taken_by": "Sol", "method": "telephone", "will_do": "s47"}
    decision.record_disclosure(by=cast.ben, disclosure=to | {"shared_at": timezone.now()}, items=[ITEM])
    return decision


def those(cast, found, one):
    return {who for who in EVERYBODY if found(getattr(cast, who)).contains(one)}


def test_they_look_at_it_and_it_is_handed_over_by_whoever_asked_shared_or_decides(cast, shared, as_):
    for found in (Decision.objects.to_look_at, Decision.objects.left_from):
        assert those(cast, found, shared) == set(EVERYBODY)
    assert those(cast, Decision.objects.handed_over_by, shared) == {"amara", "ben", "dee"}
    assert as_(cast.chen).post(reverse("sharing:take_parcel", args=[shared.public_id])).status_code == 403


@pytest.mark.clause("S-23", "S-30")
def test_what_came_of_it_and_that_the_family_was_told_is_said_by_whoever_asked_or_decides(cast, shared, as_):
    assert those(cast, Reply.objects.awaited_by, shared.reply) == {"amara", "dee"}
    assert those(cast, Decision.objects.telling_for, shared) == {"amara", "dee"}
    for page, one in (("reply", shared.reply), ("family", shared)):
        assert as_(cast.chen).get(reverse(f"sharing:{page}", args=[one.public_id])).status_code == 403


@pytest.mark.clause("H-27")
def test_a_decision_that_stands_is_looked_at_with_it_and_ended_by_whoever_decides(cast, allow, let_in, as_):  # noqa: F811
    routine = allow()
    assert those(cast, Routine.objects.open_to, routine) == set(EVERYBODY)
    assert "chen" not in those(cast, Routine.objects.usable_by, routine)
    assert those(cast, Routine.objects.endable_by, routine) == {"dee"}
    assert as_(cast.chen).get(reverse("sharing:routine", args=[routine.public_id])).status_code == 200
