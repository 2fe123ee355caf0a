"""Roles, lines of management and cover, each with its dates."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from audit.events import Event
from audit.verbs import Recorded, RecordedQuerySet, verb

from .. import roles

USER = settings.AUTH_USER_MODEL


class DatedQuerySet(RecordedQuerySet):
    def in_force(self, on=None):
        on = on or timezone.localdate()
        return self.filter(starts_on__lte=on).filter(Q(ends_on=None) | Q(ends_on__gt=on))


class Appointment(Recorded):
    """One role that one person holds from a day, and until a day."""

    user = models.ForeignKey(USER, models.PROTECT, related_name="appointments")
    role = models.CharField(max_length=30, choices=roles.CHOICES)
    starts_on = models.DateField(default=timezone.localdate)
    ends_on = models.DateField(null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="a_role_ends_after_it_starts"
            )
        ]

    def __str__(self):
        return self.get_role_display()

    @classmethod
    @verb(Event.APPOINTED)
    def give(cls, *, by, to, role):
        held = cls.objects.in_force().filter(user=to, role=role.key).first()
        to.__dict__.pop("roles", None)
        return held or cls.objects.create(user=to, role=role.key)

    @verb(Event.APPOINTMENT_ENDED)
    def end(self, *, by):
        self.ends_on = timezone.localdate()
        self.save()


class Line(Recorded):
    """Who manages whom. The manager reads what the worker may read, and stops when the line ends (S-07)."""

    worker = models.ForeignKey(USER, models.PROTECT, related_name="managed_lines")
    manager = models.ForeignKey(USER, models.PROTECT, related_name="lines_led")
    starts_on = models.DateField(default=timezone.localdate)
    ends_on = models.DateField(null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(worker=F("manager")), name="nobody_manages_themselves"),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="a_line_ends_after_it_starts"
            ),
        ]

    @classmethod
    @verb(Event.LINE_STARTED)
    def start(cls, *, by, worker, manager):
        """From today. A planned change is recorded on its day."""
        return cls.objects.create(worker=worker, manager=manager)

    @verb(Event.LINE_ENDED)
    def end(self, *, by):
        self.ends_on = timezone.localdate()
        self.save()


class CoverQuerySet(RecordedQuerySet):
    def at(self, moment=None):
        moment = moment or timezone.now()
        return self.filter(starts_at__lte=moment, ends_at__gt=moment)


class Cover(Recorded):
    """Which lead is told first, for which group, between which moments."""

    lead = models.ForeignKey(USER, models.PROTECT, related_name="cover")
    group = models.CharField(max_length=10, choices=[("child", "Children"), ("adult", "Adults")])
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    objects = CoverQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="cover_ends_after_it_starts")
        ]

    @classmethod
    @verb(Event.COVER_SET)
    def put(cls, *, by, lead, group, starts_at, ends_at):
        return cls.objects.create(lead=lead, group=group, starts_at=starts_at, ends_at=ends_at)
