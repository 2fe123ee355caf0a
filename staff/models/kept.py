"""Nothing typed is lost, and nothing sent twice acts twice."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone

KEPT_FOR = timedelta(days=14)


class PassingQuerySet(models.QuerySet):
    def past(self):
        """What nobody came back for in a fortnight."""
        return self.filter(at__lt=timezone.now() - KEPT_FOR)


class Kept(models.Model):
    """What somebody was typing when they left a page, or their session locked: theirs alone, given back there."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="kept_words")
    path = models.CharField(max_length=200)
    data = models.JSONField()
    at = models.DateTimeField(default=timezone.now)

    objects = PassingQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "path"], name="one_set_of_kept_words_a_page")]

    def __str__(self):
        return f"kept words {self.pk}"


class Sent(models.Model):
    """A form that was sent, by its one-time token, and where it led."""

    token = models.CharField(max_length=64)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    location = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(default=timezone.now)

    objects = PassingQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "token"], name="a_form_acts_once")]

    def __str__(self):
        return f"sent form {self.pk}"
