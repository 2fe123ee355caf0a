"""A young person's wish that their parents are not told, wherever somebody would name a parent to be told (GC-3)."""

from records.models import Order, SafeContact
from records.safe_address import found_in
from records.silence import keeps_quiet

from .footing import Footing
from .models.kind import Kind
from .models.wish import ASKED, WAY_OUT, Wish
from .standing import Matter

QUIET = f"{ASKED} {WAY_OUT}"
KEPT_FROM_THEM = "It holds something kept from them. Tell them their answer in words; ask the lead before any paper."


@keeps_quiet
def asked_for(person, information, kind=Kind.SHARING):
    """Asked of the rows, whoever looks: an entry is written, and a parent told, by people who may not read the wish."""
    quiet = not person.is_adult() and Wish.objects.quiet_about([person], information, kind).exists()
    return QUIET if quiet else ""


def kept_from_whoever_answered(answer) -> str:
    """Why they get no paper about this person: an order, or what the young person asked; empty where they may."""
    matter = Matter.of(answer)
    secret = SafeContact.objects.withheld_from(answer.answered_by, [answer.person]) if answer.answered_by else ()
    if found_in("\n".join([answer.words, matter.whom, matter.what, matter.why]), secret):
        return KEPT_FROM_THEM
    ordered = Order.objects.limits(answer.person, answer.answered_by).why_not("receive")
    parent = answer.footing == Footing.PARENT
    return ordered or (asked_for(answer.person, answer.information, answer.kind) if parent else "")
