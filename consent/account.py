"""What a sealed record of somebody's agreements says: what its reader may know of it, in one exact form.

Whoever presses somebody may get hold of paper: where an answer is in doubt it says "Ask the lead" and no reason.
"""

from django.utils import timezone

from policy import packs

from .models import Consent
from .overview import Overview
from .shown import ASK_THE_LEAD

MARKING = "Internal: this record is never what is sent."
FORMAT = "springfield-consents/2"


def account_of(person, reader, purpose):
    """Everything the page of agreements shows this reader today, with who took it and what for."""
    page, pack = Overview(person, reader), packs.current()
    return {
        "format": FORMAT,
        "marking": MARKING,
        "organisation": pack.organisation,
        "policy": {"title": pack.title, "edition": pack.edition},
        "public_id": str(person.public_id),
        "person": person.name,
        "taken": {"name": reader.name, "post": reader.post, "purpose": purpose, "taken_at": _moment(timezone.now())},
        "told": [_told(told) for told in page.told],
        "matters": [_matter(line) for line in page.asked],
    }


def _told(told):
    given = told.notice
    return {
        "who": told.name,
        "link": told.link,
        "status": told.status[0],
        "told_at": _moment(given.explained_at) if given else None,
        "how": given.get_how_display() if given else None,
        "edition": given.edition if given else None,
        "language": given.language if given else None,
        "by": given.explained_by.name if given else None,
    }


def _matter(line):
    doubted = line.tag == ASK_THE_LEAD
    return {
        "kind": line.matter.kind_in_words,
        "recipient": line.matter.whom,
        "information": line.matter.what,
        "purpose": line.matter.why,
        "stands": line.tag[0],
        "reasons": [] if doubted else list(line.standing.reasons),
        "answers": [_answer(row) for row in line.answered],
    }


def _answer(row):
    return {
        "who": row.who_answered,
        "link": row.their_link,
        "footing": row.footing_in_words,
        "state": Consent.State(row.state).label,
        "words": row.words,
        "how": row.get_how_display(),
        "witness": row.witness,
        "edition": row.wording_edition,
        "language": row.language,
        "answered_at": _moment(row.answered_at),
        "review_on": row.review_on.isoformat(),
        "withdrawn_at": _moment(row.withdrawn_at) if row.withdrawn_at else None,
    }


def _moment(at):
    return at.isoformat(timespec="seconds")
