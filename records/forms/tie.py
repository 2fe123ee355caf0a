"""Telling the lead whom one knows, and what the lead does about it."""

from django import forms

from records.models.home_mark import NOT_WHOLE
from records.safe_address import POSTCODE

from .asking import Finding, OneFound


class DeclareForm(forms.Form):
    words = forms.CharField(
        label="Whom are you related to, or do you know?",
        help_text="A person or a family, and how: “The Larkins in Mill Lane are my neighbours.”",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Say whom you know, and how."},
    )


class PostcodeForm(forms.Form):
    """An empty answer is no mistake: it takes back what was given."""

    protected_value = forms.CharField(
        label="Your home postcode",
        help_text="For example SW1A 1AA. Leave it empty to take back what you gave before.",
        max_length=10,
        required=False,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10", "spellcheck": "false"}),
    )

    def clean_protected_value(self):
        given = self.cleaned_data["protected_value"].strip()
        if given and not POSTCODE.fullmatch(given):
            raise forms.ValidationError(NOT_WHOLE)
        return given


class TieForm(Finding):
    finds = "person"
    reveals = {"shut_out": ("answer", "act")}

    answer = forms.ChoiceField(
        label="What follows from it?",
        choices=[("act", "They are tied to somebody whose record we keep"), ("dismiss", "Nothing need be done")],
        widget=forms.RadioSelect,
        error_messages={"required": "Say what follows from it."},
    )
    person = OneFound(label="Whose record?", required=False)
    shut_out = forms.ChoiceField(
        label="May they go on seeing it?",
        choices=[
            ("family", "No: shut them out of the whole family"),
            ("record", "No: shut them out of this record"),
            ("no", "Yes, if they have a reason to, like everybody else"),
        ],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label="Why?",
        max_length=500,
        error_messages={"required": "Say why. It is kept, and only those who look after access read it."},
    )

    def __init__(self, *args, tie, among, **kwargs):
        self.tie = tie
        super().__init__(*args, among=among, always=[tie.person] if tie.person else [], **kwargs)
        if tie.person:
            self.fields["person"].initial = tie.person.public_id

    def clean(self):
        given = super().clean()
        if given.get("answer") == "act" and not self.errors:
            self._check(given.get("person"), given["shut_out"])
        return given

    def _check(self, person, shut_out):
        if person is None:
            self.add_error("person", "Look for somebody by name, then choose them.")
        elif shut_out != "no" and person.shuts_out(self.tie.user):
            self.add_error("shut_out", "They are shut out of this record already. Choose the last answer.")
        elif shut_out != "no" and not person.would_still_be_run_without(self.tie.user):
            self.add_error("shut_out", "Nobody who may decide would be left. Ask the senior leader to name somebody.")
