"""What left: pieces chosen one by one, each with its reason, to a named person, by a secure way (S-14, S-22, H-30)."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format

from audit.walls import standing_as_system
from policy import packs
from records.models import AgencyContact, Entry
from records.models.received import lock_on

from ..files import OF_WORDS, files_of
from ..models import Disclosure, DisclosureItem
from ..states import NotNow
from .fields import choose, day_to_come, happened, line, words

STALE_AFTER = timedelta(days=365)
MOST = 60
WITH_EACH = ("marks", "attachments", "rectifications", "received__agency", "corrects__received__agency")
MORE = (1, 2, 3)
OTHER = "other"
Nature = DisclosureItem.Nature
TELL = {
    "before": "Yes, they were told",
    "after": "Not yet: they are told afterwards",
    "not_yet": "No: it is not safe to tell them yet",
}

SAID = ("method", "shared_at", "taken_by", "reference", "will_do", "worker_named")
NATURE = "Say whether it is a fact, an opinion or what somebody said."
WHY = "Say why this piece is needed, or leave it out."
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

    @property
    def label(self):
        return self.what if len(self.what) <= 400 else f"{self.what[:399]}…"

    @property
    def marks(self):
        """What to know before choosing it: what kind of statement, when, and whether it was wrong or is out of date."""
        day = timezone.localtime(self.entry.happened_at)
        said = f"{Nature(self.nature).label}{f' ({self.source})' if self.source else ''}, {date_format(day, 'j F Y')}."
        for told in filter(None, [self.why_locked, self.entry.late_words, self.corrected, *self.disputed]):
            said = f"{said} {told}"
        if self.entry.historical_note:
            return f"{said} Out of date: {self.entry.historical_note}"
        return f"{said} More than a year old: check that it is still true." if self.is_stale else said

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
    for entry in found.prefetch_related(*WITH_EACH)[:MOST]:
        later = sorted(_later(entry, corrections), key=lambda correction: correction.pk)
        yield from [*_pieces(entry, later, open_ones), *files_of(entry)]


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


def _pieces(entry, later, open_ones):
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
            yield Piece(f"{entry.public_id.hex}_{key}", entry, text, nature, source, corrected)


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


class DiscloseForm(forms.Form):
    """Nothing is in by default. A ticked piece needs its reason; the worker's name stays out unless agreed (H-07)."""

    def __init__(self, *args, decision, user, initial=None, **kwargs):
        self.decision, self.pack = decision, packs.current()
        self.pieces = list(pieces_of(decision, user))
        self.contacts = {str(contact.public_id): contact for contact in self._contacts()}
        begun = {"method": decision.because.get("right_way"), "tell_words": decision.tell_words}
        begun["contact"] = str(decision.contact.public_id) if decision.contact else ""
        super().__init__(*args, initial={**begun, **(initial or {})}, **kwargs)
        self.reveals, self.hints, self.sections = {}, {}, {}
        self._offer_pieces()
        self._ask_more()
        self._ask_how()

    def _contacts(self):
        return AgencyContact.objects.still_at(self.decision.agency_id)

    def _offer_pieces(self):
        names = []
        for piece in self.pieces:
            take, why = f"take_{piece.key}", f"why_{piece.key}"
            box = forms.CheckboxInput({"disabled": True} if piece.why_locked else {})  # and refused, if it is sent
            self.fields[take] = forms.BooleanField(label=piece.label, help_text=piece.marks, required=False, widget=box)
            self.fields[why] = line("Why is it needed?", longest=500, width=30, error=WHY)
            self.reveals[why] = (take, True)
            names += [take, why]
        if names:
            self.sections["From the record"] = names

    def _ask_more(self):
        """What is not written in the record, piece by piece; each opens under its own box."""
        for number in MORE:
            self.fields[f"more_{number}"] = forms.BooleanField(
                label="Something that is not written there" if number == 1 else "And something else", required=False
            )
            asked = {
                f"what_{number}": words("What is shared", rows=2, error="Say what is shared, or untick this."),
                f"nature_{number}": choose("It is", OF_WORDS, error=NATURE),
                f"source_{number}": line("Said by whom, or from where", required=False),
                f"why_{number}": line("Why is it needed?", longest=500, width=30, error=WHY),
            }
            self.fields |= asked
            self.reveals |= {name: (f"more_{number}", True) for name in asked}
        self.sections["In your own words"] = [f"more_{number}" for number in MORE]

    def _ask_how(self):
        known = [(key, _contact(contact)) for key, contact in self.contacts.items()]
        methods = [*self.pack.methods.items(), (OTHER, "Another way")]
        how = {
            "contact": choose("To whom?", known, error="Choose the person who received it."),
            "method": choose("How?", methods, error="Say how it was shared."),
            "method_other": line("Which way?", error="Say which way."),
            "shared_at": happened("When?", error="Say when it was shared."),
            "taken_by": line("Who took the call, or received it?", error="Say who took it."),
            "reference": line("Their reference", longest=100, required=False),
            "will_do": choose("What will they do?", Disclosure.WillDo.choices, error="Say what they will do."),
        }
        told = {
            "tell": choose("Has the person, or the family, been told?", TELL, error="Say whether they were told."),
            "tell_words": words("Who told them, when; or why not yet?", rows=2, error="Say who told them, or why not."),
            "tell_on": day_to_come("When is that looked at again?", required=False, help_text="Unless they were told."),
            "agency_named": choose(
                "May the family learn that it came from us?",
                {"yes": "Yes", "no": "No, something else was agreed"},
                error="Say whether our organisation may be named.",
            ),
            "agency_agreement": line(
                "Who agreed that, when, and why?", longest=500, width=30, error="Say who agreed that, when and why."
            ),
            "worker_named": forms.BooleanField(label="They may also learn my name", required=False),
            "checked": forms.BooleanField(
                label="I have checked each piece: still right, dated, and opinion marked as opinion",
                error_messages={"required": "Check each piece first, and then confirm it here."},
            ),
        }
        self.fields |= how | told
        self.reveals |= {"method_other": ("method", OTHER), "agency_agreement": ("agency_named", "no")}
        self.sections |= {"How it was shared": [*how], "The family": [*told]}

    def clean_method_other(self):
        """A closed list: another way is refused in the policy's own words."""
        said = self.cleaned_data["method_other"]
        if said:
            closed = "It is not on the policy’s list of secure ways. Choose one of those; telephone first."
            raise ValidationError(self.pack.refusal_of(said) or closed)
        return said

    def clean_shared_at(self):
        try:
            self.decision.unless_before_signing(self.cleaned_data["shared_at"])
        except NotNow as refusal:
            raise ValidationError(str(refusal)) from None
        return self.cleaned_data["shared_at"]

    def clean(self):
        said = super().clean()
        for piece in self.pieces:
            if said.get(f"take_{piece.key}") and piece.why_locked:
                self.add_error(f"take_{piece.key}", piece.why_locked)
        if not self.errors and not self.items:
            raise ValidationError("Choose at least one piece. Nothing is in by itself.")
        if said.get("tell") in ("after", "not_yet") and not said.get("tell_on") and "tell_on" not in self.errors:
            self.add_error("tell_on", "Give a day on which telling them is looked at again.")
        return said

    @property
    def items(self):
        """Exactly what leaves, in the order it is shown."""
        said = self.cleaned_data
        chosen = [piece for piece in self.pieces if said.get(f"take_{piece.key}")]
        items = [piece.item | {"why_needed": said[f"why_{piece.key}"]} for piece in chosen]
        for number in MORE:
            if said.get(f"more_{number}"):
                items.append(
                    {
                        "what": said[f"what_{number}"],
                        "nature": said[f"nature_{number}"],
                        "source": said[f"source_{number}"],
                        "why_needed": said[f"why_{number}"],
                    }
                )
        return items

    @property
    def contact(self):
        return self.contacts[self.cleaned_data["contact"]]

    @property
    def disclosure(self):
        said, contact = self.cleaned_data, self.contact
        return {
            "contact": contact,
            "to_whom": f"{contact.name}, {contact.post}, {contact.agency.name}"[:300],
            "agency_named": said["agency_named"] == "yes",
            "agency_agreement": said["agency_agreement"] or "",
            **{name: said[name] for name in SAID},
        }

    @property
    def told(self):
        return {name: self.cleaned_data[name] for name in ("tell", "tell_words", "tell_on")}


def _contact(contact):
    again = " – checked more than a year ago: call back again first" if contact.is_stale else ""
    return f"{contact.name}, {contact.post} (called back {contact.verified_at:%-d %B %Y}{again})"
