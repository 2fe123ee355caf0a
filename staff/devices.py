"""Which device somebody signs in from. One that is new to them is told to them, in case it was somebody else."""

from secrets import token_urlsafe
from uuid import uuid4

from allauth.account.signals import password_changed
from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.urls import reverse

from .home import Item, Shelf, brings
from .models import Device, Session
from .models.session import MARKED_FOR
from .notices import tell


def recognise(request, user, response):
    """Say which device this session belongs to, and leave on it the mark by which it is known next time."""
    mark = request.COOKIES.get(settings.DEVICE_COOKIE_NAME) or token_urlsafe(32)
    device, new = Device.meet(user=user, mark=mark, agent=request.headers.get("User-Agent", ""))
    request.session["device"] = device.pk
    if new and not device.known:
        tell([user])
    how = {"secure": settings.SESSION_COOKIE_SECURE, "httponly": True, "samesite": settings.SESSION_COOKIE_SAMESITE}
    response.set_cookie(settings.DEVICE_COOKIE_NAME, mark, max_age=MARKED_FOR, **how)


@receiver(user_logged_in)
def _name_the_session(request, **_):
    request.session["public_id"] = uuid4().hex


@receiver(password_changed)
def _end_the_others(request, user, **_):
    """A new password shuts every other session out; so none of them is listed any longer."""
    Session.objects.others(request).delete()


@brings(Shelf.NEEDS_YOU, before_undertaking=True)
def new_devices(user):
    found = Device.objects.of(user).filter(known=False)
    return [_item(device) for device in found] or None


def _item(device):
    url = reverse("staff:sessions")
    return Item(f"Was this you? A sign-in from {device.words}", url, since=device.first_at, about=device)
