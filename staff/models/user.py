"""An account: one person who works or volunteers here."""

from functools import cached_property
from uuid import uuid4

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils import timezone

from policy import packs

from ..roles import BY_KEY, Can


class UserQuerySet(models.QuerySet):
    def active(self):
        return self.filter(is_active=True)

    def in_role(self, *roles, on=None):
        """Active people who hold one of these roles on a day (classes from staff/roles.py)."""
        on = on or timezone.localdate()
        held = Q(appointments__role__in=[role.key for role in roles], appointments__starts_on__lte=on)
        held &= Q(appointments__ends_on=None) | Q(appointments__ends_on__gt=on)
        return self.active().filter(held).distinct()

    def open_to(self, user):
        """Colleagues everybody here may know of: whoever has an account that works."""
        return self.active().exclude(email=User.SYSTEM_EMAIL)

    def managed_by(self, user):
        """Accounts an administrator looks after, ended ones too."""
        return self.exclude(email=User.SYSTEM_EMAIL) if user.can(Can.MANAGE_ACCOUNTS) else self.none()


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

    @property
    def name(self):
        return self.get_full_name() or self.email

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

    @cached_property
    def has_undertaken(self):
        """Whether this user signed the undertaking in force; nobody opens a record before (S-08, H-29)."""
        promise = packs.current().undertaking()
        return self.undertakings.filter(sha256=promise.sha256).exists()

    def current_reports(self):
        return User.objects.active().filter(managed_lines__in=self.lines_led.in_force())

    def current_managers(self):
        return User.objects.active().filter(lines_led__in=self.managed_lines.in_force())

    def refresh_from_db(self, *args, **kwargs):
        super().refresh_from_db(*args, **kwargs)
        for cached in ("roles", "has_undertaken"):
            self.__dict__.pop(cached, None)
