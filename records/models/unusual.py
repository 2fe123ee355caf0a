"""Reading that is out of the ordinary: noticed by the clock, told to the reader and to a lead the same day (D14).

It blames nobody and stops nobody. One row for a reader, a day and a kind.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from audit.events import Event
from audit.verbs import Recorded, RecordedQuerySet, verb
from staff import notices
from staff.models import User
from staff.roles import Can

from .exclusion import Exclusion
from .person import Person

USER = settings.AUTH_USER_MODEL


class UnusualReadingQuerySet(RecordedQuerySet):
    def open_to(self, user):
        """The reader’s own, and for leads those of their groups; of nobody from whom they are shut out."""
        theirs = Q(reader=user.pk) | self._of_groups(user) if user.can(Can.GRANT) else Q(reader=user.pk)
        shut = Exclusion.objects.in_force().filter(user=user.pk)
        hidden = Q(person__isnull=False, person__in=shut.values("person"))
        return self.filter(theirs).exclude(hidden).select_related("reader")

    @staticmethod
    def _of_groups(user):
        found = Q(pk__in=[])
        for group in user.stands_over:
            found |= Q(groups__contains=f" {group} ")
        return found & (Q(person=None) | Q(person__group__in=user.stands_over))

    def run_by(self, user):
        """What a lead looks at: never their own reading, which is all that is open to anybody else."""
        return self.open_to(user).exclude(reader=user.pk)

    def written_by(self, user):
        return self.open_to(user).filter(reader=user.pk).order_by("-noticed_at", "-pk")

    def not_looked_at(self):
        return self.filter(looked_at=None)


class UnusualReading(Recorded):
    class Kind(models.TextChoices):
        FAST = "fast", "Many records within one hour"
        WIDE = "wide", "Many people with whom they do not work"
        RELATIVE = "relative", "Somebody they may be related to, or know"
        NIGHT = "night", "Records at night"
        REFUSED = "refused", "Many tries that were refused"

    reader = models.ForeignKey(USER, models.PROTECT, related_name="+")
    day = models.DateField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")  # of a relative alone
    groups = models.CharField(max_length=20)  # whose leads look at it: groups, each between spaces
    many = models.PositiveIntegerField()
    noticed_at = models.DateTimeField(default=timezone.now)
    words = models.CharField("what the reader says to it", max_length=1000, blank=True)
    explained_at = models.DateTimeField(null=True)

    objects = UnusualReadingQuerySet.as_manager()

    class Meta:
        verbose_name = "unusual reading"
        constraints = [
            models.UniqueConstraint(
                fields=["reader", "day", "kind"], condition=Q(person=None), name="unusual_reading_is_noticed_once_a_day"
            ),
            models.UniqueConstraint(
                fields=["reader", "day", "person"],
                condition=Q(person__isnull=False),
                name="reading_of_a_relative_is_noticed_once_a_day",
            ),
        ]

    @classmethod
    @verb(Event.READING_NOTICED)
    def notice(cls, *, by, reader, groups, person=None, **what):
        kept = "".join(f" {group} " for group in sorted(groups))
        noticed = cls.objects.create(reader=reader, groups=kept, person=person, **what)
        notices.tell([reader, *noticed._leads(groups)])
        return noticed

    def _leads(self, groups):
        """Whoever leads and is not the reader: another lead, a deputy, the senior leader."""
        shut = self.person.exclusions.in_force().values("user") if self.person else []
        passed_over = [self.reader, *User.objects.filter(pk__in=shut)]
        return [lead for group in groups for lead in notices.on_duty(group, instead_of=passed_over)]

    @verb(Event.READING_EXPLAINED)
    def explain(self, *, by, words):
        """In the reader’s own words; before they are asked."""
        self.words, self.explained_at = words, timezone.now()
        self.save()

    @property
    def in_words(self):
        """What was noticed, in a sentence that names nobody."""
        people = "1 record" if self.many == 1 else f"{self.many} records"
        return {
            "fast": f"{people} within one hour",
            "wide": f"{people} of people who are neither theirs nor their team’s",
            "relative": "the record of somebody they may be related to, or know",
            "night": f"{people} between ten in the evening and six in the morning",
            "refused": f"{self.many} tries at what is not open to them",
        }[self.kind]

    @property
    def traced_in(self):
        return None


class ReadUpTo(models.Model):
    """How far the clock has gone through the readings."""

    reading = models.BigIntegerField()

    def __str__(self):
        return f"read up to {self.reading}"
