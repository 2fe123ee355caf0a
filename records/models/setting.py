"""The other nurseries, schools and clubs that look after the same child (H-27)."""

from django.db import models
from django.db.models import Q

from audit.events import Event
from audit.verbs import Recorded, verb

from .agency import Agency
from .household import LastingQuerySet
from .person import Person


class OtherSettingQuerySet(LastingQuerySet):
    def open_to(self, user):
        return self.filter(person__in=Person.objects.open_to(user)).select_related("person", "agency")

    def of(self, person, user):
        return self.open_to(user).filter(person__in=person.every_record()).lasting().order_by("starts_on", "pk")


class OtherSetting(Recorded):
    """Another nursery, school or club. From the directory, so that something can be shared with it; or by name only."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="other_settings")
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=200)
    days = models.CharField("which days", max_length=100, blank=True)
    contact = models.CharField("whom we speak to there", max_length=200, blank=True)
    starts_on = models.DateField("from", null=True, blank=True)
    ends_on = models.DateField("last day", null=True, blank=True)

    objects = OtherSettingQuerySet.as_manager()

    class Meta:
        verbose_name = "setting elsewhere"
        verbose_name_plural = "settings elsewhere"
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="another_setting_has_a_name")]

    @classmethod
    @verb(Event.SETTING_RECORDED)
    def record(cls, *, by, person, agency=None, name="", **details):
        return cls.objects.create(person=person, agency=agency, name=agency.name if agency else name, **details)

    @verb(Event.SETTING_CHANGED)
    def change(self, *, by, seen=None, **details):
        self.unless_changed_since(seen)
        for field, value in details.items():
            setattr(self, field, value)
        self.save()

    @property
    def traced_in(self):
        return self.person
