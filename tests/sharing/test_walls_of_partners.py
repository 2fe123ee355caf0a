"""The second wall before what stands between us and other organisations: what a forgotten filter shows, and to whom."""

import pytest
from django.utils import timezone

from sharing.models import (
    Decision,
    Reply,
    Request,
    RequestAbout,
    Routine,
    RoutineShared,
    WithoutAgreement,
)
from tests.architecture.partners import asked_of_us, standing_for
from tests.sharing.test_walls import everything

pytestmark = [pytest.mark.postgresql, pytest.mark.clause("H-06", "S-08")]


def shown(model, cast):
    """Who is shown the one row of this kind, of those who have something to do with Leo and those who have not."""
    names = ("amara", "ben", "chen", "dee", "ade", "dana", "vik", "ola")
    return {name for name in names if everything(model, getattr(cast, name))}


def test_a_request_is_shown_to_whoever_took_it_and_to_those_who_lead_the_group(cast):
    asked_of_us(cast)
    assert shown(Request, cast) == shown(RequestAbout, cast) == {"amara", "dee"}


def test_one_that_only_we_ask_is_shown_with_its_decision(cast, propose):
    propose()
    assert shown(Request, cast) == {"amara", "dee"}


def test_what_came_of_it_and_why_there_was_no_agreement_are_shown_with_their_decision(cast):
    to = {"to_whom": "Crew", "taken_by": "Crew", "method": "in_person", "shared_at": timezone.now()}
    decision = Decision.record_emergency(
        by=cast.amara, people=[cast.leo], facts={"danger": "yes"}, rationale="x", welfare="x",
        request={"name": "Amara", "asked_for": "What he ate"}, disclosure=to | {"will_do": "emergency"},
        items=[{"what": "Nuts", "nature": "fact", "why_needed": "Treatment"}],
    )  # fmt: skip
    WithoutAgreement.explain(by=cast.dee, decision=decision, reason="It is being signed")
    assert shown(Reply, cast) == shown(WithoutAgreement, cast) == {"amara", "dee", "ola"}


def test_a_decision_that_stands_is_shown_with_it_and_to_whoever_reads_how_the_child_learns(cast):
    routine = standing_for(cast)
    contact = {"contact": cast.contact, "method": "telephone", "at": timezone.now()}
    routine.share(by=cast.amara, what="He counts to ten.", **contact)
    assert shown(Routine, cast) == shown(RoutineShared, cast) == {"amara", "ben", "dee", "dana"}
