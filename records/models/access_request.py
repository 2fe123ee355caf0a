"""Asking to be let in, in one step: why, which folders, until when; answered by a lead in one (S-08)."""

from datetime import datetime, time, timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from audit.events import Event
from audit.verbs import Recorded, RecordedQuerySet, Stale, verb
from staff import notices
from staff.models import User
from staff.roles import Can

from .folder import Folder, FolderGrant
from .person import GROUPS, Person

USER = settings.AUTH_USER_MODEL
USUAL_DAYS = 30


def end_of(day):
    """The moment after the last day of a grant."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


class AccessRequestQuerySet(RecordedQuerySet):
    def open_to(self, user):
        """One's own, as long as one may know of the person; and for leads what is asked of the people they look after.

        Whoever was shut out since finds nothing of what they asked, like everything else about that person.
        """
        if not user.can(Can.WORK_WITH_PEOPLE):
            return self.none()
        own = Q(asked_by=user.pk) & (Q(person=None) | Q(person__in=Person.objects.open_to(user)))
        return self.filter(own | _run_by(user)).select_related("asked_by", "person", "answered_by", "renews")

    def written_by(self, user):
        return self.open_to(user).filter(asked_by=user.pk).order_by("-asked_at", "-pk")

    def waiting(self):
        return self.filter(state=AccessRequest.State.WAITING)

    def answerable_by(self, user):
        """What waits for this lead, longest first. Nobody answers their own request."""
        return self.open_to(user).waiting().filter(_run_by(user)).exclude(asked_by=user.pk).order_by("asked_at", "pk")


def _run_by(user):
    if not user.can(Can.GRANT):
        return Q(pk__in=[])
    return Q(person=None, group__in=user.stands_over) | Q(person__in=Person.objects.run_by(user))


class AccessRequest(Recorded):
    """``person`` is known when it was asked at a closed folder; else only words, until a lead says whose record it is.

    Asking by name tells the asker nothing of whether there is a record (H-06).
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting for a lead"
        ALLOWED = "allowed", "You were let in"
        REFUSED = "refused", "Not let in"

    COLOURS = {"waiting": "yellow", "allowed": "green", "refused": "grey"}

    asked_by = models.ForeignKey(USER, models.PROTECT, related_name="access_requests")
    asked_at = models.DateTimeField(default=timezone.now)
    group = models.CharField(max_length=10, choices=GROUPS)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="access_requests")
    words = models.CharField("whose record, in words", max_length=300, blank=True)
    kinds = models.CharField(max_length=120)  # kinds of folders between spaces: a person has one of each
    why = models.CharField(max_length=500)
    until = models.DateField()
    renews = models.ForeignKey(FolderGrant, models.PROTECT, null=True, related_name="renewals")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    answer = models.CharField(max_length=500, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")

    objects = AccessRequestQuerySet.as_manager()

    class Meta:
        verbose_name = "request for access"
        verbose_name_plural = "requests for access"
        constraints = [
            models.CheckConstraint(condition=~Q(why=""), name="a_request_for_access_says_why"),
            models.CheckConstraint(
                condition=Q(person__isnull=False) | ~Q(words=""), name="a_request_for_access_is_about_somebody"
            ),
            models.CheckConstraint(
                condition=Q(answered_by=None) | ~Q(answered_by=F("asked_by")), name="nobody_answers_their_own_request"
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(answer=""), name="a_refused_request_has_a_reason"
            ),
        ]

    @classmethod
    @verb(Event.ACCESS_ASKED)
    def ask(cls, *, by, group, kinds, why, until, person=None, words="", renews=None):
        asked = cls.objects.create(
            asked_by=by, group=group, kinds=" ".join(kinds), why=why, until=until, person=person, words=words,
            renews=renews,
        )  # fmt: skip
        notices.tell(notices.on_duty(group, instead_of=[by, *asked._who_may_not_know()]))
        return asked

    @verb(Event.ACCESS_ALLOWED)
    def let_in(self, *, by, folders, until):
        """Give what was asked, or less of it: fewer folders, an earlier end."""
        self._must_wait_for(by)
        for folder in folders:
            folder.grant(by=by, to=self.asked_by, purpose=self.why, until=end_of(until))
        if self.renews:
            self.renews.content_object.end_grant(by=by, grant=self.renews, why="Renewed")
        self.person, self.until = folders[0].person, until
        self._close(by, self.State.ALLOWED)

    @verb(Event.ACCESS_REFUSED)
    def refuse(self, *, by, reason):
        self._must_wait_for(by)
        self.answer = reason
        self._close(by, self.State.REFUSED)

    def _must_wait_for(self, by):
        if by == self.asked_by:
            raise PermissionDenied("Nobody answers their own request. Another lead can.")
        if self.state != self.State.WAITING:
            raise Stale("Somebody has answered this already.", self.answer)

    def _close(self, by, state):
        self.state, self.answered_by, self.answered_at = state, by, timezone.now()
        self.save()
        notices.tell([self.asked_by])

    def _who_may_not_know(self):
        out = self.person.exclusions.in_force().values("user") if self.person else []
        return User.objects.filter(pk__in=out)

    @property
    def traced_in(self):
        return self.person

    @property
    def whom(self):
        return self.person.name if self.person else self.words

    @property
    def folders(self):
        """The folders that were asked for, once it is known whose."""
        return Folder.objects.filter(person=self.person_id, kind__in=self.kinds.split()).in_order()

    @property
    def which(self):
        """The kinds of folders in words."""
        return ", ".join(Folder.Kind(kind).label.lower() for kind in self.kinds.split())

    @property
    def colour(self):
        return self.COLOURS[self.state]
