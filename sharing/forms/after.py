"""What follows a decision: whoever asked is told (H-24), or the proposal is withdrawn."""

from django import forms

from .. import letter
from .fields import choose, happened, line, words

HOW = [
    ("By telephone", "By telephone"),
    ("Face to face", "Face to face"),
    ("In a letter or secure message", "In a letter or secure message"),
]


class ToldRequesterForm(forms.Form):
    whom = line("Who was told?", error="Say who was told.")
    how = choose("How?", HOW, error="Say how they were told.")
    at = happened("When?", error="Say when they were told.")
    said = words("What are they told?", rows=6, error="Say what was said: the decision and its reasons.")

    def __init__(self, *args, decision, initial=None, **kwargs):
        self.decision = decision
        begun = {"whom": decision.request.name}
        if decision.request.is_from_outside:
            begun["said"] = letter.draft(decision)
        super().__init__(*args, initial=begun | (initial or {}), **kwargs)
        if decision.request.is_from_outside:
            self.fields["said"].widget.attrs["rows"] = 22
            self.fields[
                "said"
            ].help_text = "Drafted from the outcome. Read it, change it, and add nothing they need not know."

    def clean_said(self):
        said = self.cleaned_data["said"]
        if self.decision.request.is_from_outside and (why := letter.given_away(said, self.decision)):
            raise forms.ValidationError(why)
        return said

    @property
    def in_words(self):
        told = self.cleaned_data
        return f"{told['whom']}, {told['how'][:1].lower()}{told['how'][1:]}: {told['said']}"


class WithdrawForm(forms.Form):
    why = words("Why do you withdraw it?", rows=3, error="Say why, so that nobody wonders later.")
