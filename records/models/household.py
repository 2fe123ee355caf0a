"""Where somebody lives, with whom, on which days and since when."""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from audit.events import Event
from audit.verbs import Recorded, RecordedQuerySet, verb

from .person import Person
from .relationship import Relationship


class LastingQuerySet(RecordedQuerySet):
    def lasting(self, on=None):
        """Those of a day, the last day included, and those still to come."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=on or timezone.localdate()))


class HouseholdQuerySet(LastingQuerySet):
    def open_to(self, user):
        """With the record. A home of people whose links are kept from this user is not there for them at all."""
        members = HouseholdMember.objects.filter(household=OuterRef("pk"))
        known = members.filter(link__in=Relationship.objects.known_to(user))
        shown = Exists(known) | ~Exists(members)
        return self.filter(shown, person__in=Person.objects.open_to(user)).select_related("person")

    def of(self, person, user):
        """Every home of a person today, each with those of its people whom this user may know to belong here."""
        known = HouseholdMember.objects.filter(link__in=Relationship.objects.known_to(user)).order_by("pk")
        seen = models.Prefetch("members", known.select_related("link__other"), to_attr="known_members")
        return (
            self.open_to(user)
            .filter(person__in=person.every_record())
            .lasting()
            .order_by("starts_on", "pk")
            .prefetch_related(seen)
        )


class Household(Recorded):
    """Who lives together with one person. A child of two homes has two, each with its days."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="households")
    called = models.CharField("what this home is called", max_length=100)
    days = models.CharField("which days", max_length=100, blank=True)
    starts_on = models.DateField("from", null=True, blank=True)
    ends_on = models.DateField("last day", null=True, blank=True)

    objects = HouseholdQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="a_home_ends_after_it_begins",
            )
        ]

    @classmethod
    @verb(Event.HOUSEHOLD_RECORDED)
    def record(cls, *, by, person, links, **details):
        home = cls.objects.create(person=person, **details)
        HouseholdMember.objects.record_many([HouseholdMember(household=home, link=link) for link in links])
        return home

    @verb(Event.HOUSEHOLD_CHANGED)
    def change(self, *, by, seen=None, **details):
        self.unless_changed_since(seen)
        for field, value in details.items():
            setattr(self, field, value)
        self.save()

    @property
    def traced_in(self):
        return self.person


class HouseholdMember(Recorded):
    """Through a link, so that nobody learns here that two people belong together who may not know it there."""

    household = models.ForeignKey(Household, models.PROTECT, related_name="members")
    link = models.ForeignKey(Relationship, models.PROTECT, related_name="homes")
