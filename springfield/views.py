"""The pages that belong to no one part: home, danger, health, and what is said when a page cannot be shown."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from policy import packs
from staff.access import public, signed_in
from staff.home import shelves_for

from .home import places  # noqa: F401  (puts the links to other places on its shelf)


@require_safe
@signed_in
def home(request):
    """What waits for this user, then what they wait for; whatever is shown is written down as seen."""
    shelves = shelves_for(request.user)
    request.showing(item.about for filled in shelves for item in filled.items if item.about)
    return render(request, "home.html", {"shelves": shelves})


@require_safe
@public
def danger(request):
    return render(request, "danger.html", {"pack": packs.current()})


@require_safe
@public
def healthz(request):
    return HttpResponse("ok", content_type="text/plain")


def bad_request(request, exception):
    return render(request, "400.html", status=400)


def refused(request, exception):
    return render(request, "403.html", {"reason": str(exception)}, status=403)


def missing(request, exception):
    return render(request, "404.html", status=404)


def failed(request):
    return render(request, "500.html", status=500)
