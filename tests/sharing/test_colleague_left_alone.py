"""A decision about a colleague whose only keeper has left is decided by the next whom the policy names (H-31, S-27)."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from records.models import Allegation
from sharing import clockwork
from sharing.models import Decision
from staff.models import Notice, User
from tests.sharing.test_about_colleague import propose_about

pytestmark = [pytest.mark.django_db, pytest.mark.clause("H-31", "S-27")]


@pytest.fixture
def decision(cast):
    """All else about the concern is done: only the decision waits."""
    decision = propose_about(cast, cast.chen, cast.sena)
    decision.concern.answer(by=cast.sena, discussed="x", outcome="x", next_step="x")
    Allegation.settle(by=cast.sena, concern=decision.concern, answer="not_needed", words="Nobody could have been hurt.")
    return decision


def late():
    """What the clock tells of late decisions, and whom."""
    before = set(Notice.objects.values_list("pk", flat=True))
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        clockwork.escalate()
    return set(Notice.objects.exclude(pk__in=before).values_list("to__first_name", flat=True))


def decides(user, decision):
    return Decision.objects.decidable_by(User.objects.get(pk=user.pk)).contains(decision)


def test_the_next_is_told_and_decides_it(cast, decision):
    cast.sena.deactivate(by=cast.adam)
    assert not any(decides(user, decision) for user in (cast.dora, cast.ola))
    assert late() == {"Dora"}
    assert decides(cast.dora, decision) and not decides(cast.ola, decision) and not decides(cast.chen, decision)


def test_while_somebody_keeps_it_nobody_else_comes_in(cast, decision):
    assert late() == {"Sena"} and not decides(cast.dora, decision)
