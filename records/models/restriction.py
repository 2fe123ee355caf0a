"""Keeping one entry to named people: narrower than its folder, never wider (S-08, H-05)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from audit.verbs import Recorded, RecordedQuerySet

USER = settings.AUTH_USER_MODEL


class RestrictionQuerySet(RecordedQuerySet):
    def in_force(self):
        return self.filter(ended_on=None)

    def keeping_out(self, user):
        """Those that close an entry to this user: neither its author, nor named, nor a lead who stands over its group.

        Standing over all records of a group is the one role that no name on an entry outranks: the lead decides.
        """
        let = Q(entry__author=user.pk) | Q(pk__in=RestrictedTo.objects.filter(user=user.pk).values("restriction"))
        return self.in_force().exclude(let | Q(entry__folder__person__group__in=user.stands_over))


class Restriction(Recorded):
    """One entry, and why only some may read it. A correction is kept to the same people as what it corrects."""

    entry = models.ForeignKey("records.Entry", models.PROTECT, related_name="restrictions")
    reason = models.CharField(max_length=500)
    placed_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    started_on = models.DateField(default=timezone.localdate)
    ended_on = models.DateField(null=True)

    objects = RestrictionQuerySet.as_manager()

    class Meta:
        verbose_name = "limit on an entry"
        verbose_name_plural = "limits on entries"
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="a_restriction_has_a_reason"),
            models.UniqueConstraint(
                fields=["entry"], condition=Q(ended_on=None), name="an_entry_is_restricted_once_at_a_time"
            ),
        ]

    @classmethod
    def place(cls, *, by, entries, to, reason):
        """As part of a verb on the entry: one limit for the entry and one for each of its corrections."""
        cls.end(entries)
        for entry in entries:
            placed = cls.objects.create(entry=entry, placed_by=by, reason=reason)
            for user in to:
                RestrictedTo.objects.create(restriction=placed, user=user)

    @classmethod
    def end(cls, entries):
        for limit in cls.objects.in_force().filter(entry__in=entries):
            limit.ended_on = timezone.localdate()
            limit.save()

    @property
    def names(self):
        """Who is named, for the page; asked for together with the entry (`EntryQuerySet.shown`)."""
        return sorted(named.user.name for named in self.named.all())

    @property
    def traced_in(self):
        return self.entry.folder


class RestrictedTo(Recorded):
    """Somebody named on an entry. It opens nothing by itself: they still need a reason to open the folder."""

    restriction = models.ForeignKey(Restriction, models.PROTECT, related_name="named")
    user = models.ForeignKey(USER, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "name on a limit"
        verbose_name_plural = "names on limits"
        constraints = [models.UniqueConstraint(fields=["restriction", "user"], name="somebody_is_named_once")]
