"""A question to the lead that names nobody, answered in the same thread."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from audit.events import Event
from audit.verbs import Recorded, RecordedQuerySet, verb
from staff import notices

from .person import GROUPS


class QuestionQuerySet(RecordedQuerySet):
    def open_to(self, user):
        """One's own questions, and for those who decide the questions of their groups."""
        if not user.is_active:
            return self.none()
        return self.filter(Q(asked_by=user) | Q(group__in=user.stands_over)).order_by("-asked_at")

    def waiting(self):
        return self.filter(answered_at=None, concern=None)


class Question(Recorded):
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="questions")
    group = models.CharField(max_length=10, choices=GROUPS)
    words = models.TextField()
    asked_at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True)
    concern = models.ForeignKey("records.Concern", models.PROTECT, null=True, related_name="began_as")

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
        if by != self.asked_by:
            self.answered_at = timezone.now()
        self.save()
        notices.tell([self.asked_by] if by != self.asked_by else notices.on_duty(self.group))

    @verb(Event.QUESTION_BECAME_CONCERN)
    def become_concern(self, *, by, **details):
        from .concern import Concern

        self.concern = Concern.log(by=by, group=self.group, facts=self.words, **details)
        self.save()
        return self.concern


class Reply(Recorded):
    question = models.ForeignKey(Question, models.PROTECT, related_name="replies")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    words = models.TextField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "replies"
