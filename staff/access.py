"""Every page says who may open it. A page that says nothing opens for nobody (springfield/middleware.py).

The loader is the permission: a view never holds a thing that its user may not have. Whatever is opened or refused is
written down before the page is made; if it cannot be written, the page is not served.
"""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from audit.models import read
from audit.walls import around

from . import signing
from .models import Kept, Sent
from .roles import Can

LONGEST_DRAFT = 500_000  # bytes: more than all boxes of the longest form hold
DRAFT = "kept_draft"  # sent by static/draft.js: keep what is typed so far, and do nothing else
# What is never put aside: the page's own tokens, and what would lie in the database unlocked.
SECRETS = {"csrfmiddlewaretoken", "once", "seen", "protected_value", "drawn", DRAFT}


READING: list[Callable] = []


def opens_for_reading(function):
    """Register who may read a thing and do nothing else with it: a function of user and thing that gives the reason.

    The guard asks it where something would be written, or a copy taken, and refuses in those words.
    """
    READING.append(function)
    return function


class Closed(str):
    """A refusal with a way on: a page about the same thing, on which somebody asks for it in one step (H-14)."""

    page: str
    label: str

    @classmethod
    def but(cls, words, *, page, label):
        closed = cls(words)
        closed.page, closed.label = page, label
        return closed


def loads(allowed, *, otherwise=None, undertaking=True, copies=False, writes=True):
    """Give the view the one thing its address names, if this user may have it.

    Missing and forbidden look the same (H-06), unless the user already knows of the thing: then the refusal says
    what would make it lawful (H-14). ``copies``: the page is made to be taken away. ``writes``: no, where the page puts
    nothing into the thing and only asks a lead for more: that is open to whoever may read it and no more.
    """

    def guard(view, request, public_id, **kwargs):
        request.writes = writes
        found, only_read = _looked_up(request, allowed, public_id, copies)
        if found is None:
            _refuse(request, allowed.__self__, public_id, otherwise)
        if only_read:
            raise PermissionDenied(only_read)
        if _is_draft(request):
            return _put_aside(request)
        request.found = found
        shown: list = []
        request.showing = lambda things: _added(shown, list(things))
        response = _answer(view, request, found, **kwargs)
        if shown:
            with _shown_to(request.user):
                read(_page(request), by=request.user, about=found, shown=shown)
        return response

    return _declare(guard, allowed, undertaking)


def _looked_up(request, allowed, public_id, copies):
    """The thing, and why no more than read; what came of it is written down in the same transaction."""
    with _shown_to(request.user):
        found = allowed(request.user).filter(public_id=public_id).first()
        if found is None:
            return None, ""
        touched = copies or request.writes and request.method == "POST"
        only_read = only_reads(request.user, found) if touched else ""
        if only_read or not _is_draft(request):
            read(_page(request), by=request.user, about=found, refused=bool(only_read))
    return found, only_read


def only_reads(user, thing):
    """Why this user may read this and no more; empty where they may do what their standing lets them."""
    return next((words for ask in READING if (words := ask(user, thing))), "")


def _added(shown, things):
    shown.extend(things)
    return things


def lists(allowed, *, undertaking=True):
    """Give the view the things this user may know of, and nothing else."""

    def guard(view, request, **kwargs):
        return _traced(view, request, allowed(request.user), **kwargs)

    return _declare(guard, allowed, undertaking)


def holds(ability: Can, *, otherwise=None, undertaking=True):
    """Open the page to whoever has a role with this ability."""

    def guard(view, request, **kwargs):
        if not request.user.can(ability):
            read(_page(request), by=request.user, refused=True)
            if otherwise:
                raise PermissionDenied(otherwise)
            raise Http404
        return _traced(view, request, **kwargs)

    return _declare(guard, ability, undertaking)


def signed_in(view):
    """Open the page to everybody with an account, undertaking signed or not."""

    def guard(view, request, **kwargs):
        return _traced(view, request, **kwargs)

    return _declare(guard, "signed in", undertaking=False)(view)


def public(view):
    view.guard = "public"
    return login_not_required(view)


def asked(request, form_class, **kwargs):
    """The form of a page: bound to what was sent, or showing again what this user had typed before they left it."""
    request.keeps_drafts = True
    touched = getattr(request, "found", None) if getattr(request, "writes", True) else None
    if words := only_reads(request.user, touched):
        raise PermissionDenied(words)
    if request.method == "POST":
        return form_class(request.POST, request.FILES, **kwargs)
    kept = Kept.objects.filter(user=request.user, path=request.path).first()
    if kept:
        request.gave_back = kept.at
        kwargs["initial"] = {**kwargs.get("initial", {}), **_as_initial(kept.data)}
    return form_class(**kwargs)


