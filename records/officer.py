"""The council's designated officer: told of what a colleague may have done, within the working days the pack says."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from policy import packs

from .models import Allegation, Concern
from .working_days import after


def due(concern):
    """The moment by which the officer is told, or it is written down why not."""
    return after(concern.reported_at, packs.current().deadlines["officer"].working_days)


def overdue():
    """Those of which nobody has said in time whether the officer was told, and that went to nobody else yet."""
    waiting = Concern.objects.officer_not_told().filter(allegation=None)
    return [concern for concern in waiting if due(concern) <= timezone.now()]


@dataclass(frozen=True)
class Officer:
    """What a page says of the officer: by when, why, and what was done."""

    due: datetime
    words: str
    source: str
    done: Allegation | None

    @classmethod
    def of(cls, concern):
        if not concern.is_about_staff:
            return None
        return cls.waiting(concern, Allegation.objects.exclude(answer="").filter(concern=concern).first())

    @classmethod
    def waiting(cls, concern, done=None):
        deadline = packs.current().deadlines["officer"]
        return cls(due(concern), deadline.words, deadline.source, done)

    @property
    def is_late(self):
        return self.done is None and self.due <= timezone.now()


def officers_for(folder, user):
    """What still has to go to the officer about the colleague of this folder, with by when; oldest first."""
    if folder.about_staff_id is None:
        return []
    about = Concern.objects.about_colleagues(user).filter(about_staff=folder.about_staff_id).officer_not_told()
    return [(concern, Officer.waiting(concern)) for concern in about.order_by("reported_at")]
