"""What came into the register from a list kept elsewhere, and what left it as a copy: each with who, when and why."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from audit.events import Event
from audit.verbs import Recorded, RecordedQuerySet, note, verb
from staff.roles import Can

from .answer import Consent

USER = settings.AUTH_USER_MODEL


class EarlierRegister(Recorded):
    """Answers that were written down elsewhere before this service was used: all of a list, or none of it."""

    source = models.CharField("where it was kept", max_length=200)
    many = models.PositiveIntegerField("how many answers")
    sha256 = models.CharField(max_length=64)
    brought_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    brought_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "earlier register"
        constraints = [models.CheckConstraint(condition=~Q(source=""), name="an_earlier_register_was_kept_somewhere")]

    @classmethod
    @verb(Event.REGISTER_BROUGHT_IN)
    def bring_in(cls, *, by, source, sha256, answers):
        """Write all of these answers down. Raises ValidationError, and keeps none, where one is not theirs to give."""
        earlier = cls(source=source, sha256=sha256, many=len(answers), brought_by=by)
        earlier.full_clean()
        earlier.save()
        for answer in answers:
            answer.clean()
            answer.earlier_register = earlier
        Consent.objects.record_many(answers)
        note(many=len(answers))
        return earlier


class RegisterCopyQuerySet(RecordedQuerySet):
    def open_to(self, user):
        """Whoever may take a copy sees which were taken before."""
        return self.select_related("taken_by") if user.can(Can.EXPORT) else self.none()


class RegisterCopy(Recorded):
    """One copy of the register that left the service as a file: how much was in it, and its SHA-256."""

    purpose = models.TextField()
    many = models.PositiveIntegerField("how many answers")
    sha256 = models.CharField(max_length=64)
    taken_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    taken_at = models.DateTimeField(default=timezone.now)

    objects = RegisterCopyQuerySet.as_manager()

    class Meta:
        verbose_name = "copy of the register"
        verbose_name_plural = "copies of the register"
        ordering = ["-taken_at", "-pk"]
        constraints = [models.CheckConstraint(condition=~Q(purpose=""), name="a_copy_of_the_register_has_a_purpose")]

    @classmethod
    @verb(Event.REGISTER_COPIED)
    def take(cls, *, by, purpose, sha256, many):
        copy = cls(purpose=purpose, sha256=sha256, many=many, taken_by=by)
        copy.full_clean()
        copy.save()
        note(purpose=purpose, many=many)
        return copy
