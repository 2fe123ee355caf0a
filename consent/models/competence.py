"""Whether a young person understands one decision well enough to make it: five questions, asked for each decision."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone

from audit.events import Event
from audit.verbs import Recorded, verb
from records.models import Person

from .notice import KeptWithThePerson, kept_in


class Competence(Recorded):
    class WantsParentsTold(models.TextChoices):
        YES = "yes", "Yes"
        SOME = "some", "Some of it"
        NO = "no", "No"

    QUESTIONS = [
        "understands_what",
        "understands_why",
        "understands_consequences",
        "understands_alternatives",
        "can_weigh",
    ]

    person = models.ForeignKey(Person, models.PROTECT, related_name="competences")
    purpose = models.CharField(max_length=40)
    about = models.CharField("the decision", max_length=300)
    understands_what = models.BooleanField("what would be shared, and with whom")
    understands_why = models.BooleanField("why it is asked")
    understands_consequences = models.BooleanField("what could follow, good and bad")
    understands_alternatives = models.BooleanField("what else could be done, and what happens if they say no")
    can_weigh = models.BooleanField("they can weigh it up and say what they want")
    reasons = models.TextField()
    wants_parents_told = models.CharField(max_length=4, choices=WantsParentsTold.choices)
    assessed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    assessed_at = models.DateTimeField(default=timezone.now)

    objects = KeptWithThePerson.as_manager()

    class Meta:
        verbose_name = "assessment of understanding"
        verbose_name_plural = "assessments of understanding"
        ordering = ["-assessed_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(about=""), name="understanding_is_assessed_for_one_decision"),
            models.CheckConstraint(condition=~Q(reasons=""), name="an_assessment_of_understanding_has_reasons"),
        ]

    @classmethod
    @verb(Event.COMPETENCE_ASSESSED)
    def assess(cls, *, by, **answers):
        """Record the five answers and why; one 'no' means not able to decide this (GC-1)."""
        assessed = cls(assessed_by=by, **answers)
        assessed.full_clean()
        assessed.save()
        return assessed

    def clean(self):
        if self.assessed_at > timezone.now():
            raise ValidationError({"assessed_at": "Give a time that has been."})
        if self.person.is_adult(timezone.localdate(self.assessed_at)):
            raise ValidationError("An adult is presumed able to decide. This record is for young people under 18.")

    @property
    def traced_in(self):
        return kept_in(self.person)

    @property
    def is_able(self):
        return all(getattr(self, question) for question in self.QUESTIONS)

    @property
    def outcome(self):
        return "able to decide" if self.is_able else "not able to decide yet"
