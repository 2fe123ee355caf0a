"""The few kinds of box that these forms are made of, and the check of an answer by the row it would become."""

from django import forms
from django.core.exceptions import ValidationError

YES_NO = [("yes", "Yes"), ("no", "No")]
LONGEST = 4000


def radios(label, choices, **more):
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect, **more)


def lines(label, rows=4, **more):
    return forms.CharField(label=label, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": rows}), **more)


def line(label, longest=200, **more):
    return forms.CharField(label=label, max_length=longest, **more)


class CheckedByItsModel(forms.Form):
    """A form whose answers are checked by the row they would become, so that form and record cannot disagree."""

    shown_at: dict[str, str] = {}

    def __init__(self, *args, person, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.person, self.by = person, by

    def clean(self):
        cleaned = super().clean()
        if not self.errors:
            try:
                self.row().clean()
            except ValidationError as problem:
                self._show(problem)
        return cleaned

    def _show(self, problem):
        for field, messages in problem.update_error_dict({}).items():
            shown = self.shown_at.get(field, field)
            self.add_error(shown if shown in self.fields else None, messages)
