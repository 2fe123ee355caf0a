"""Those of the demonstration who write in a test of faults, signed in without a page, and what they propose."""

from django.conf import settings
from django.test import Client

from records.models import Agency
from sharing.models import Decision
from staff.models import User


def member(name):
    return User.objects.get(email=f"{name}@example.org")


def signed_in(name):
    """The cookie of a session of theirs."""
    client = Client()
    client.force_login(member(name), backend="allauth.account.auth_backends.AuthenticationBackend")
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def proposed(by, person, facts, **details):
    agency = Agency.objects.get(name="Example Children's Advice Service")
    request = {"name": by.name, "asked_for": "How he is", "why": "Help at home"}
    return Decision.propose(
        by=by, people=[person], facts=facts, request=request, contact=agency.contacts.first(), agency=agency,
        information="safeguarding", purpose="protection", **details,
    )  # fmt: skip
