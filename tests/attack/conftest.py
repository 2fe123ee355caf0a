"""The hidden record, and a decision that was signed, for every test that attacks."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.sharing.conftest import NOT_TO_SHARE, REFUSED, amara, propose

from .world import hidden

__all__ = ["amara", "hidden", "propose"]


@pytest.fixture
def not_shared(cast, propose):
    """A decision of Dee not to share."""
    decision = propose(REFUSED | {"public_interest": "insufficient"})
    decision.sign(by=cast.dee, outcome="not_share", review_on=timezone.localdate() + timedelta(days=30), **NOT_TO_SHARE)
    return decision
