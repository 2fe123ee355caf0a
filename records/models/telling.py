"""Telling a parent what was written about their child, or why it was not safe to (H-11).

Each row is one statement, written once: to be told, told, not safe, or what the lead said. The newest one stands. A
concern without any is not told to anybody until the lead says so; nothing reminds anybody before.
"""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from audit.events import Event
from audit.verbs import Recorded, RecordedQuerySet, Stale, verb
from staff.roles import Can

from ..silence import why_quiet
from .concern import Concern
from .entry import Entry
from .folder import Folder
from .order import Order
from .person import Person
from .relationship import Relationship

USER = settings.AUTH_USER_MODEL
# What a parent hears of, unless that is not safe: “no need” is no answer to these.
PARENTS_HEAR_OF = {"accident", "intervention", "behaviour", "change"}
EXPLAINED = {"accident", "intervention", "behaviour"}  # where marks on the body have a cause that was seen
NOT_THEIRS = (
    "Nobody on record may be told this by us: they hold no parental responsibility, or an order or limit says no."
)
FOR_THE_LEAD = "The lead says whether and when a parent hears of this. Ask one of them."


def may_be_told(person, user, kind):
    """Who holds parental responsibility today, is under no limit or order, and is known to this user as such.

    Nobody, where a young person who can decide asked that parents hear nothing of what stands in this kind of folder.
    """
    links = Relationship.objects.with_pr(person).known_to(user).filter(restriction="")
    if why_quiet(person, kind):
        return links.none()
    limits = Order.objects.limits_of(person)
    shut = [other for other, limit in limits.items() if limit.on("be_told")]
    return links.exclude(other__in=shut).select_related("other").order_by("pk")


def _unless_quiet(person, kind, said):
    """A lead may say “tell” against a young person's wish only once the harm that outweighs it is on record."""
    if said == Telling.Said.DUE and (why := why_quiet(person, kind)):
        raise PermissionDenied(why)


class TellingQuerySet(RecordedQuerySet):
    def open_to(self, user):
        """With the entry or the concern that it is about; what was said before an entry was moved stays behind."""
        entries = Q(entry__in=Entry.objects.open_to(user), entry__folder__person=F("person"))
        found = self.filter(entries | Q(concern__in=Concern.objects.open_to(user)))
        return found.select_related("person", "entry__folder", "concern")

    def standing(self):
        return self.filter(ended_at=None)

    def of(self, people, user):
        """What stands about these people and is not done yet, overdue first."""
        left = self.filter(person__in=people).open_to(user).standing().exclude(said=Telling.Said.TOLD)
        return left.order_by(F("look_on").asc(nulls_last=True), "pk")

    def beside(self, concern, user):
        """Everything that was said about one concern, oldest first."""
        return self.open_to(user).filter(concern=concern).select_related("by", "person")

    def due(self, user, on=None):
        """What this user may see to and is to be told, or looked at again, by today; longest waiting first."""
        to_do = self.answerable_by(user) | self.ruled_by(user)
        return to_do.filter(look_on__lte=on or timezone.localdate()).order_by("look_on", "pk")

    def answerable_by(self, user):
        """Those of which this user may record that a parent was told, or why not: whoever writes in the folder."""
        folders = Folder.objects.written_in_by(user).values("pk")
        mine = Q(entry__folder__in=folders) | Q(concern__isnull=False)
        return self.open_to(user).standing().filter(mine, said__in=[Telling.Said.DUE, Telling.Said.UNSAFE])

    def ruled_by(self, user):
        """Those about which this user, as a lead, says whether and when."""
        if not user.can(Can.DECIDE):
            return self.none()
        run = Q(entry__folder__in=Folder.objects.run_by(user).values("pk")) | Q(concern__isnull=False)
        return self.open_to(user).standing().filter(run).exclude(said=Telling.Said.TOLD)

    def unruled(self, user):
        """What no lead has said a word about yet, longest first."""
        return self.ruled_by(user).filter(said=Telling.Said.LEAD).order_by("at", "pk")


