"""What the clock does for the service itself: it seals the ledger, sends the post, and sweeps away what has passed."""

from audit import ledger

from . import notices
from .clock import every_tick
from .models import Device, Kept, Sent, Session


@every_tick
def seal_the_ledger():
    return ledger.seal()


@every_tick
def send_the_post():
    return notices.send_waiting()


@every_tick
def sweep():
    """Ended sessions, and what was kept or sent more than a fortnight ago."""
    return sum(passed.objects.past().delete()[0] for passed in (Session, Device, Kept, Sent))
