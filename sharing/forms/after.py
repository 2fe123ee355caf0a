"""What follows a decision: whoever asked is told (H-24), or the proposal is withdrawn."""

from django import forms

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
    said = words("What was said, and how did they take it?", error="Say what was said: the decision and its reasons.")

    @property
    def in_words(self):
        told = self.cleaned_data
        return f"{told['whom']}, {told['how'][:1].lower()}{told['how'][1:]}: {told['said']}"


class WithdrawForm(forms.Form):
    why = words("Why do you withdraw it?", rows=3, error="Say why, so that nobody wonders later.")
