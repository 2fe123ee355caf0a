"""What the guard held back: a lead lets exactly that go to exactly them, or does not, and says why."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from audit.verbs import Recorded

USER = settings.AUTH_USER_MODEL


class HeldBack(Recorded):
    """``words``: what would leave, with a mark in place of whatever is locked. ``sha256``: of what it truly is."""

    decision = models.ForeignKey("sharing.Decision", models.PROTECT, related_name="held_back")
    sha256 = models.CharField(max_length=64)
    to_whom = models.CharField(max_length=300)
    kinds = models.CharField("what was found, and where", max_length=1000)
    words = models.TextField()
    why = models.TextField("why it is needed all the same")
    asked_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    lets_go = models.BooleanField(null=True)
    reason = models.TextField(blank=True)
    answered_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "parcel held back"
        verbose_name_plural = "parcels held back"
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at=None, lets_go=None)
                | Q(answered_at__isnull=False, lets_go__isnull=False, answered_by__isnull=False) & ~Q(reason=""),
                name="what_was_held_back_is_answered_with_a_reason",
            )
        ]
