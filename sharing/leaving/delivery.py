"""The one-time link: sent by the clock, and opened once by whoever has both the link and the code."""

from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from audit.walls import standing_as_system
from records.paper.sealing import digest
from staff.models import User

from ..models import Delivery, Knock, Outgoing
from ..models.delivery import hash_of
from ..states import NotNow
from . import document, guard

SUBJECT = "Something was sent to you"
WORDS = (
    "Somebody you work with has sent you something in confidence.\n"
    "You open it with a code that they tell you by telephone. It works once, within seven days.\n"
    "If you did not expect this, do nothing.\n"
)


def is_offered():
    """Links go out only where the door for recipients has an address of its own."""
    return bool(settings.PORTAL_URL)


def address_of(delivery):
    return settings.PORTAL_URL + reverse("portal:door", args=[delivery.token])


def send_waiting():
    """Send each link once; it says nothing but that something waits. Returns how many went."""
    waiting = list(Outgoing.objects.waiting().select_related("delivery"))
    if not waiting:
        return 0
    try:
        with get_connection() as post:
            return sum(_send(one, post) for one in waiting)
    except OSError:
        return 0


def _send(outgoing, post):
    if not outgoing.delivery.is_live or not outgoing.take():
        return False
    words = f"{WORDS}\n{address_of(outgoing.delivery)}\n"
    message = EmailMessage(f"{settings.SERVICE_NAME}: {SUBJECT}", words, to=[outgoing.delivery.sent_to])
    try:
        post.send_messages([message])
    except SMTPException:
        return False
    outgoing.gone()
    return True


@standing_as_system()
def opened_with(token, code, name):
    """(bytes, media type, ending) if link and code are right; nothing else, whatever was wrong.

    Raises Unavailable when it cannot be printed now; then the link still opens later.
    """
    key = hash_of(token)
    if Knock.too_many(key):
        return None
    delivery = Delivery.objects.filter(token_hash=key).select_related("disclosure__decision").first()
    if delivery is None or not delivery.answers_to(code):
        return None
    at, disclosure = timezone.now(), delivery.disclosure
    mark = f"Only for {disclosure.to_whom}. Opened {_moment(at)} by {name}"
    try:
        guard.unless_it_may_go_again(disclosure)
        data, media, ending = document.bundled(disclosure, mark)
        receipt = {"delivery": delivery, "name": name, "sha256": digest(data), "at": at}
        disclosure.decision.note_opened(by=User.system(), **receipt)
    except NotNow:
        return None
    return data, media, ending


def _moment(at):
    return date_format(timezone.localtime(at), "j F Y, H:i")
