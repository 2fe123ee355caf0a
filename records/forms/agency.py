"""The directory: other organisations, and the people there who were reached by calling back."""

from django import forms

from policy import packs
from records.models import Agency

from .asking import seen


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
    number_from = forms.CharField(
        label="Where did you find that number?",
        help_text="“Their own website, today.”",
        max_length=200,
        required=False,
        error_messages={"required": "Say where the number comes from, so that others can trust it."},
    )
    secure_channel = forms.CharField(
        label="Secure way to send",
        help_text="As they told you themselves. Never a chat group or a social network.",
        max_length=200,
        required=False,
    )
    procedures = forms.CharField(
        label="How do you ask or refer there?",
        help_text="Their form, where it is, and when somebody answers.",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self):
        given = super().clean()
        if given.get("telephone") and not given.get("number_from"):
            self.add_error("number_from", self.fields["number_from"].error_messages["required"])
        return given

    def clean_secure_channel(self):
        """A channel the policy refuses is not written down as a secure one (H-30)."""
        said = self.cleaned_data["secure_channel"]
        if refused := packs.current().refusal_of(said):
            raise forms.ValidationError(refused)
        return said


class ChangeAgencyForm(AgencyForm):
    seen = seen()

    def __init__(self, *args, agency, initial=None, **kwargs):
        told = {name: getattr(agency, name) for name in AgencyForm.base_fields} | {"seen": agency.version}
        super().__init__(*args, initial=told | (initial or {}), **kwargs)


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
