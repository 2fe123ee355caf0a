"""What every link for somebody outside has in common: its secret, the code told another way, and the outbox.

Neither link nor code is kept: both follow from the row and from a secret that is not in the database. What is kept of
the link is its hash, by which it is found again.
"""

import base64
from datetime import timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from audit.canonical import digest

LASTS = timedelta(days=7)
RETRY = timedelta(minutes=1)


def is_offered():
    """Links go out only where the door for people outside has an address of its own."""
    return bool(settings.PORTAL_URL)


def hash_of(token):
    return digest(token.encode())


class Opens:
    """A row that a link opens. It has a ``public_id`` and says when it was made, and whether it still opens."""

    SALT: str

    @property
    def token(self):
        """256 bits."""
        return base64.urlsafe_b64encode(self._derived("link")).decode().rstrip("=")

    @property
    def code(self):
        """Eight digits, said on the telephone."""
        number = f"{int.from_bytes(self._derived('code')) % 10**8:08}"
        return f"{number[:4]} {number[4:]}"

    def _derived(self, what):
        return salted_hmac(f"{self.SALT}.{what}", self.public_id.hex, algorithm="sha256").digest()

    @property
    def address(self):
        return settings.PORTAL_URL + reverse("portal:door", args=[self.token])

    @property
    def until(self):
        return self.made_at + LASTS

    def answers_to(self, code):
        said = "".join(char for char in code if char.isdigit())
        return self.is_live and constant_time_compare(said, self.code.replace(" ", ""))


class OutgoingQuerySet(models.QuerySet):
    def waiting(self):
        """Also what has a time that nobody can have meant: the clock was ahead when it was written."""
        now = timezone.now()
        due = models.Q(next_try_at__lte=now) | models.Q(next_try_at__gt=now + 2 * RETRY)
        return self.filter(due, sent_at=None).order_by("pk")


class Outgoing(models.Model):
    """A link that waits to be sent: written with what it opens; the clock sends each once. The link is not in it."""

    next_try_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)

    objects = OutgoingQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self):
        return f"outgoing {self.pk}"

    def take(self):
        """Whether this clock may send it: of two that run at once only one may."""
        return type(self).objects.waiting().filter(pk=self.pk).update(next_try_at=timezone.now() + RETRY) == 1

    def gone(self):
        self.sent_at = timezone.now()
        self.save(update_fields=["sent_at"])


def send_each(waiting, link_of, subject, words):
    """Send each of these once; the message says nothing but that something waits. Returns how many went."""
    if not waiting:
        return 0
    try:
        with get_connection() as post:
            return sum(_send(one, link_of(one), f"{settings.SERVICE_NAME}: {subject}", words, post) for one in waiting)
    except OSError:
        return 0


def _send(outgoing, link, subject, words, post):
    if not link.is_live or not outgoing.take():
        return False
    try:
        post.send_messages([EmailMessage(subject, f"{words}\n{link.address}\n", to=[link.sent_to])])
    except SMTPException:
        return False
    outgoing.gone()
    return True
