"""One thing written in a folder: fact apart from opinion, with who said it and when it happened (S-03, H-22)."""

from uuid import UUID, uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from audit.events import Event
from audit.verbs import Recorded, RecordedQuerySet, note, verb
from staff.roles import Can

from .. import entry_kinds, reach
from ..entry_says import PARENT_TOLD, SIGNIFICANCE
from ..entry_says import late_words as words_if_late
from ..entry_says import told_of_others as as_told_of_others
from .attachment import Attachment
from .exclusion import Exclusion
from .folder import Folder
from .kept_out import KeptOut
from .mark import Mark
from .restriction import Restriction


class EntryQuerySet(RecordedQuerySet):
    def open_to(self, user):
        """Of open folders, one's own, and of safeguarding folders what one's workers wrote, nothing filed (S-07)."""
        return self._open_among(Folder.objects.open_to(user), user)

    def about(self, people, user):
        """Those of them about these people; asked so that a database reads only the folders of these people."""
        people = [person.pk for person in people]
        folders = Folder.objects.open_to(user).filter(person__in=people)
        return self.filter(folder__person__in=people)._open_among(list(folders.values_list("pk", flat=True)), user)

    def read_in(self, folder, user):
        """What this user reads in a folder; where records of one person were merged, in those of its kind at once."""
        folders = [one.pk for one in Folder.objects.read_with(folder, user)]
        return self.filter(folder__in=folders)._open_among(folders, user)

    def _open_among(self, folders, user):
        if not user.can(Can.READ_OWN_WORDS):
            return self.none()
        mine = Q(folder__in=folders) | Q(author=user)
        mine |= Q(folder__kind=Folder.Kind.SAFEGUARDING, author__in=user.current_reports(), concern=None)
        shut = Exclusion.objects.in_force().filter(user=user.pk)
        found = self.filter(mine).exclude(folder__person__in=shut.values("person")).exclude(folder__about_staff=user.pk)
        found = found.exclude(folder__in=KeptOut.objects.folders_of(user))
        return found.exclude(restrictions__in=Restriction.objects.keeping_out(user))

    def run_by(self, user):
        """Entries about the people whose access this user looks after, corrections aside."""
        return self.open_to(user).filter(folder__in=Folder.objects.run_by(user), corrects=None)

    def put_right_by(self, user):
        """Those in folders in which this user writes. One's own words, and a worker's, are read in others too."""
        return self.open_to(user).filter(folder__in=Folder.objects.written_in_by(user).values("pk"))

    def restrictable_by(self, user):
        """What this user may keep to named people: a lead whatever they look after, an author their own, once."""
        own = self.put_right_by(user).filter(author=user.pk, corrects=None).exclude(folder__person=None)
        own = own.exclude(restrictions__in=Restriction.objects.in_force())
        return self.filter(Q(pk__in=own.values("pk")) | Q(pk__in=self.run_by(user).values("pk")))

    def weighable_by(self, user):
        """Whose significance this user may set: whoever wrote it and writes there still, or looks after the record."""
        mine = Q(author=user.pk) | Q(folder__in=Folder.objects.run_by(user).values("pk"))
        return self.put_right_by(user).filter(mine, corrects=None)

    def liftable_by(self, user):
        return self.run_by(user).filter(restrictions__in=Restriction.objects.in_force())

    def movable_by(self, user):
        """What may have been written in the wrong file: one's own, and whatever is in the files one looks after.

        A concern is linked to whom it is about on its own page; a correction goes with what it corrects.
        """
        stays = Q(concern__isnull=False) | Q(kind=Entry.Kind.DECISION) | Q(folder__person=None)
        return self.weighable_by(user).exclude(stays)

    def of_the_same(self, incidents, user):
        """What is written of the same incidents in files this user may open; asked of the database even for none."""
        found = self.open_to(user).filter(folder__in=Folder.objects.open_to(user).values("pk"))
        found = found.filter(incident__in={UUID(int=0), *incidents}, corrects=None)
        return found.select_related("folder__person").order_by("folder__person__name", "pk")

    def newest_first(self):
        return self.order_by("-happened_at", "-pk")

    def shown(self):
        """As a story is read: newest first, corrections beneath what they correct, in a fixed number of queries.

        A correction is shown only if it is among these entries itself: a manager reads their worker's words alone.
        """
        correcting = self.select_related("author").prefetch_related("marks", "attachments").order_by("pk")
        corrections = models.Prefetch("corrections", correcting)
        first = self.filter(corrects=None).newest_first()
        limits = models.Prefetch(
            "restrictions", Restriction.objects.in_force().prefetch_related("named__user"), "limits"
        )
        first = first.select_related("author", "folder", "concern").prefetch_related(corrections, "marks", limits)
        first = first.prefetch_related("attachments", "concern__attachments")
        return first.prefetch_related(
            "rectifications__recorded_by", "rectifications__answered_by", "tellings__by", "received__agency"
        )


