"""Tells people that something waits for them. Never what, about whom, or from whom."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone

from .models import Cover, Notice, User
from .roles import AdultsLead, ChildrenLead, Deputy, SeniorLeader

LEADS = {"child": ChildrenLead, "adult": AdultsLead}
ORDINARY = "Something is waiting for you", "There is something for you to read. Sign in to see it:"
URGENT = "Something urgent is waiting for you", "Please sign in now. If you cannot, telephone your organisation:"


def tell(users, *, urgent=False):
    """Put a message in the outbox for each of these people, in the transaction that is open."""
    for user in {user.pk: user for user in users if user.is_active}.values():
        Notice.objects.create(to=user, urgent=urgent)


def on_duty(group, *, instead_of=()):
    """Who is told first: the lead on cover, else the leads of the group, else deputies, else senior leaders.

    People in ``instead_of`` (a lead whom a concern is about) are passed over, whatever the rota says.
    """
    covering = User.objects.active().filter(cover__in=Cover.objects.at().filter(group=group)).distinct()
    for people in (covering, User.objects.in_role(LEADS[group]), deputies(), seniors()):
        free = people.exclude(pk__in=[user.pk for user in instead_of])
        if free:
            return list(free)
    return []


def deputies():
    return User.objects.in_role(Deputy)


def seniors():
    return User.objects.in_role(SeniorLeader)


def send_waiting():
    """Send what is in the outbox, each message once. Returns how many went."""
    sent = 0
    for notice in Notice.objects.waiting().filter(tries__lt=50):
        with transaction.atomic():
            mine = Notice.objects.select_for_update().filter(pk=notice.pk, sent_at=None).first()
            sent += bool(mine and _send(mine))
    return sent


def _send(notice):
    subject, body = URGENT if notice.urgent else ORDINARY
    message = EmailMessage(
        f"{settings.SERVICE_NAME}: {subject}", f"{body}\n\n{settings.BASE_URL}\n", to=[notice.to.email]
    )
    notice.tries += 1
    try:
        message.send()
    except OSError:
        notice.save(update_fields=["tries"])
        return False
    notice.sent_at = timezone.now()
    notice.save(update_fields=["tries", "sent_at"])
    return True
