"""Setting a flag, looking at it again, ending it."""

from django import forms

from records.models import Flag

from .telling import day_to_look


class FlagForm(forms.Form):
    kind = forms.ChoiceField(label="What is it about?", choices=Flag.Kind.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label="What must whoever opens this record know?",
        help_text="One line, and what to do. Never an address that must stay secret.",
        max_length=300,
        error_messages={"required": "Say what they must know, in one line."},
    )
    told = forms.CharField(
        label="Who was told that this flag stands here?",
        help_text="The person, or a parent, and when; or why nobody was told.",
        max_length=300,
        error_messages={"required": "Say who was told of the flag, or why nobody was."},
    )
    review_on = day_to_look()


class FlagReviewForm(forms.Form):
    reveals = {"review_on": ("answer", "stays")}

    answer = forms.ChoiceField(
        label="Does it still hold?",
        choices=[("stays", "Yes, until it is looked at again"), ("ends", "No, end it")],
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether it still holds."},
    )
    review_on = day_to_look()
    why = forms.CharField(label="Why?", max_length=300, error_messages={"required": "Say why."})
