"""What a lead says at the end of the quarterly round."""

from django import forms

from .asking import long_answer


class ReviewForm(forms.Form):
    found = long_answer(
        "What did you find, and what did you change?",
        rows=3,
        help_text="Name nobody. “Two covers ended early.” Leave it empty if all is as it should be.",
        required=False,
    )
    looked = forms.BooleanField(
        label="I have looked through everybody on this page and the pages after it",
        error_messages={"required": "Look through all of it first, then tick this."},
    )
