"""Somebody who took part disagrees with a signed decision: it goes up the ladder of the policy, with a clock (S-27).

It changes nothing that was signed, and stands in front of nothing: an emergency, and one's own duty to report, wait
for no answer. Whoever is asked leaves the decision as it is, with a reason, or has it weighed again.
"""

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Q
from django.utils import timezone

from audit.events import Event
from audit.verbs import Recorded, RecordedQuerySet, Stale, verb
from policy import packs
from staff import notices
from staff.ladder import first_standing
from staff.roles import BY_KEY, OutsidePerson

from .. import apart
from ..states import NotNow, State

USER = settings.AUTH_USER_MODEL
SETTLED = (State.TO_SHARE, State.NOT_SHARED, State.SHARED, State.REVIEWED)  # open to doubt; others wait for somebody
MAY_WAKE = (State.TO_SHARE, State.NOT_SHARED)
DISPUTED = "Somebody who took part disagreed, and was told that it is weighed again."
ANSWERED = "Somebody has answered this already."
THEIR_OWN = "Nobody disagrees with what they have signed themselves: have it weighed again instead."
NOT_ASKED = "This was not put to you, or you took part in it, so somebody else answers."
TWICE = "You have said already that you disagree, and an answer is on its way."


class DisagreementQuerySet(RecordedQuerySet):
    def open_to(self, user):
        """It stands on the page of its decision, and opens with it."""
        from .decision import Decision

        return self.filter(decision__in=Decision.objects.open_to(user).values("pk"))

    def waiting(self):
        return self.filter(answer="")

    def overdue(self, at=None):
        """Nobody has answered in time, and somebody is left to turn to."""
        return self.waiting().filter(due_at__lte=at or timezone.now(), rung__lt=len(packs.current().disagreement) - 1)

    def to_answer(self, user):
        """What has come up to a rung this user stands on; never their own, and nothing they took part in."""
        from .decision import Decision

        roles = Q()
        for role in user.roles:
            roles |= Q(asked__contains=f" {role.key} ")
        if not roles:
            return self.none()
        found = self.waiting().filter(roles, decision__in=Decision.objects.second_looks_of(user).values("pk"))
        took_part = Q(by=user.pk)
        for part in ("proposed_by", "decided_by", "second_by"):
            took_part |= Q(**{f"decision__{part}": user.pk})
        return found.exclude(pk__in=self.filter(took_part).values("pk"))


class Disagreement(Recorded):
    """``asked``: the keys of the roles that may answer, between spaces; those asked before may still."""

    class Answer(models.TextChoices):
        STANDS = "stands", "The decision stands"
        ANEW = "anew", "It is to be decided anew"

    decision = models.ForeignKey("sharing.Decision", models.PROTECT, related_name="disagreements")
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    said_at = models.DateTimeField(default=timezone.now)
    why = models.TextField("why they disagree")
    rung = models.PositiveSmallIntegerField(default=0)
    asked = models.CharField("roles that may answer", max_length=200)
    due_at = models.DateTimeField("answered by")
    answer = models.CharField(max_length=6, choices=Answer.choices, blank=True)
    reason = models.TextField(blank=True)
    answered_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    objects = DisagreementQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(why=""), name="a_disagreement_says_why"),
            models.CheckConstraint(
                condition=Q(answer="") | ~Q(reason="") & Q(answered_by__isnull=False) & Q(answered_at__isnull=False),
                name="a_disagreement_is_answered_with_a_reason",
            ),
            models.UniqueConstraint(
                fields=["decision", "by"], condition=Q(answer=""), name="one_disagreement_of_somebody_waits_at_a_time"
            ),
        ]

    @property
    def is_late(self):
        return not self.answer and self.due_at < timezone.now()

    @property
    def may_wake(self):
        return self.decision.state in MAY_WAKE

    def was_put_to(self, user):
        return any(f" {role.key} " in self.asked for role in user.roles)

    traced_in = None  # what is said in it belongs to the story of its decision


class Disputed(Recorded):
    """The verbs of a decision with which somebody disagrees."""

    class Meta:
        abstract = True

    @verb(Event.DECISION_DISPUTED)
    def disagree(self, *, by, why):
        """Say why, and tell whoever stands on the first rung that is not empty."""
        if by.pk == self.decided_by_id:
            raise PermissionDenied(THEIR_OWN)
        if self.state not in SETTLED:
            raise NotNow("Nothing is settled here now, so there is nothing to disagree with.", "Tell whoever decides.")
        if self.disagreements.waiting().filter(by=by).exists():
            raise Stale(TWICE, why)
        self._turn_to(Disagreement(decision=self, by=by, why=why, asked=" "), 0)

    @verb(Event.DECISION_DISPUTE_PASSED)
    def pass_up(self, *, by, disagreement):
        """Nobody answered in time: the next rung on which somebody stands."""
        self._turn_to(disagreement, disagreement.rung + 1)

    @verb(Event.DECISION_DISPUTE_SETTLED)
    def settle(self, *, by, disagreement, answer, reason):
        """It stands, for a reason, or it is weighed again. What has left already has left."""
        said = self.disagreements.select_for_update().get(pk=disagreement.pk)
        if said.answer:
            raise Stale(ANSWERED, said.reason)
        if not (said.was_put_to(by) and self._answers(by, said.by_id)):
            raise PermissionDenied(NOT_ASKED)
        said.answer, said.reason, said.answered_by, said.answered_at = answer, reason, by, timezone.now()
        said.save()
        self._tell(said.by)
        if answer == Disagreement.Answer.ANEW and self.state in MAY_WAKE:
            self.reopen(by=by, why=DISPUTED)

    @property
    def rungs(self):
        """Who answers, one after the other, and within how many hours: for whoever is about to disagree."""
        for rung in packs.current().disagreement:
            theirs = [key for key in rung.roles if _is_for(BY_KEY[key], self.group)]
            who = " or ".join(packs.current().deciders[key] for key in theirs)
            yield who, rung.urgent_hours if self.urgent else rung.hours

    def _turn_to(self, said, rung):
        rungs = packs.current().disagreement
        at, people = first_standing([one.roles for one in rungs], rung, lambda user: self._answers(user, said.by_id))
        turn = rungs[min(at, len(rungs) - 1)]
        said.rung, said.asked = rungs.index(turn), f"{said.asked}{' '.join(turn.roles)} "
        said.due_at = timezone.now() + timedelta(hours=turn.urgent_hours if self.urgent else turn.hours)
        said.save()
        if OutsidePerson.key in turn.roles:
            self.asked_outside = True
            self.save()
        notices.tell(people, urgent=self.urgent)

    def _answers(self, user, who):
        """Whether it is this user's to answer: none of those who took part, nobody shut out, and their own group."""
        took_part = {who, self.decided_by_id, self.second_by_id, self.proposed_by_id}
        if user.pk in took_part or user.pk in self._shut_out():
            return False
        if self.apart:
            return apart.may_look(user, self)
        return any(_is_for(role, self.group) for role in user.roles)


def _is_for(role, group):
    return group in role.stands_over or role is OutsidePerson
