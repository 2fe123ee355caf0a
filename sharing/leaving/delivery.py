"""The one-time link: sent by the clock, and opened once by whoever has both the link and the code."""

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format

from audit.walls import standing_as_system
from records.paper.sealing import digest
from staff import outbox, texts
from staff.door import hash_of, send_each
from staff.models import User

from ..models import Delivery, Knock, Outgoing, OutgoingCode
from ..states import NotNow
from . import document, guard

SUBJECT = "Something was sent to you"
WORDS = (
    "Somebody you work with has sent you something in confidence.\n"
    "You open it with a code that reaches you another way. It works once, within seven days.\n"
    "If you did not expect this, do nothing.\n"
)
CODE = (
    "{who}: {code} is the code of a link that was sent to your address at work. If you did not expect it, do nothing."
)


def send_waiting():
    waiting = list(Outgoing.objects.waiting().select_related("delivery"))
    return send_each(waiting, lambda one: one.delivery, SUBJECT, WORDS)


def text_waiting():
    """The codes of links that still open. Returns how many went."""
    waiting = OutgoingCode.objects.waiting().select_related("delivery__disclosure__contact")
    may_go = [one for one in waiting if one.delivery.is_live and one.delivery.number]
    return outbox.each_once(may_go, _text, refused=texts.Refused)


def _text(outgoing):
    delivery = outgoing.delivery
    texts.send(delivery.number, CODE.format(who=settings.SERVICE_NAME, code=delivery.code))


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
