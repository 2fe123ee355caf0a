"""Somebody who works here belongs to, or knows, a family: declared by themselves, or noticed by name or postcode.

What is kept of the colleague is their name, and the mark of a postcode if they gave it (home_mark.py). Whoever declares
learns nothing: not whether there is a record, not what the lead did (A2, H-06).
"""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from audit.events import Event
from audit.verbs import Recorded, RecordedQuerySet, Stale, verb
from staff import notices
from staff.models import User
from staff.roles import Can

from .person import Person
from .safe_contact import SafeContact, Withheld

USER = settings.AUTH_USER_MODEL
TOGETHER = "Answered with what else is known of these two."


class TieQuerySet(RecordedQuerySet):
    def open_to(self, user):
        """For leads: what was declared, and what was noticed of people they look after. Never a tie of their own.

        One postcode is told to nobody from whom an address of that person is withheld: to them there is none.
        """
        if not user.can(Can.GRANT):
            return self.none()
        not_to_them = Withheld.objects.in_force().filter(user=user.pk, contact__kind=SafeContact.Kind.ADDRESS)
        theirs = self.filter(Q(person=None) | Q(person__in=Person.objects.run_by(user))).exclude(user=user.pk)
        theirs = theirs.exclude(source__in=Tie.NEAR, person__in=not_to_them.values("contact__person"))
        return theirs.select_related("user", "person", "answered_by")

    def waiting(self):
        return self.filter(state=Tie.State.WAITING)

    def settled(self):
        return self.filter(state=Tie.State.SETTLED)

    def waiting_for(self, user):
        """Longest first. The same surname alone says nothing more where the same postcode waits beside it."""
        waiting = self.open_to(user).waiting()
        said_with_it = waiting.filter(user=OuterRef("user"), person=OuterRef("person"), source=Tie.Source.BOTH)
        return waiting.exclude(Q(source__in=Tie.NAMES) & Exists(said_with_it)).order_by("since", "pk")

    def written_by(self, user):
        """One's own words, as they were declared, and nothing of what came of them."""
        return self.filter(user=user.pk, source=Tie.Source.DECLARED).order_by("-since", "-pk")


class Tie(Recorded):
    class Source(models.TextChoices):
        DECLARED = "declared", "told us themselves"
        SURNAME = "surname", "has the same surname as"
        NAME = "name", "has the same name as"
        BOTH = "both", "has the same surname and the same postcode as"
        POSTCODE = "postcode", "has the same postcode, a weak sign by itself, as"

    NAMES = (Source.SURNAME, Source.NAME)
    NEAR = (Source.BOTH, Source.POSTCODE)

    class State(models.TextChoices):
        WAITING = "waiting", "To look at"
        SETTLED = "settled", "Acted on"
        DISMISSED = "dismissed", "Nothing to do"

    user = models.ForeignKey(USER, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    source = models.CharField(max_length=10, choices=Source.choices)
    words = models.CharField(max_length=500, blank=True)
    since = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    answer = models.CharField(max_length=500, blank=True)
    answered_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    objects = TieQuerySet.as_manager()

    class Meta:
        verbose_name = "tie to a family"
        verbose_name_plural = "ties to families"
        constraints = [
            models.CheckConstraint(condition=Q(person__isnull=False) | ~Q(words=""), name="a_tie_is_to_somebody"),
            models.CheckConstraint(condition=~Q(state="dismissed") | ~Q(answer=""), name="a_dismissed_tie_says_why"),
        ]

    @classmethod
    @verb(Event.TIE_DECLARED)
    def declare(cls, *, by, words):
        tie = cls.objects.create(user=by, words=words, source=cls.Source.DECLARED)
        notices.tell([user for group in ("child", "adult") for user in notices.on_duty(group, instead_of=[by])])
        return tie

    @classmethod
    def suspect(cls, user_and_person):
        """Note each likeness once; one that was dismissed is not noted again."""
        for user, person in user_and_person:
            there = cls.objects.filter(user=user, person=person).exclude(source=cls.Source.POSTCODE)
            if not there.exists() and not person.shuts_out(user):
                alike = person.name.casefold() == user.name.casefold()
                cls.notice(by=User.system(), user=user, person=person, source="name" if alike else "surname")

    @classmethod
    def suspect_near(cls, user_and_person):
        """The same of one postcode: also where a likeness of names was dismissed before, for now there is more."""
        told = cls.objects.filter(source__in=[cls.Source.DECLARED, *cls.NEAR])
        for user, person in user_and_person:
            if not told.filter(user=user, person=person).exists() and not person.shuts_out(user):
                both = user.last_name and f" {person.name}".casefold().endswith(f" {user.last_name}".casefold())
                cls.notice(by=User.system(), user=user, person=person, source="both" if both else "postcode")

    @classmethod
    @verb(Event.TIE_SUSPECTED)
    def notice(cls, *, by, user, person, source):
        return cls.objects.create(user=user, person=person, source=source)

    @verb(Event.TIE_SETTLED)
    def settle(self, *, by, person, shut_out, reason):
        """Say whose record it is, and shut the colleague out of it or of the whole family, or let them work on."""
        from ..shut_out import shut_out_of_family

        self._must_wait_for(by)
        self.person = person
        if shut_out == "family":
            shut_out_of_family(person, by=by, who=self.user, reason=reason)
        elif shut_out == "record":
            person.exclude(by=by, who=self.user, reason=reason)
        self._close(by, self.State.SETTLED, reason)

    @verb(Event.TIE_DISMISSED)
    def dismiss(self, *, by, reason):
        self._must_wait_for(by)
        self._close(by, self.State.DISMISSED, reason)

    def _must_wait_for(self, by):
        if by == self.user:
            raise PermissionDenied("Nobody judges their own tie. Another lead can.")
        if self.state != self.State.WAITING:
            raise Stale("Another lead has looked at this already.", self.answer)

    def _close(self, by, state, reason):
        for one, answer in [(self, reason), *((other, TOGETHER) for other in self._said_with_it())]:
            one.state, one.answer, one.answered_by, one.answered_at = state, answer, by, timezone.now()
            one.save()

    def _said_with_it(self):
        """The same surname alone is answered with it; never the other way round, for that says more.

        Not in the same words: they may tell somebody of an address that is withheld from them.
        """
        alone = type(self).objects.waiting().filter(user=self.user, person=self.person, source__in=self.NAMES)
        return alone.exclude(pk=self.pk) if self.source == self.Source.BOTH else []

    @property
    def source_in_words(self):
        return f"{self.get_source_display()} {self.person.name}" if self.source != "declared" else self.words

    @property
    def is_near(self):
        return self.source in self.NEAR

    @property
    def traced_in(self):
        return None
