"""What somebody shows besides their password: a passkey, an app on their phone, or a code on paper.

The sign-in library keeps them (allauth.mfa); here is what it asks, in our words, and that each change is remembered
and told to whose account it is, in case it was somebody else.
"""

from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.dispatch import receiver

from .notices import tell

WORDS = {
    Authenticator.Type.WEBAUTHN: "passkey",
    Authenticator.Type.TOTP: "app on a phone",
    Authenticator.Type.RECOVERY_CODES: "recovery codes",
}


def name_field(**kwargs):
    return forms.CharField(
        label="A name for it",
        max_length=60,
        help_text="So that you know it again, for example “My phone” or “Blue key on my key ring”.",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20"}),
        error_messages={"required": "Give it a name."},
        **kwargs,
    )


class PasskeyForm(AddWebAuthnForm):
    """The name may be left out: the browser has made the passkey by then, and it must not be lost."""

    name = name_field(required=False)


class PasskeyNameForm(EditWebAuthnForm):
    name = name_field()


@receiver([authenticator_added, authenticator_reset])
def _added(user, authenticator, **_):
    user.add_second_factor(by=user, kind=WORDS[authenticator.type])
    tell([user])


@receiver(authenticator_removed)
def _removed(user, authenticator, **_):
    user.remove_second_factor(by=user, kind=WORDS[authenticator.type])
    tell([user])
