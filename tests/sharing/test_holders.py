"""Taking an agreement back lists who already has it, but nobody whom the person must not be told of."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from consent.holders import holders_of
from consent.models import Consent
from policy import packs
from records.models import Relationship

from .conftest import AGREED, TO_SHARE

KIND = packs.current().information["safeguarding"]


@pytest.fixture
def agreed(cast):
    return Consent.record(
        by=cast.amara, person=cast.leo, answered_by=cast.femi, footing="parent", state="given", how="writing",
        relationship=Relationship.objects.get(person=cast.leo, other=cast.femi), purpose="protection",
        recipient=cast.social_care, information="safeguarding", review_on=timezone.localdate() + timedelta(days=90),
        **dict.fromkeys(Consent.CHECKS, True),
    )  # fmt: skip


def share(cast, propose, **told):
    decision = propose(AGREED)
    decision.sign(by=cast.dee, outcome="share", **(TO_SHARE | told))
    if decision.second_first:
        decision.review(by=cast.dora, said="I would do the same.")
    to = {"contact": cast.contact, "to_whom": "Sol Worker", "taken_by": "Sol", "method": "telephone"}
    decision.record_disclosure(
        by=cast.amara,
        disclosure={**to, "shared_at": timezone.now(), "will_do": "advice"},
        items=[{"what": "Two bruises", "nature": "fact", "why_needed": "To advise"}],
    )


@pytest.mark.clause("H-12")
class TestWhoAlreadyHasIt:
    def test_is_listed(self, cast, propose, agreed):
        share(cast, propose)
        assert [(held.name, held.what) for held in holders_of(agreed)] == [(cast.social_care.name, KIND)]

    @pytest.mark.clause("H-06")
    def test_is_listed_without_the_words_that_left_to_whoever_may_not_read_them(self, cast, propose, agreed, as_):
        share(cast, propose)
        page = as_(cast.amara).get(reverse("consent:withdraw", args=[agreed.public_id])).text
        assert KIND in page and "Two bruises" not in page

    def test_leaves_out_what_must_not_be_told(self, cast, propose, agreed):
        share(cast, propose, tell="not_yet", tell_words="It would raise the risk", tell_on=timezone.localdate())
        assert holders_of(agreed) == []