def keep(user, path, posted):
    """Put aside what was being sent (never passwords), for the same user on the same page."""
    data = words_of(posted)
    if any(value.strip() for values in data.values() for value in values):
        Kept.objects.update_or_create(user=user, path=path, defaults={"data": data, "at": timezone.now()})


def _is_draft(request):
    return request.method == "POST" and DRAFT in request.POST


def _put_aside(request):
    """Keep what is being typed, once the page's own guard has let this user in. An empty form is nothing to keep.

    Nothing was shown, so no reading is written. Whoever asks to begin anew is led to the empty page.
    """
    if request.POST[DRAFT] == "forget" or not words_of(request.POST):
        Kept.objects.filter(user=request.user, path=request.path).delete()
    elif int(request.META.get("CONTENT_LENGTH") or 0) <= LONGEST_DRAFT:
        keep(request.user, request.path, request.POST)
    return redirect(request.path) if request.POST[DRAFT] == "forget" else HttpResponse(status=204)


def words_of(posted):
    """What somebody typed, without passwords and what the page itself put into the form."""
    typed = ((name, values) for name, values in posted.lists() if name not in SECRETS and "password" not in name)
    return {_keepable(name): [_keepable(value) for value in values] for name, values in typed}


def _keepable(text):
    """Without what nobody types and PostgreSQL refuses."""
    return text.replace("\x00", "")


def _as_initial(data):
    return {name: values if len(values) > 1 else values[0] for name, values in data.items()}


def _declare(guard, who, undertaking):
    def decorate(view):
        @wraps(view)
        def guarded(request, **kwargs):
            if undertaking and not request.user.has_undertaken:
                request.session["promised_for"] = request.path
                return redirect("staff:undertaking")
            # What a form did may have closed its own page: whoever sent it again is led where the first went.
            return _led_before(request) or guard(view, request, **kwargs)

        guarded.guard = who  # type: ignore[attr-defined]
        return guarded

    return decorate


def _refuse(request, manager, public_id, otherwise):
    read(_page(request), by=request.user, refused=True, asked_for=f"{manager.model._meta.label}:{public_id}")
    known = getattr(manager, "known_to", None) or getattr(manager, "open_to", None)
    if otherwise and known and _is_there(known, request.user, public_id):
        raise PermissionDenied(otherwise)
    raise Http404


def _is_there(known, user, public_id):
    with _shown_to(user):
        return known(user).filter(public_id=public_id).exists()


def _traced(view, request, *args, **kwargs):
    """Let a page that shows several things say which; the reading is written once, before the page is made."""
    if _is_draft(request):
        return _put_aside(request)
    shown, written = [], []

    def showing(things):
        things = list(things)
        shown.extend(things)
        written.append(read(_page(request), by=request.user, shown=things))
        return things

    request.showing = showing
    response = _answer(view, request, *args, **kwargs)
    if not written or getattr(request, "was_undone", False):
        read(_page(request), by=request.user, shown=shown)
    return response


def _answer(view, request, *args, **kwargs):
    if request.method == "POST" and "password" in request.POST:
        request.user.signature = signing.check(request.user, request.POST["password"])
    with _shown_to(request.user):
        if _token(request):
            return _once(view, request, *args, **kwargs)
        return view(request, *args, **kwargs)


def _shown_to(user):
    """A transaction in which the database itself shows only what this user may see, roughly (audit/walls.py).

    What opens a record is committed before the page is made, in one of its own.
    """
    return around(*user.standing)


def _token(request):
    """What makes a form act once; a page that is only read has none."""
    return _keepable(request.POST.get("once", ""))[:64] if request.method == "POST" else ""


def _led_before(request):
    if not _token(request):
        return None
    sent = Sent.objects.filter(user=request.user.pk, token=_token(request)).exclude(location="").first()
    return redirect(sent.location) if sent else None


@transaction.atomic
def _once(view, request, *args, **kwargs):
    """Let a form act once, however often it is sent; the second sender is led where the first went."""
    sent, new = Sent.objects.get_or_create(user=request.user, token=_token(request))
    if not new:
        return redirect(sent.location or "home")
    response = view(request, *args, **kwargs)
    if leads_on := _leads_on(response):
        sent.location = leads_on
        sent.save(update_fields=["location"])
        Kept.objects.filter(user=request.user, path=request.path).delete()
    elif response.has_header("Content-Disposition"):
        sent.delete()
    else:
        request.was_undone = True
        transaction.set_rollback(True)
    return response


def _leads_on(response):
    """Where a form that acted leads: on to another page. A page that shows once what it did says so in ``then``."""
    return response["Location"] if response.status_code == 302 else getattr(response, "then", "")


def _page(request):
    return request.resolver_match.view_name
