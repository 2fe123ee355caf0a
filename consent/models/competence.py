"""Whether a young person understands one decision well enough to make it: five questions, asked for each decision."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone

from audit.events import Event
from audit.verbs import verb
from records.models import Person

from .decision import OneDecision, is_old_enough, must_have_been
from .notice import KeptWithThePerson, kept_in

OLD_ENOUGH = (
    "From 16 on everybody is presumed able to decide. Where you doubt it, record both stages for this decision instead."
)


class Competence(OneDecision):
    class WantsParentsTold(models.TextChoices):
        YES = "yes", "Yes"
        SOME = "some", "Yes, but not about this"
        NO = "no", "No, nothing at all"

    QUESTIONS = [
        "understands_what",
        "understands_why",
        "understands_consequences",
        "understands_alternatives",
        "can_weigh",
    ]
    SAID = [*QUESTIONS, "reasons", "wants_parents_told"]

    person = models.ForeignKey(Person, models.PROTECT, related_name="competences")
    understands_what = models.BooleanField("what would be done or shared, and with whom")
    understands_why = models.BooleanField("why it is asked")
    understands_consequences = models.BooleanField("what could follow, good and bad")
    understands_alternatives = models.BooleanField("what else could be done, and what happens if they say no")
    can_weigh = models.BooleanField("they can weigh it up and say what they want")
    reasons = models.TextField("what shows it")
    wants_parents_told = models.CharField(
        "they want their parents told", max_length=4, choices=WantsParentsTold.choices
    )
    assessed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    assessed_at = models.DateTimeField(default=timezone.now)

    objects = KeptWithThePerson.as_manager()

    LATER = ("recipient", "recipient_kind", "information", "kind")

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
        """Record the five answers and why; one 'no' means not able to decide this (GC-1).

        It cancels nobody else's answer. A wish of somebody able, that parents are not told, holds from now on (GC-3).
        """
        from ..ending import let_lapse

        assessed = cls(assessed_by=by, **answers)
        assessed.full_clean()
        assessed.save()
        let_lapse(assessed)
        assessed._keep_their_wish(by)
        return assessed

    def _keep_their_wish(self, by):
        """“But not about this” is about what was assessed: a kind of information, or another permission by itself."""
        from .wish import Wish

        if self.is_able and self.wants_parents_told != self.WantsParentsTold.YES:
            some = self.wants_parents_told == self.WantsParentsTold.SOME
            this = {"kind": self.kind, "information": self.information} if some else {}
            Wish.hear(by=by, person=self.person, competence=self, **this)

    def clean(self):
        super().clean()
        must_have_been("assessed_at", self.assessed_at)
        if is_old_enough(self.person, timezone.localdate(self.assessed_at)):
            raise ValidationError(OLD_ENOUGH)

    @property
    def traced_in(self):
        return kept_in(self.person)

    @property
    def is_able(self):
        return all(getattr(self, question) for question in self.QUESTIONS)

    @property
    def outcome(self):
        return "able to decide" if self.is_able else "not able to decide yet"
