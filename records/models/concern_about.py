"""Whom a concern is about."""

from django.db import models
from django.db.models import Q

from audit.verbs import Recorded

from .concern import Concern
from .person import Person


class ConcernAbout(Recorded):
    """Whom a concern is about: somebody with a record, or somebody in words."""

    concern = models.ForeignKey(Concern, models.PROTECT, related_name="about")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="concerned")
    words = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = "subject of a concern"
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False) | ~Q(words=""), name="a_concern_is_about_somebody"
            ),
            models.UniqueConstraint(fields=["concern", "person"], name="a_concern_names_a_person_once"),
        ]
