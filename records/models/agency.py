"""Other organisations, and the people there whom somebody here has checked by calling back."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from audit.events import Event
from audit.verbs import Recorded, RecordedQuerySet, verb
from staff.roles import Can

STALE_AFTER_DAYS = 365


class AgencyQuerySet(RecordedQuerySet):
    def open_to(self, user):
        """The directory holds no record of anybody, so whoever may propose, or be the second person, reads it."""
        return self.order_by("name") if user.can(Can.PROPOSE) or user.can(Can.SECOND) else self.none()


class Agency(Recorded):
    class Kind(models.TextChoices):
        CHILDREN = "children", "Children's social care"
        ADULTS = "adults", "Adults' social care"
        POLICE = "police", "Police"
        HEALTH = "health", "Health"
        SCHOOL = "school", "School or other setting"
        HOUSING = "housing", "Housing"
        CHARITY = "charity", "Charity"
        SOLICITOR = "solicitor", "Solicitor"
        COURT = "court", "Court"
        REGULATOR = "regulator", "Regulator"
        OTHER = "other", "Other"

    PROTECTIVE = {Kind.CHILDREN, Kind.ADULTS, Kind.POLICE, Kind.HEALTH}

    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    telephone = models.CharField("switchboard", max_length=30, blank=True)
    secure_channel = models.CharField("secure way to send", max_length=200, blank=True)

    objects = AgencyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "agencies"

    @classmethod
    @verb(Event.AGENCY_ADDED)
    def add(cls, *, by, name, kind, **details):
        return cls.objects.create(name=name, kind=kind, **details)

    @verb(Event.AGENCY_CONTACT_VERIFIED)
    def verify(self, *, by, name, post, telephone, number_from):
        """Record a named person here, reached by calling back on a number that did not come from the caller."""
        return AgencyContact.objects.create(
            agency=self, name=name, post=post, telephone=telephone, number_from=number_from, verified_by=by
        )

    @property
    def is_protective(self):
        return self.kind in self.PROTECTIVE


class AgencyContact(Recorded):
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="contacts")
    name = models.CharField(max_length=200)
    post = models.CharField(max_length=200)
    telephone = models.CharField(max_length=30)
    number_from = models.CharField("where the number came from", max_length=200)
    verified_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    verified_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "contact"
        constraints = [
            models.CheckConstraint(condition=~Q(number_from=""), name="a_contact_was_called_back_on_a_known_number")
        ]

    @property
    def is_stale(self):
        return (timezone.now() - self.verified_at).days > STALE_AFTER_DAYS
