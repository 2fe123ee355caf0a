"""What could leave, piece by piece: the parts of every entry about these people that the sharer may read (S-14)."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format

from audit.walls import standing_as_system
from records.models import Entry
from records.models.received import lock_on

from ..files import files_of
from ..models import DisclosureItem
from .others import named_in, others_around

STALE_AFTER = timedelta(days=365)
MOST = 60
WITH_EACH = ("marks", "attachments", "rectifications", "received__agency", "corrects__received__agency")
Nature = DisclosureItem.Nature
UNSEEN = "This was corrected since, in words kept elsewhere: ask the lead before you rely on it."


@dataclass(frozen=True)
class Piece:
    """One part of an entry that could leave: never the whole entry at once."""

    key: str
    entry: Entry
    what: str
    nature: str
    source: str
    corrected: str = ""
    also: tuple = ()

    @property
    def label(self):
        return self.what if len(self.what) <= 400 else f"{self.what[:399]}…"

    @property
    def marks(self):
        """What to know before choosing it: what kind of statement, when, and whether it was wrong or is out of date."""
        day = date_format(timezone.localtime(self.entry.happened_at), "j F Y")
        first = f"{Nature(self.nature).label}{f' ({self.source})' if self.source else ''}, {day}."
        known = [self.why_locked, *self.warnings, self.entry.late_words, self.corrected, *self.disputed, self.age]
        return " ".join(filter(None, [first, *known]))

    @property
    def age(self):
        if self.entry.historical_note:
            return f"Out of date: {self.entry.historical_note}"
        return "More than a year old: check that it is still true." if self.is_stale else ""

    @property
    def warnings(self):
        """That it is no fact; and that somebody else stands in it, whose words or affairs they may be."""
        if self.nature == Nature.OPINION:
            yield "Somebody’s view, not a fact: it leaves marked as opinion."
        if self.also:
            yield f"Also about {', '.join(self.also)}: leave them out unless they are needed."

    @property
    def disputed(self):
        """What the person, or their parent, says is wrong in it, with our answer."""
        return [one.told for one in self.entry.rectifications.all()]

    @property
    def why_locked(self):
        """A partner gave us this and has not said that it may go on; empty where it may (S-11)."""
        return lock_on(self.entry)

    @property
    def is_stale(self):
        return timezone.now() - self.entry.happened_at > STALE_AFTER

    @property
    def item(self):
        """What leaves: nothing that was wrong, or is said to be wrong, goes without what was said to that."""
        happened_on = timezone.localtime(self.entry.happened_at).date()
        return {
            "entry": self.entry,
            "what": "\n\n".join(filter(None, [self.what, self.entry.late_words, self.corrected, *self.disputed])),
            "nature": self.nature,
            "source": self.source,
            "happened_on": happened_on,
        }


def pieces_of(decision, user):
    """The pieces of every entry about these people that this user may read, newest first."""
    kept = Q(folder=decision.apart) if decision.apart else Q(folder__person__in=decision.people)
    about = Entry.objects.filter(kept)
    readable, corrections = about.open_to(user), _corrections(about)
    open_ones = set(readable.filter(corrects__isnull=False).values_list("pk", flat=True))
    found = readable.exclude(kind="decision").newest_first().select_related("folder")
    others = others_around(decision, user)
    for entry in found.prefetch_related(*WITH_EACH)[:MOST]:
        later = sorted(_later(entry, corrections), key=lambda correction: correction.pk)
        yield from [*_pieces(entry, later, open_ones, others), *files_of(entry)]


@standing_as_system()
def _corrections(about):
    """All of them, by what they correct: of one that this user may not read, that it is there is all they are told."""
    corrections = defaultdict(list)
    for correction in about.filter(corrects__isnull=False).order_by("pk").prefetch_related("marks"):
        corrections[correction.corrects_id].append(correction)
    return corrections


def _later(entry, corrections):
    """Whatever corrects this entry, and what corrects that."""
    for correction in corrections[entry.pk]:
        yield correction
        yield from _later(correction, corrections)


def _pieces(entry, later, open_ones, others):
    said_by = entry.reported_by
    parts = [
        ("fact", "fact", Nature.REPORTED if said_by else Nature.FACT, said_by),
        ("opinion", "opinion", Nature.OPINION, ""),
        ("own", "own_words", Nature.REPORTED, "in their own words"),
    ]
    for key, part, nature, source in parts:
        text = _said(entry, part)
        if text:
            corrected = _corrected(part, later, open_ones)
            also = tuple(named_in(text, others))
            yield Piece(f"{entry.public_id.hex}_{key}", entry, text, nature, source, corrected, also)


def _said(entry, part):
    """One part of an entry in words; what was marked on an outline is a part of what happened."""
    return entry.facts_told if part == "fact" else getattr(entry, part)


def _corrected(part, later, open_ones):
    """The last word on this part of an entry, or on its facts; nobody reads here what they may not open."""
    same = [correction for correction in later if _said(correction, part)]
    others = [correction for correction in later if correction.facts_told or correction.own_words]
    if not same and not others:
        return ""
    last = (same or others)[-1]
    if last.pk not in open_ones:
        return UNSEEN
    return f"Corrected: {_said(last, part) or last.facts_told or last.own_words}"
