"""A worry that somebody passed on, and what came of it (S-27, H-02)."""

from datetime import timedelta
from textwrap import shorten

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from audit.events import Event
from audit.verbs import Stale, verb
from staff import notices
from staff.ladder import DEPUTY, LEAD
from staff.roles import BY_KEY

from .attachment import Attachment
from .concern_line import InLine
from .concern_queries import ConcernQuerySet
from .entry import Entry
from .folder import Folder
from .mark import Mark
from .person import GROUPS

USER = settings.AUTH_USER_MODEL
# How long a concern may wait before the next in line is told (S-27): urgent in minutes, the others in days.
PATIENCE = {True: timedelta(minutes=15), False: timedelta(days=1)}
PATTERN = timedelta(weeks=6)
REPORTER_READS = 500


class Concern(InLine):
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
    about_staff_words = models.CharField(max_length=300, blank=True)
    kept_by = models.CharField(max_length=120, blank=True)  # role keys between spaces: who may open it (about staff)
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
    reporter_words = models.CharField("words for the reporter", max_length=REPORTER_READS, blank=True, default="")
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")

    no_further = models.BooleanField("no further action for now", default=False)
    look_on = models.DateField("looked at again on", null=True, blank=True)
    woken = models.TextField("why it was opened again", blank=True, default="")

    LATER = ("reporter_words", "no_further", "look_on", "woken")
    objects = ConcernQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["state", "-urgent", "reported_at"])]
        constraints = [
            models.CheckConstraint(condition=~Q(facts=""), name="a_concern_says_what_happened"),
            models.CheckConstraint(
                condition=Q(is_about_staff=False, about_staff=None) | Q(is_about_staff=True) & ~Q(kept_by=""),
                name="a_concern_about_staff_has_a_keeper",
            ),
            models.CheckConstraint(
                condition=~Q(state="acted") | ~Q(outcome="") & Q(answered_by__isnull=False),
                name="a_concern_acted_on_has_an_outcome_and_somebody_who_gave_it",
            ),
            models.CheckConstraint(
                condition=Q(no_further=False) | Q(look_on__isnull=False),
                name="no_further_action_has_a_day_on_which_it_is_looked_at_again",
            ),
        ]

    @classmethod
    @verb(Event.CONCERN_LOGGED)
    def log(cls, *, by, danger, facts, group="child", people=(), others="", marks=(), files=(), **details):
        """Take a worry in and tell whoever must know, in the same breath.

        ``people``: records the reporter could name; ``others``: whoever has none, in words (unborn children too).
        """
        concern = cls(reporter=details.pop("reporter", by), danger=danger, facts=facts, group=group, **details)
        concern.urgent = danger != cls.Danger.NO
        if concern.is_about_staff:
            concern._pass_on()
        concern.save()
        Mark.objects.keep(marks, concern=concern)
        Attachment.objects.keep(files, by=by, concern=concern)
        for person in people:
            concern.about.create(person=person)
        if others:
            concern.about.create(words=others)
        concern._tell()
        return concern

    @verb(Event.CONCERN_ACKNOWLEDGED)
    def acknowledge(self, *, by):
        if self.state == self.State.RECEIVED:
            self.state, self.seen_at, self.seen_by = self.State.SEEN, timezone.now(), by
            self.save()

    @verb(Event.CONCERN_ANSWERED)
    def answer(self, *, by, discussed, outcome, next_step, reporter_words="", look_on=None, seen=None):
        """Record that it was discussed, what came of it and what happens next; the reporter is told that it was.

        ``look_on``: nothing more is done now, and this is the day on which it wakes up by itself.
        """
        self.unless_changed_since(seen)
        self.no_further, self.look_on, self.woken = look_on is not None, look_on, ""
        self.answered_at = now = timezone.now()
        self.discussed, self.outcome, self.next_step = discussed, outcome, next_step
        self.state, self.answered_by, self.reporter_words = self.State.ACTED, by, reporter_words
        self.seen_at, self.seen_by = self.seen_at or now, self.seen_by or by
        self.save()
        self._file(by)
        notices.tell([self.reporter])

    @verb(Event.CONCERN_REPORTER_TOLD)
    def tell_reporter(self, *, by, words):
        """What has come of it since, in words the reporter may read; after what they were told before."""
        both = f"{self.reporter_words}\n{words}".strip()
        self.reporter_words = both if len(both) <= REPORTER_READS else words
        self.save()
        notices.tell([self.reporter])

    @verb(Event.CONCERN_LINKED)
    def link(self, *, by, person):
        """Say which record a concern is about, where the reporter could not."""
        self.about.get_or_create(person=person)
        self.save()
        if self.state == self.State.ACTED:
            self._file(by)
        elif person.exclusions.in_force().exists():  # whoever was told may just have lost sight of it
            self._tell()

    @verb(Event.CONCERN_REOPENED)
    def wake(self, *, by, why):
        """Nothing more was done, and its day has come, or something new bears on it: somebody looks again (S-27)."""
        self._look_again(why, LEAD)

    @verb(Event.CONCERN_DISPUTED)
    def dispute(self, *, by, why):
        """Whoever reported it says that too little is done: the next in line looks, and not whoever answered."""
        if self.state != self.State.ACTED:
            raise Stale("Somebody is looking at it again already.", why)
        self._look_again(why, DEPUTY)

    def _look_again(self, why, rung):
        self.state, self.woken, self.no_further = self.State.RECEIVED, why, False
        self.told_level, self.told_at = rung, timezone.now()
        if self.is_about_staff and rung:
            self._pass_on()
        self.save()
        self._tell()

    def _file(self, by):
        """Keep what was reported in the safeguarding folder of everybody it is about; never one about staff (H-33)."""
        for folder in self.folders.exclude(entries__concern=self):
            Entry.file(by=by, folder=folder, concern=self)

    @property
    def folders(self):
        """The safeguarding folders in which it is kept once it is answered; none for one about staff (H-33)."""
        named = self.about.values("person")
        kept = Folder.objects.filter(person__in=named, kind=Folder.Kind.SAFEGUARDING)
        return kept.none() if self.is_about_staff else kept.select_related("person").order_by("person__name", "pk")

    @classmethod
    def waiting_too_long(cls, at=None):
        """Concerns nobody has looked at for longer than anybody should wait."""
        at = at or timezone.now()
        late = Q()
        for urgent, patience in PATIENCE.items():
            late |= Q(urgent=urgent, told_at__lte=at - patience)
        return cls.objects.filter(late, state=cls.State.RECEIVED, told_level__lt=2)

    @property
    def whom(self):
        """Whom it is about, as the lead reads it."""
        people = ", ".join(about.person.name if about.person else about.words for about in self.about.all())
        if not self.is_about_staff:
            return people
        colleague = self.about_staff.name if self.about_staff else self.about_staff_words or "not named"
        return f"Somebody who works here, {colleague}" + (f" (with {people})" if people else "")

    @property
    def begins(self):
        """Its first words, which tell it from others about the same people; for pages only, never for a message."""
        return shorten(self.facts, 90, placeholder=" …")

    def pattern_among(self, others):
        """“Three concerns in six weeks”, when those beside it, earlier or later, make a pattern; else nothing."""
        times = [self.reported_at, *(other.reported_at for other in others)]
        starts = [start for start in times if start <= self.reported_at <= start + PATTERN]
        most = max(sum(start <= time <= start + PATTERN for time in times) for start in starts)
        number = {2: "Two", 3: "Three", 4: "Four", 5: "Five", 6: "Six"}.get(most, f"{most}")
        return f"{number} concerns in six weeks" if most > 1 else ""

    @property
    def state_for_reporter(self):
        """What the reporter may know of how far it has come."""
        known = {"received": "Your concern was received", "seen": "Your concern is being looked at"}
        return known.get(self.state, "Your concern was acted on")

    @property
    def who_will_look(self):
        """The role that looks at it, never the name; a colleague chosen from the list does not see it."""
        if self.is_about_staff:
            title = BY_KEY[self.kept_by.split()[-1]].title
            return f"A {title[0].lower()}{title[1:]}" + (", not the person you named," if self.about_staff_id else "")
        title = notices.LEADS[self.group].title
        return "A deputy or a senior leader" if self.told_level else f"The {title[0].lower()}{title[1:]}"

    @property
    def look_by(self):
        """The moment at which the next in line is told, if nobody has looked."""
        return self.told_at + PATIENCE[self.urgent]

    def words_now(self):
        return list(filter(None, [self.discussed, self.outcome, self.next_step]))

    traced_in = None  # it stands in no folder
