"""Who opened whose record at once, why, and what a lead said of it afterwards (D7)."""

import unicodedata
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from audit.events import Event
from audit.verbs import Recorded, RecordedQuerySet, Stale, note, verb
from policy.shape import NEVER_WAITS
from staff import notices
from staff.models import User
from staff.roles import LEADING, Can

from .. import glass, reach
from ..working_days import after
from .exclusion import Exclusion
from .folder import Folder, FolderGrant
from .person import Person

USER = settings.AUTH_USER_MODEL


class NotThere(LookupError):
    """No record answers to what was typed, or none that this user may be shown: they look alike."""


class OpenAlready(Exception):
    """The one record that is meant is open to this user without breaking anything. Its argument is the person."""


class BreakGlassQuerySet(RecordedQuerySet):
    def open_to(self, user):
        """One's own, and for leads those about the people they look after. Whoever is shut out finds nothing of it.

        The person is not read with it: when the four hours are over the reader knows of them no more.
        """
        if not user.can(Can.WORK_WITH_PEOPLE):
            return self.none()
        theirs = Q(user=user.pk) | Q(person__in=Person.objects.run_by(user))
        return self.filter(theirs)._not_shut_out(user).select_related("user", "answered_by", "allowed_by")

    def noticed_by(self, user):
        """For every lead: those of the other group too, of which they see no name and no words."""
        return self._not_shut_out(user).select_related("user") if user.can(Can.GRANT) else self.none()

    def _not_shut_out(self, user):
        return self.exclude(person__in=Exclusion.objects.in_force().filter(user=user.pk).values("person"))

    def written_by(self, user):
        return self.open_to(user).filter(user=user.pk).order_by("-asked_at", "-pk")

    def closable_by(self, user):
        return self.written_by(user).filter(state=BreakGlass.State.OPENED, until__gt=timezone.now())

    def allowable_by(self, user):
        """What waits for a lead's yes. Nobody says yes to themselves."""
        waiting = self.filter(state=BreakGlass.State.WAITING)
        return waiting._led_by(user).order_by("asked_at", "pk")

    def answerable_by(self, user):
        """What a lead has still to say of: was it needed? First due first."""
        opened = self.filter(state=BreakGlass.State.OPENED, answered_at=None)
        return opened._led_by(user).order_by("answer_by", "pk")

    def _led_by(self, user):
        """What is open to them and not their own is of the people they look after."""
        return self.open_to(user).exclude(user=user.pk)

    def overdue(self):
        late = self.filter(state=BreakGlass.State.OPENED, answered_at=None, passed_on_at=None)
        return late.filter(answer_by__lte=timezone.now()).select_related("person", "user")


