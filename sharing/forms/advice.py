"""Advice from outside: what is asked, without names where that is possible, and what came back (S-21, H-16)."""

from django import forms

from policy import packs

from ..anonymous import brief_without_names, names_in
from .deciding import LONG


class SeekAdviceForm(forms.Form):
    door = forms.ChoiceField(label="Whom do you ask?", widget=forms.RadioSelect)
    asked = forms.CharField(
        label="What do you ask?", help_text="The case without names, to read out. Change it freely.", max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 12}), error_messages={"required": "Say what you ask."},
    )  # fmt: skip
    named = forms.BooleanField(label="I name the person", required=False)

    def __init__(self, *args, decision, initial=None, **kwargs):
        self.decision = decision
        super().__init__(*args, initial={"asked": brief_without_names(decision)[:LONG], **(initial or {})}, **kwargs)
        doors = packs.current().advice_doors.values()
        self.fields["door"].choices = [(door.name, f"{door.name}, {door.number}") for door in doors]

    def clean(self):
        said = super().clean()
        names = [] if said.get("named") else names_in(said.get("asked", ""), self.decision)
        if names:
            self.add_error(
                "asked", f"This gives away {', '.join(names)}. Take it out, or tick that you name the person."
            )
        return said


class AdviceForm(forms.Form):
    """What came back, and what was done about it (S-21)."""

    person = forms.CharField(label="Who advised you?", max_length=200, error_messages={"required": "Say who it was."})
    advised = forms.CharField(label="What did they advise?", max_length=LONG, widget=forms.Textarea(attrs={"rows": 4}))
    done = forms.CharField(label="What do you do about it?", max_length=LONG, widget=forms.Textarea(attrs={"rows": 3}))
    named = forms.BooleanField(label="The person was named", required=False)
