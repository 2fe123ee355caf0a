"""A photograph, scan, paper or recording that is kept with an entry or a concern (C14, D17)."""

from django.db import models
from django.db.models import Q

from ..attaching.scanner import Scan
from .kept_file import KeptFile, KeptFileQuerySet

MOST_IN_A_RECORD = 500 * 1024 * 1024  # bytes


class AttachmentQuerySet(KeptFileQuerySet):
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

    def run_by(self, user):
        """What is attached to entries about the people whose access this user looks after."""
        from .entry import Entry

        return self.filter(entry__in=Entry.objects.run_by(user))

    def releasable(self):
        """What may be chosen to leave: only what the scanner has looked at and found nothing in."""
        return self.filter(scan=Scan.CLEAN)

    def bytes_of(self, person):
        return self.filter(Q(entry__folder__person=person) | Q(concern__about__person=person)).total()


class Attachment(KeptFile):
    OUTSIDE = "attachment"

    entry = models.ForeignKey("records.Entry", models.PROTECT, null=True, related_name="attachments")
    concern = models.ForeignKey("records.Concern", models.PROTECT, null=True, related_name="attachments")

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
    def traced_in(self):
        return (self.entry or self.concern).traced_in