class BreakGlass(Recorded):
    """The words are those of whoever opened it; they stand on its page for the leads, and nowhere else."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waits for a lead’s yes"
        OPENED = "opened", "Opened"
        REFUSED = "refused", "Not opened"

    class Answer(models.TextChoices):
        NEEDED = "needed", "It was needed"
        NOT_NEEDED = "not_needed", "It was not needed"

    user = models.ForeignKey(USER, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=30)
    why = models.CharField("the reason in the policy’s words", max_length=200)
    words = models.CharField(max_length=1000)
    asked_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPENED)
    allowed_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)
    answer_by = models.DateTimeField(null=True)
    passed_on_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=10, choices=Answer.choices, blank=True)
    answer_words = models.CharField(max_length=1000, blank=True)
    answered_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    objects = BreakGlassQuerySet.as_manager()

    class Meta:
        verbose_name = "record in an emergency"
        verbose_name_plural = "records in an emergency"
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="breaking_the_glass_has_a_reason_in_words"),
            models.CheckConstraint(
                condition=Q(answered_by=None) | ~Q(answered_by=F("user")), name="nobody_answers_for_their_own_glass"
            ),
            models.CheckConstraint(
                condition=Q(allowed_by=None) | ~Q(allowed_by=F("user")), name="nobody_lets_themselves_break_glass"
            ),
        ]

    @classmethod
    def begin(cls, *, by, reason, **which):
        """Open it now, or ask a lead first where this would be the third of the day and nobody is in danger."""
        today = cls.objects.filter(user=by.pk, opened_at__date=timezone.localdate()).count()
        go = cls.ask if today >= glass.A_DAY and reason != NEVER_WAITS else cls.open
        return go(by=by, reason=reason, **which)

    @classmethod
    @verb(Event.GLASS_BROKEN)
    def open(cls, *, by, reason, why, words, **which):
        """Raises NotThere; a record that is hidden from this user is not there."""
        broken = cls(user=by, person=_the_one(by, **which), reason=reason, why=why, words=words)
        broken._open()
        notices.tell([by])
        return broken

    @classmethod
    @verb(Event.GLASS_ASKED)
    def ask(cls, *, by, reason, why, words, **which):
        """Raises NotThere, as above."""
        person = _the_one(by, **which)
        waits = cls.objects.create(user=by, person=person, reason=reason, why=why, words=words, state=cls.State.WAITING)
        notices.tell(waits.leads, urgent=True)
        return waits

    @verb(Event.GLASS_ALLOWED)
    def allow(self, *, by):
        self._must_be(self.State.WAITING, by)
        self.state, self.allowed_by = self.State.OPENED, by
        self._open()
        notices.tell([self.user], urgent=True)

    @verb(Event.GLASS_REFUSED)
    def refuse(self, *, by, words):
        self._must_be(self.State.WAITING, by)
        self.state, self.allowed_by, self.answer_words = self.State.REFUSED, by, words
        self.save()
        notices.tell([self.user])

    @verb(Event.GLASS_ANSWERED)
    def answer_for(self, *, by, answer, words):
        """Another lead says whether it was needed. What was not needed ends now."""
        self._must_be(self.State.OPENED, by)
        if self.answered_at:
            raise Stale("Another lead has answered this already.", self.answer_words)
        self.answer, self.answer_words = answer, words
        self.answered_by, self.answered_at = by, timezone.now()
        if answer == self.Answer.NOT_NEEDED:
            self._close()
        self.save()
        notices.tell([self.user])

    @verb(Event.GLASS_ENDED)
    def end(self, *, by):
        """Whoever opened it has read what they needed."""
        self._close()
        self.save()

    @verb(Event.GLASS_OVERDUE)
    def pass_on(self, *, by):
        self.passed_on_at = timezone.now()
        self.save()
        seniors = [user for user in notices.seniors() if user in self.leads]
        notices.tell(seniors or self.leads, urgent=True)

    def _open(self):
        now = timezone.now()
        self.opened_at, self.until = now, now + timedelta(hours=glass.HOURS)
        self.answer_by = after(now, glass.ANSWERED_WITHIN)
        self.save()
        closed = list(_closed_to(self.user, self.person))
        given = {"user": self.user, "permission": _to_read(), "granted_by": self.user}
        given |= {"purpose": self.why, "source": glass.SOURCE, "starts_at": now, "until": self.until}
        FolderGrant.objects.bulk_create(FolderGrant(content_object=folder, **given) for folder in closed)
        reach.rewrite(Folder.objects.filter(pk__in=[folder.pk for folder in closed]))
        note(reason=self.reason, until=self.until.isoformat(), folders=[str(one.public_id) for one in closed])
        notices.tell(self.leads, urgent=True)

    def _close(self):
        now = timezone.now()
        self.until = min(self.until, now)
        mine = FolderGrant.objects.filter(user=self.user, source=glass.SOURCE, starts_at=self.opened_at)
        mine.filter(ended_at=None, until__gt=now).update(ended_at=now)
        reach.rewrite(Folder.objects.filter(grants__in=mine))

    def _must_be(self, state, by):
        if by == self.user:
            raise PermissionDenied("Nobody answers for themselves. Another lead can.")
        if self.state != state:
            raise Stale("Another lead has answered this already.", self.answer_words)

    @property
    def leads(self):
        """Every other lead, but for those who must not learn that there is such a record."""
        out = Exclusion.objects.in_force().filter(person__in=self.person.every_record()).values("user")
        return list(User.objects.in_role(*LEADING).exclude(pk=self.user_id).exclude(pk__in=out))

    @property
    def is_live(self):
        return self.state == self.State.OPENED and self.until > timezone.now()

    @property
    def is_late(self):
        return self.state == self.State.OPENED and not self.answered_at and self.answer_by <= timezone.now()

    @property
    def traced_in(self):
        """The person, as long as whoever asks may know of them (audit/walls.py)."""
        return Person.objects.filter(pk=self.person_id).first()


def _the_one(user, *, reference=None, name="", born_on=None):
    """The one record meant: by the reference in its address, or by the whole name and the date of birth.

    Of two records of one name and day, one that is not open to this user yet.
    """
    shut = Exclusion.objects.in_force().filter(user=user.pk)
    there = Person.objects.filter(service_user=True).exclude(pk__in=shut.values("person")).order_by("pk")
    if reference:
        found = list(there.filter(public_id=reference))
    else:
        born = there.filter(Q(born_on=born_on) | Q(due_on=born_on))
        found = [person for person in born if _plain(person.name) == _plain(name)]
    if not found:
        raise NotThere
    closed = [person for person in found if _closed_to(user, person).exists()]
    if not closed:
        raise OpenAlready(found[0])
    return closed[0]


def _to_read():
    return Permission.objects.get(codename="read_folder", content_type__app_label="records")


def _closed_to(user, person):
    folders = Folder.objects.filter(person__in=person.every_record())
    return folders.exclude(pk__in=Folder.objects.open_to(user).values("pk"))


def _plain(name):
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())
