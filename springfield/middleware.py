"""What every request passes through: quiet headers, locks, the second factor, and the guard."""

import logging
import time

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import logout
from django.db import DatabaseError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse

from audit.verbs import Stale
from staff.access import keep

from .doors import DOORS

log = logging.getLogger(__name__)


class HeadersMiddleware:
    """No page of this service is stored, framed, or lent a camera."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.setdefault("Cache-Control", "no-store")
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=(), interest-cohort=()")
        return response


class FailClosedMiddleware:
    """When something cannot be written down, the page is not served, and nothing is half done."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if isinstance(exception, DatabaseError):
            log.error("%s at %s", type(exception).__name__, request.resolver_match and request.resolver_match.view_name)
            return render(request, "503.html", status=503)
        if isinstance(exception, Stale):
            return render(request, "409.html", {"yours": _typed(request), "theirs": exception.args}, status=409)
        return None


def _typed(request):
    """The words this user was sending, to be shown beside what the record says now."""
    hidden = {"csrfmiddlewaretoken", "once", "password", "seen"}
    return [value for name, value in request.POST.items() if name not in hidden and value.strip()]


class LockMiddleware:
    """Fifteen idle minutes lock a session; ten hours, or the end of the account, end it. What was posted is kept."""

    FREE = {"home", "danger", "staff:unlock", "account_logout", "account_login", "healthz"}

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not request.user.is_authenticated:
            return None
        now = time.time()
        began = request.session.setdefault("began", now)
        last = request.session.get("last", now)
        if now - began > settings.SESSION_COOKIE_AGE:
            self._keep(request)
            logout(request)
            return redirect(settings.LOGIN_URL)
        locked = request.session.get("locked") or now - last > settings.IDLE_SECONDS
        if not locked:
            request.session["last"] = now
            return None
        request.session["locked"] = True
        if request.resolver_match.view_name in self.FREE - {"home"}:
            return None
        self._keep(request)
        request.session["back"] = request.path
        return redirect(reverse("staff:unlock"))

    def _keep(self, request):
        if request.method == "POST":
            keep(request.user, request.path, request.POST)


class SecondFactorMiddleware:
    """Outside demo mode nobody gets further than setting up a second factor without having one."""

    FREE = ("mfa_", "account_logout", "account_reauthenticate", "danger", "healthz")

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if settings.DEMO or not request.user.is_authenticated:
            return None
        if request.resolver_match.view_name.startswith(self.FREE) or is_mfa_enabled(request.user):
            return None
        return redirect("mfa_activate_totp")


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
