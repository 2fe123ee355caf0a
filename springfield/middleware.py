"""What every request passes through: quiet headers, locks, the second factor, and the guard."""

import time
from urllib.parse import urlsplit

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.shortcuts import redirect, render

from audit.reading_only import ReadingOnly
from audit.verbs import Stale
from sharing.states import NotNow
from staff.access import keep

from .away import AWAY, cannot, typed
from .doors import DOORS


class HeadersMiddleware:
    """No page of this service is stored, framed, or lent a camera."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.setdefault("Cache-Control", "no-store")
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=(), interest-cohort=()")
        if _signed_out(request, response):
            response["Clear-Site-Data"] = '"cache", "storage"'  # the session's cookie goes, the device's mark stays
        return response


def _signed_out(request, response):
    match = request.resolver_match
    return bool(match and match.view_name == "account_logout" and response.status_code == 302)


class FailClosedMiddleware:
    """When something cannot be written down, the page is not served, and nothing is half done."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if isinstance(exception, AWAY):
            return cannot(request, exception)
        if isinstance(exception, ReadingOnly):
            if request.user.is_authenticated:
                keep(request.user, request.path, request.POST)
            return render(request, "reading_only.html", {"why": str(exception)}, status=503)
        if isinstance(exception, Stale | NotNow):
            return render(request, "409.html", {"yours": typed(request), "theirs": exception.args}, status=409)
        return None


class LockMiddleware:
    """Fifteen idle minutes lock a session; ten hours, or the end of the account, end it. What was posted is kept."""

    FREE = {"danger", "staff:unlock", "staff:hide", "account_logout", "account_login", "healthz"}
    NOTED_EVERY = 15  # seconds: not every page writes the session

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not request.user.is_authenticated:
            return None
        now = time.time()
        if request.user.has_left or now - request.session.setdefault("began", now) > settings.SESSION_SECONDS:
            return self._end(request, view)
        if self._is_locked(request.session, now):
            return self._lock(request, view)
        if now - request.session.get("last", 0) > self.NOTED_EVERY:
            request.session["last"] = now
        return None

    def _is_locked(self, session, now):
        return "locked" in session or now - session.get("last", now) > settings.IDLE_SECONDS

    def _lock(self, request, view):
        request.session.setdefault("locked", True)
        if request.resolver_match.view_name in self.FREE:
            return None
        self._keep(request, view)
        request.session["back"] = _page_of(request)
        return redirect("staff:unlock")

    def _end(self, request, view):
        self._keep(request, view)
        page = _page_of(request)
        logout(request)
        return redirect_to_login(page)

    def _keep(self, request, view):
        """Only pages that say themselves who may open them: never what was typed into a page of signing in."""
        if request.method == "POST" and getattr(view, "guard", "public") != "public":
            keep(request.user, request.path, request.POST)


def _page_of(request):
    """The page to come back to. What only takes a press of a button was pressed on another page of ours."""
    came_from = urlsplit(request.headers.get("Referer", ""))
    if request.method == "POST" and came_from.netloc == request.get_host():
        return came_from.path
    return request.path


class SecondFactorMiddleware:
    """Outside demo mode nobody gets further than setting up a second factor without having one."""

    FREE = ("mfa_", "account_logout", "account_reauthenticate", "staff:unlock", "danger", "healthz")

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if settings.DEMO or not request.user.is_authenticated:
            return None
        if request.resolver_match.view_name.startswith(self.FREE) or is_mfa_enabled(request.user):
            return None
        return redirect("mfa_index")


class GuardMiddleware:
    """A page whose view does not say who may open it opens for nobody."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        door = getattr(view, "guard", None) or DOORS.get(request.resolver_match.view_name)
        if door is None:
            raise Http404
        return
