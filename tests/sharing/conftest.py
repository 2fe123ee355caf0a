"""Decisions about Leo, ready to be proposed, signed and shared."""

from datetime import timedelta

import pytest
from django.utils import timezone

from consent.models import Consent
from records.models import Relationship
from records.paper import pressroom
from sharing.models import Decision
from tests.sharing.authorities import service

__all__ = ["service"]

REFUSED_HARM = {
    "danger": "no",
    "harm": "suspected",
    "harm_to": "subject",
    "serious_crime": "no",
    "recipient": "protective",
    "purpose": "yes",
    "identifiable": "yes",
    "confidential": "yes",
    "unsafe_to_ask": "no",
    "consent": "refused",
    "duty": "none",
    "bar": "no",
}
AGREED = REFUSED_HARM | {"harm": "no", "consent": "given"}
REFUSED = REFUSED_HARM | {"harm": "no"}
STATEMENT = {
    "rationale": "He has a second unexplained bruise and the explanation does not fit what was seen.",
    "welfare": "His safety comes first: he needs to be seen by a social worker today.",
    "others_at_risk": "His baby sister",
    "could_be_harmed": "Nobody",
    "no_conflict": True,
    "tell": "before",
}
TO_SHARE = STATEMENT | {
    "purpose": "protection",
    "legal_basis": "public_task",
    "special_condition": "safeguarding",
    "legal_power": "children_act_1989_s47",
    "why_not_asked": "undoes_protection",
    "why_not_asked_words": "His mother said no, and he cannot wait.",
    "checks": ["necessary", "proportionate", "relevant", "adequate", "accurate", "timely", "secure"],
}
OVERRIDE = TO_SHARE | {
    "ground": "harm_to_person",
    "necessity": "Only social care can see him at home.",
    "alternatives": "Talking to his mother again, early help.",
    "balanced": "His safety against her wish for privacy.",
    "if_nothing": "He may be hurt again.",
}
NOT_TO_SHARE = STATEMENT | {
    "rationale": "There is no harm, she has said no, and progress can wait until she agrees.",
    "safety_plan": "None needed: nobody is at risk.",
}


@pytest.fixture
def propose(cast):
    """Propose a decision: ``propose(REFUSED_HARM)``; Amara asks about Leo unless told otherwise."""

    def propose(facts=REFUSED_HARM, *, by=None, people=None, **details):
        request = {"name": "Amara Example", "asked_for": "What we saw", "why": "To keep him safe"}
        return Decision.propose(
            by=by or cast.amara, people=people or [cast.leo], facts=facts, request=request,
            **{"contact": cast.contact, "agency": cast.social_care, "information": "safeguarding", **details},
        )  # fmt: skip

    return propose


@pytest.fixture
def in_a_month():
    return timezone.localdate() + timedelta(days=30)


@pytest.fixture
def amara(cast, as_):
    """Amara's browser."""
    return as_(cast.amara)


@pytest.fixture
def answer(cast, in_a_month):
    """Record an answer of Leo's mother, or of his father, about safeguarding information for social care."""

    def answer(state, who="femi", person=None, purpose="protection", **details):
        person = person or cast.leo
        link = Relationship.objects.get(person=person, other=getattr(cast, who))
        Consent.record(
            by=cast.amara, person=person, purpose=purpose, recipient=cast.social_care,
            information="safeguarding", state=state, footing="parent", answered_by=link.other, relationship=link,
            informed=True, competent=True, free=True, specific=True, how="writing", review_on=in_a_month, **details,
        )  # fmt: skip

    return answer


@pytest.fixture
def say_no(answer):
    return lambda: answer("refused")


@pytest.fixture
def own_printer(monkeypatch):
    """A printer of this test's own, whatever it does to it."""
    monkeypatch.setattr(pressroom, "_printer", None)
    yield
    pressroom._close()
