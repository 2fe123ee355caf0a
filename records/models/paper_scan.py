"""The scan of a promise that was signed on paper, by somebody without an account (H-29).

The promise is registered among staff, where no file can be kept; the scan stands here, and points down to it.
"""

from django.db import models

from audit.events import Event
from audit.verbs import verb
from staff.models import PaperPromise
from staff.roles import Can

from .kept_file import KeptFile, KeptFileQuerySet


class PaperScanQuerySet(KeptFileQuerySet):
    def open_to(self, user):
        """Whoever keeps the promises; those of people who have left too, for the promise goes on."""
        return self.all() if user.can(Can.KEEP_PROMISES) else self.none()

    def papers(self, among):
        """Which of these papers have been scanned, by their keys."""
        return set(self.filter(paper__in=[paper.pk for paper in among]).values_list("paper", flat=True))


class PaperScan(KeptFile):
    OUTSIDE = "promise"

    paper = models.ForeignKey(PaperPromise, models.PROTECT, related_name="scans")

    objects = PaperScanQuerySet.as_manager()

    class Meta:
        verbose_name = "scan of a promise on paper"
        verbose_name_plural = "scans of promises on paper"
        ordering = ["-pk"]

    @classmethod
    @verb(Event.PAPER_SCANNED)
    def put_with(cls, *, by, paper, files):
        """One sheet may have several pages."""
        cls.objects.keep(files, by=by, paper=paper)
        return paper

    @property
    def traced_in(self):
        return self.paper
