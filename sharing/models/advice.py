"""Advice that was sought and what it said (S-21, H-16), and notes added after the signature."""

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from audit.verbs import Recorded, RecordedQuerySet

USER = settings.AUTH_USER_MODEL


class AdviceQuerySet(RecordedQuerySet):
    def open_to(self, user):
        """It stands on the page of its decision, and opens with it."""
        decisions = apps.get_model("sharing", "Decision").objects.to_look_at(user)
        return self.filter(decision__in=decisions).select_related("decision")


class Advice(Recorded):
    decision = models.ForeignKey("sharing.Decision", models.PROTECT, related_name="advice")
    door = models.CharField("which service", max_length=200)
    person = models.CharField("who was spoken to", max_length=200, blank=True)
    asked_at = models.DateTimeField(default=timezone.now)
    asked_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    named = models.BooleanField("the person was named", default=False)
    asked = models.TextField("what was asked")
    advised = models.TextField("what was advised", blank=True)
    done = models.TextField("what was done about it", blank=True)
    advised_at = models.DateTimeField(null=True, blank=True)

    objects = AdviceQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "advice"
        constraints = [
            models.CheckConstraint(
                condition=Q(advised_at=None) | ~Q(advised="") & ~Q(person=""),
                name="advice_that_came_says_what_and_from_whom",
            )
        ]


class Amendment(Recorded):
    """A note linked to a signed decision. The decision itself never changes."""

    decision = models.ForeignKey("sharing.Decision", models.PROTECT, related_name="amendments")
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    words = models.TextField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="an_amendment_says_something")]
