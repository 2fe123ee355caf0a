"""Text messages, through a gateway of the organisation's own choice: the other way for what must not be in the mail.

The gateway is asked with one POST over HTTPS: JSON with ``to`` (a number) and ``text``, and the token as a bearer's.
"""

import json
import re
from urllib.error import HTTPError as Refused
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.conf import settings

__all__ = ["Refused", "is_offered", "reaches", "send"]
SECONDS = 10
MOBILE = re.compile(r"(?:\+44|0044|0)7\d{9}")


class ToNobodyElse(HTTPRedirectHandler):
    """The token goes where the settings say, and not on to wherever an answer points."""

    def redirect_request(self, *_):
        return None


def is_offered():
    return bool(settings.TEXT_GATEWAY_URL)


def reaches(number):
    """Whether this is a mobile telephone of this country: no other gets our texts."""
    return bool(MOBILE.fullmatch(re.sub(r"[ ()-]", "", number)))


def send(number, text):
    """Raises Refused when the gateway does not take this one, any other OSError when it is away."""
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {settings.TEXT_GATEWAY_TOKEN}"}
    said = json.dumps({"to": number, "text": text}).encode()
    asked = Request(settings.TEXT_GATEWAY_URL, said, headers)  # noqa: S310  (settings.py sees that it is HTTPS)
    build_opener(ToNobodyElse).open(asked, timeout=SECONDS).close()
