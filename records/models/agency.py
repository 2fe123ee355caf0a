"""Other organisations, and the people there whom somebody here has checked by calling back."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from audit.events import Event
from audit.verbs import Recorded, RecordedQuerySet, verb
from staff.roles import Can

STALE_AFTER_DAYS = 365


class AgencyQuerySet(RecordedQuerySet):
    def open_to(self, user):
        """The directory holds no record of anybody, so whoever may propose, or be the second person, reads it."""
        return self.order_by("name") if user.can(Can.PROPOSE) or user.can(Can.SECOND) else self.none()


class AgencyContactQuerySet(RecordedQuerySet):
    def open_to(self, user):
        return self.filter(agency__in=Agency.objects.open_to(user).values("pk")).select_related("agency", "verified_by")

    def there_still(self):
        return self.filter(ended_on=None)

    def to_choose_from(self):
        """Each who is still there once: of several calls to one person on one number, the last."""
        same = {"agency": OuterRef("agency"), "name__iexact": OuterRef("name"), "telephone": OuterRef("telephone")}
        later = AgencyContact.objects.there_still().filter(pk__gt=OuterRef("pk"), **same)
        return self.there_still().exclude(Exists(later))

    def still_at(self, agency):
        """Whom something may be sent to there, called back last first."""
        return self.to_choose_from().filter(agency=agency).order_by("-verified_at", "-pk")

    def to_ring_again(self):
        """People nobody has rung for a year, each once: a later call to the same person there counts for them all."""
        since = timezone.now() - timedelta(days=STALE_AFTER_DAYS)
        later = AgencyContact.objects.filter(agency=OuterRef("agency"), name__iexact=OuterRef("name"))
        old = self.there_still().filter(verified_at__lte=since)
        return old.exclude(Exists(later.filter(verified_at__gt=OuterRef("verified_at")))).order_by("verified_at", "pk")


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
    number_from = models.CharField("where the switchboard’s number is from", max_length=200, blank=True, default="")
    procedures = models.CharField("how to ask or refer there", max_length=500, blank=True, default="")
    checked_on = models.DateField("its details last checked", null=True, blank=True)

    LATER = ("number_from", "procedures", "checked_on")
    objects = AgencyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "agencies"

    @classmethod
    @verb(Event.AGENCY_ADDED)
    def add(cls, *, by, name, kind, **details):
        return cls.objects.create(name=name, kind=kind, **details)

    @verb(Event.AGENCY_CHANGED)
    def change(self, *, by, seen=None, **details):
        """Put its details right. Whoever does has looked at all of them, so the day counts for all."""
        self.unless_changed_since(seen)
        for field, value in details.items():
            setattr(self, field, value)
        self.checked_on = timezone.localdate()
        self.save()

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
    ended_on = models.DateField("no longer there since", null=True, blank=True)

    LATER = ("ended_on",)
    objects = AgencyContactQuerySet.as_manager()

    class Meta:
        verbose_name = "contact"
        constraints = [
            models.CheckConstraint(condition=~Q(number_from=""), name="a_contact_was_called_back_on_a_known_number")
        ]

    @verb(Event.AGENCY_CONTACT_ENDED)
    def end(self, *, by):
        """They left: every call to them there. What they were given stays on record; nobody chooses them any more."""
        calls = AgencyContact.objects.there_still().filter(agency=self.agency_id, name__iexact=self.name)
        for call in calls.filter(telephone=self.telephone).order_by("pk"):
            call.ended_on = timezone.localdate()
            call.save()
        self.refresh_from_db()

    @property
    def is_stale(self):
        return (timezone.now() - self.verified_at).days > STALE_AFTER_DAYS
