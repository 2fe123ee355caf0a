"""A message that says nothing but that there is something to read."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from .outgoing import Outgoing


class Notice(Outgoing):
    """To one colleague: their post (outgoing.py)."""

    class Kind(models.TextChoices):
        ORDINARY = "ordinary"
        URGENT = "urgent"
        LINK = "link"

    to = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.ORDINARY)
    written_at = models.DateTimeField(default=timezone.now)

    def __str__(self):
        return f"notice {self.pk}"

    @classmethod
    def send_link(cls, user):
        """A way in, for whoever owns the address. The link itself is made when the message goes, and kept nowhere."""
        return cls.objects.create(to=user, kind=cls.Kind.LINK)

    @property
    def urgent(self):
        return self.kind == self.Kind.URGENT
