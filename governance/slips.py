"""Once a week a slip goes by post to those who lead and to somebody outside: the newest checkpoint, to be kept.

It names nobody and opens nothing. Whoever keeps it is a witness: with it, an old state of the records cannot pass for
the whole of them (`verify_trail --anchors`).
"""

from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from audit import ledger
from staff.clock import every_tick
from staff.models import User
from staff.roles import AdultsLead, ChildrenLead, OutsidePerson, SeniorLeader

from . import noted

EVERY = timedelta(days=7)
SUBJECT = "A slip to keep"
WORDS = """Please keep this message, or print it. There is nothing to do and nothing to answer.

It says how many lines our records had when it was written, and their seal. It names nobody. Should
anybody doubt our records one day, whoever checks them will ask you for it.

{note}"""


@every_tick
def send_the_slip():
    """Tried again at the next tick where the post does not take it. Returns to how many it went."""
    age = noted.age("slip")
    if not settings.SLIPS or age is not None and age < EVERY:
        return 0
    to = keepers()
    ledger.seal()
    words = WORDS.format(note=ledger.witness())
    with get_connection() as post:
        post.send_messages([EmailMessage(f"{settings.SERVICE_NAME}: {SUBJECT}", words, to=[one]) for one in to])
    noted.write("slip", to=len(to))
    return len(to)


def keepers():
    """Who leads; somebody outside (a trustee), or whom settings name; and where there is nobody, the senior leader."""
    leads = User.objects.in_role(ChildrenLead, AdultsLead)
    outside = User.objects.in_role(OutsidePerson) or ([] if settings.SLIP_TO else User.objects.in_role(SeniorLeader))
    return sorted({user.email for user in [*leads, *outside]} | set(settings.SLIP_TO))
