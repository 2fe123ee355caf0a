"""What is said when something the service stands on is away: the database, the disk, a key. Needs none of them itself.

No page of ours asks so little: these are made without session, account or menu, and whoever sent words gets them back.
"""

import logging

from django.conf import settings
from django.db import Error
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve, reverse

from audit.keys import KeyUnusable
from audit.ledger import Broken
from policy import packs
from staff.access import keep, words_of

from .portal import PATH

log = logging.getLogger(__name__)
AWAY = (Error, OSError, KeyUnusable, Broken)
SOON = "60"  # seconds
SAID = {"SERVICE_NAME": settings.SERVICE_NAME, "DEMO": settings.DEMO}
LAST = """<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8"><title>Not open just now</title></head><body>
<h1>This page cannot be opened just now</h1><p>What you sent may not be saved. Try again in a minute.</p>
<p><strong>If somebody is in danger, ring 999 now</strong>, then your safeguarding lead.</p></body></html>"""


def cannot(request, fault):
    """The page in place of the one that could not be made or could not be written down."""
    log.error("%s at %s", _kind(fault), _name_of(request))
    if request.path_info == reverse("danger"):
        return _made(request, "danger.html", 200, _in_danger)
    if request.path_info.startswith(PATH):
        return _made(request, "portal/503.html", 503, dict)
    _put_aside(request, fault)
    return _made(request, "503.html", 503, lambda: _words(request))


def failed(request, fault):
    """The page for a mistake of ours."""
    if isinstance(fault, AWAY):
        return cannot(request, fault)
    return _made(request, "500.html", 500, lambda: _words(request))


def typed(request):
    """The words this user was sending, to be shown back to them."""
    said = words_of(request.POST).items()
    return [(name.replace("_", " "), value) for name, values in said for value in values if value.strip()]


def _made(request, template, status, context):
    try:
        page = render_to_string(template, {**SAID, "path": request.path, **context()})
    except Exception as fault:
        log.error("%s while saying so", type(fault).__name__)
        page, status = LAST, 503
    return HttpResponse(page, status=status, headers={"Retry-After": SOON} if status == 503 else {})


def _words(request):
    sent = request.method == "POST"
    pack = packs.current()
    return {"sent": sent, "yours": typed(request) if sent and _is_ours(request) else [], "numbers": pack.emergency}


def _in_danger():
    """The numbers are for everybody, always; only who is on cover stays unsaid."""
    pack = packs.current()
    return {"pack": pack, "first": pack.emergency[0], "others": pack.emergency[1:], "danger_url": reverse("danger")}


def _put_aside(request, fault):
    """Where the database is not what is away, the words wait on their page as well."""
    if isinstance(fault, Error) or request.method != "POST" or not _is_ours(request):
        return
    try:
        if request.user.is_authenticated:
            keep(request.user, request.path, request.POST)
    except Exception as another:
        log.error("%s while keeping what was sent", type(another).__name__)


def _is_ours(request):
    """Only pages that say themselves who may open them: never what was typed into a page of signing in."""
    match = _match(request)
    return bool(match) and getattr(match.func, "guard", "public") != "public"


def _match(request):
    try:
        return request.resolver_match or resolve(request.path_info)
    except Resolver404:
        return None


def _name_of(request):
    match = _match(request)
    return match and match.view_name


def _kind(fault):
    """Its kind only: its words may quote a record."""
    number = getattr(fault, "errno", None)
    return f"{type(fault).__name__} {number}" if isinstance(number, int) else type(fault).__name__
