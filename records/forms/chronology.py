"""What to show of a chronology: days, and choices from fixed lists; no words, so that none stand in an address."""

from django import forms

from records.chronology import SOURCES
from records.entry_says import SIGNIFICANCE
from records.models import Entry, Folder

ALL = [("", "All")]


class ChronologyForm(forms.Form):
    whose = forms.ChoiceField(label="Whose?", required=False)
    kind = forms.ChoiceField(label="What kind?", required=False)
    weight = forms.ChoiceField(label="How much it matters", choices=ALL + SIGNIFICANCE, required=False)
    folder = forms.ChoiceField(label="Folder", required=False)
    order = forms.ChoiceField(label="Order", choices=[("", "Newest first"), ("oldest", "Oldest first")], required=False)
    since = forms.DateField(label="From", required=False)
    until = forms.DateField(label="To", required=False)

    def __init__(self, *args, person, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["whose"].choices = [("", f"{person.name} only"), ("family", "The whole family")]
        self.fields["kind"].choices = ALL + [(key, source.title) for key, source in SOURCES.items()]
        self.fields["folder"].choices = ALL + [(kind, kind.label) for kind in Folder.KINDS_FOR[person.group]]
        for name in self.fields:
            self[name].optional = False

    @property
    def asked(self):
        """What was chosen; what no list offers is as if it had not been asked for."""
        self.is_valid()
        return {name: self.cleaned_data.get(name) or None for name in self.fields}


class WeighForm(forms.Form):
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    significance = forms.ChoiceField(
        label="How much does it matter?",
        choices=Entry._meta.get_field("significance").choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Say how much it matters."},
    )
    hints = {
        "significance": {
            "routine": "Daily life. It stands in the chronology as a ring.",
            "noted": "Somebody reading later should not miss it.",
            "significant": "It changes what is known, or what is to be done.",
        }
    }
