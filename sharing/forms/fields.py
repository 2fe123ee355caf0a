"""Kinds of question that the pages about sharing ask more than once."""

from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

LONGEST = 4000
SLIP = timedelta(minutes=5)  # clocks differ, and people round up


def words(label, *, rows=4, required=True, error="", **kwargs):
    """A text of some sentences. Longer than a page is not a reason any more."""
    errors = {"required": error} if error else None
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(
        label=label, widget=area, max_length=LONGEST, required=required, error_messages=errors, **kwargs
    )


def line(label, *, longest=200, width=20, required=True, error="", **kwargs):
    errors = {"required": error} if error else None
    box = forms.TextInput(attrs={"class": f"govuk-input--width-{width}"})
    return forms.CharField(
        label=label, widget=box, max_length=longest, required=required, error_messages=errors, **kwargs
    )


def choose(label, choices, *, required=True, error="", widget=forms.RadioSelect, **kwargs):
    errors = {"required": error} if error else None
    choices = list(choices.items()) if hasattr(choices, "items") else list(choices)
    return forms.ChoiceField(
        label=label, choices=choices, widget=widget, required=required, error_messages=errors, **kwargs
    )


def not_in_the_future(moment):
    if moment > timezone.now() + SLIP:
        raise ValidationError("This is in the future. Give the time when it happened.")


def not_in_the_past(day):
    if day < timezone.localdate():
        raise ValidationError("This day has passed. Give a day from today on.")


def not_after_today(day):
    if day > timezone.localdate():
        raise ValidationError("This day is still to come. Give the day when it happened.")


def happened(label, *, required=True, error="", **kwargs):
    errors = {"required": error} if error else None
    return forms.DateTimeField(
        label=label, required=required, error_messages=errors, validators=[not_in_the_future], **kwargs
    )


def day_to_come(label, *, required=True, error="", **kwargs):
    errors = {"required": error} if error else None
    return forms.DateField(
        label=label, required=required, error_messages=errors, validators=[not_in_the_past], **kwargs
    )


class DraftForm(forms.Form):
    """A page of a draft: it remembers which version of the draft it was made from."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, draft, initial=None, **kwargs):
        self.draft = draft
        super().__init__(*args, initial={"seen": draft.version, **(initial or {})}, **kwargs)

    @property
    def seen_version(self):
        return self.cleaned_data.get("seen") or 0

    @property
    def said(self):
        """What was said, as the draft keeps it: texts, and times as texts."""
        said = {name: value for name, value in self.cleaned_data.items() if name != "seen"}
        return {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in said.items()}
