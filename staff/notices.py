"""Tells people that something waits for them. Never what, about whom, or from whom."""

from django.conf import settings
from django.core.mail import EmailMessage

from . import outbox
from .links import link_for
from .models import Cover, Notice, User
from .roles import AdultsLead, ChildrenLead, Deputy, SeniorLeader

LEADS = {"child": ChildrenLead, "adult": AdultsLead}
# The first two are of one length, so that not even the size of a message says which it is.
WORDINGS = {
    Notice.Kind.ORDINARY: ("Something waits for you to read", "Please sign in when you next can, and see what waits:"),
    Notice.Kind.URGENT: ("Urgent: something waits for you", "Please sign in now, or telephone if you cannot do so:"),
    Notice.Kind.LINK: (
        "Your link to choose a password",
        "It works once, within 72 hours. If you did not expect it, do nothing.",
    ),
}


def tell(users, *, urgent=False):
    """Put a message in the outbox for each of these people, in the transaction that is open."""
    kind = Notice.Kind.URGENT if urgent else Notice.Kind.ORDINARY
    for user in {user.pk: user for user in users if user.is_active}.values():
        Notice.objects.create(to=user, kind=kind)


def on_duty(group, *, instead_of=()):
    """Who is told first: the lead on cover, else the leads of the group, else deputies, else senior leaders.

    People in ``instead_of`` (a lead whom a concern is about) are passed over, whatever the rota says.
    """
    for people in (on_cover(group), User.objects.in_role(LEADS[group]), deputies(), seniors()):
        free = people.exclude(pk__in=[user.pk for user in instead_of])
        if free:
            return list(free)
    return []


def on_cover(group):
    """Whoever the rota names now, as long as they still lead."""
    return User.objects.standing_over(group).filter(pk__in=Cover.objects.at().filter(group=group).values("lead"))


def deputies():
    return User.objects.in_role(Deputy)


def seniors():
    return User.objects.in_role(SeniorLeader)


def send_waiting():
    """Send what is in the outbox, each message once. Returns how many went."""
    return outbox.by_mail(list(Notice.objects.waiting().select_related("to")), _letter)


def _letter(notice):
    subject, words = WORDINGS[notice.kind]
    address = link_for(notice.to) if notice.kind == Notice.Kind.LINK else f"{settings.BASE_URL}/"
    return EmailMessage(f"{settings.SERVICE_NAME}: {subject}", f"{words}\n\n{address}\n", to=[notice.to.email])
