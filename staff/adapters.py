"""How people get an account: by invitation only. And how they get in again when they forgot their password."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.urls import reverse

from audit import field_key

from . import devices
from .models import Appointment, Notice
from .roles import Can


class InviteOnly(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        return False

    def send_password_reset_mail(self, user, email, context):
        """Through the outbox: an answer takes the same time whether or not the address has an account."""
        Notice.send_link(user)

    def post_login(self, request, user, **details):
        response = super().post_login(request, user, **details)
        devices.recognise(request, user, response)
        return response

    def get_login_redirect_url(self, request):
        """On the first day, whoever installed the service is asked who is what."""
        if request.user.can(Can.MANAGE_ACCOUNTS) and not Appointment.somebody_leads():
            return reverse("staff:set_up")
        return super().get_login_redirect_url(request)

    def add_message(self, *args, **kwargs):
        """Pages say what happened; a queue of leftover messages says it in the wrong place."""


LOCKED, BOUND_TO = "locked:", "second factor"


class SecondFactor(DefaultMFAAdapter):
    """How a second factor is kept: locked, by a key outside the database; and what a passkey is told of its account."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "That was not right. Try once more, or choose another way below.",
    }

    def encrypt(self, text):
        return LOCKED + field_key.lock(text, BOUND_TO)

    def decrypt(self, encrypted_text):
        """What was kept before there was a key stands open until the clock has locked it (staff/housekeeping.py)."""
        name, _, locked = encrypted_text.partition(LOCKED)
        return encrypted_text if name else field_key.unlock(locked, BOUND_TO)

    def generate_authenticator_name(self, user, type):
        return f"Passkey {user.authenticator_set.filter(type=type).count() + 1}"

    def get_public_key_credential_rp_entity(self):
        return super().get_public_key_credential_rp_entity() | {"name": settings.SERVICE_NAME}

    def get_public_key_credential_user_entity(self, user):
        return {"id": user.public_id.bytes, "display_name": user.name, "name": user.email}
