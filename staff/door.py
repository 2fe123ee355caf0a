"""What every link for somebody outside has in common: its secret, the code told another way, and its letter.

Neither link nor code is kept: both follow from the row and from a secret that is not in the database. What is kept of
the link is its hash, by which it is found again.
"""

import base64
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from audit.canonical import digest

from . import outbox

LASTS = timedelta(days=7)


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


def send_each(waiting, link_of, subject, words):
    """Send each of these that still opens; the message says nothing but that something waits. How many went."""
    live = [one for one in waiting if link_of(one).is_live]
    return outbox.by_mail(live, lambda one: _letter(link_of(one), f"{settings.SERVICE_NAME}: {subject}", words))


def _letter(link, subject, words):
    return EmailMessage(subject, f"{words}\n{link.address}\n", to=[link.sent_to])
