"""What was decided for somebody who cannot: who was asked, what they want, what would restrict them less (MC-1)."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone

from audit.events import Event
from audit.verbs import verb
from records.models import Person

from .capacity import LOOK_AGAIN, Capacity
from .decision import OneDecision, must_have_been
from .kind import Kind, whom_and_what
from .notice import KeptWithThePerson, kept_in

NOT_FOUND = "First somebody records, in both stages, that they cannot make this very decision. Until then it is theirs."


class BestInterests(OneDecision):
    SAID = ["wants", "asked", "less_restrictive", "can_wait", "shares", "reasons", "decided_by", "review_on"]

    person = models.ForeignKey(Person, models.PROTECT, related_name="best_interests")
    capacity = models.ForeignKey(Capacity, models.PROTECT, related_name="best_interests")
    decided_by = models.CharField("who decided", max_length=200)
    wants = models.TextField("what they want, or would want")
    asked = models.TextField("who was asked, and what they said")
    less_restrictive = models.TextField("what else was thought of that restricts them less")
    can_wait = models.TextField("whether it can wait until they can decide")
    shares = models.BooleanField("it is in their interests")
    reasons = models.TextField("why")
    review_on = models.DateField("looked at again on")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(default=timezone.now)

    objects = KeptWithThePerson.as_manager()

    LATER = ("kind",)

    class Meta:
        verbose_name = "best-interests decision"
        ordering = ["-decided_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=whom_and_what(), name="best_interests_are_about_one_thing_of_one_kind"),
            models.CheckConstraint(
                condition=~Q(wants="") & ~Q(asked="") & ~Q(less_restrictive="") & ~Q(reasons="") & ~Q(decided_by=""),
                name="a_best_interests_decision_is_whole",
            ),
        ]

    @classmethod
    @verb(Event.BEST_INTERESTS_DECIDED)
    def decide(cls, *, by, **answers):
        decided = cls(recorded_by=by, **answers)
        decided.full_clean()
        decided.save()
        return decided

    def clean(self):
        super().clean()
        must_have_been("decided_at", self.decided_at)
        on = timezone.localdate(self.decided_at)
        if not on < self.review_on or (self.review_on - on).days > 366:
            raise ValidationError({"review_on": LOOK_AGAIN})
        if self._rests_on_nothing():
            raise ValidationError({"capacity": NOT_FOUND})

    def _rests_on_nothing(self):
        """The newest assessment of this decision, of whichever record of the person, must say that they cannot."""
        from ..grounds import grounds_of

        known = grounds_of(self.person, timezone.localdate(self.decided_at))
        found = known.assessments.unable(self, known.at)
        return not isinstance(found, Capacity) or found.pk != self.capacity_id

    @property
    def traced_in(self):
        return kept_in(self.person)

    @property
    def assessed_by(self):
        return self.recorded_by

    @property
    def assessed_at(self):
        return self.decided_at

    @property
    def outcome(self):
        what = "share" if self.kind == Kind.SHARING else "agree"
        return what if self.shares else f"do not {what}"
