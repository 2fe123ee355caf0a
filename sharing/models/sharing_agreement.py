"""Agreements with partners we share with again and again: for what, on which basis, until when (S-12).

They never stand in front of a safeguarding referral. Where one is missing, or is gone beyond, the lead is told before
the signature; a second time without one is shared only for a lead's reason.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from audit.events import Event
from audit.verbs import Recorded, RecordedQuerySet, note, verb
from records.models import Agency
from records.models.kept_file import KeptFile, KeptFileQuerySet
from staff.roles import Can

USER = settings.AUTH_USER_MODEL


class SharingAgreementQuerySet(RecordedQuerySet):
    def open_to(self, user):
        """They hold nothing about anybody: whoever shares reads them, and whoever keeps the registers."""
        reads = user.can(Can.PROPOSE) or user.can(Can.REGISTER)
        return self.select_related("agency", "recorded_by") if reads else self.none()

    def kept_by(self, user):
        return self.open_to(user).filter(ended_at=None) if user.can(Can.REGISTER) else self.none()

    def live(self, day=None):
        day = day or timezone.localdate()
        return self.filter(ended_at=None, starts_on__lte=day, ends_on__gte=day)

    def to_review(self, within=None):
        return self.filter(ended_at=None, review_on__lte=within or timezone.localdate())


class SharingAgreement(Recorded):
    """What it says never changes: a new text is a new agreement. It is reviewed, and it ends."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    parties = models.CharField("who signed it, for whom", max_length=500)
    purposes = models.JSONField()
    information = models.JSONField("kinds of information")
    legal_basis = models.CharField(max_length=40)
    starts_on = models.DateField()
    review_on = models.DateField()
    ends_on = models.DateField("last day")
    recorded_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = SharingAgreementQuerySet.as_manager()

    class Meta:
        verbose_name = "agreement with a partner"
        verbose_name_plural = "agreements with partners"
        ordering = ["review_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(review_on__lte=F("ends_on")) & Q(starts_on__lte=F("review_on")),
                name="an_agreement_is_reviewed_before_it_ends",
            ),
            models.CheckConstraint(condition=~Q(parties=""), name="an_agreement_names_its_parties"),
        ]

    @classmethod
    @verb(Event.AGREEMENT_RECORDED)
    def record(cls, *, by, files, **details):
        agreement = cls.objects.create(recorded_by=by, **details)
        SignedAgreement.objects.keep(files, by=by, agreement=agreement)
        return agreement

    @verb(Event.AGREEMENT_REVIEWED)
    def review(self, *, by, review_on, why, seen=None):
        """It was read again and still fits; ``why`` says what was looked at."""
        self.unless_changed_since(seen)
        note(why=why)
        self.review_on = review_on
        self.save()

    @verb(Event.AGREEMENT_ENDED)
    def end(self, *, by, why):
        note(why=why)
        self.ended_at = self.ended_at or timezone.now()
        self.save()

    def covers(self, purpose, information):
        return purpose in self.purposes and information in self.information

    @property
    def is_live(self):
        return self.ended_at is None and self.starts_on <= timezone.localdate() <= self.ends_on

    @property
    def is_to_review(self):
        return self.ended_at is None and self.review_on <= timezone.localdate()

    traced_in = None  # it is about no person


class SignedAgreementQuerySet(KeptFileQuerySet):
    def open_to(self, user):
        return self.filter(agreement__in=SharingAgreement.objects.open_to(user).values("pk"))


class SignedAgreement(KeptFile):
    """The document that was signed, scanned."""

    OUTSIDE = "agreement"

    agreement = models.ForeignKey(SharingAgreement, models.PROTECT, related_name="documents")

    objects = SignedAgreementQuerySet.as_manager()

    class Meta:
        verbose_name = "signed agreement"

    @property
    def traced_in(self):
        return self.agreement


class WithoutAgreement(Recorded):
    """Why it is shared with a partner again though no agreement covers it: a lead's reason, before the signature."""

    decision = models.OneToOneField("sharing.Decision", models.PROTECT, related_name="without_agreement")
    reason = models.TextField()
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="sharing_without_agreement_has_a_reason")]

    @classmethod
    @verb(Event.AGREEMENT_DONE_WITHOUT)
    def explain(cls, *, by, decision, reason):
        from ..signing import refuse_unless_designated

        refuse_unless_designated(decision, by)
        return cls.objects.create(decision=decision, by=by, reason=reason)
