"""What is asked about an agreement with a partner (S-12)."""

from django import forms

from policy import packs
from records.forms.asking import seen
from records.forms.files import SCAN_HELP, SCANS_TODAY, FilesField, is_too_much_today, size_of
from records.models import Agency

from .fields import choose, day_to_come, line, words

TICKED = forms.CheckboxSelectMultiple


class RecordForm(forms.Form):
    agency = forms.ModelChoiceField(
        Agency.objects.none(),
        label="With which organisation?",
        to_field_name="public_id",
        empty_label="Choose",
        error_messages={"required": "Choose the organisation. A new one is added to the directory first."},
    )
    parties = line("Who signed it, for whom?", longest=500, width=30, error="Say who signed it, on both sides.")
    purposes = forms.MultipleChoiceField(
        label="For what?", widget=TICKED, error_messages={"required": "Tick at least one purpose."}
    )
    information = forms.MultipleChoiceField(
        label="Which kinds of information?", widget=TICKED, error_messages={"required": "Tick at least one kind."}
    )
    legal_basis = choose("On which lawful basis?", [], error="Choose the basis it names.")
    starts_on = forms.DateField(label="From", error_messages={"required": "Give the day it begins."})
    review_on = day_to_come("Looked at again on", error="Give the day on which it is looked at again.")
    ends_on = day_to_come("Last day", error="Give its last day. No agreement goes on for ever.")
    documents = FilesField(label="The signed agreement, scanned", help_text=SCAN_HELP, required=True)

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.by, pack = by, packs.current()
        self.fields["agency"].queryset = Agency.objects.all().order_by("name")
        self.fields["purposes"].choices = list(pack.purposes.items())
        self.fields["information"].choices = [one for one in pack.information.items() if one[0] != "grievance"]
        self.fields["legal_basis"].choices = list(pack.legal_bases.items())

    def clean_documents(self):
        files = self.cleaned_data["documents"]
        if not files:
            raise forms.ValidationError("Choose the scan of the signed agreement.")
        if is_too_much_today(size_of(files), self.by):
            raise forms.ValidationError(SCANS_TODAY)
        return files

    def clean(self):
        said = super().clean()
        days = [said.get(name) for name in ("starts_on", "review_on", "ends_on")]
        if all(days) and days != sorted(days):
            self.add_error("review_on", "It begins, is looked at again, and ends, in this order. Check the three days.")
        return said

    @property
    def details(self):
        said = dict(self.cleaned_data)
        return {"files": said.pop("documents"), **said}


class ReviewAgreementForm(forms.Form):
    review_on = day_to_come("When is it looked at next?", error="Give the next day.")
    why = words("What did you look at, and does it still fit?", rows=3, error="Say what you looked at.")
    seen = seen()

    def __init__(self, *args, agreement, initial=None, **kwargs):
        super().__init__(*args, initial={"seen": agreement.version} | (initial or {}), **kwargs)
        self.agreement = agreement

    def clean_review_on(self):
        day = self.cleaned_data["review_on"]
        if day > self.agreement.ends_on:
            raise forms.ValidationError(
                "It has ended by then. Give a day before its last one, or make a new agreement."
            )
        return day


class EndAgreementForm(forms.Form):
    why = words("Why does it end?", rows=3, error="Say why it ends.")


class WithoutForm(forms.Form):
    reason = words(
        "Why is this shared again without an agreement?",
        error="Give your reason. Say also whether an agreement is being made.",
    )
