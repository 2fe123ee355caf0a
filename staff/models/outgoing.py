"""The outbox: written in the same transaction as what it is about; the clock (`manage.py tick`) sends each once."""

from datetime import timedelta

from django.db import models
from django.utils import timezone

RETRY = timedelta(minutes=1)


class OutgoingQuerySet(models.QuerySet):
    def waiting(self):
        """Also what has a time that nobody can have meant: the clock was ahead when it was written."""
        now = timezone.now()
        due = models.Q(next_try_at__lte=now) | models.Q(next_try_at__gt=now + 2 * RETRY)
        return self.filter(due, sent_at=None).order_by("pk")


class Outgoing(models.Model):
    """Something that waits to be sent. What it says is not in it: that is made when it goes."""

    next_try_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)

    objects = OutgoingQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self):
        return f"outgoing {self.pk}"

    def take(self):
        """Whether this clock may send it: of two that run at once only one may."""
        return type(self).objects.waiting().filter(pk=self.pk).update(next_try_at=timezone.now() + RETRY) == 1

    def gone(self):
        self.sent_at = timezone.now()
        self.save(update_fields=["sent_at"])
