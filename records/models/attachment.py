"""A photograph, scan, paper or recording that is kept with an entry or a concern (C14, D17)."""

from hashlib import sha256

from django.conf import settings
from django.db import models
from django.db.models import Q, Sum
from django.utils import timezone

from audit.events import Event
from audit.verbs import Recorded, RecordedQuerySet, verb

from ..attaching import vault
from ..attaching.kinds import KINDS
from ..attaching.scanner import Scan, scanned

MOST_IN_A_RECORD = 500 * 1024 * 1024  # bytes
MOST_IN_A_DAY = 200 * 1024 * 1024


class AttachmentQuerySet(RecordedQuerySet):
    def open_to(self, user):
        """Whoever may open the entry or concern may open what is attached; a concern goes into folders as an entry."""
        from .concern import Concern
        from .entry import Entry

        entries = Entry.objects.open_to(user)
        kept = entries.exclude(concern=None).values("concern")
        concerns = Concern.objects.open_to(user)
        return self.filter(
            Q(entry__in=entries.values("pk")) | Q(concern__in=concerns.values("pk")) | Q(concern__in=kept)
        )

    def releasable(self):
        """What may be chosen to leave: only what the scanner has looked at and found nothing in."""
        return self.filter(scan=Scan.CLEAN)

    def unscanned(self):
        return self.filter(scan=Scan.NOT_DONE)

    def keep(self, files, *, by, **of):
        """Write the files of one entry or concern, within the verb that writes that."""
        if files:
            self.record_many([self.model.made_of(file, by=by, **of) for file in files])

    def bytes_of(self, person):
        return self.filter(Q(entry__folder__person=person) | Q(concern__about__person=person)).total()

    def bytes_today_by(self, user):
        return self.filter(added_by=user.pk, added_at__gte=timezone.localtime().replace(hour=0, minute=0)).total()

    def total(self):
        return self.aggregate(total=Sum("size"))["total"] or 0


class Attachment(Recorded):
    """Its words are changed by nobody; only what the scanner said about it may come later."""

    SCANS = [(Scan.CLEAN, "Scanned"), (Scan.INFECTED, "Harmful"), (Scan.NOT_DONE, "Not scanned")]

    entry = models.ForeignKey("records.Entry", models.PROTECT, null=True, related_name="attachments")
    concern = models.ForeignKey("records.Concern", models.PROTECT, null=True, related_name="attachments")
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=10, choices=[(kind.key, kind.title) for kind in KINDS.values()])
    size = models.PositiveIntegerField()  # bytes, before they are encrypted
    file = models.FileField(max_length=60)
    sha256 = models.CharField(max_length=64)  # of the file as it lies there, so that anybody can check it without a key
    plain_sha256 = models.CharField(max_length=64)
    key = models.CharField(max_length=200)  # the file's own, locked with the field key
    scan = models.CharField(max_length=10, choices=SCANS)
    added_at = models.DateTimeField(default=timezone.now)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["added_by", "added_at"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(entry=None, concern__isnull=False) | Q(entry__isnull=False, concern=None),
                name="an_attachment_belongs_to_one_entry_or_one_concern",
            ),
            models.CheckConstraint(condition=Q(size__gt=0), name="an_attachment_says_something"),
        ]

    @classmethod
    def made_of(cls, file, *, by, **of):
        """The row of a file that was accepted, which is then on the disk, encrypted; not in the database yet."""
        one = cls(name=file.name, kind=file.kind, scan=file.scan, added_by=by, **of)
        one.file.name = f"{vault.FOLDER}/{one.public_id.hex}"
        one.size, one.plain_sha256 = len(file.data), sha256(file.data).hexdigest()
        one.key, one.sha256 = vault.put(one.public_id.hex, file.data)
        return one

    @verb(Event.ATTACHMENT_SCANNED)
    def look_again(self, *, by):
        """Ask the scanner that was not there before."""
        scan = scanned(b"".join(self.pieces()))
        if scan != self.scan:
            self.scan = scan
            self.save()

    def pieces(self):
        """What is in it, piece by piece. Raises Spoilt, KeyUnusable."""
        return vault.opened(self.public_id.hex, self.key)

    def look_through(self):
        """Raises Spoilt unless every piece of it is what was put there: nobody is given half a file."""
        for _ in self.pieces():
            pass

    @property
    def is_harmful(self):
        return self.scan == Scan.INFECTED

    @property
    def is_scanned(self):
        return self.scan != Scan.NOT_DONE

    @property
    def called_outside(self):
        """The name it leaves by: it says nothing about anybody."""
        return f"attachment-{self.public_id.hex[:8]}.{self.kind}"

    @property
    def as_it_leaves(self):
        """How the record of what left names it: anybody who holds the file can check that it is this one."""
        return f"{self.called_outside} ({self.get_kind_display()}, {self.size:,} bytes). SHA-256: {self.plain_sha256}"

    @property
    def why_kept(self):
        """Why it may not leave, and what would change that; empty where it may."""
        if self.scan == Scan.CLEAN:
            return ""
        if self.is_harmful:
            return "The scanner found something harmful in this file, so it never leaves."
        return (
            "This file has not been scanned, so it cannot leave. Ask whoever looks after this service for the scanner: "
            "it then looks at every file that waits."
        )

    @property
    def media(self):
        return KINDS[self.kind].media

    @property
    def traced_in(self):
        return (self.entry or self.concern).traced_in
