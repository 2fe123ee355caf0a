"""A question sent by a link: the person reads it where they are, and answers; whoever asked looks at the answer (H-12).

A no counts at once. A yes counts when whoever asked has looked at it, as one that was said to them: a link cannot see
who else is in the room.
"""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone

from audit.events import Event
from audit.verbs import Recorded, RecordedQuerySet, Stale, note, verb
from staff import door, notices
from staff.models.outgoing import Outgoing

from .answer import Consent
from .sheet_given import SheetGiven

USER = settings.AUTH_USER_MODEL
CLOSED = "This link does not open any more: it was answered, taken back, or a week has passed."
NOT_ALONE = "Then somebody else may read it, or answer for them. Ask them in person, or give them the paper."
LOOKED = "Somebody has looked at this answer already."


class SheetLinkQuerySet(RecordedQuerySet):
    def open_to(self, user):
        """It stands with the question it carries, and opens with it."""
        return self.filter(sheet__in=SheetGiven.objects.open_to(user).values("pk")).select_related("sheet__person")

    def live(self):
        since = timezone.now() - door.LASTS
        return self.filter(revoked_at=None, answered_at=None, made_at__gt=since)

    def revocable_by(self, user):
        return self.open_to(user).live()

    def to_look_at(self, user):
        """What came back and nobody has looked at: for whoever asked, and for the key person."""
        theirs = Q(made_by=user.pk) | Q(sheet__person__key_person=user.pk)
        return self.open_to(user).filter(theirs, answered_at__isnull=False, looked_at=None)


class SheetLink(door.Opens, Recorded):
    SALT = "consent.sheet_link"

    class Answer(models.TextChoices):
        YES = "yes", "Yes, I agree"
        NO = "no", "No, I do not agree"
        TALK = "talk", "I want to talk first"

    sheet = models.OneToOneField(SheetGiven, models.PROTECT, related_name="link")
    sent_to = models.EmailField("where the link goes")
    token_hash = models.CharField(max_length=64, db_index=True)
    made_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    answer = models.CharField(max_length=4, choices=Answer.choices, blank=True)
    words = models.TextField("their words", blank=True)
    name = models.CharField("who answered, as they say", max_length=100, blank=True)
    answered_at = models.DateTimeField(null=True)
    looked_at = models.DateTimeField(null=True)
    looked_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")

    objects = SheetLinkQuerySet.as_manager()

    class Meta:
        verbose_name = "question by a link"
        verbose_name_plural = "questions by a link"
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at=None, answer="") | Q(answered_at__isnull=False) & ~Q(answer=""),
                name="an_answer_by_a_link_says_when_and_what",
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None) | Q(revoked_at=None),
                name="a_link_is_answered_or_taken_back",
            ),
        ]

    @classmethod
    @verb(Event.SHEET_LINK_MADE)
    def send(cls, *, by, sent_to, alone, **asked):
        """Note the question as one that was taken home, and put its link into the outbox.

        ``alone``: whoever asks says that nobody else reads this mailbox. Raises ValidationError where they do not.
        """
        from ..by_link import unless_unsafe  # reads the models

        if not alone:
            raise ValidationError({"alone": NOT_ALONE})
        note(alone=True)
        sheet = SheetGiven.give(by=by, **asked)
        unless_unsafe(sheet)
        link = cls(sheet=sheet, sent_to=sent_to, made_by=by)
        link.token_hash = door.hash_of(link.token)
        link.save()
        SheetOutgoing.objects.create(link=link)
        return link

    @verb(Event.SHEET_LINK_REVOKED)
    def revoke(self, *, by):
        self._unless_closed()
        self.revoked_at, self.revoked_by = timezone.now(), by
        self.save()

    @verb(Event.SHEET_LINK_ANSWERED)
    def say(self, *, by, answer, name, words=""):
        """What they answered. A no is recorded at once: nothing rests on a yes that somebody takes back like this."""
        from ..by_link import answer_of

        self._unless_closed()
        self.answer, self.name, self.words, self.answered_at = answer, name, words, timezone.now()
        self.save()
        if answer == self.Answer.NO:
            Consent.record(by=by, **answer_of(self), asked_by=self.made_by)
        notices.tell([self.made_by])

    @verb(Event.SHEET_LINK_LOOKED)
    def look(self, *, by, counts=None):
        """Whoever asked has read it. ``counts``: of a yes, what they can say of it; with that it is recorded."""
        if self.looked_at:
            raise Stale(LOOKED, self.words)
        self.looked_at, self.looked_by = timezone.now(), by
        self.save()
        if counts is not None and self.answer == self.Answer.YES:
            from ..by_link import answer_of

            Consent.record(by=by, **answer_of(self) | counts)

    def _unless_closed(self):
        if not self.is_live:
            raise Stale(CLOSED, self.words)

    @property
    def is_live(self):
        """Whether the link still opens."""
        return not (self.answered_at or self.revoked_at or timezone.now() >= self.until)

    @property
    def traced_in(self):
        return self.sheet.traced_in


class SheetOutgoing(Outgoing):
    link = models.OneToOneField(SheetLink, models.CASCADE, related_name="outgoing")
