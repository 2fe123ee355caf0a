"""Something left that should not have, or reached somebody it should not have: written down at once, then looked at."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from audit.verbs import Recorded

USER = settings.AUTH_USER_MODEL


class Incident(Recorded):
    class Kind(models.TextChoices):
        WRONG = "wrong", "It went to the wrong person"
        PROTECTED = "protected", "Something that is locked left with it"

    disclosure = models.ForeignKey("sharing.Disclosure", models.PROTECT, related_name="incidents")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    words = models.TextField("what is known of it")
    found_at = models.DateTimeField(default=timezone.now)
    found_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    done = models.TextField("what was done about it", blank=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="an_incident_says_what_is_known"),
            models.CheckConstraint(
                condition=Q(closed_at=None) | ~Q(done="") & Q(closed_by__isnull=False),
                name="an_incident_ends_with_what_was_done",
            ),
        ]
