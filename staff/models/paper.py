"""The promise of somebody without an account, signed on paper: committee members, students, helpers (H-29)."""

from datetime import timedelta

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from audit.events import Event
from audit.verbs import Recorded, RecordedQuerySet, verb
from policy import packs

from ..roles import Can
from .undertaking import a_year_after

SOON = timedelta(days=30)


class PaperQuerySet(RecordedQuerySet):
    def kept_by(self, user):
        """Promises still to be renewed or put away, those that run out first first."""
        mine = self.all() if user.can(Can.KEEP_PROMISES) else self.none()
        return mine.filter(ended_on=None).order_by("expires_on", "name", "pk")

    def running_out(self):
        return self.filter(ended_on=None, expires_on__lte=timezone.localdate() + SOON)


class PaperPromise(Recorded):
    """One sheet of paper: who signed what and when, who saw it, where it is, and when it must be signed again."""

    class Capacity(models.TextChoices):
        COMMITTEE = "committee", "Committee member or trustee"
        STUDENT = "student", "Student"
        HELPER = "helper", "Volunteer or parent who helps"
        OTHER = "other", "Somebody else who may see or hear things"

    name = models.CharField(max_length=200)
    capacity = models.CharField(max_length=20, choices=Capacity.choices)
    signed_on = models.DateField()
    pack = models.CharField(max_length=50)
    edition = models.CharField(max_length=50)
    witness = models.CharField("who saw them sign", max_length=200)
    kept = models.CharField("where the paper is", max_length=200)
    expires_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    objects = PaperQuerySet.as_manager()

    class Meta:
        verbose_name = "promise on paper"
        verbose_name_plural = "promises on paper"
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_on__gt=F("signed_on")), name="a_paper_runs_out_after_it_is_signed"
            )
        ]

    @classmethod
    @verb(Event.PAPER_REGISTERED)
    def register(cls, *, by, name, capacity, signed_on, witness, kept, edition="", until=None, instead_of=None):
        """For a year, or until their last day here. ``instead_of``: the paper that this one follows."""
        pack, year = packs.current(), a_year_after(signed_on)
        if instead_of is not None:
            instead_of.put_away()
        return cls.objects.create(
            name=name,
            capacity=capacity,
            signed_on=signed_on,
            pack=pack.name,
            edition=edition or pack.undertaking_edition,
            witness=witness,
            kept=kept,
            expires_on=min(year, until) if until else year,
        )

    @verb(Event.PAPER_ENDED)
    def end(self, *, by):
        """They no longer help here. The promise goes on; the paper is kept, and no longer runs out."""
        self.put_away()

    def put_away(self):
        self.ended_on = timezone.localdate()
        self.save()

    @property
    def has_run_out(self):
        return self.expires_on <= timezone.localdate()

    @property
    def runs_out_soon(self):
        return self.expires_on <= timezone.localdate() + SOON
