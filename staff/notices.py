"""Tells people that something waits for them. Never what, about whom, or from whom."""

from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

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
    """Send what is in the outbox, each message once. Returns how many went.

    A server that is away leaves everything where it is, for the next time.
    """
    waiting = list(Notice.objects.waiting().select_related("to"))
    if not waiting:
        return 0
    try:
        with get_connection() as post:
            return sum(_send(notice, post) for notice in waiting)
    except OSError:
        return 0


def _send(notice, post):
    """One message. Nothing is locked while the server answers: taking it first is what keeps it from going twice."""
    if not notice.take():
        return False
    subject, words = WORDINGS[notice.kind]
    address = link_for(notice.to) if notice.kind == Notice.Kind.LINK else f"{settings.BASE_URL}/"
    message = EmailMessage(f"{settings.SERVICE_NAME}: {subject}", f"{words}\n\n{address}\n", to=[notice.to.email])
    try:
        post.send_messages([message])
    except SMTPException:
        return False
    notice.gone()
    return True