class Telling(Recorded):
    class Said(models.TextChoices):
        DUE = "due", "To be told"
        LEAD = "lead", "Not until the lead says"
        UNSAFE = "unsafe", "Not safe to tell"
        NOT = "not", "The lead said: do not tell"
        TOLD = "told", "Told"

    class How(models.TextChoices):
        IN_PERSON = "in_person", "In person"
        TELEPHONE = "telephone", "By telephone"
        LETTER = "letter", "By letter, given by hand"
        INTERPRETER = "interpreter", "With an interpreter who is not family"

    person = models.ForeignKey(Person, models.PROTECT, related_name="tellings")
    entry = models.ForeignKey(Entry, models.PROTECT, null=True, related_name="tellings")
    concern = models.ForeignKey(Concern, models.PROTECT, null=True, related_name="tellings")
    said = models.CharField(max_length=10, choices=Said.choices)
    look_on = models.DateField("to be told, or looked at again, on", null=True)
    to = models.ForeignKey(Relationship, models.PROTECT, null=True, related_name="+")
    to_name = models.CharField(max_length=200, blank=True)
    told_at = models.DateTimeField(null=True)
    how = models.CharField(max_length=12, choices=How.choices, blank=True)
    words = models.CharField("why, or what they said", max_length=500, blank=True)
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    objects = TellingQuerySet.as_manager()

    class Meta:
        verbose_name = "word to a parent"
        verbose_name_plural = "words to parents"
        ordering = ["pk"]
        indexes = [models.Index(fields=["person", "look_on"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(entry=None, concern__isnull=False) | Q(entry__isnull=False, concern=None),
                name="telling_is_about_an_entry_or_a_concern",
            ),
            models.CheckConstraint(
                condition=~Q(said="told") | Q(told_at__isnull=False) & ~Q(to_name="") & ~Q(how=""),
                name="whoever_was_told_is_named_with_when_and_how",
            ),
            models.CheckConstraint(
                condition=~Q(said__in=["unsafe", "not"]) | Q(look_on__isnull=False) & ~Q(words=""),
                name="not_telling_has_a_reason_and_a_day_to_look_again",
            ),
            models.CheckConstraint(
                condition=~Q(said="due") | Q(look_on__isnull=False), name="a_duty_to_tell_has_a_day"
            ),
            models.UniqueConstraint(
                fields=["person", "entry"], condition=Q(ended_at=None), name="one_word_stands_for_an_entry"
            ),
            models.UniqueConstraint(
                fields=["person", "concern"], condition=Q(ended_at=None), name="one_word_stands_for_a_concern"
            ),
        ]

    @classmethod
    def begin(cls, entry, *, by, to=None, **given):
        """As part of writing an entry: what its writer says of telling, unless the lead must speak first."""
        person, said = entry.folder.person, entry.parent_told
        if person is None or person.is_adult() or entry.corrects_id:
            return
        quiet = why_quiet(person, entry.folder.kind) if said in {"due", "not_yet"} else ""
        if quiet:
            cls._write(by, person, entry=entry, said=cls.Said.LEAD, words=quiet)
        elif cls.is_for_the_lead(entry) and said != "told":
            cls._write(by, person, entry=entry, said=cls.Said.LEAD, words=given.get("words", ""))
        elif said == "told" and to:
            cls._told(by, person, to, entry=entry, **given)
        elif said in {"due", "not_yet"} or said == "unsafe" and given:
            said = cls.Said.LEAD if said == "not_yet" else said
            look_on = {"look_on": timezone.localdate()} if said == "due" else {}
            cls._write(by, person, entry=entry, said=said, **look_on | given)

    @classmethod
    def begin_again(cls, entry, *, by):
        """As part of moving an entry: who heard of it in the wrong file has not been told about this person."""
        standing = cls.objects.standing().filter(entry=entry)
        if any([cls._end(one) for one in standing]):
            entry.parent_told = "due"
            cls.begin(entry, by=by)

    @staticmethod
    def is_for_the_lead(entry):
        """Whether telling might warn somebody: a suspicious change, or marks that nothing written explains."""
        return entry.details.get("worry") == "yes" or entry.kind not in EXPLAINED and entry.marks.exists()

    @verb(Event.PARENT_TOLD)
    def tell(self, *, by, to, told_at, how, words=""):
        self._must_stand()
        self._told(by, self.person, to, told_at=told_at, how=how, words=words, **self._about)
        return self.subject

    @verb(Event.PARENT_NOT_TOLD)
    def put_off(self, *, by, words, look_on):
        """It would not be safe: why, and when it is looked at again."""
        self._must_stand()
        self._write(by, self.person, said=self.Said.UNSAFE, words=words, look_on=look_on, **self._about)
        return self.subject

    @verb(Event.TELLING_RULED)
    def rule(self, *, by, said, look_on, words=""):
        """The lead says: tell, now or on a day; or do not tell, with a reason and a day to look again."""
        self._must_stand(but_for_the_lead=False)
        _unless_quiet(self.person, self.kind, said)
        self._write(by, self.person, said=said, look_on=look_on, words=words, **self._about)
        return self.subject

    @classmethod
    @verb(Event.TELLING_RULED)
    def rule_concern(cls, *, by, concern, said, look_on, words=""):
        """The same of a concern, for every child whom it is about."""
        for about in concern.about.filter(person__group="child").select_related("person"):
            _unless_quiet(about.person, Folder.Kind.SAFEGUARDING, said)
            standing = cls.objects.standing().filter(concern=concern, person=about.person)
            if not standing.filter(said=cls.Said.TOLD).exists():
                cls._write(by, about.person, concern=concern, said=said, look_on=look_on, words=words)
        return concern

    @staticmethod
    def why_quiet_about(concern):
        """Why the parents of one of those whom a concern is about are not told."""
        people = [about.person for about in concern.about.filter(person__group="child").select_related("person")]
        return next((why for person in people if (why := why_quiet(person, Folder.Kind.SAFEGUARDING))), "")

    @classmethod
    def hold_back(cls, *, by, person, kind, words):
        """As part of hearing a young person's wish: what parents were to hear waits for the lead. No kind is all."""
        due = cls.objects.standing().filter(person__in=person.every_record(), said=cls.Said.DUE)
        for one in due.select_related("entry__folder", "concern", "person"):
            if kind in ("", one.kind):
                cls._write(by, one.person, said=cls.Said.LEAD, words=words, **one._about)

    def _must_stand(self, *, but_for_the_lead=True):
        if self.ended_at or self.said == self.Said.TOLD:
            raise Stale("Somebody has said something about telling since. Look at it again first.")
        if but_for_the_lead and self.said not in {self.Said.DUE, self.Said.UNSAFE}:
            raise PermissionDenied(FOR_THE_LEAD)

    @classmethod
    def _told(cls, by, person, to, **given):
        kind = given["entry"].folder.kind if given.get("entry") else Folder.Kind.SAFEGUARDING
        if to not in may_be_told(person, by, kind):
            raise PermissionDenied(NOT_THEIRS)
        # A link that is kept to few is not named to everybody who reads the entry.
        name = "A parent" if to.is_confidential else f"{to.other.name}, {to.get_kind_display().lower()}"
        cls._write(by, person, said=cls.Said.TOLD, to=to, to_name=name, **given)

    @classmethod
    def _write(cls, by, person, *, entry=None, concern=None, **given):
        for earlier in cls.objects.standing().filter(person=person, entry=entry, concern=concern):
            cls._end(earlier)
        cls.objects.create(by=by, person=person, entry=entry, concern=concern, **given)

    def _end(self):
        self.ended_at = timezone.now()
        self.save()
        return True

    @property
    def _about(self):
        return {"entry": self.entry, "concern": self.concern}

    @property
    def kind(self):
        """The kind of folder in which it stands."""
        return self.entry.folder.kind if self.entry else Folder.Kind.SAFEGUARDING

    @property
    def subject(self):
        return self.entry or self.concern

    @property
    def traced_in(self):
        return self.entry.folder if self.entry else None

    @property
    def is_overdue(self):
        return self.said != self.Said.TOLD and bool(self.look_on) and self.look_on < timezone.localdate()

    @property
    def is_for_whoever_writes(self):
        return self.ended_at is None and self.said in {self.Said.DUE, self.Said.UNSAFE}

    @property
    def what(self):
        return self.entry.get_kind_display() if self.entry else "Concern"
