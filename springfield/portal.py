"""The door for recipients: on its own host where there is one, and there alone; no cookie of staff is read there."""

import logging
import re

from django.conf import settings
from django.http import Http404

PATH = "/portal/"
TOKEN = re.compile(rf"{PATH}[^/\s]+")


class NoTokens(logging.Filter):
    """Whoever reads the log holds no link: a refused knock is logged with its address, and that is half of a key."""

    def filter(self, record):
        record.msg, record.args = TOKEN.sub(f"{PATH}…", record.getMessage()), ()
        return True


class PortalMiddleware:
    """What staff use and what recipients use meet nowhere: neither on a host, nor in a cookie."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        at_door = request.path.startswith(PATH)
        if not _belongs(request.get_host().partition(":")[0].rstrip(".").lower(), at_door):
            raise Http404
        if not at_door:
            return self.get_response(request)
        door = request.COOKIES.get(settings.PORTAL_COOKIE_NAME)
        request.COOKIES = {settings.CSRF_COOKIE_NAME: door} if door else {}
        return _with_its_own_cookie(self.get_response(request))


def _belongs(host, at_door):
    if settings.PORTAL_HOST:
        return at_door == (host == settings.PORTAL_HOST)
    return settings.DEMO or not at_door


def _with_its_own_cookie(response):
    """All that is kept at the door is what makes its form safe; it goes to no other page."""
    made = response.cookies.get(settings.CSRF_COOKIE_NAME)
    response.cookies.clear()
    if made:
        said = {"path": PATH, "secure": not settings.DEMO, "httponly": True, "samesite": "Strict"}
        response.set_cookie(settings.PORTAL_COOKIE_NAME, made.value, **said)
    return response
