"""The pages that belong to no one part: home, danger, health, and what is said when a page cannot be shown."""

import sys

from django.contrib.sessions.exceptions import SessionInterrupted
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from policy import packs
from staff.access import Closed, public, signed_in
from staff.home import shelves_for, whole_shelf
from staff.notices import on_duty

from . import away
from .home import places  # noqa: F401  (puts the links to other places on its shelf)


@require_safe
@signed_in
def home(request):
    """What waits for this user, then what they wait for; whatever is shown is written down as seen.

    Of a shelf that is longer than its place on the page, all of it stands under `?all=`.
    """
    whole = whole_shelf(request.GET.get("all"), request.user)
    shelves = [whole] if whole else shelves_for(request.user)
    request.showing(item.about for filled in shelves for item in filled.items if item.about)
    return render(request, "home.html", {"shelves": shelves, "whole": whole})


@require_safe
@public
def danger(request):
    """The organisation's numbers for everybody; for whoever is signed in, also who is on cover."""
    pack, signed_in = packs.current(), request.user.is_authenticated and "locked" not in request.session
    context = {
        "pack": pack,
        "first": pack.emergency[0],
        "others": pack.emergency[1:],
        "on_cover": told_first() if signed_in else [],
        "signed_in": signed_in,
        "record_url": reverse("sharing:emergency"),
    }
    return render(request, "danger.html", context)


def told_first():
    """The lead for each group at this moment, with a telephone."""
    groups = {"child": "For children and young people", "adult": "For adults"}
    return [
        {"name": lead.name, "number": lead.phone, "when": words}
        for group, words in groups.items()
        for lead in on_duty(group)
        if lead.phone
    ]


@require_safe
@public
def healthz(request):
    return HttpResponse("ok", content_type="text/plain")


def bad_request(request, exception):
    """Not where the session could not be saved: then what was sent was read, and may have been done."""
    if isinstance(exception, SessionInterrupted):
        return away.cannot(request, exception)
    return render(request, "400.html", status=400)


def refused(request, exception):
    context = {"reason": str(exception), "way": _way_on(request, *exception.args)}
    return render(request, "403.html", context, status=403)


def _way_on(request, reason="", *_):
    """What to press next, where the refusal knows: its words, and the page about the same thing."""
    if not isinstance(reason, Closed):
        return None
    return reason.label, reverse(reason.page, kwargs=request.resolver_match.kwargs)


def missing(request, exception):
    return render(request, "404.html", status=404)


def failed(request):
    """Django calls this where nobody else caught what is being raised: in a view, or in what stands around it."""
    return away.failed(request, sys.exception())
