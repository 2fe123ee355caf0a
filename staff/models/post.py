"""Roles, lines of management and cover, each with its dates."""

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from audit.events import Event
from audit.verbs import Recorded, RecordedQuerySet, verb

from .. import roles
from ..roles import Can
from .user import User

USER = settings.AUTH_USER_MODEL
NOT_YOUR_OWN_ROLE = (
    "Nobody gives themselves a role, so that two people always know of it. "
    "Let another administrator do it, or make a second person an administrator first."
)
NOT_YOUR_OWN_LINE = (
    "Nobody makes themselves a manager: a manager may read what the worker may read. Let another administrator do it."
)
SET_UP_ALREADY = "Somebody has said already who is what. Change roles one by one on the page of accounts."


class ManagedQuerySet(RecordedQuerySet):
    def managed_by(self, user):
        """Roles, lines and cover are looked after by whoever manages accounts."""
        return self.all() if user.can(Can.MANAGE_ACCOUNTS) else self.none()


class DatedQuerySet(ManagedQuerySet):
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
            ),
            models.UniqueConstraint(
                fields=["user", "role"], condition=Q(ends_on=None), name="a_role_is_held_once_at_a_time"
            ),
        ]

    def __str__(self):
        return self.get_role_display()

    @classmethod
    @verb(Event.APPOINTED)
    def give(cls, *, by, to, role, first_day=False):
        if by == to and not first_day:
            raise PermissionDenied(NOT_YOUR_OWN_ROLE)
        held = cls.objects.in_force().filter(user=to, role=role.key).first()
        to.__dict__.pop("roles", None)
        return held or cls.objects.create(user=to, role=role.key)

    @classmethod
    @verb(Event.SET_UP)
    def set_up(cls, *, by, people, cover, cover_until):
        """Say once who is what. ``people``: by role a name, e-mail and telephone; ``cover``: by group a role."""
        if cls.somebody_leads():
            raise PermissionDenied(SET_UP_ALREADY)
        given = {
            key: cls.give(by=by, to=_account(by, *told), role=roles.BY_KEY[key], first_day=True)
            for key, told in people.items()
        }
        for group, key in cover.items():
            Cover.put(by=by, lead=given[key].user, group=group, starts_at=timezone.now(), ends_at=cover_until)
        return next(iter(given.values()))

    @verb(Event.APPOINTMENT_ENDED)
    def end(self, *, by):
        self.ends_on = timezone.localdate()
        self.save()

    @classmethod
    def who_is_what(cls):
        """Every role, with the people who hold it today."""
        held = cls.objects.in_force().filter(user__is_active=True).select_related("user").order_by("user__first_name")
        return [(role, [one.user for one in held if one.role == role.key]) for role in roles.ROLES]

    @classmethod
    def somebody_leads(cls):
        """Whether this organisation was ever set up: until somebody decides, there is nobody to ask.

        It stays so when every lead has gone, or whoever ends their roles could then take one without a second person.
        """
        return cls.objects.filter(role__in=[role.key for role in roles.LEADING]).exists()


def _account(by, name, email, phone):
    """The account with this address, opened now if there is none."""
    user = User.objects.filter(email=email.lower()).first() or User.invite(by=by, email=email, phone=phone)
    user.be_called(name)
    return user


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
        if by == manager:
            raise PermissionDenied(NOT_YOUR_OWN_LINE)
        return cls.objects.create(worker=worker, manager=manager)

    @verb(Event.LINE_ENDED)
    def end(self, *, by):
        self.ends_on = timezone.localdate()
        self.save()


class CoverQuerySet(ManagedQuerySet):
    def at(self, moment=None):
        moment = moment or timezone.now()
        return self.filter(starts_at__lte=moment, ends_at__gt=moment)

    def still_to_come(self, user):
        """The rota from now on, for everybody who works here: whom to ring is no secret."""
        return self.filter(ends_at__gt=timezone.now()).order_by("starts_at", "group")


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

    @verb(Event.COVER_ENDED)
    def end(self, *, by):
        """From now on somebody else is told first. Cover that had not begun never happens."""
        self.ends_at = max(timezone.now(), self.starts_at + timedelta(seconds=1))
        self.save()
