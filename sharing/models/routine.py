"""A decision that stands: signed once, it covers routine news about learning to a child's other setting (H-27).

It covers how a child learns and grows, and nothing else; to that one setting; until its day, at most a year; as long as
the child goes there and the agreement it rests on stands. A worry about safety is never routine.
"""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from audit.events import Event
from audit.verbs import Recorded, RecordedQuerySet, verb
from audit.walls import standing_as_system
from records.models import AgencyContact, Folder, OtherSetting

from .. import agreement, signing
from ..states import NotNow
from .decision import Decision

USER = settings.AUTH_USER_MODEL
LONGEST = timedelta(days=366)
NOT_ROUTINE = "Only learning information, about one child, to a setting where they go, can stand for routine sharing."
PROPOSE_IT = "Ask for each of the others by itself."
NOT_ANY_MORE = "This does not stand any more: its day has passed, the child left, or the agreement it rests on is gone."
NOT_THERE = "Whoever got this is not at the setting that the decision names."
ASK_AGAIN = "Ask whether it may be shared, and let the new decision stand."


class RoutineQuerySet(RecordedQuerySet):
    def open_to(self, user):
        """It stands on the page of its decision, and for whoever writes about how the child learns."""
        learning = Folder.objects.open_to(user).filter(kind=Folder.Kind.DEVELOPMENTAL)
        known = Q(decision__in=Decision.objects.to_look_at(user).values("pk"))
        found = self.filter(known | Q(setting__person__in=learning.values("person")))
        return found.select_related("setting__person", "allowed_by")

    def usable_by(self, user):
        learning = Folder.objects.open_to(user).filter(kind=Folder.Kind.DEVELOPMENTAL)
        return self.open_to(user).filter(setting__person__in=learning.values("person"), ended_at=None)

    def endable_by(self, user):
        decided = Decision.objects.open_to(user).theirs_to_decide(user)
        return self.open_to(user).filter(decision__in=decided.values("pk"), ended_at=None)


class Routine(Recorded):
    decision = models.OneToOneField(Decision, models.PROTECT, related_name="routine")
    setting = models.ForeignKey(OtherSetting, models.PROTECT, related_name="+")
    until = models.DateField("stands until")
    allowed_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    allowed_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = RoutineQuerySet.as_manager()

    class Meta:
        verbose_name = "decision that stands"
        verbose_name_plural = "decisions that stand"

    @classmethod
    @verb(Event.ROUTINE_ALLOWED)
    def allow(cls, *, by, decision, setting, until):
        """A designated person lets a signed decision to share stand for what is routine."""
        signing.refuse_unless_designated(decision, by)
        if not may_stand(decision) or setting not in settings_of(decision):
            raise NotNow(NOT_ROUTINE, PROPOSE_IT)
        if not timezone.localdate() <= until <= timezone.localdate() + LONGEST:
            raise NotNow("It stands for a year at most.", "Give a day within the year; then look at it again.")
        return cls.objects.create(decision=decision, setting=setting, until=until, allowed_by=by)

    @verb(Event.ROUTINE_SHARED)
    def share(self, *, by, contact, what, method, at):
        """Record what was told under it, to whom, how and when; refused once it does not stand any more."""
        if not self.stands:
            raise NotNow(NOT_ANY_MORE, ASK_AGAIN)
        self._unless_it_may_go(contact, what)
        self.shared.create(by=by, contact=contact, what=what, method=method, at=at)

    def _unless_it_may_go(self, contact, what):
        """To that setting alone; read by the guard; and again and again only under an agreement with them (S-12)."""
        from .. import partners  # these read the models
        from ..leaving import guard

        if contact.agency_id != self.decision.agency_id:
            raise NotNow(NOT_THERE, ASK_AGAIN)
        piece = {"what": what, "why_needed": ""}
        if any(guard.found_among(self.decision, {"to_whom": contact.name}, [piece])):
            raise NotNow(*guard.STOPPED)
        if partners.wants_a_reason(self.decision):
            raise NotNow(partners.REASON_NEEDED, "Then ask whether it may be shared.")

    @verb(Event.ROUTINE_ENDED)
    def end(self, *, by):
        self.ended_at = self.ended_at or timezone.now()
        self.save()

    @property
    @standing_as_system()
    def signed(self):
        """The decision it rests on, also for whoever records what was told under it and may not open the decision."""
        return self.decision

    @property
    @standing_as_system()
    def stands(self):
        in_time = self.ended_at is None and self.until >= timezone.localdate() and may_stand(self.decision)
        return in_time and self.setting in settings_of(self.decision) and not agreement.gone_since(self.decision)

    traced_in = None


class RoutineShared(Recorded):
    """One routine thing that was told under a decision that stands."""

    routine = models.ForeignKey(Routine, models.PROTECT, related_name="shared")
    contact = models.ForeignKey(AgencyContact, models.PROTECT, related_name="+")
    what = models.TextField()
    method = models.CharField(max_length=30)
    at = models.DateTimeField()
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "routine news"
        verbose_name_plural = "routine news"
        constraints = [models.CheckConstraint(condition=~Q(what=""), name="routine_news_says_what_was_told")]


def may_stand(decision):
    """Signed to share, about learning alone, about one child nobody fears for."""
    signed = decision.state in ("to_share", "shared") and decision.outcome == "share"
    looked_at = not decision.second_first or decision.second_at is not None
    learning = decision.purpose == "learning" and decision.information == "developmental"
    return (
        signed
        and looked_at
        and learning
        and not (decision.known.harmful or decision.known.criminal)
        and decision.about.count() == 1
    )


def settings_of(decision):
    """Where the child goes besides, at the organisation that the decision names."""
    there = OtherSetting.objects.lasting().filter(agency=decision.agency_id, agency__isnull=False)
    return there.filter(person__in=decision.people)
