"""One thing written in a folder: fact, opinion and own words in boxes of their own (S-03, H-22)."""

from django import forms
from django.utils import timezone

from records.entry_kinds import KINDS
from records.models import Entry

from .also import FROM_OTHERS, About
from .asking import Informed, long_answer, not_in_the_future, seen
from .files import Attaching
from .kind import BOXES, OFFERED, OfAKind
from .marks import Marked
from .telling import Told

INFANT_UNTIL = 2  # years: whose outline is offered first


class Parts(OfAKind, Attaching, Marked, Informed):
    """The boxes of an entry."""

    fact = long_answer(
        "What happened", required=False, help_text="Only what was seen or heard. “She had a bruise, 2 cm.”"
    )
    own_words = long_answer("Their very words", rows=2, required=False, help_text="“I fell off the wall.”")
    opinion = long_answer("What you think", rows=2, required=False, help_text="“She seemed afraid to go home.”")
    happened_at = forms.DateTimeField(
        label="When did it happen?",
        validators=[not_in_the_future],
        error_messages={"required": "Enter the day and time, as well as you know them."},
    )

    def clean(self):
        given = super().clean()
        if not any(given.get(name) for name in BOXES):
            self.add_error("fact" if "fact" in self.fields else None, "Write something in at least one of the boxes.")
        return given

    @property
    def outline(self):
        age = self.person.age()
        return "infant" if age is not None and age < INFANT_UNTIL else "child"

    @property
    def record(self):
        return self.person

    @property
    def parts(self):
        given = self.cleaned_data
        kept = {name: given.get(name, "") for name in BOXES} | {"happened_at": given["happened_at"]}
        kept |= {"details": self.asked, "files": given["attached"]}
        return kept | {"reported_by": self.informant, "marks": self.marks.marks}

    @property
    def marks_asked(self):
        """Whether the outlines of the body stand on the page: where the kind needs them, or something is on them."""
        return not self.chosen or self.chosen.on_body or self.marks.is_open


class EntryForm(Told, About, Parts):
    """The short form of one kind. The kind can still be changed, and nothing that was typed is lost by it."""

    # Concerns and decisions are filed by what they come from, so that nobody writes one here and tells no lead.
    kind = forms.ChoiceField(
        label="What kind of entry?",
        choices=[("", "Choose"), *OFFERED],
        error_messages={"required": "Choose what kind of entry this is."},
    )
    reveals = Told.reveals | Parts.reveals

    def __init__(self, *args, folder, by, **kwargs):
        now = timezone.localtime().replace(second=0, microsecond=0, tzinfo=None)
        begun = {"happened_at": now, "kind": "observation"} | (kwargs.pop("initial", None) or {})
        super().__init__(*args, person=folder.person, folder=folder, by=by, initial=begun, **kwargs)
        self.chosen = KINDS.get(self._given("kind")) or KINDS["observation"]
        self.ask_for_kind()
        self.offer_whom(folder.person, by, folder.kind)
        self.ask_of_a_kind(self.chosen.key, folder)
        if folder.person.is_adult():
            for name in Told.base_fields:
                del self.fields[name]

    def clean(self):
        given = super().clean()
        if given.get("kind") == Entry.Kind.REPORTED and not self.informant:
            self.add_error("said_by", "Say who gave you this information.")
        elif self.has_no_say and given.get("kind") and given["kind"] not in self._kinds_allowed(given):
            self.refuse_without_responsibility()
        return given

    def _kinds_allowed(self, given):
        return {Entry.Kind.REPORTED} if given.get("said_by") in self.family else FROM_OTHERS

    @property
    def details(self):
        given = self.cleaned_data
        kept = self.parts | {name: given[name] for name in ("kind", "parent_told") if name in given}
        return kept | {"also": self.parts_of_others, "telling": self.telling}


class CorrectionForm(Parts):
    """A correction stands beneath what it corrects; it replaces nothing."""

    def __init__(self, *args, entry, **kwargs):
        initial = {"happened_at": timezone.localtime(entry.happened_at).replace(tzinfo=None)}
        person = entry.folder.person
        super().__init__(*args, person=person, **kwargs | {"initial": initial | (kwargs.get("initial") or {})})
        self.chosen = KINDS.get(entry.kind)
        self.ask_for_kind(optional=True)

    def clean(self):
        given = super().clean()
        if self.has_no_say:
            self.refuse_without_responsibility()
        return given


class HistoricalForm(forms.Form):
    seen = seen()
    why = forms.CharField(
        label="Why is this out of date?",
        max_length=300,
        error_messages={"required": "Say why, so that the next reader understands."},
    )
