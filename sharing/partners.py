"""Who asks and who gets it: called back (H-02), and covered by an agreement, which no referral waits for (S-12)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from policy import packs
from records.models import AgencyContact, Relationship

from .facts import Facts
from .models import Disclosure, Request, RoutineShared, SharingAgreement, WithoutAgreement


@dataclass(frozen=True)
class Foreseen:
    """What is asked here of a decision, said of a draft that is none yet (`pk`: of the one that was returned)."""

    known: Facts
    agency_id: int | None
    purpose: str
    information: str
    contact: AgencyContact | None
    request: Request
    people: Iterable
    proposed_at: datetime
    pk: int | None


class Cover(StrEnum):
    NOT_ASKED = "not_asked"  # a referral, an emergency, a duty, or nobody regular
    COVERED = "covered"
    BEYOND = "beyond"
    FIRST_TIME = "first_time"
    AGAIN = "again"


WARNINGS = {
    Cover.BEYOND: "There is an agreement with this organisation, but not for this purpose and kind of information.",
    Cover.FIRST_TIME: "There is no agreement with this organisation in force. Once is fine; make one before the next.",
    Cover.AGAIN: "Something was shared with this organisation before, and no agreement with it is in force.",
}
REASON_NEEDED = (
    "This is shared with the same organisation again, without an agreement in force. A lead gives a reason first; or "
    "record the agreement, if there is one."
)


NOT_CALLED_BACK = (
    "Nobody has called back whoever asked. Ring them on a number of our own directory, never the one they gave, and "
    "record it on the page of the request. In an emergency share at once, and record it after."
)


def reasons_against(decision):
    """What keeps this from being shared with whoever asked, or gets it, as far as they are concerned."""
    if is_to_be_called(decision):
        yield NOT_CALLED_BACK
    if wants_a_reason(decision):
        yield REASON_NEEDED


def is_called_back(decision):
    """Whether it is known who asks, from whatever office (H-02): they were rung, or whoever gets it was, since."""
    asked, contact = decision.request, decision.contact
    if asked is None or asked.contact_id or not _is_to_be_rung(asked, decision.people):
        return True
    counts = timedelta(days=packs.current().intervals["call_back_days"])  # a call before was about something else
    since = max(asked.asked_at, decision.proposed_at - counts)  # when they asked is what somebody typed
    return contact is not None and contact.verified_at >= since


def _is_to_be_rung(asked, people):
    """Everybody from outside; of a family only who names an office and is not known to us: whoever acts for one."""
    if asked.kind != asked.Kind.FAMILY:
        return asked.is_from_outside
    family = (Relationship.objects.in_force().of(person) for person in people)
    named = asked.agency_id or asked.organisation
    return bool(named) and not any(found.filter(other__name__iexact=asked.name).exists() for found in family)


def cover(decision):
    """How an agreement stands to this decision to share."""
    if decision.agency_id is None or is_referral(decision):
        return Cover.NOT_ASKED
    live = list(SharingAgreement.objects.live().filter(agency=decision.agency_id))
    if any(one.covers(decision.purpose, decision.information) for one in live):
        return Cover.COVERED
    if live:
        return Cover.BEYOND
    earlier = Disclosure.objects.filter(contact__agency=decision.agency_id).exclude(decision=decision.pk)
    news = RoutineShared.objects.filter(contact__agency=decision.agency_id)
    return Cover.AGAIN if earlier.exists() or news.exists() else Cover.FIRST_TIME


def is_referral(decision):
    """Protection, an enquiry, danger, or a duty in law: nothing here stands in front of them."""
    known, asked = decision.known, decision.request
    official = decision.purpose in ("protection", "statutory_enquiry") or bool(asked and asked.is_statutory)
    bound = known.duty in ("statutory", "court_order")
    return official or bound or known.helpless or known.harmful or known.criminal


def warning(decision):
    """What whoever decides is told before they sign; empty where there is nothing to say."""
    return WARNINGS.get(cover(decision), "")


def wants_a_reason(decision):
    return cover(decision) is Cover.AGAIN and not WithoutAgreement.objects.filter(decision=decision.pk).exists()


def is_to_be_called(decision):
    """Whether somebody has still to be rung; in front of danger nobody has."""
    return not (decision.known.helpless or is_called_back(decision))
