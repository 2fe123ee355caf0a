"""Tells the register of agreements who already has what somebody agreed to (H-12)."""

from django.utils import timezone

from consent.holders import Holder, knows_who_has
from policy import packs

from .models import Disclosure

TOLD = ("before", "after")  # what the person must not be told of yet is not listed to them either


@knows_who_has
def shared_under(consent):
    """What left about this person for the agreed purpose since the answer; never what must not be told.

    It says which kind of information: the words stay with the decision, whose folder not every reader here may open.
    """
    kinds = packs.current().information
    found = Disclosure.objects.filter(
        decision__about__person__in=consent.person.every_record(),
        decision__purpose=consent.purpose,
        decision__facts__consent="given",
        decision__tell__in=TOLD,
        shared_at__gte=consent.answered_at,
    )
    for disclosure in found.select_related("contact__agency", "decision").distinct():
        agency = disclosure.contact.agency if disclosure.contact else None
        if agency is None or agency == consent.recipient or agency.kind == consent.recipient_kind:
            name, what = agency.name if agency else disclosure.to_whom, kinds.get(disclosure.decision.information, "")
            yield Holder(name, what, timezone.localdate(disclosure.shared_at), agency)
