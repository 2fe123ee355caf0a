"""How something left, and the proof that it arrived; a one-time link is opened once, with a code given another way.

What links for people outside have in common is in staff/door.py.
"""

import base64
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from audit.verbs import Recorded
from staff import door, texts
from staff.door import hash_of
from staff.models import outgoing

from ..states import NotNow

USER = settings.AUTH_USER_MODEL
LINK, FILE = "one_time_link", "sealed_file"  # as the policy packs call these two ways
TRIES = 5  # a day, for one link
EVERYBODYS = {"gmail.com", "googlemail.com", "hotmail.com", "outlook.com", "live.com", "yahoo.com", "icloud.com"}
EVERYBODYS |= {"hotmail.co.uk", "yahoo.co.uk", "live.co.uk", "aol.com", "proton.me", "protonmail.com", "gmx.com"}
AT_HOME = "That is a mailbox at home, which is read by whoever lives there."


def is_at_home(address):
    return address.rpartition("@")[2].casefold().rstrip(".") in EVERYBODYS


class Delivery(door.Opens, Recorded):
    SALT = "sharing.delivery"

    disclosure = models.ForeignKey("sharing.Disclosure", models.PROTECT, related_name="deliveries")
    way = models.CharField(max_length=30)
    sent_to = models.EmailField("where the link goes", blank=True)
    evidence = models.CharField("what shows that it arrived", max_length=500, blank=True)
    token_hash = models.CharField(max_length=64, blank=True, db_index=True)
    made_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField(null=True)
    opened_by = models.CharField("who opened it, as they say", max_length=200, blank=True)
    opened_sha256 = models.CharField("SHA-256 of what was opened", max_length=64, blank=True)

    class Meta:
        verbose_name_plural = "deliveries"
        constraints = [
            models.CheckConstraint(
                condition=Q(way="one_time_link") & ~Q(sent_to="") & ~Q(token_hash="") | ~Q(way="one_time_link"),
                name="a_link_goes_to_an_address",
            ),
            models.CheckConstraint(
                condition=Q(opened_at=None) | ~Q(opened_sha256=""), name="what_was_opened_has_its_hash"
            ),
            models.CheckConstraint(
                condition=Q(opened_at=None) | Q(revoked_at=None) | Q(revoked_at__gte=models.F("opened_at")),
                name="what_was_taken_back_is_not_opened",
            ),
        ]

    @classmethod
    def begin(cls, disclosure, *, by, way, **said):
        """The row of one delivery, within the verb that writes what was shared."""
        if is_at_home(said.get("sent_to", "")):
            raise NotNow(AT_HOME, "Give the one of the agency they work for.")
        one = cls(disclosure=disclosure, made_by=by, way=way, **said)
        if way == LINK:
            one.token_hash = hash_of(one.token)
        one.save()
        if way == LINK:
            Outgoing.objects.create(delivery=one)
        return one

    @property
    def passphrase(self):
        """Of the sealed file: sixteen letters and digits in fours, with nothing that is mistaken for something else."""
        said = base64.b32encode(self._derived("file")).decode()[:16].replace("O", "8").replace("I", "9")
        return "-".join(said[place : place + 4] for place in range(0, 16, 4)).lower()

    @property
    def is_live(self):
        """Whether the link still opens."""
        gone = self.opened_at or self.revoked_at or timezone.now() >= self.until
        return self.way == LINK and not gone

    @property
    def number(self):
        """The mobile telephone that was checked by calling back, to which the code may go; empty where none is."""
        contact = self.disclosure.contact
        may_go = texts.is_offered() and contact and not contact.is_stale and texts.reaches(contact.telephone)
        return contact.telephone if may_go else ""

    @property
    def is_texted(self):
        return hasattr(self, "texted")


class Outgoing(outgoing.Outgoing):
    """The outbox of these links."""

    delivery = models.OneToOneField(Delivery, models.CASCADE, related_name="outgoing")


class OutgoingCode(outgoing.Outgoing):
    """The outbox of their codes, for those that go by text. Neither number nor code is in it."""

    delivery = models.OneToOneField(Delivery, models.CASCADE, related_name="texted")


class KnockQuerySet(models.QuerySet):
    def past(self):
        return self.filter(at__lt=timezone.now() - timedelta(days=1))


class Knock(models.Model):
    """Somebody tried a link, right or wrong: counted for each link, known or not, and forgotten after a day."""

    token_hash = models.CharField(max_length=64, db_index=True)
    at = models.DateTimeField(default=timezone.now, db_index=True)

    objects = KnockQuerySet.as_manager()

    def __str__(self):
        return f"knock {self.pk}"

    @classmethod
    def too_many(cls, token_hash):
        """Count this one; whether there were more than may be."""
        cls.objects.create(token_hash=token_hash)
        return cls.is_shut(token_hash)

    @classmethod
    def is_shut(cls, token_hash):
        since = timezone.now() - timedelta(days=1)
        return cls.objects.filter(token_hash=token_hash, at__gte=since).count() > TRIES
