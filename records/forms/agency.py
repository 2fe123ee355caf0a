"""The directory: other organisations, and the people there who were reached by calling back."""

from django import forms

from records.models import Agency


class AgencyForm(forms.Form):
    name = forms.CharField(label="Name", max_length=200, error_messages={"required": "Write its name."})
    kind = forms.ChoiceField(
        label="What kind of organisation?",
        choices=[("", "Choose"), *Agency.Kind.choices],
        error_messages={"required": "Choose what kind it is."},
    )
    telephone = forms.CharField(
        label="Switchboard",
        help_text="From their own website or a directory, never from a caller.",
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20"}),
    )
    secure_channel = forms.CharField(label="Secure way to send", max_length=200, required=False)


class ContactForm(forms.Form):
    name = forms.CharField(label="Their name", max_length=200, error_messages={"required": "Write their name."})
    post = forms.CharField(label="Their job", max_length=200, error_messages={"required": "Write what their job is."})
    telephone = forms.CharField(
        label="Number you rang back",
        max_length=30,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20"}),
        error_messages={"required": "Enter the number that you rang."},
    )
    number_from = forms.CharField(
        label="Where did you find that number?",
        help_text="Not from the caller. “The council’s website.”",
        max_length=200,
        error_messages={"required": "Say where the number comes from, so that others can trust it."},
    )
