"""A worry that somebody passed on, and what came of it (S-27, H-02)."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from audit.events import Event
from audit.verbs import Recorded, RecordedQuerySet, note, verb
from policy import packs
from staff import notices
from staff.models import User
from staff.roles import BY_KEY, Can

from .folder import Exclusion
from .person import GROUPS, Person

USER = settings.AUTH_USER_MODEL
# How long a concern may wait before the next in line is told (S-27): urgent in minutes, the others in days.
PATIENCE = {True: timedelta(minutes=15), False: timedelta(days=1)}


def keepers(about_staff):
    """The roles that look into a concern about somebody who works here, in the pack's order.

    One that names nobody with an account goes the way of one about a lead: past every lead.
    """
    ordinary = about_staff is not None and not about_staff.decides
    return [BY_KEY[key] for key in packs.current().staff_concerns["worker" if ordinary else "lead"]]


class ConcernQuerySet(RecordedQuerySet):
    def open_to(self, user):
        """Concerns of the groups this user stands over; those about staff only to whom the pack names.

        Nobody sees one about themselves (H-31), or about a person they are shut out from.
        """
        if not user.has_undertaken or not user.can(Can.SECOND):
            return self.none()
        shut = Exclusion.objects.in_force().filter(user=user.pk)
        about_people = Q(is_about_staff=False, group__in=user.stands_over)
        about_staff = Q(is_about_staff=True, kept_by__in=[role.key for role in user.roles])
        return (
            self.filter(about_people | about_staff)
            .exclude(about_staff=user.pk)
            .exclude(about__person__exclusions__in=shut)
        )

    def written_by(self, user):
        """What this user reported themselves: their own words and how far it has come, nothing more."""
        return self.filter(reporter=user).order_by("-reported_at")

    def unanswered(self):
        return self.exclude(state=Concern.State.ACTED)

    def most_pressing_first(self):
        return self.order_by("-urgent", "reported_at", "pk")


class Concern(Recorded):
    class Danger(models.TextChoices):
        YES = "yes", "Yes"
        NOT_SURE = "not_sure", "I am not sure"
        NO = "no", "No"

    class State(models.TextChoices):
        RECEIVED = "received", "Received"
        SEEN = "seen", "Being looked at"
        ACTED = "acted", "Acted on"

    reporter = models.ForeignKey(USER, models.PROTECT, related_name="concerns")
    reported_at = models.DateTimeField(default=timezone.now)
    group = models.CharField(max_length=10, choices=GROUPS, default="child")
    danger = models.CharField(max_length=10, choices=Danger.choices)
    urgent = models.BooleanField(default=False)
    is_about_staff = models.BooleanField(default=False)
    about_staff = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    kept_by = models.CharField(max_length=30, blank=True)
    facts = models.TextField("what happened")
    own_words = models.TextField("their own words", blank=True)
    opinion = models.TextField("what I think", blank=True)
    happened_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.RECEIVED)
    seen_at = models.DateTimeField(null=True)
    seen_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    told_level = models.PositiveSmallIntegerField(default=0)  # 0 the lead, 1 the deputy, 2 the senior leader
    told_at = models.DateTimeField(default=timezone.now)
    discussed = models.TextField("what was discussed", blank=True)
    outcome = models.TextField(blank=True)
    next_step = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")

    objects = ConcernQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["state", "-urgent", "reported_at"])]
        constraints = [
            models.CheckConstraint(condition=~Q(facts=""), name="a_concern_says_what_happened"),
            models.CheckConstraint(
                condition=~Q(state="acted") | ~Q(outcome="") & Q(answered_by__isnull=False),
                name="a_concern_acted_on_has_an_outcome_and_somebody_who_gave_it",
            ),
        ]

    @classmethod
    @verb(Event.CONCERN_LOGGED)
    def log(cls, *, by, danger, facts, group="child", people=(), others="", is_about_staff=False, **details):
        """Take a worry in and tell whoever must know, in the same breath.

        ``people``: records the reporter could name; ``others``: whoever has none, in words (unborn children too).
        """
        concern = cls(reporter=by, danger=danger, facts=facts, group=group, is_about_staff=is_about_staff, **details)
        concern.urgent = danger != cls.Danger.NO
        if is_about_staff:
            concern.kept_by = concern._keeper().key
        concern.save()
        for person in people:
            ConcernAbout.objects.create(concern=concern, person=person)
        if others:
            ConcernAbout.objects.create(concern=concern, words=others)
        notices.tell(concern.told_first(), urgent=concern.urgent)
        return concern

    @verb(Event.CONCERN_ACKNOWLEDGED)
    def acknowledge(self, *, by):
        if self.state == self.State.RECEIVED:
            self.state, self.seen_at, self.seen_by = self.State.SEEN, timezone.now(), by
            self.save()

    @verb(Event.CONCERN_ANSWERED)
    def answer(self, *, by, discussed, outcome, next_step, seen=None):
        """Record that it was discussed, what came of it and what happens next; the reporter is told that it was."""
        self.unless_changed_since(seen)
        now = timezone.now()
        self.discussed, self.outcome, self.next_step = discussed, outcome, next_step
        self.state, self.answered_at, self.answered_by = self.State.ACTED, now, by
        self.seen_at, self.seen_by = self.seen_at or now, self.seen_by or by
        self.save()
        notices.tell([self.reporter])

    @verb(Event.CONCERN_LINKED)
    def link(self, *, by, person):
        """Say which record a concern is about, where the reporter could not."""
        ConcernAbout.objects.get_or_create(concern=self, person=person)
        self.save()

    @verb(Event.CONCERN_ESCALATED)
    def escalate(self, *, by):
        """Nobody has looked: tell the deputy, then the senior leader."""
        self.told_level += 1
        self.told_at = timezone.now()
        self.save()
        note(level=self.told_level)
        notices.tell(self._next_in_line(), urgent=self.urgent)

    def told_first(self):
        if self.is_about_staff:
            return User.objects.in_role(BY_KEY[self.kept_by]).exclude(pk=self.about_staff_id)
        return notices.on_duty(self.group)

    def _keeper(self):
        """The first role of the pack's order that somebody holds who is not the one the concern is about."""
        roles = keepers(self.about_staff)
        held = (role for role in roles if User.objects.in_role(role).exclude(pk=self.about_staff_id).exists())
        return next(held, roles[-1])

    def _next_in_line(self):
        if self.is_about_staff:
            return self.told_first()
        return notices.deputies() if self.told_level == 1 else notices.seniors()

    @classmethod
    def waiting_too_long(cls, at=None):
        """Concerns nobody has looked at for longer than anybody should wait."""
        at = at or timezone.now()
        late = Q()
        for urgent, patience in PATIENCE.items():
            late |= Q(urgent=urgent, told_at__lte=at - patience)
        return cls.objects.filter(late, state=cls.State.RECEIVED, told_level__lt=2)

    @property
    def traced_in(self):
        return None


class ConcernAbout(Recorded):
    """Whom a concern is about: somebody with a record, or somebody in words."""

    concern = models.ForeignKey(Concern, models.PROTECT, related_name="about")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="concerned")
    words = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = "subject of a concern"
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False) | ~Q(words=""), name="a_concern_is_about_somebody"
            ),
            models.UniqueConstraint(fields=["concern", "person"], name="a_concern_names_a_person_once"),
        ]
