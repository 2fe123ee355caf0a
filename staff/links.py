"""The link that lets one person choose a password, once, within 72 hours."""

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.urls import reverse

from .models import User


def link_for(user):
    path = reverse("staff:welcome", args=[user.public_id, default_token_generator.make_token(user)])
    return settings.BASE_URL + path


def owner_of(public_id, token):
    """Whose link this is, if it still works: it stops with the first password chosen, and with the account."""
    user = User.objects.active().filter(public_id=public_id).first()
    return user if user and default_token_generator.check_token(user, token) else None
