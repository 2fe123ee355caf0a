"""Where somebody is signed in, and which devices they signed in from.

A session is one row: ending it is deleting the row, and its next request finds nobody signed in. What the page shows
is taken from what the session holds whenever that is saved, so that no request asks or writes more than before.
"""

import time
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from uuid import uuid4

from django.conf import settings
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import InterfaceError, InternalError, OperationalError, models
from django.utils import timezone

from audit.events import Event
from audit.verbs import note, verb

MARKED_FOR = timedelta(days=365)
APART = 60  # seconds by which the clocks of two machines that serve may differ
UNREACHABLE = (OperationalError, InterfaceError, InternalError)
BROWSERS = {"Edg": "Edge", "OPR/": "Opera", "Firefox/": "Firefox", "Chrome/": "Chrome", "Safari/": "Safari"}
SYSTEMS = {
    "iPhone": "an iPhone",
    "iPad": "an iPad",
    "Android": "Android",
    "Windows": "Windows",
    "CrOS": "a Chromebook",
    "Macintosh": "a Mac",
    "Linux": "Linux",
}


def in_words(agent):
    """Browser and system, and no more: no version, no address, nothing that tells one such device from another."""
    browser = next((name for sign, name in BROWSERS.items() if sign in agent), "A browser")
    system = next((name for sign, name in SYSTEMS.items() if sign in agent), "")
    return f"{browser} on {system}" if system else browser


class DeviceQuerySet(models.QuerySet):
    def of(self, user):
        return self.filter(user=user).order_by("-last_at")

    def past(self):
        """The mark lives a year; after that the device is met as a new one."""
        return self.filter(last_at__lt=timezone.now() - MARKED_FOR)


class Device(models.Model):
    """A browser that somebody signed in from, told again by a mark that only it holds; here is the mark's hash."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="devices")
    mark = models.CharField(max_length=64, editable=False)
    words = models.CharField(max_length=60)
    first_at = models.DateTimeField(default=timezone.now)
    last_at = models.DateTimeField(default=timezone.now)
    known = models.BooleanField(default=False)

    objects = DeviceQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "mark"], name="a_device_is_met_once")]

    def __str__(self):
        return f"device {self.public_id.hex[:8]}"

    @classmethod
    def meet(cls, *, user, mark, agent):
        """The device of this sign-in, and whether it was not seen before. The very first of an account is known."""
        seen = {"words": in_words(agent), "last_at": timezone.now()}
        known = {"known": not user.devices.exists()}
        return cls.objects.update_or_create(
            user=user, mark=sha256(mark.encode()).hexdigest(), defaults=seen, create_defaults=seen | known
        )

    @verb(Event.ACCOUNT_DEVICE_KNOWN)
    def know(self, *, by):
        """It was they who signed in there: nobody is asked about it again."""
        note(device=self.words)
        self.known = True
        self.save(update_fields=["known"])
        return self.user


class SessionQuerySet(models.QuerySet):
    def of(self, user):
        """Where this user is signed in, the one used last first."""
        since = timezone.now() - timedelta(seconds=settings.SESSION_SECONDS)
        return self.filter(user=user, began_at__gt=since).select_related("device").order_by("-seen_at")

    def others(self, request):
        """Everywhere else than where this is asked."""
        return self.of(request.user).exclude(session_key=request.session.session_key)

    def of_ended_accounts(self):
        """There should be none."""
        return self.filter(user__is_active=False, expire_date__gt=timezone.now())

    def past(self):
        return self.filter(expire_date__lt=timezone.now())


class Session(AbstractBaseSession):
    # Not unique: a session that is given a new key is two rows for a moment.
    public_id = models.UUIDField(default=uuid4, db_index=True, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="sessions")
    device = models.ForeignKey(Device, models.SET_NULL, null=True, related_name="+")
    began_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = "sign-in"

    def __str__(self):
        return f"sign-in {self.public_id.hex[:8]}"

    @classmethod
    def get_session_store_class(cls):
        return Store

    @property
    def words(self):
        return self.device.words if self.device else in_words("")

    @verb(Event.SESSION_ENDED)
    def end(self, *, by):
        """Whoever sits there is asked to sign in at their next press."""
        note(device=self.words)
        Session.objects.filter(pk=self.pk).delete()
        return self.user


class Store(SessionStore):
    """Keeps a session with whose it is, from which device, and since when (settings: SESSION_ENGINE)."""

    @classmethod
    def get_model_class(cls):
        return Session

    def load(self):
        """Of a session that was used by a clock that has gone back since, nobody knows for how long it lay idle."""
        data, now = super().load(), time.time()
        if max(data.get("last", 0), data.get("began", 0)) > now + APART:
            data |= {"locked": data.get("locked", True), "last": now, "began": min(data.get("began", now), now)}
        return data

    def save(self, must_create=False):
        """A database that refuses to write is away; Django would say that the session has ended."""
        try:
            super().save(must_create)
        except UpdateError as ended:
            if isinstance(ended.__context__, UNREACHABLE):
                raise ended.__context__ from None
            raise

    def create_model_instance(self, data):
        row = super().create_model_instance(data)
        row.public_id = data.get("public_id") or row.public_id
        row.user_id = data.get("_auth_user_id")
        row.device_id = data.get("device")
        row.began_at, row.seen_at = (_moment(data.get(name)) for name in ("began", "last"))
        return row


def _moment(seconds):
    return datetime.fromtimestamp(seconds, UTC) if seconds else timezone.now()
