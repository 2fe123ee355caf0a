"""That somebody looked through who can see what, every ninety days (S-08)."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone

from audit.events import Event
from audit.verbs import Recorded, RecordedQuerySet, verb
from staff.roles import Can

from .exclusion import Exclusion
from .folder import FolderGrant
from .person import GROUPS, Person, PersonReader

EVERY = timedelta(days=90)


class AccessReviewQuerySet(RecordedQuerySet):
    def open_to(self, user):
        return self.filter(group__in=user.stands_over) if user.can(Can.GRANT) else self.none()

    def due_for(self, user):
        """The groups this user stands over whose review is due, with the day since which."""
        if not user.can(Can.GRANT):
            return []
        days = [(group, self.model.due_on(group)) for group in sorted(user.stands_over)]
        return [(group, day) for group, day in days if day and day <= timezone.localdate()]


class AccessReview(Recorded):
    """The numbers are what stood on the page when it was reviewed."""

    group = models.CharField(max_length=10, choices=GROUPS)
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reviewed_on = models.DateField(default=timezone.localdate)
    readers = models.PositiveIntegerField()
    grants = models.PositiveIntegerField()
    exclusions = models.PositiveIntegerField()
    found = models.TextField("what was found and changed", blank=True)

    objects = AccessReviewQuerySet.as_manager()

    class Meta:
        verbose_name = "review of who can see what"
        verbose_name_plural = "reviews of who can see what"

    @classmethod
    @verb(Event.ACCESS_REVIEWED)
    def review(cls, *, by, group, found=""):
        numbers = {name: rows.count() for name, rows in standing_in(group, by).items()}
        return cls.objects.create(group=group, reviewed_by=by, found=found, **numbers)

    @classmethod
    def due_on(cls, group):
        """Ninety days after the last review; before the first, after the first grant. None while there is no grant."""
        last = cls.objects.filter(group=group).aggregate(day=models.Max("reviewed_on"))["day"]
        if last is None:
            first = FolderGrant.objects.filter(content_object__person__group=group)
            moment = first.aggregate(at=models.Min("starts_at"))["at"]
            last = moment and timezone.localdate(moment)
        return last and last + EVERY

    @property
    def next_on(self):
        return self.reviewed_on + EVERY

    @property
    def traced_in(self):
        return None


def standing_in(group, user):
    """What a review of a lead looks at: who reaches whom, the grants among it, and who is shut out.

    Only of people this lead may open: whoever is shut out of one finds nothing of it here, not in a count.
    """
    known = Person.objects.run_by(user).filter(group=group)
    reaching = PersonReader.objects.filter(until__gt=timezone.now(), reader__is_active=True)
    return {
        "readers": reaching.filter(thing__in=known),
        "grants": FolderGrant.objects.run_by(user).filter(content_object__person__group=group),
        "exclusions": Exclusion.objects.run_by(user).filter(person__group=group),
    }
