"""What left: pieces chosen one by one, each with its reason, to a named person, by a secure way (S-14, S-22, H-30)."""

from django import forms
from django.core.exceptions import ValidationError

from policy import packs
from records.models import AgencyContact

from ..files import OF_WORDS
from ..leaving.others import LEFT_OUT, lines_of, not_in, without
from ..leaving.pieces import pieces_of
from .fields import choose, line, words
from .how import HowForm

MORE = (1, 2, 3)
NATURE = "Say whether it is a fact, an opinion or what somebody said."
WHY = "Say why this piece is needed, or leave it out."


class DiscloseForm(HowForm):
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
        self._ask_about_the_family()

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
            if not hasattr(piece, "file"):
                self._offer_to_leave_out(piece, take)
                names.append(f"out_{piece.key}")
        if names:
            self.sections["From the record"] = names

    def _offer_to_leave_out(self, piece, take):
        hint = f"One line for each, as it stands there. They hear “{LEFT_OUT}” in its place."
        box = words("Leave these words out", rows=2, required=False, help_text=hint)
        self.fields[f"out_{piece.key}"] = box
        self.reveals[f"out_{piece.key}"] = (take, True)

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

    def clean(self):
        said = super().clean()
        for piece in self.pieces:
            if said.get(f"take_{piece.key}") and piece.why_locked:
                self.add_error(f"take_{piece.key}", piece.why_locked)
            if missing := not_in(piece.item["what"], lines_of(said.get(f"out_{piece.key}"))):
                self.add_error(f"out_{piece.key}", f"This does not stand there: {missing[0]}")
        if not self.errors and not self.items:
            raise ValidationError("Choose at least one piece. Nothing is in by itself.")
        return said

    @property
    def items(self):
        """Exactly what leaves, in the order it is shown."""
        said = self.cleaned_data
        chosen = [piece for piece in self.pieces if said.get(f"take_{piece.key}")]
        items = [self._item(piece, said) for piece in chosen]
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

    def _item(self, piece, said):
        """One piece as it leaves: made anew without the words that were left out of it."""
        item = piece.item | {"why_needed": said[f"why_{piece.key}"]}
        return item | {"what": without(item["what"], lines_of(said.get(f"out_{piece.key}")))}
