"""A legal hold: a court, an inquiry or a claim needs the record, so nothing of it is destroyed (H-25)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from audit.events import Event
from audit.verbs import Recorded, RecordedQuerySet, Stale, verb
from records.models import Folder, Person
from staff.roles import Can

USER = settings.AUTH_USER_MODEL


class HoldQuerySet(RecordedQuerySet):
    def in_force(self):
        return self.filter(lifted_at=None)

    def liftable_by(self, user):
        """Those in force on records this user looks after."""
        if not user.can(Can.HOLD):
            return self.none()
        mine = Q(person__in=Person.objects.run_by(user)) | Q(folder__in=Folder.objects.looked_after_by(user))
        return self.in_force().filter(mine)

    def newest_first(self):
        return self.select_related("put_by", "lifted_by").order_by("-put_at", "-pk")


class Hold(Recorded):
    """On everything that is kept about one person, or in one folder apart."""

    class Kind(models.TextChoices):
        COURT = "court", "A court asks for it, or may"
        INQUIRY = "inquiry", "A public inquiry, or an inspector"
        CLAIM = "claim", "Somebody makes a claim, or may"
        RIGHTS = "rights", "Somebody asks what is kept about them, or says it is wrong"
        OTHER = "other", "Another reason"

    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="holds")
    folder = models.ForeignKey(Folder, models.PROTECT, null=True, blank=True, related_name="holds")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    reason = models.TextField("who needs it, and for what")
    put_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    put_at = models.DateTimeField(default=timezone.now)
    lifted_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_why = models.TextField("why it is over", blank=True)

    objects = HoldQuerySet.as_manager()

    class Meta:
        verbose_name = "legal hold"
        constraints = [
            models.CheckConstraint(
                condition=Q(person=None, folder__isnull=False) | Q(person__isnull=False, folder=None),
                name="a_hold_is_on_one_record",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="a_hold_has_a_reason"),
            models.CheckConstraint(
                condition=Q(lifted_at=None, lifted_by=None) | Q(lifted_by__isnull=False) & ~Q(lifted_why=""),
                name="a_hold_is_lifted_by_somebody_with_a_reason",
            ),
        ]

    @property
    def page(self):
        """Where the holds on this record stand."""
        if self.person:
            return reverse("governance:holds_on_person", args=[self.person.public_id])
        return reverse("governance:holds_on_folder", args=[self.folder.public_id])

    @classmethod
    @verb(Event.HOLD_PUT)
    def put(cls, *, by, on, kind, reason):
        of = {"person": on} if isinstance(on, Person) else {"folder": on}
        return cls.objects.create(put_by=by, kind=kind, reason=reason, **of)

    @verb(Event.HOLD_LIFTED)
    def lift(self, *, by, why):
        if self.lifted_at:
            raise Stale("Somebody lifted this hold already.", self.lifted_why)
        self.lifted_by, self.lifted_at, self.lifted_why = by, timezone.now(), why
        self.save()
