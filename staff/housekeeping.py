"""What the clock does for the service itself: it seals the ledger, sends the post, and sweeps away what has passed."""

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import encrypt
from django.db import transaction
from django.db.models import Q

from audit import ledger

from . import notices
from .adapters import LOCKED
from .clock import every_tick
from .models import Device, Kept, Sent, Session, User

SECRETS = ("secret", "seed")  # of an app on a phone, and of recovery codes


@every_tick
def seal_the_ledger():
    return ledger.seal()


@every_tick
def send_the_post():
    return notices.send_waiting()


@every_tick
def end_who_left():
    """At the first tick after midnight of somebody's last day."""
    gone = list(User.objects.left())
    for user in gone:
        user.deactivate(by=User.system())
    return len(gone)


@every_tick
def lock_second_factors():
    """Secrets that were kept in the open before there was a key for them."""
    secrets = [Q(**{f"data__{name}__isnull": False}) & ~Q(**{f"data__{name}__startswith": LOCKED}) for name in SECRETS]
    with transaction.atomic():
        found = list(Authenticator.objects.select_for_update().filter(secrets[0] | secrets[1]))
        for one in found:
            one.data |= {name: encrypt(one.data[name]) for name in SECRETS if name in one.data}
            one.save(update_fields=["data"])
    return len(found)


@every_tick
def sweep():
    """Ended sessions, and what was kept or sent more than a fortnight ago."""
    return sum(passed.objects.past().delete()[0] for passed in (Session, Device, Kept, Sent))
