"""What somebody says is wrong in an entry, in their words, and what we answered; both stay beside it (Article 16)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from audit.events import Event
from audit.verbs import Recorded, RecordedQuerySet, Stale, note, verb

from .entry import Entry

USER = settings.AUTH_USER_MODEL


class RectificationQuerySet(RecordedQuerySet):
    def waiting(self):
        return self.filter(answer="")

    def open_to(self, user):
        return self.filter(entry__in=Entry.objects.open_to(user).values("pk"))

    def answerable_by(self, user):
        """Those that wait for an answer, of entries this user may open in a folder they write in."""
        return self.waiting().filter(entry__in=Entry.objects.put_right_by(user).values("pk"))


class Rectification(Recorded):
    """A statement beside an entry. It stands there whatever is decided, and is answered once, with a reason."""

    class How(models.TextChoices):
        SPOKEN = "spoken", "They said it"
        WRITTEN = "written", "They wrote it"

    class Answer(models.TextChoices):
        CORRECTED = "corrected", "Corrected"
        KEPT = "kept", "Kept as it is"

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="rectifications")
    said_by = models.CharField("who says so", max_length=200)
    how = models.CharField(max_length=10, choices=How.choices)
    said_on = models.DateField(default=timezone.localdate)
    words = models.TextField("what they say is wrong, and what would be right")
    recorded_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)
    answer = models.CharField(max_length=10, choices=Answer.choices, blank=True)
    reason = models.TextField("why", blank=True)
    answered_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    objects = RectificationQuerySet.as_manager()

    class Meta:
        verbose_name = "rectification note"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(words="") & ~Q(said_by=""), name="a_rectification_note_says_what_and_who_says_so"
            ),
            models.CheckConstraint(
                condition=Q(answer="") | ~Q(reason="") & Q(answered_by__isnull=False),
                name="an_answer_to_a_rectification_note_has_a_reason_and_a_name",
            ),
        ]

    @classmethod
    @verb(Event.RECTIFICATION_ASKED)
    def ask(cls, *, by, entry, **said):
        return cls.objects.create(entry=entry, recorded_by=by, **said)

    @verb(Event.RECTIFICATION_ANSWERED)
    def give_answer(self, *, by, answer, reason):
        """Say what we do about it, and why. It is answered once: whoever comes second sees what was said."""
        if self.answer:
            raise Stale(f"{self.get_answer_display()}: {self.reason}")
        self.answer, self.reason, self.answered_by, self.answered_at = answer, reason, by, timezone.now()
        note(answer=answer)
        self.save()

    @property
    def told(self):
        """All of it in words, as it goes with the entry wherever that goes."""
        said = f"{self.said_by} says that this is wrong: {self.words}"
        return f"{said}\nOur answer: {self.get_answer_display()}. {self.reason}" if self.answer else said

    @property
    def traced_in(self):
        return self.entry.folder