class Entry(Recorded):
    class Kind(models.TextChoices):
        OBSERVATION = "observation", "Observation"
        CONCERN = "concern", "Concern"
        CONTACT = "contact", "Contact with a parent or carer"
        VISIT = "visit", "Visit"
        MEETING = "meeting", "Meeting minutes"
        REPORT = "report", "Report received"
        CALL = "call", "Note of a telephone call"
        ACCIDENT = "accident", "Accident"
        INTERVENTION = "intervention", "Physical intervention"
        BEHAVIOUR = "behaviour", "Behaviour or bullying"
        ABSENCE = "absence", "Absence"
        CHANGE = "change", "Change in the family"
        COMPLAINT = "complaint", "Complaint"
        REPORTED = "reported", "Information from somebody without parental responsibility"
        DECISION = "decision", "Decision about sharing"

    folder = models.ForeignKey(Folder, models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    fact = models.TextField("what happened", blank=True)
    opinion = models.TextField("what I think", blank=True)
    reported_by = models.CharField("who said it", max_length=200, blank=True)
    own_words = models.TextField("the person's own words", blank=True)
    details = models.JSONField("what its kind asks", default=dict, blank=True)
    incident = models.UUIDField("what entries in several files have in common", null=True, blank=True, db_index=True)
    happened_at = models.DateTimeField()
    written_at = models.DateTimeField(default=timezone.now)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="entries")
    corrects = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="corrections")
    historical_note = models.CharField("why this is out of date", max_length=300, blank=True)
    concern = models.ForeignKey("records.Concern", models.PROTECT, null=True, blank=True, related_name="entries")
    parent_told = models.CharField(max_length=20, choices=PARENT_TOLD, default="na")
    significance = models.CharField(max_length=12, choices=SIGNIFICANCE, default="routine")

    objects = EntryQuerySet.as_manager()

    LATER = ("details", "incident", "significance")

    class Meta:
        verbose_name_plural = "entries"
        indexes = [models.Index(fields=["folder", "-happened_at"])]
        constraints = [
            models.CheckConstraint(
                condition=~Q(fact="") | ~Q(opinion="") | ~Q(own_words=""), name="an_entry_says_something"
            ),
            models.CheckConstraint(
                condition=~Q(kind="reported") | ~Q(reported_by=""), name="what_was_reported_names_who_said_it"
            ),
            models.UniqueConstraint(fields=["folder", "concern"], name="a_concern_is_kept_once_in_a_folder"),
        ]

    @classmethod
    @verb(Event.ENTRY_WRITTEN)
    def write(cls, *, by, folder, kind, happened_at, marks=(), files=(), details=(), also=(), telling=(), **parts):
        """Write one entry; ``also``: what is written in the files of others whom it is about, as parts of their own."""
        happened_at = cls._meta.get_field("happened_at").to_python(happened_at)
        given = {"happened_at": happened_at, "incident": uuid4() if also else None} | parts
        details = entry_kinds.checked(kind, dict(details))
        entry = cls.objects.create(folder=folder, kind=kind, author=by, details=details, **given)
        for other in also:
            cls.write(by=by, **given | {"details": details, "kind": kind, "parent_told": entry.told_of_others} | other)
        if entry.is_late:
            note(late=True)
        Mark.objects.keep(marks, entry=entry)
        Attachment.objects.keep(files, by=by, entry=entry)
        entry.tellings.model.begin(entry, by=by, **dict(telling))
        reach.move_up(folder, timezone.localdate())
        return entry

    @classmethod
    def of_rows(cls, rows, **given):
        """Entries that nobody has written yet, each checked. Raises ValidationError, which names the row."""
        entries = [cls(**given, **row) for row in rows]
        for number, entry in enumerate(entries, 1):
            try:
                entry.clean_fields(exclude=given)
            except ValidationError as wrong:
                raise ValidationError({f"row {number}": wrong.messages}) from wrong
        return entries

    @classmethod
    def file(cls, *, by, folder, concern):
        """Keep an answered concern in a folder, under the reporter's post: the name stays with the lead."""
        return cls.write(
            by=by,
            folder=folder,
            concern=concern,
            kind=cls.Kind.CONCERN,
            happened_at=concern.happened_at or concern.reported_at,
            fact=concern.facts,
            opinion=concern.opinion,
            own_words=concern.own_words,
            reported_by=concern.reporter.post or "a colleague",
            marks=concern.marks.parts(),
        )

    @verb(Event.ENTRY_CORRECTED)
    def correct(self, *, by, happened_at=None, marks=(), files=(), details=(), **parts):
        """Add a correction. What was first written stays as it was (S-03)."""
        own = self.kind == self.Kind.REPORTED and not parts.get("reported_by")
        kind = self.Kind.OBSERVATION if own else self.kind
        correction = Entry.objects.create(
            folder=self.folder,
            kind=kind,
            details=entry_kinds.checked(kind, dict(details)),
            happened_at=happened_at or self.happened_at,
            author=by,
            corrects=self,
            **parts,
        )
        Mark.objects.keep(marks, entry=correction)
        Attachment.objects.keep(files, by=by, entry=correction)
        self._keep_to_the_same(correction, by)
        return correction

    def _keep_to_the_same(self, correction, by):
        for limit in self.restrictions.in_force():
            to = [named.user for named in limit.named.select_related("user")]
            Restriction.place(by=by, entries=[correction], to=to, reason=limit.reason)

    @verb(Event.ENTRY_RESTRICTED)
    def restrict(self, *, by, to, reason):
        """Keep it, and what corrects it, to its author, these people and the leads; it was perhaps others before."""
        Restriction.place(by=by, entries=self.with_corrections(), to=to, reason=reason)

    @verb(Event.RESTRICTION_LIFTED)
    def lift_restriction(self, *, by, why):
        """Let the folder decide again who reads it."""
        note(why=why)
        Restriction.end(self.with_corrections())

    def with_corrections(self):
        """This entry, whatever corrects it, and what corrects that."""
        found = level = [self]
        while level := list(Entry.objects.filter(corrects__in=level)):
            found = [*found, *level]
        return found

    @verb(Event.ENTRY_OUT_OF_DATE)
    def mark_historical(self, *, by, why, seen=None):
        """Say that this is out of date, and why; the words stay."""
        self.unless_changed_since(seen)
        self.historical_note = why
        self.save()

    @verb(Event.ENTRY_WEIGHED)
    def weigh(self, *, by, significance, seen=None):
        self.unless_changed_since(seen)
        self.significance = significance
        self.save()

    def words_now(self):
        return list(filter(None, [self.historical_note]))

    @property
    def traced_in(self):
        return self.folder

    def home_for(self, user):
        """Where this user reads it: in its folder, or (one's own words, a worker's words) on the person's page."""
        if Folder.objects.open_to(user).contains(self.folder):
            return reverse("records:folder", args=[self.folder.public_id])
        if self.folder.person is None:
            return reverse("home")
        return reverse("records:person", args=[self.folder.person.public_id])

    @property
    def files(self):
        """What is attached to it, or was to the concern that is kept here."""
        return [*self.attachments.all(), *(self.concern.attachments.all() if self.concern else [])]

    @property
    def facts_told(self):
        """What happened, what its kind asks, and what was marked on an outline, in words."""
        asked = [f"{label.rstrip('?')}: {said}" for label, said in self.details_told]
        return "\n".join(filter(None, [self.fact, *asked, *(mark.told for mark in self.marks.all())]))

    @property
    def details_told(self):
        """What its kind asks, as (question, answer) in words."""
        return entry_kinds.told(self.kind, self.details)

    @property
    def is_late(self):
        """Whether it was written down a day or more after it happened."""
        return bool(self.late_words)

    late_words = property(words_if_late)
    told_of_others = property(as_told_of_others)
