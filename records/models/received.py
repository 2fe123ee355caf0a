"""What another organisation told us: when, on what conditions, and whether it may go on from here (S-11).

The lock follows it: a piece of such an entry cannot be chosen for a disclosure before its source has said yes, and that
yes is recorded with who gave it, when and how.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from audit.events import Event
from audit.verbs import Recorded, RecordedQuerySet, Stale, note, verb

from .agency import Agency
from .entry import Entry
from .folder import Folder

USER = settings.AUTH_USER_MODEL


class ReceivedQuerySet(RecordedQuerySet):
    def open_to(self, user):
        return self.filter(entry__in=Entry.objects.open_to(user)).select_related("entry__folder__person", "agency")

    def askable_by(self, user):
        """Those whose source could still be asked, or has not answered, in folders in which this user writes."""
        mine = self.open_to(user).filter(entry__in=Entry.objects.put_right_by(user).values("pk"))
        return mine.filter(permitted_on=None).exclude(lock=Received.Lock.FREE)

    def run_by(self, user):
        """Those in the files of the people this user looks after."""
        return self.open_to(user).filter(entry__folder__in=Folder.objects.run_by(user))

    def due(self, user):
        """For whoever looks after the record: those whose day to be looked at has come, longest first."""
        return self.run_by(user).filter(review_on__lte=timezone.localdate()).order_by("review_on", "pk")


class Received(Recorded):
    class Lock(models.TextChoices):
        ASK = "ask", "Ask them first"
        CLOSED = "closed", "Not to be shared onward"
        FREE = "free", "May be shared onward"

    entry = models.OneToOneField(Entry, models.PROTECT, related_name="received")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    received_on = models.DateField()
    conditions = models.CharField("what they ask of us", max_length=500, blank=True)
    lock = models.CharField(max_length=10, choices=Lock.choices)
    review_on = models.DateField()
    recorded_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)
    permitted_on = models.DateField(null=True)
    permitted_by = models.CharField("who at the source said yes", max_length=200, blank=True)
    permitted_how = models.CharField(max_length=300, blank=True)

    objects = ReceivedQuerySet.as_manager()

    class Meta:
        verbose_name = "information from a partner"
        verbose_name_plural = "information from partners"
        constraints = [
            models.CheckConstraint(
                condition=Q(permitted_on=None) | ~Q(permitted_by="") & ~Q(permitted_how=""),
                name="a_partners_permission_says_who_and_how",
            )
        ]

    @classmethod
    @verb(Event.SOURCE_RECORDED)
    def record(cls, *, by, entry, **said):
        if cls.objects.filter(entry=entry).exists():
            raise Stale("Where this came from is recorded already.")
        cls.objects.create(entry=entry, recorded_by=by, **said)
        return entry

    @verb(Event.SOURCE_PERMITTED)
    def permit(self, *, by, on, who, how):
        """They said yes to sharing it onward."""
        if self.permitted_on:
            raise Stale("Their permission is recorded already.")
        self.permitted_on, self.permitted_by, self.permitted_how = on, who, how
        self.save()
        return self.entry

    @verb(Event.SOURCE_REVIEWED)
    def review(self, *, by, review_on, words, seen=None):
        """It was looked at: what was found, and when it is looked at next. Their conditions stay as they are."""
        self.unless_changed_since(seen)
        note(why=words)
        self.review_on = review_on
        self.save()
        return self.entry

    def words_now(self):
        return [f"Looked at again {self.review_on:%-d %B %Y}"]

    @property
    def is_overdue(self):
        return self.review_on < timezone.localdate()

    @property
    def is_locked(self):
        return self.lock != self.Lock.FREE and self.permitted_on is None

    @property
    def why_locked(self):
        """Why it may not go on from here, and what would make it lawful; empty where it may."""
        if not self.is_locked:
            return ""
        return (
            f"{self.agency.name} gave us this: “{self.get_lock_display().lower()}”. It cannot be chosen. "
            "Ask them, and record their permission beside the entry: who said yes, when and how."
        )

    @property
    def traced_in(self):
        return self.entry.folder


def lock_on(entry):
    """Why an entry may not go on from here: its own source's condition, or that of what it corrects."""
    while entry:
        received = getattr(entry, "received", None)
        if received and received.is_locked:
            return received.why_locked
        entry = entry.corrects
    return ""
