"""Looking again at what was not shared: it stays so, for a reason and until a day (S-19, H-21)."""

from django import forms

from .fields import day_to_come, words


class LookAgainForm(forms.Form):
    seen = forms.IntegerField(widget=forms.HiddenInput)
    why = words(
        "Why does it stay not shared?",
        help_text="Say what is new, and why it changes nothing. It is kept beside the decision.",
        error="Say why it stays as it is, or weigh it anew.",
    )
    look_on = day_to_come("When will this be looked at again?", error="Set a day to look at this again.")

    def __init__(self, *args, decision, initial=None, **kwargs):
        super().__init__(*args, initial={"seen": decision.version, **(initial or {})}, **kwargs)
