"""A note to oneself."""

from django import forms

from .asking import long_answer


class NoteForm(forms.Form):
    words = long_answer(
        "Your note",
        rows=6,
        help_text="What you want to remember or think over. Only what you need for your work.",
        error_messages={"required": "Write your note."},
    )


class ThrowAwayForm(forms.Form):
    sure = forms.BooleanField(
        label="Nobody will need this note any more: not for their care, not for their safety",
        error_messages={"required": "Confirm that nobody will need it. If somebody may, put it into a folder instead."},
    )
