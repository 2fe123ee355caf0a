"""The paper by which somebody decides for an adult who cannot: a power of attorney, or an order of the court (MC-1)."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from audit.events import Event
from audit.verbs import Recorded, Stale, verb
from records.models import Person, Relationship

from .notice import KeptWithThePerson, kept_in

ONLY_MONEY = "It covers money and property only. Who may be told about them is a question of their welfare."
NOT_REGISTERED = "It is not registered yet, and cannot be used before. Ask for the registered copy."
NOT_THEIRS = "Record them as attorney or deputy of this person first, in the family."
ENDED = "This power has ended already."


class PowerQuerySet(KeptWithThePerson):
    def standing_open_to(self, user):
        """With the personal folder; one of somebody whose link is kept to few, for those few."""
        known = Relationship.objects.known_to(user)
        found = self.open_to(user).filter(ended_on=None, relationship__in=known)
        return found.select_related("relationship__other", "seen_by")


class Power(Recorded):
    class Kind(models.TextChoices):
        WELFARE = "welfare", "Lasting power of attorney for health and welfare"
        PROPERTY = "property", "Lasting power of attorney for property and money"
        ENDURING = "enduring", "Enduring power of attorney (property and money only)"
        DEPUTY_WELFARE = "deputy_welfare", "Deputy of the court for personal welfare"
        DEPUTY_PROPERTY = "deputy_property", "Deputy of the court for property and money"

    COVER_WELFARE = (Kind.WELFARE, Kind.DEPUTY_WELFARE)

    person = models.ForeignKey(Person, models.PROTECT, related_name="powers")
    relationship = models.ForeignKey(Relationship, models.PROTECT, related_name="powers")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    registered_on = models.DateField("registered, or ordered by the court, on", null=True, blank=True)
    limits = models.CharField("what it leaves out, or sets as a condition", max_length=500, blank=True)
    evidence = models.CharField("paper seen", max_length=300)
    seen_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    seen_on = models.DateField(default=timezone.localdate)
    ended_on = models.DateField(null=True, blank=True)

    objects = PowerQuerySet.as_manager()

    class Meta:
        verbose_name = "power to decide"
        verbose_name_plural = "powers to decide"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(evidence=""), name="a_power_to_decide_was_seen"),
            models.CheckConstraint(
                condition=Q(registered_on=None) | Q(registered_on__lte=F("seen_on")),
                name="a_power_is_registered_before_it_is_seen",
            ),
        ]

    @classmethod
    @verb(Event.POWER_RECORDED)
    def record(cls, *, by, **details):
        power = cls(seen_by=by, **details)
        power.full_clean()
        power.save()
        return power

    @verb(Event.POWER_ENDED)
    def end(self, *, by):
        """From today on nothing new rests on it, and what rested on it must be asked again."""
        if self.ended_on:
            raise Stale(ENDED)
        self.ended_on = timezone.localdate()
        self.save()

    def clean(self):
        link = self.relationship
        if link.kind != Relationship.Kind.ATTORNEY or link.person.stands_for != self.person.stands_for:
            raise ValidationError({"relationship": NOT_THEIRS})
        if self.registered_on and self.registered_on > timezone.localdate():
            raise ValidationError({"registered_on": "Give a day that has been, or leave it empty."})

    def why_not(self, on) -> str:
        """Why nobody may decide by it on a day; empty where they may."""
        if self.ended_on and self.ended_on <= on:
            return "Their power has ended."
        if self.kind not in self.COVER_WELFARE:
            return ONLY_MONEY
        return "" if self.registered_on and self.registered_on <= on else NOT_REGISTERED

    @property
    def traced_in(self):
        return kept_in(self.person)

    @property
    def is_standing(self):
        return self.ended_on is None
