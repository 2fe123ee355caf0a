"""Which day somebody asks about."""

from datetime import date

from django import forms
from django.utils import timezone

THEN = date(1900, 1, 1)


class DayForm(forms.Form):
    on = forms.DateField(label="Which day?", help_text="We show what was written down by the end of that day.")

    def clean_on(self):
        on = self.cleaned_data["on"]
        if not THEN <= on <= timezone.localdate():
            raise forms.ValidationError("Give a day that has been.")
        return on
