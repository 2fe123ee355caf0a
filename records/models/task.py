"""Something somebody is to do by a day, about a person or not; done, or handed on, with words."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Q
from django.utils import timezone

from audit.events import Event
from audit.verbs import Recorded, RecordedQuerySet, Stale, verb
from staff import notices

from .person import Person

USER = settings.AUTH_USER_MODEL
CANNOT_OPEN = "They may not open this record, so they could not do it. Ask the lead to let them in first."


class TaskQuerySet(RecordedQuerySet):
    def open_to(self, user):
        """One's own, and those one gave; about a person only as long as one may open the record."""
        known = Q(person=None) | Q(person__in=Person.objects.open_to(user))
        return (
            self.filter(Q(owner=user.pk) | Q(given_by=user.pk))
            .filter(known)
            .select_related("owner", "given_by", "person")
        )

    def waiting(self):
        return self.filter(done_at=None).order_by("due_on", "pk")

    def doable_by(self, user):
        return self.open_to(user).filter(owner=user.pk, done_at=None)

    def known_of(self, user):
        """For the page of a person: one's own and given, and for whoever runs the record everybody's; soonest first."""
        run = Q(person__in=Person.objects.run_by(user).values("pk")) | Q(pk__in=self.open_to(user).values("pk"))
        return self.filter(run).waiting().select_related("owner", "given_by")

    def overdue_given_by(self, user):
        """Those that this user gave to somebody else, and whose day has passed: all open to them but their own."""
        late = self.open_to(user).waiting().filter(due_on__lt=timezone.localdate())
        return late.exclude(owner=user.pk)


class Task(Recorded):
    what = models.CharField(max_length=300)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="tasks")
    owner = models.ForeignKey(USER, models.PROTECT, related_name="tasks")
    given_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    given_at = models.DateTimeField(default=timezone.now)
    due_on = models.DateField()
    done_at = models.DateTimeField(null=True)
    words = models.CharField("what was done, or why it was handed on", max_length=500, blank=True)

    objects = TaskQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["owner", "done_at", "due_on"])]
        constraints = [
            models.CheckConstraint(condition=~Q(what=""), name="a_task_says_what_is_to_be_done"),
            models.CheckConstraint(condition=Q(done_at=None) | ~Q(words=""), name="a_task_done_says_how"),
        ]

    @classmethod
    @verb(Event.TASK_GIVEN)
    def give(cls, *, by, owner, what, due_on, person=None):
        _unless_closed_to(owner, person)
        task = cls.objects.create(what=what, due_on=due_on, person=person, owner=owner, given_by=by)
        notices.tell([owner] if owner != by else [])
        return task

    @verb(Event.TASK_DONE)
    def finish(self, *, by, words):
        self._must_wait()
        self.done_at, self.words = timezone.now(), words
        self.save()
        notices.tell([self.given_by] if self.given_by != by else [])

    @verb(Event.TASK_HANDED_ON)
    def hand_on(self, *, by, to, words):
        self._must_wait()
        _unless_closed_to(to, self.person)
        self.owner, self.words = to, words
        self.save()
        notices.tell([to])

    def _must_wait(self):
        if self.done_at:
            raise Stale("This task was done already.", self.words)

    @property
    def is_overdue(self):
        return self.done_at is None and self.due_on < timezone.localdate()

    @property
    def traced_in(self):
        return self.person


def _unless_closed_to(user, person):
    """Whoever is to do something about a person must be able to open the record; asked again whenever it is shown."""
    if person and not Person.objects.open_to(user).contains(person):
        raise PermissionDenied(CANNOT_OPEN)
