"""Text messages, through a gateway of the organisation's own choice: the other way for what must not be in the mail.

The gateway is asked with one POST over HTTPS: JSON with ``to`` (a number) and ``text``, and the token as a bearer's.
"""

import json
import re
from urllib.request import Request, urlopen

from django.conf import settings

SECONDS = 10
MOBILE = re.compile(r"(?:\+44|0044|0)7\d{9}")


def is_offered():
    return bool(settings.TEXT_GATEWAY_URL)


def reaches(number):
    """Whether this is a mobile telephone of this country: no other gets our texts."""
    return bool(MOBILE.fullmatch(re.sub(r"[ ()-]", "", number)))


def send(number, text):
    """Raises OSError when the gateway does not take it."""
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {settings.TEXT_GATEWAY_TOKEN}"}
    said = json.dumps({"to": number, "text": text}).encode()
    asked = Request(settings.TEXT_GATEWAY_URL, said, headers)  # noqa: S310  (an address of the settings)
    with urlopen(asked, timeout=SECONDS) as answer:  # noqa: S310
        answer.read(0)
