"""Something that whoever opens a record must know at once: why, who was told that it stands there, and until when."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from audit.events import Event
from audit.verbs import Recorded, RecordedQuerySet, Stale, note, verb
from staff.roles import Can

from .person import Person

USER = settings.AUTH_USER_MODEL


class FlagQuerySet(RecordedQuerySet):
    def open_to(self, user):
        return self.filter(person__in=Person.objects.open_to(user)).select_related("person", "set_by")

    def in_force(self):
        return self.filter(ended_on=None)

    def of(self, people):
        return self.in_force().filter(person__in=people).select_related("set_by").order_by("pk")

    def changeable_by(self, user):
        """Whoever may open the record may say something about a flag that stands: that it was looked at, or ended."""
        return self.open_to(user).in_force()

    def due(self, user):
        """For whoever looks after the record: flags whose day to be looked at has come, longest first."""
        if not user.can(Can.GRANT):
            return self.none()
        mine = self.open_to(user).in_force().filter(person__group__in=user.stands_over)
        return mine.filter(review_on__lte=timezone.localdate()).order_by("review_on", "pk")


class Flag(Recorded):
    class Kind(models.TextChoices):
        SAFETY = "safety", "Risk to staff or visitors"
        HARM = "harm", "Risk of harm to the person"
        HEALTH = "health", "Health: act at once"
        COLLECTION = "collection", "Who may not collect"
        MISSING = "missing", "May go missing"
        OTHER = "other", "Please read"

    person = models.ForeignKey(Person, models.PROTECT, related_name="flags")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    reason = models.CharField(max_length=300)
    told = models.CharField("who was told of the flag, or why nobody", max_length=300)
    review_on = models.DateField()
    set_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    set_on = models.DateField(default=timezone.localdate)
    ended_on = models.DateField(null=True)
    ended_why = models.CharField(max_length=300, blank=True)

    objects = FlagQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason="") & ~Q(told=""), name="a_flag_has_a_reason_and_who_knows"),
            models.CheckConstraint(condition=Q(ended_on=None) | ~Q(ended_why=""), name="a_flag_ends_for_a_reason"),
        ]

    @classmethod
    @verb(Event.FLAG_SET)
    def put(cls, *, by, person, **said):
        return cls.objects.create(person=person, set_by=by, **said)

    @verb(Event.FLAG_REVIEWED)
    def review(self, *, by, review_on, why=""):
        """It still holds, until it is looked at again."""
        self._must_stand()
        note(why=why)
        self.review_on = review_on
        self.save()

    @verb(Event.FLAG_ENDED)
    def end(self, *, by, why):
        self._must_stand()
        note(why=why)
        self.ended_on, self.ended_why = timezone.localdate(), why
        self.save()

    def _must_stand(self):
        if self.ended_on:
            raise Stale("This flag was ended already.", self.ended_why)

    @property
    def is_overdue(self):
        return self.ended_on is None and self.review_on < timezone.localdate()

    @property
    def traced_in(self):
        return self.person
