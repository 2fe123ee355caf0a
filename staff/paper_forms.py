"""What is asked about a promise signed on paper."""

from django import forms
from django.utils import timezone

from policy import packs

from .models import PaperPromise
from .models.undertaking import a_year_after


class PaperForm(forms.Form):
    sections = {"Who": ["name", "capacity", "until"], "The paper": ["signed_on", "edition", "witness", "kept"]}

    name = forms.CharField(label="Full name", max_length=200)
    capacity = forms.ChoiceField(
        label="What are they here?", choices=PaperPromise.Capacity.choices, widget=forms.RadioSelect
    )
    until = forms.DateField(
        label="Their last day, if you know it",
        widget=forms.DateInput,
        required=False,
        help_text="Else it is signed again after a year.",
    )
    signed_on = forms.DateField(label="Signed on", widget=forms.DateInput)
    edition = forms.CharField(label="Edition of the words", max_length=50, help_text="It stands on the sheet.")
    witness = forms.CharField(label="Who saw them sign?", max_length=200)
    kept = forms.CharField(
        label="Where is the paper kept?", max_length=200, help_text="For example “Grey cabinet, file P”."
    )

    def __init__(self, *args, **kwargs):
        given = {"edition": packs.current().undertaking_edition} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs | {"initial": given})

    def clean_signed_on(self):
        day, today = self.cleaned_data["signed_on"], timezone.localdate()
        if day > today:
            raise forms.ValidationError("This is in the future. Enter the day on the paper.")
        if a_year_after(day) <= today:
            raise forms.ValidationError("This was signed more than a year ago. Ask them to sign again first.")
        return day

    def clean(self):
        given = super().clean()
        if given.get("until") and given.get("signed_on") and given["until"] <= given["signed_on"]:
            self.add_error("until", "Their last day comes after the day they signed.")
        return given
