"""An account: one person who works or volunteers here."""

from datetime import timedelta
from functools import cached_property
from uuid import uuid4

from django.apps import apps
from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Q
from django.utils import timezone

from audit.events import Event
from audit.verbs import note, verb

from ..roles import BY_KEY, ROLES, Can
from .notice import Notice

UNUSED = timedelta(days=60)
WARNED = timedelta(days=30)
NOT_YOURSELF = "Nobody does this to their own account. Ask another administrator."


class UserQuerySet(models.QuerySet):
    def active(self):
        return self.filter(is_active=True)

    def left(self):
        """Accounts that still work although their last day has passed."""
        return self.active().filter(leaves_on__lt=timezone.localdate())

    def leaving(self):
        """Accounts with a last day, the soonest first."""
        return self.active().exclude(leaves_on=None).order_by("leaves_on", "first_name")

    def ended(self):
        return self.filter(is_active=False).exclude(email=User.SYSTEM_EMAIL)

    def unused(self):
        """Accounts nobody has signed in to for so long that somebody should ask why."""
        since = timezone.now() - UNUSED
        unused = Q(last_login__lt=since) | Q(last_login=None, date_joined__lt=since)
        return self.active().filter(unused).order_by(models.F("last_login").asc(nulls_first=True), "first_name")

    def in_role(self, *roles, on=None):
        """Active people who hold one of these roles on a day (classes from staff/roles.py)."""
        on = on or timezone.localdate()
        held = Q(appointments__role__in=[role.key for role in roles], appointments__starts_on__lte=on)
        held &= Q(appointments__ends_on=None) | Q(appointments__ends_on__gt=on)
        return self.active().filter(held).distinct()

    def able_to(self, ability):
        """Active people with a role that may do this today."""
        return self.in_role(*[role for role in ROLES if ability in role.can])

    def working_with_people(self):
        return self.able_to(Can.WORK_WITH_PEOPLE)

    def standing_over(self, group):
        """Those whose role opens every record of a group: its leads, the deputies and the senior leaders."""
        return self.in_role(*[role for role in ROLES if group in role.stands_over])

    def open_to(self, user):
        """Colleagues everybody here may know of: whoever has an account that works."""
        return self.active().exclude(email=User.SYSTEM_EMAIL)

    def called_like(self, name):
        """Those with the same surname as somebody of this name."""
        return self.filter(last_name__iexact=name.split()[-1]).exclude(last_name="") if name.split() else self.none()

    def managed_by(self, user):
        """Accounts an administrator looks after, ended ones too."""
        return self.exclude(email=User.SYSTEM_EMAIL) if user.can(Can.MANAGE_ACCOUNTS) else self.none()

    def managed_by_name(self, user):
        """The same, as they are listed: those that work first, then by name."""
        return self.managed_by(user).order_by("-is_active", "first_name", "last_name").with_roles()

    def with_roles(self):
        """Each with the roles they hold today in ``held``, in one query for all."""
        appointments = apps.get_model("staff", "Appointment").objects.in_force()
        return self.prefetch_related(models.Prefetch("appointments", appointments, to_attr="held"))


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    def create_user(self, email, password=None, **fields):
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractUser):
    """Not a recorded row: what an account did is in the traces, what it was given in the appointments."""

    SYSTEM_EMAIL = "system@localhost"

    username = None
    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    email = models.EmailField(unique=True)
    post = models.CharField("job title", max_length=100, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    leaves_on = models.DateField("last day", null=True, blank=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []

    objects = UserManager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(is_superuser=False, is_staff=False), name="nobody_is_a_superuser")
        ]

    def __str__(self):
        return f"account {self.public_id.hex[:8]}"

    @classmethod
    def system(cls):
        """The actor of what nobody did by hand: the clock, the command line, the demonstration."""
        system, _ = cls.objects.get_or_create(
            email=cls.SYSTEM_EMAIL, defaults={"first_name": "The system", "is_active": False, "password": "!"}
        )
        return system

    @classmethod
    @verb(Event.ACCOUNT_INVITED)
    def open(cls, *, by, email, **details):
        """An account without a password: only its owner ever chooses one."""
        return cls.objects.create_user(email, **details)

    @classmethod
    def invite(cls, *, by, email, **details):
        """Open an account and post its owner a link."""
        user = cls.open(by=by, email=email, **details)
        Notice.send_link(user)
        return user

    @verb(Event.ACCOUNT_LINK_SENT)
    def send_link(self, *, by):
        Notice.send_link(self)

    @verb(Event.ACCOUNT_PASSWORD_CHOSEN)
    def choose_password(self, *, by, password):
        """A new password ends every session that the old one opened."""
        self.set_password(password)
        self.sessions.all().delete()
        self.save()

    @verb(Event.ACCOUNT_LEAVES_ON)
    def leave_on(self, *, by, day):
        """The clock ends the account at the midnight after this day; with none they stay."""
        if by == self:
            raise PermissionDenied(NOT_YOURSELF)
        note(day=day.isoformat() if day else "none")
        self.leaves_on = day
        self.save(update_fields=["leaves_on"])

    @verb(Event.ACCOUNT_ENDED)
    def deactivate(self, *, by):
        """End every session of this account at its next request. The password goes too, so that none comes back.

        Whom they managed, who managed them and what cover they had end with it, and are given anew if they come back.
        """
        if by == self:
            raise PermissionDenied(NOT_YOURSELF)
        lines = [*self.managed_lines.in_force(), *self.lines_led.in_force()]
        turns = list(self.cover.filter(ends_at__gt=timezone.now()))
        for one in [*lines, *turns]:
            one.end(by=by)
        devices, _ = self.devices.all().delete()
        sessions, _ = self.sessions.all().delete()
        note(sessions=sessions, devices=devices, lines=len(lines), cover=len(turns))
        self.is_active = False
        self.set_unusable_password()
        self.save()

    @verb(Event.ACCOUNT_REOPENED)
    def reactivate(self, *, by):
        self.is_active, self.leaves_on = True, None
        self.save()
        Notice.send_link(self)

    @verb(Event.ACCOUNT_SECOND_FACTOR_ADDED)
    def add_second_factor(self, *, by, kind):
        """The sign-in library has kept it already; this remembers that it was done."""
        note(kind=kind)

    @verb(Event.ACCOUNT_SECOND_FACTOR_REMOVED)
    def remove_second_factor(self, *, by, kind):
        note(kind=kind)

    @verb(Event.ACCOUNT_SECOND_FACTOR_ENDED)
    def end_second_factor(self, *, by):
        """The phone is lost: at the next sign-in another one is set up. The password alone opens nothing until then."""
        if by == self:
            raise PermissionDenied(NOT_YOURSELF)
        self.authenticator_set.all().delete()

    @property
    def has_left(self):
        return self.leaves_on is not None and self.leaves_on < timezone.localdate()

    @property
    def name(self):
        return self.get_full_name() or self.email

    def be_called(self, name):
        """Take a name given in one piece, if there is none yet: the first account of all has only an address."""
        if not self.get_full_name():
            first, _, last = name.strip().partition(" ")
            self.first_name, self.last_name = first[:150], last.strip()[:150]
            self.save(update_fields=["first_name", "last_name"])

    def get_short_name(self):
        return self.first_name or self.name

    @cached_property
    def roles(self):
        """The roles this user holds today, as classes."""
        today = timezone.localdate()
        held = self.appointments.filter(starts_on__lte=today).filter(Q(ends_on=None) | Q(ends_on__gt=today))
        return [BY_KEY[key] for key in held.values_list("role", flat=True)]

    def can(self, ability: Can) -> bool:
        return self.is_active and any(ability in role.can for role in self.roles)

    @property
    def decides(self):
        """Designated leads, deputies and senior leaders decide; everybody else proposes (S-24)."""
        return self.can(Can.DECIDE)

    @property
    def stands_over(self):
        """The groups of people, ``child`` or ``adult``, all of whose records this user may open."""
        return frozenset().union(*(role.stands_over for role in self.roles)) if self.is_active else frozenset()

    @property
    def over(self):
        """What the database is told of this user (audit/walls.py): the groups, roles and abilities they have today."""
        roles = self.roles if self.is_active else []
        able = {ability.name for role in roles for ability in role.can}
        return able | {role.key for role in roles} | self.stands_over

    @property
    def standing(self):
        """Who stands before the walls of the database, and over what; of an account that ended: nobody."""
        return str(self.pk) if self.is_active else "", self.over

    @cached_property
    def promise_ends_on(self):
        """The day on which this user's promise is due again; none if they never signed the words in force."""
        last = self.undertakings.of_today().order_by("-at").first()
        return last.ends_on if last else None

    @property
    def has_undertaken(self):
        """Whether this user signed the words in force within a year; nobody opens a record before (S-08, H-29)."""
        return self.promise_ends_on is not None and timezone.localdate() < self.promise_ends_on

    @property
    def promises_again_soon(self):
        return self.has_undertaken and timezone.localdate() >= self.promise_ends_on - WARNED

    def current_reports(self):
        return User.objects.active().filter(managed_lines__in=self.lines_led.in_force())

    def current_managers(self):
        return User.objects.active().filter(lines_led__in=self.managed_lines.in_force())

    def refresh_from_db(self, *args, **kwargs):
        super().refresh_from_db(*args, **kwargs)
        for cached in ("roles", "promise_ends_on"):
            self.__dict__.pop(cached, None)
