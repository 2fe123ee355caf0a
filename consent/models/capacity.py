"""Whether somebody of 16 or over can make one decision: presumed, until two questions about it say no (MC-1)."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from audit.events import Event
from audit.verbs import verb
from records.models import Person

from .decision import OneDecision, is_old_enough, must_have_been
from .kind import whom_and_what
from .notice import KeptWithThePerson, kept_in

TOO_YOUNG = "Under 16, record what they understand of this decision instead."
LOOK_AGAIN = "Give a later day, at most a year on, on which this is looked at again: people get better."


class CapacityQuerySet(KeptWithThePerson):
    def unable_now(self):
        """Of each decision the last one, where it says that they cannot make it, until it is looked at again."""
        able = Q(impairment="") | Q(because_of_it=False) | Q(**dict.fromkeys(Capacity.ABILITIES, True))
        same = {name: OuterRef(name) for name in ("person", "kind", "purpose", "recipient_kind", "information")}
        whom = Q(recipient=OuterRef("recipient")) | Q(recipient=None, recipient_kind=OuterRef("recipient_kind"))
        later = Capacity.objects.filter(able, whom, assessed_at__gt=OuterRef("assessed_at"), **same)
        return self.exclude(able).filter(~Exists(later), review_on__gte=timezone.localdate())


class Capacity(OneDecision):
    """Stage one: does something disturb how their mind works? Stage two: because of it, what can they not do?"""

    ABILITIES = ["understands", "retains", "weighs", "communicates"]
    SAID = ["help_given", "impairment", *ABILITIES, "because_of_it", "reasons", "review_on"]

    person = models.ForeignKey(Person, models.PROTECT, related_name="capacities")
    help_given = models.TextField("what was done to help them decide")
    impairment = models.TextField("what disturbs how their mind works", blank=True)
    understands = models.BooleanField("understand what it is about")
    retains = models.BooleanField("keep it in mind long enough")
    weighs = models.BooleanField("weigh it up")
    communicates = models.BooleanField("say what they decide, in any way")
    because_of_it = models.BooleanField("what they cannot do is because of that")
    reasons = models.TextField("what shows it")
    review_on = models.DateField("looked at again on", null=True, blank=True)
    assessed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    assessed_at = models.DateTimeField(default=timezone.now)

    objects = CapacityQuerySet.as_manager()

    LATER = ("kind",)

    class Meta:
        verbose_name = "assessment of capacity"
        verbose_name_plural = "assessments of capacity"
        ordering = ["-assessed_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=whom_and_what(), name="capacity_is_assessed_for_one_thing_of_one_kind"),
            models.CheckConstraint(condition=~Q(reasons=""), name="an_assessment_of_capacity_has_reasons"),
            models.CheckConstraint(condition=~Q(help_given=""), name="they_were_helped_to_decide_first"),
        ]

    @classmethod
    @verb(Event.CAPACITY_ASSESSED)
    def assess(cls, *, by, **answers):
        """Record both stages, and let whatever answer it shows was not theirs to give count no more."""
        from ..ending import let_lapse

        assessed = cls(assessed_by=by, **answers)
        assessed.full_clean()
        assessed.save()
        let_lapse(assessed)
        return assessed

    def clean(self):
        super().clean()
        must_have_been("assessed_at", self.assessed_at)
        on = timezone.localdate(self.assessed_at)
        if not is_old_enough(self.person, on):
            raise ValidationError(TOO_YOUNG)
        if not self.is_able and not (self.review_on and on < self.review_on and (self.review_on - on).days <= 366):
            raise ValidationError({"review_on": LOOK_AGAIN})

    @property
    def traced_in(self):
        return kept_in(self.person)

    @property
    def is_able(self):
        """An unwise choice, or a difficulty with nothing behind it, is not a lack of capacity."""
        return not (self.impairment and self.because_of_it) or all(getattr(self, a) for a in self.ABILITIES)

    @property
    def outcome(self):
        return "able to decide" if self.is_able else "not able to decide"
