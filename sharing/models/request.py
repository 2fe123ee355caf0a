"""Who asked for information, in what post, when, and what for (H-02). We may ask ourselves.

A request that came from outside, or that we sent out, stands in the inbox until it is answered: whoever wrote it down
sees it, and those who lead the group. One that only says that we ask ourselves belongs to its decision, and to no list.
"""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from audit.events import Event
from audit.verbs import Recorded, Stale, verb
from records.models import Agency, AgencyContact, Exclusion, Person
from records.models.person import GROUPS
from staff import ladder, notices

from ..states import NotNow
from .request_reach import WAITING, RequestQuerySet

USER = settings.AUTH_USER_MODEL
TWICE = 1  # the lead is told when it comes and once more; then the deputy, and at last the senior leader
ANSWERED_ALREADY = "This has been answered, or closed, already."
GIVEN_NUMBER = "That is the number they gave us. Somebody who lies about who they are gives a number of their own."
ANOTHER_NUMBER = "Ring their organisation on a number from our directory, or from its own website, and ask for them."


class Request(Recorded):
    """What was asked never changes; that it was verified, decided, answered or closed is added."""

    class Kind(models.TextChoices):
        OURS = "ours", "We want to share it ourselves"
        SECTION_17 = "s17", "Social worker, child in need (section 17)"
        SECTION_47 = "s47", "Social worker, child protection enquiry (section 47)"
        SECTION_42 = "s42", "Adult safeguarding enquiry (section 42)"
        POLICE = "police", "Police"
        COURT = "court", "Court"
        REGULATOR = "regulator", "Regulator"
        OTHER_SETTING = "setting", "School, nursery or other setting"
        FAMILY = "family", "Family member, or somebody acting for one"
        OTHER = "other", "Somebody else"

    STATUTORY = {Kind.SECTION_17, Kind.SECTION_47, Kind.SECTION_42, Kind.POLICE, Kind.COURT, Kind.REGULATOR}

    class Direction(models.TextChoices):
        IN = "in", "Somebody asks us"
        OUT = "out", "We ask somebody"

    class How(models.TextChoices):
        TELEPHONE = "telephone", "By telephone"
        IN_PERSON = "in_person", "In person"
        EMAIL = "email", "By e-mail"
        LETTER = "letter", "By letter"
        PAPERS = "papers", "Court or police papers, served on us"

    class Urgency(models.TextChoices):
        NOW = "now", "At once: somebody may be at risk"
        DAY = "day", "Within a day"
        WEEK = "week", "Within a week, or by the day they name"

    PROMISE = {Urgency.NOW: timedelta(hours=1), Urgency.DAY: timedelta(days=1), Urgency.WEEK: timedelta(days=7)}

    class State(models.TextChoices):
        RECEIVED = "received", "Received"
        VERIFIED = "verified", "Caller verified"
        DECIDING = "deciding", "Being decided"
        ANSWERED = "answered", "Answered"
        CLOSED = "closed", "Closed"

    COLOURS = {"received": "yellow", "verified": "blue", "deciding": "blue", "answered": "green", "closed": "grey"}

    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.OURS)
    name = models.CharField("who asks", max_length=200)
    post = models.CharField("their post", max_length=200, blank=True)
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="+")
    organisation = models.CharField(max_length=200, blank=True)
    reference = models.CharField("their reference", max_length=100, blank=True)
    asked_at = models.DateTimeField(default=timezone.now)
    asked_for = models.TextField("what is asked for")
    why = models.TextField("what it is for")
    due_at = models.DateTimeField("wanted by", null=True, blank=True)

    # In the inbox
    direction = models.CharField(max_length=3, choices=Direction.choices, default=Direction.IN)
    group = models.CharField(max_length=10, choices=GROUPS, default="child")
    how = models.CharField("how it came", max_length=10, choices=How.choices, blank=True, default="")
    urgency = models.CharField(max_length=5, choices=Urgency.choices, default=Urgency.WEEK)
    their_number = models.CharField("the number they gave", max_length=30, blank=True, default="")
    authority = models.CharField("proof of their authority", max_length=300, blank=True, default="")
    received_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    answer_by = models.DateTimeField(null=True, blank=True)
    chase_at = models.DateTimeField(null=True, blank=True)
    told_level = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=10, choices=State.choices, default=State.RECEIVED)
    contact = models.ForeignKey(AgencyContact, models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField("answered or closed", null=True, blank=True)
    ended_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    ended_words = models.TextField("what they were told, or why it was closed", blank=True, default="")

    objects = RequestQuerySet.as_manager()

    LATER = (
        "direction", "group", "how", "urgency", "their_number", "authority", "received_by", "answer_by", "chase_at",
        "told_level", "state", "contact", "ended_at", "ended_by", "ended_words",
    )  # fmt: skip

    class Meta:
        indexes = [models.Index(fields=["state", "answer_by"])]
        constraints = [
            models.CheckConstraint(condition=~Q(name="") & ~Q(asked_for=""), name="a_request_says_who_asks_for_what"),
            models.CheckConstraint(
                condition=Q(received_by=None) | Q(answer_by__isnull=False), name="a_request_in_the_inbox_has_its_day"
            ),
            models.CheckConstraint(
                condition=~Q(state="closed") | ~Q(ended_words="") & Q(ended_by__isnull=False),
                name="a_closed_request_says_why_and_by_whom",
            ),
        ]

    @classmethod
    @verb(Event.REQUEST_RECEIVED)
    def receive(cls, *, by, people=(), others="", **details):
        """Write down what somebody asks of us, or we of them, and tell whoever leads."""
        request = cls(received_by=by, **details)
        request._unless_given_away(people)
        request.set_clock()
        request.save()
        request.file(people, others)
        if request.direction == cls.Direction.IN:
            notices.tell(request.next_in_line(), urgent=request.urgency == cls.Urgency.NOW)
        return request

    @verb(Event.REQUEST_LINKED)
    def link(self, *, by, person):
        """Say which record it is about, where whoever took it could not. Their own words stay theirs."""
        unnamed = self.about.filter(person=None).first()
        if unnamed:
            unnamed.person = person
            unnamed.save()
        elif not self.about.filter(person=person).exists():
            self.about.create(person=person)

    @verb(Event.REQUEST_VERIFIED)
    def verify(self, *, by, agency, number, name, post):
        """They were called back on a number of our own directory: who rang, when, and whom they reached (H-02)."""
        self._unless_ended()
        if not self.may_ring(agency, number):
            raise NotNow(GIVEN_NUMBER, ANOTHER_NUMBER)
        self.contact = agency.verify(by=by, name=name, post=post, telephone=number, number_from="Our own directory")
        self.agency = agency
        if self.state == self.State.RECEIVED:
            self.state = self.State.VERIFIED
        self.save()

    @verb(Event.REQUEST_DECIDING)
    def put_to_decision(self, *, by):
        self._unless_ended()
        self.state = self.State.DECIDING
        self.save()

    @verb(Event.REQUEST_WAITS_AGAIN)
    def put_back(self, *, by):
        """Nobody decides it any more, and it is still not answered."""
        self.state = self.State.VERIFIED if self.contact_id else self.State.RECEIVED
        self.save()

    @verb(Event.REQUEST_ANSWERED)
    def answer(self, *, by, words, at=None):
        self._unless_ended()
        self._end(by, self.State.ANSWERED, words, at)

    @verb(Event.REQUEST_CLOSED)
    def close(self, *, by, why):
        """There is nothing to decide: it was withdrawn, or it names nobody we could know."""
        self._unless_ended()
        if self.state == self.State.DECIDING:
            raise NotNow("A decision about this is under way.", "Decide it first; the decision answers the request.")
        self._end(by, self.State.CLOSED, why)

    @verb(Event.REQUEST_ESCALATED)
    def escalate(self, *, by):
        """Nobody has answered in time: tell the lead again, then the deputy, then the senior leader."""
        self.told_level += 1
        self.chase_at = timezone.now() + self.PROMISE[self.urgency]
        self.save()
        notices.tell(self.next_in_line(), urgent=self.urgency != self.Urgency.WEEK)

    def _unless_given_away(self, people):
        """What we ask others is read first too; whoever protects people may be told what is locked."""
        from ..leaving import guard  # reads the models

        if self.direction == self.Direction.OUT and not (self.agency and self.agency.is_protective):
            guard.unless_given_away("\n".join([self.name, self.asked_for, self.why, self.reference]), people)

    def set_clock(self):
        """By when it is answered: as urgency asks, or sooner if they want that; a week may become their own day."""
        promised = timezone.now() + self.PROMISE[self.urgency]
        named = self.due_at if self.due_at and self.due_at > timezone.now() else None
        usual = self.urgency == self.Urgency.WEEK
        self.answer_by = self.chase_at = (named if usual else min(named, promised)) if named else promised

    def file(self, people, others=""):
        """Whom it is about: records, and whoever has none in words."""
        for person in people:
            self.about.create(person=person)
        if others:
            self.about.create(words=others)

    def next_in_line(self):
        """The lead on duty, then deputies, then senior leaders: never anybody shut out of whom it is about."""
        shut = Exclusion.objects.in_force().filter(person__asked_about__request=self)
        rung = max(ladder.LEAD, self.told_level - TWICE)
        return ladder.next_in_line(self.group, rung, shut.values_list("user", flat=True))

    def may_ring(self, agency, number):
        """Whether the number stands in our directory, and not only since the caller gave it to us."""
        known = {agency.telephone, *agency.contacts.values_list("telephone", flat=True)}
        earlier = agency.contacts.filter(verified_at__lt=self.asked_at).values_list("telephone", flat=True)
        theirs = digits(self.their_number)
        is_theirs = bool(theirs) and digits(number) == theirs
        return number in known and not (is_theirs and theirs not in {digits(one) for one in earlier})

    def _unless_ended(self):
        if self.state not in WAITING:
            raise Stale(ANSWERED_ALREADY, self.ended_words)

    def _end(self, by, state, words, at=None):
        self.state, self.ended_by, self.ended_words, self.ended_at = state, by, words, at or timezone.now()
        self.save()

    @property
    def whom(self):
        """Everybody it is about who has a record."""
        return Person.objects.filter(asked_about__request=self).distinct()

    @property
    def is_from_outside(self):
        return self.kind != self.Kind.OURS

    @property
    def is_statutory(self):
        return self.kind in self.STATUTORY

    @property
    def is_waiting(self):
        return self.state in WAITING

    @property
    def is_overdue(self):
        return self.is_waiting and self.answer_by is not None and self.answer_by < timezone.now()

    @property
    def colour(self):
        return "red" if self.is_overdue else self.COLOURS[self.state]

    @property
    def state_words(self):
        ours = {"received": "Sent", "answered": "They answered"} if self.direction == self.Direction.OUT else {}
        return "Overdue" if self.is_overdue else ours.get(self.state, self.get_state_display())

    traced_in = None  # what is written about somebody is in the decision that answers it


def digits(number):
    """A telephone number without its spaces, and without the country."""
    only = "".join(filter(str.isdigit, number))
    return f"0{only.removeprefix('0044').removeprefix('44')}" if only.startswith(("0044", "44")) else only
