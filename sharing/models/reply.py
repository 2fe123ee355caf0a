"""What came of what was shared: an answer is expected by a day, silence is chased, and a no is looked at (S-23).

The loop closes with whoever first worried: they hear that it was acted on, in words they may read (S-27).
"""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from audit.events import Event
from audit.verbs import Recorded, RecordedQuerySet, Stale, verb
from records.models import Person, Task
from records.working_days import after
from staff import notices

from .decision import Decision

USER = settings.AUTH_USER_MODEL
# How many working days a partner has until we ask: a referral is answered in days, an ordinary service in weeks.
PATIENCE = {True: 3, False: 10}
NEXT_STEP = timedelta(days=2)
SHARER, LEAD, SENIOR = 1, 2, 3  # who has been asked to chase it, one after the other
ASK = "Ask what came of what was shared, and record it on the page of the decision"
# What whoever first worried reads where the lead wrote nothing for them: true, and nothing of the record.
FOR_THE_REPORTER = {
    "accepted": "Somebody who can help has taken it on.",
    "declined": "Whoever was asked to help has answered. The lead looks at what to do now.",
    "ended": "Whoever could help has acted.",
}
EXPECTS_NOTHING = ("advice", "nothing")


class ReplyQuerySet(RecordedQuerySet):
    def open_to(self, user):
        """It stands on the page of its decision, and opens with it."""
        decisions = Decision.objects.to_look_at(user).values("pk")
        return self.filter(decision__in=decisions).select_related("decision__agency")

    def awaited_by(self, user):
        """What this user may record the answer of: their own proposals, and what they decide for."""
        mine = Decision.objects.open_to(user)
        asked = mine.filter(proposed_by=user.pk).values("pk"), mine.theirs_to_decide(user).values("pk")
        return self.open_to(user).filter(Q(decision__in=asked[0]) | Q(decision__in=asked[1])).waiting()

    def waiting(self):
        return self.filter(answer="")

    def to_chase(self, day=None):
        return self.waiting().filter(chase_on__lte=day or timezone.localdate(), told_level__lt=SENIOR)

    def late(self, day=None):
        return self.waiting().filter(expected_on__lt=day or timezone.localdate())


class Reply(Recorded):
    class Answer(models.TextChoices):
        ACCEPTED = "accepted", "They accepted it, and act"
        DECLINED = "declined", "They declined it"
        ENDED = "ended", "They have acted, and told us what came of it"

    decision = models.OneToOneField(Decision, models.PROTECT, related_name="reply")
    expected_on = models.DateField()
    chase_on = models.DateField()
    told_level = models.PositiveSmallIntegerField(default=0)
    answer = models.CharField(max_length=10, choices=Answer.choices, blank=True)
    said_by = models.CharField("who told us", max_length=200, blank=True)
    words = models.TextField("what they said", blank=True)
    next_step = models.TextField("what we do now", blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    recorded_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")

    objects = ReplyQuerySet.as_manager()

    class Meta:
        verbose_name = "answer to what was shared"
        verbose_name_plural = "answers to what was shared"
        constraints = [
            models.CheckConstraint(
                condition=Q(answer="") | ~Q(said_by="") & ~Q(words=""), name="an_answer_says_who_gave_it_and_what"
            ),
            models.CheckConstraint(
                condition=~Q(answer="declined") | ~Q(next_step=""), name="what_was_declined_has_a_next_step"
            ),
        ]

    @classmethod
    @verb(Event.REPLY_EXPECTED)
    def expect(cls, *, by, decision):
        """From the day it was shared: by then somebody says whether they act."""
        protective = decision.agency is None or decision.agency.is_protective
        day = timezone.localdate(after(decision.disclosure.shared_at, PATIENCE[protective]))
        return cls.objects.create(decision=decision, expected_on=day, chase_on=day + timedelta(days=1))

    @verb(Event.REPLY_RECORDED)
    def record(self, *, by, answer, said_by, words, next_step="", reporter_words="", at=None):
        if self.answer:
            raise Stale("Somebody has recorded their answer already.", self.words)
        self.answer, self.said_by, self.words, self.next_step = answer, said_by, words, next_step
        self.answered_at, self.recorded_by = at or timezone.now(), by
        self.save()
        self._tell_reporter(by, reporter_words or FOR_THE_REPORTER[answer])
        if answer == self.Answer.DECLINED:
            notices.tell([one for one in self.decision.told_first() if one != by], urgent=self.decision.urgent)

    @verb(Event.REPLY_CHASED)
    def chase(self, *, by):
        """Nobody has answered: a task for whoever shared it, then the lead is told, then the senior leader."""
        self.told_level += 1
        self.chase_on = timezone.localdate() + NEXT_STEP
        self.save()
        if self.told_level == SHARER and self._give_task(by):
            return
        leads = self.decision.told_first() if self.told_level < SENIOR else self.decision.told_last()
        notices.tell(leads, urgent=self.decision.urgent)

    def _tell_reporter(self, by, words):
        """Whoever first worried hears that it was acted on; of a colleague nobody hears anything (H-31)."""
        concern = self.decision.concern
        if concern and not concern.is_about_staff:
            concern.tell_reporter(by=by, words=words)

    def _give_task(self, by):
        """To whoever shared it, if they may know of the person still: whoever left knows of nobody, nor does the clock.

        Says whether it was given.
        """
        sharer = self.decision.disclosure.shared_by
        known = Person.objects.open_to(sharer).filter(decided_about__decision=self.decision).first()
        if known is None:
            return False
        return bool(Task.give(by=by, owner=sharer, what=ASK, due_on=timezone.localdate(), person=known))

    @property
    def is_late(self):
        return not self.answer and self.expected_on < timezone.localdate()

    @property
    def traced_in(self):
        return None
