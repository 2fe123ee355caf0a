"""What of the versions of an answer is shown: what the page of agreements says of it, to whoever may open that page."""

from django.urls import reverse

from policy import packs
from records.history import viewable

from .models import Consent
from .standing import Matter


def _called(consent):
    return f"The answer of {consent.who_answered}" if consent.respondent_name else "Nobody was asked"


def _ground(consent):
    return packs.current().questions["unsafe_to_ask"].answers.get(consent.ground, consent.ground)


def _unless_kept(name):
    """An older version says of a link that is kept to few today no more than the page does."""
    return lambda version: (
        "" if version.relationship and version.relationship.is_confidential else getattr(version, name)
    )


viewable(
    Consent.objects.open_to,
    home=lambda consent, user: reverse("consent:person", args=[consent.person.public_id]),
    called=_called,
    written_with=lambda consent: [consent.earlier_register] if consent.earlier_register else [],
    words={
        "recipient": lambda consent: Matter.of(consent).whom,
        "information": lambda consent: Matter.of(consent).what,
        "purpose": lambda consent: Matter.of(consent).why,
        "ground": _ground,
        "respondent_name": _unless_kept("respondent_name"),
        "respondent_link": _unless_kept("respondent_link"),
    },
    shown={
        "kind": "Kind of permission",
        "state": "Answer",
        "respondent_name": "Whose answer",
        "respondent_link": "Who they are to the person",
        "recipient": "We would tell",
        "information": "About",
        "purpose": "For what",
        "words": "In their own words",
        "ground": "Why nobody was asked",
        "answered_at": "Answered",
        "review_on": "Asked again before",
        "informed": "They knew what they agreed to",
        "competent": "They could decide this",
        "free": "The answer was free",
        "specific": "It was about this matter alone",
        "coercion_suspected": "Somebody may be pressing them",
        "withdrawn_at": "Taken back",
        "lapsed_at": "Found not to be theirs to give, from",
        "withdrawal_doubted": "Taking it back may not have been free",
    },
)
