"""The ten minutes a week in which a lead looks at who opened what, and whom it concerns next (D13)."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from audit.events import Event
from audit.verbs import Recorded, RecordedQuerySet, verb
from staff.roles import Can

from .break_glass import BreakGlass
from .exclusion import Exclusion
from .folder import FolderGrant
from .person import GROUPS
from .unusual import UnusualReading

EVERY = timedelta(days=7)
USER = settings.AUTH_USER_MODEL


class WeekReviewQuerySet(RecordedQuerySet):
    def open_to(self, user):
        return self.filter(group__in=user.stands_over) if user.can(Can.GRANT) else self.none()

    def due_for(self, user):
        """The groups this user stands over whose week is due, with the day since which."""
        if not user.can(Can.GRANT):
            return []
        days = [(group, self.model.due_on(group)) for group in sorted(user.stands_over)]
        return [(group, day) for group, day in days if day and day <= timezone.localdate()]


class WeekReview(Recorded):
    group = models.CharField(max_length=10, choices=GROUPS)
    reviewed_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField(default=timezone.now)

    objects = WeekReviewQuerySet.as_manager()

    class Meta:
        verbose_name = "review of a week"
        verbose_name_plural = "reviews of weeks"

    @classmethod
    @verb(Event.WEEK_REVIEWED)
    def review(cls, *, by, group, looked):
        """``looked``: what was looked at, each with the outcome and the words: (thing, outcome, words)."""
        review = cls.objects.create(group=group, reviewed_by=by)
        rows = [LookedAt.of(thing, by, outcome, words, review) for thing, outcome, words in looked]
        if rows:
            LookedAt.objects.record_many(rows)
        return review

    @classmethod
    def due_on(cls, group):
        """Seven days after the last; before the first, as soon as there is something to look at."""
        last = cls.objects.filter(group=group).aggregate(at=models.Max("reviewed_at"))["at"]
        if last:
            return timezone.localdate(last) + EVERY
        firsts = [
            BreakGlass.objects.filter(person__group=group).aggregate(at=models.Min("asked_at"))["at"],
            UnusualReading.objects.filter(groups__contains=group).aggregate(at=models.Min("noticed_at"))["at"],
            FolderGrant.objects.filter(content_object__person__group=group).aggregate(at=models.Min("starts_at"))["at"],
        ]
        return min((timezone.localdate(moment) for moment in firsts if moment), default=None)

    @property
    def next_on(self):
        return timezone.localdate(self.reviewed_at) + EVERY

    @property
    def traced_in(self):
        return None


OF = {BreakGlass: "glass", UnusualReading: "unusual", FolderGrant: "grant", Exclusion: "exclusion"}


class LookedAt(Recorded):
    """That a lead looked at one thing, and what follows. What is followed up stands in the next week again."""

    class Outcome(models.TextChoices):
        FINE = "fine", "Looked at, fine"
        FOLLOW = "follow", "Follow up"

    review = models.ForeignKey(WeekReview, models.PROTECT, null=True, related_name="looked")
    glass = models.ForeignKey(BreakGlass, models.PROTECT, null=True, related_name="looked_at")
    unusual = models.ForeignKey(UnusualReading, models.PROTECT, null=True, related_name="looked_at")
    grant = models.ForeignKey(FolderGrant, models.PROTECT, null=True, related_name="looked_at")
    exclusion = models.ForeignKey(Exclusion, models.PROTECT, null=True, related_name="looked_at")
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    words = models.CharField(max_length=1000, blank=True)
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "look at something of the week"
        verbose_name_plural = "looks at things of the week"
        constraints = [
            models.CheckConstraint(condition=~Q(outcome="follow") | ~Q(words=""), name="what_is_followed_up_says_how"),
        ]

    @classmethod
    def of(cls, thing, by, outcome, words, review=None):
        return cls(by=by, outcome=outcome, words=words, review=review, **{OF[type(thing)]: thing})

    @classmethod
    @verb(Event.WEEK_LOOKED_AT)
    def look(cls, *, by, thing, outcome, words):
        looked = cls.of(thing, by, outcome, words)
        looked.save()
        return looked

    @property
    def traced_in(self):
        return None
