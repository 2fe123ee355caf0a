"""The outbox: a message that says nothing but that there is something to read."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class NoticeQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(sent_at=None).order_by("id")


class Notice(models.Model):
    """Written in the same transaction as what it is about; `manage.py tick` sends it once."""

    to = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    urgent = models.BooleanField(default=False)
    written_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)

    objects = NoticeQuerySet.as_manager()

    def __str__(self):
        return f"notice {self.pk}"
