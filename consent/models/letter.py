"""A letter to somebody who already has what was agreed: that it was taken back, and what is asked of them (H-12)."""

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone

from audit.events import Event
from audit.verbs import Recorded, RecordedQuerySet, Stale, verb
from records.models import Agency

USER = settings.AUTH_USER_MODEL
SEND_WITHIN = timedelta(days=3)
SENT_ALREADY = "This letter is ticked off as sent already."


class LetterQuerySet(RecordedQuerySet):
    def open_to(self, user):
        from .answer import Consent

        return self.filter(consent__in=Consent.objects.open_to(user).values("pk")).select_related("consent__person")

    def waiting(self):
        return self.filter(sent_on=None).order_by("due_on", "pk")

    def sendable_by(self, user):
        return self.open_to(user).waiting()

    def to_send(self, user):
        """What waits for this user: where they took the answer or are key person; for a lead, what others let lie."""
        theirs = Q(consent__withdrawn_by=user.pk) | Q(consent__person__key_person=user.pk)
        late = Q(due_on__lt=timezone.localdate()) if user.decides else Q(pk=None)
        return self.sendable_by(user).filter(theirs | late)


class Letter(Recorded):
    """It says which kind of information and when, never the words of the record: they have those already."""

    class How(models.TextChoices):
        POST = "post", "By post"
        SECURE_EMAIL = "secure_email", "By secure e-mail"
        BY_HAND = "by_hand", "By hand"

    consent = models.ForeignKey("consent.Consent", models.PROTECT, related_name="letters")
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+")
    to_name = models.CharField(max_length=300)
    shared_on = models.DateField("when they were last told something")
    due_on = models.DateField()
    sent_on = models.DateField(null=True)
    sent_how = models.CharField(max_length=12, choices=How.choices, blank=True)
    sent_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = "letter to somebody who already has it"
        verbose_name_plural = "letters to those who already have it"
        ordering = ["to_name", "pk"]
        indexes = [models.Index(fields=["sent_on", "due_on"])]
        constraints = [
            models.UniqueConstraint(fields=["consent", "to_name"], name="each_of_those_who_have_it_gets_one_letter"),
            models.CheckConstraint(
                condition=Q(sent_on=None, sent_how="", sent_by=None)
                | Q(sent_on__isnull=False, sent_by__isnull=False) & ~Q(sent_how=""),
                name="a_letter_sent_says_when_how_and_by_whom",
            ),
        ]

    @classmethod
    def begin(cls, consent, holders):
        """One to each of those who have it, within the verb that takes the agreement back."""
        newest = {holder.name: holder for holder in holders}
        due = timezone.localdate() + SEND_WITHIN
        for name, holder in newest.items():
            cls(consent=consent, agency=holder.agency, to_name=name, shared_on=holder.on, due_on=due).save()

    @verb(Event.LETTER_SENT)
    def tick_off(self, *, by, on, how):
        """Record that it went. The day is one since the agreement was taken back, and not to come."""
        if self.sent_on:
            raise Stale(SENT_ALREADY)
        self.unless_impossible(on)
        self.sent_on, self.sent_how, self.sent_by = on, how, by
        self.save()

    def unless_impossible(self, on):
        if on > timezone.localdate():
            raise ValidationError({"on": "Give a day that has been. Tick it off when it has gone."})
        if on < timezone.localdate(self.consent.withdrawn_at):
            raise ValidationError({"on": "Give a day after the agreement was taken back."})

    @property
    def is_late(self):
        return self.sent_on is None and self.due_on < timezone.localdate()

    @property
    def traced_in(self):
        return self.consent.traced_in
