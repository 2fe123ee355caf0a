"""Whom a request is about, and so who may have it in front of them."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from audit.verbs import Recorded, RecordedQuerySet
from records.models import Exclusion, Person
from staff.roles import Can

WAITING = ("received", "verified", "deciding")
LAST = 3  # how many times somebody is told that nobody has answered


class RequestAbout(Recorded):
    """Whom a request is about: a record, or words for somebody who has none that its receiver may know of."""

    request = models.ForeignKey("sharing.Request", models.PROTECT, related_name="about")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="asked_about")
    words = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = "person asked about"
        verbose_name_plural = "people asked about"
        constraints = [
            models.CheckConstraint(condition=Q(person__isnull=False) | ~Q(words=""), name="a_request_is_about_somebody")
        ]


class RequestQuerySet(RecordedQuerySet):
    def open_to(self, user):
        """One's own, while one may know of everybody it is about; for leads, those of their groups. Exclusion first."""
        mine = Q(received_by=user.pk) & ~Q(pk__in=_lost(user))
        led = Q(group__in=user.stands_over if user.decides else ())
        shut = Exclusion.objects.in_force().filter(user=user.pk).values("person")
        found = self.filter(mine | led, received_by__isnull=False)
        return found.exclude(pk__in=RequestAbout.objects.filter(person__in=shut).values("request"))

    def led_by(self, user):
        """What a lead may act on: link it to a record, close it."""
        return self.open_to(user).filter(group__in=user.stands_over if user.decides else ())

    def waiting(self):
        return self.filter(received_by__isnull=False, state__in=WAITING)

    def waiting_for(self, user):
        return self.open_to(user).waiting()

    def closable_by(self, user):
        return self.led_by(user).waiting()

    def decidable_by(self, user):
        """What somebody here may start a decision about."""
        return self.waiting_for(user).filter(direction="in") if user.can(Can.PROPOSE) else self.none()

    def verifiable_by(self, user):
        return self.decidable_by(user).filter(contact=None)

    def awaited_by(self, user):
        return self.waiting_for(user).filter(direction="out")

    def answered_for(self, user):
        """Those to us that were answered: what they were told can be printed."""
        return self.open_to(user).filter(state="answered", direction="in")

    def settled(self):
        return self.exclude(state__in=WAITING)

    def soonest_first(self):
        return self.order_by("answer_by", "pk")

    def overdue(self, at=None):
        return self.waiting().filter(chase_at__lte=at or timezone.now(), told_level__lt=LAST)

    def with_people(self):
        return self.prefetch_related("about__person").select_related("received_by", "contact__agency", "agency")


def _lost(user):
    """Requests that name somebody this user may not know of (any more), in words that are not their own."""
    known = Person.objects.open_to(user).values("pk")
    return RequestAbout.objects.filter(words="", person__isnull=False).exclude(person__in=known).values("request")
