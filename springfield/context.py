"""What the frame around every page needs: the service's name, the menu, who is signed in, a token for its forms."""

from dataclasses import dataclass
from functools import cache
from uuid import uuid4

from django.conf import settings
from django.urls import reverse

from staff.roles import Can

MENU = [
    ("Home", "home", None),
    ("People", "records:people", Can.WORK_WITH_PEOPLE),
    ("Concerns", "records:concerns", Can.LOG_CONCERN),
    ("Decisions", "sharing:decisions", Can.PROPOSE),
    ("Signed decisions", "sharing:signed", Can.SEE_SIGNED),
    ("Agreements", "consent:register", Can.REGISTER),
    ("Accounts", "staff:people", Can.MANAGE_ACCOUNTS),
]
MINE = [
    ("Roles, and what each may do", "staff:roles"),
    ("Who is on cover", "staff:cover"),
    ("Tell the lead whom you know", "records:declare_tie"),
    ("My promise of confidentiality", "staff:my_undertaking"),
    ("Where you are signed in", "staff:sessions"),
    ("Change your password", "account_change_password"),
    ("Second factor", "mfa_index"),
]


@dataclass(frozen=True)
class Item:
    """One link of a menu."""

    label: str
    url: str
    current: bool = False


def chrome(request):
    """Asked for only where a page draws it, so that an error page needs no database."""
    return {
        "SERVICE_NAME": settings.SERVICE_NAME,
        "DEMO": settings.DEMO,
        "danger_url": reverse("danger"),
        "menu": cache(lambda: menu_of(request.user, request.path) if is_here(request) else []),
        "me": cache(lambda: me(request.user) if is_here(request) else None),
        "once": uuid4().hex,
    }


def is_here(request):
    """Signed in, and not locked: a locked screen shows neither name nor menu."""
    user = getattr(request, "user", None)
    return bool(user and user.is_authenticated and not request.session.get("locked"))


def menu_of(user, path):
    links = [(label, reverse(name)) for label, name, ability in MENU if ability is None or user.can(ability)]
    here = max((url for _, url in links if is_within(path, url)), key=len, default="")
    return [Item(label, url, url == here) for label, url in links]


def me(user):
    return {
        "name": user.name,
        "roles": ", ".join(role.title for role in user.roles),
        "links": [Item(label, reverse(name)) for label, name in MINE],
        "sign_out": reverse("account_logout"),
    }


def is_within(path, url):
    return path == url or (url != "/" and path.startswith(url))
