"""A question to the lead that names nobody, answered in the same thread."""

from textwrap import shorten

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from audit.events import Event
from audit.verbs import Recorded, RecordedQuerySet, verb
from staff import notices

from .concern import Concern
from .person import GROUPS


class QuestionQuerySet(RecordedQuerySet):
    def open_to(self, user):
        """One's own questions, and for those who decide the questions of their groups."""
        if not user.is_active:
            return self.none()
        answered_by = user.stands_over if user.has_undertaken else ()
        return self.filter(Q(asked_by=user.pk) | Q(group__in=answered_by)).order_by("-asked_at", "-pk")

    def waiting_for(self, user):
        """Questions that wait for this lead's answer, longest first."""
        return self.open_to(user).waiting().filter(group__in=user.stands_over).order_by("waiting_since", "pk")

    def written_by(self, user):
        return self.filter(asked_by=user.pk).order_by("-asked_at", "-pk")

    def waiting(self):
        return self.filter(is_waiting=True, concern=None)


class Question(Recorded):
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="questions")
    group = models.CharField(max_length=10, choices=GROUPS)
    words = models.TextField()
    asked_at = models.DateTimeField(default=timezone.now)
    is_waiting = models.BooleanField(default=True)  # for the lead: the last word in the thread is the asker's
    waiting_since = models.DateTimeField(default=timezone.now)
    concern = models.ForeignKey(Concern, models.PROTECT, null=True, related_name="began_as")

    objects = QuestionQuerySet.as_manager()

    @classmethod
    @verb(Event.QUESTION_ASKED)
    def ask(cls, *, by, group, words):
        question = cls.objects.create(asked_by=by, group=group, words=words)
        notices.tell(notices.on_duty(group))
        return question

    @verb(Event.QUESTION_ANSWERED)
    def reply(self, *, by, words):
        """Add to the thread, and tell the other side that there is something to read."""
        Reply.objects.create(question=self, by=by, words=words)
        self.is_waiting = by == self.asked_by
        self.waiting_since = timezone.now()
        self.save()
        notices.tell([self.asked_by] if by != self.asked_by else notices.on_duty(self.group))

    @verb(Event.QUESTION_BECAME_CONCERN)
    def become_concern(self, *, by, **details):
        """Log the same words as a concern of whoever asked; once, whoever presses."""
        if self.concern:
            return self.concern
        self.concern = Concern.log(by=by, reporter=self.asked_by, group=self.group, facts=self.words, **details)
        self.save()
        return self.concern

    @property
    def begins(self):
        return shorten(self.words, 90, placeholder=" …")

    @property
    def standing(self):
        """How far it has come, and the colour that says the same."""
        if self.concern_id:
            return "Became a concern", "blue"
        return ("Waiting for an answer", "yellow") if self.is_waiting else ("Answered", "green")


class Reply(Recorded):
    question = models.ForeignKey(Question, models.PROTECT, related_name="replies")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    words = models.TextField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "replies"
