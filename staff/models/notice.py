"""The outbox: a message that says nothing but that there is something to read."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone

RETRY = timedelta(minutes=1)


class NoticeQuerySet(models.QuerySet):
    def waiting(self):
        """Also what has a time that nobody can have meant: the clock was ahead when it was written."""
        now = timezone.now()
        due = models.Q(next_try_at__lte=now) | models.Q(next_try_at__gt=now + 2 * RETRY)
        return self.filter(due, sent_at=None).order_by("id")


class Notice(models.Model):
    """Written in the same transaction as what it is about; `manage.py tick` sends it once."""

    class Kind(models.TextChoices):
        ORDINARY = "ordinary"
        URGENT = "urgent"
        LINK = "link"

    to = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.ORDINARY)
    written_at = models.DateTimeField(default=timezone.now)
    next_try_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)

    objects = NoticeQuerySet.as_manager()

    def __str__(self):
        return f"notice {self.pk}"

    @classmethod
    def send_link(cls, user):
        """A way in, for whoever owns the address. The link itself is made when the message goes, and kept nowhere."""
        return cls.objects.create(to=user, kind=cls.Kind.LINK)

    @property
    def urgent(self):
        return self.kind == self.Kind.URGENT

    def take(self):
        """Whether this clock may send it: of two that run at once only one may."""
        return type(self).objects.waiting().filter(pk=self.pk).update(next_try_at=timezone.now() + RETRY) == 1

    def gone(self):
        self.sent_at = timezone.now()
        self.save(update_fields=["sent_at"])
