"""Opening a record in an emergency, and what the leads say to it (D7)."""

from uuid import UUID

from django import forms

from records import glass
from records.models import BreakGlass
from staff.forms import SignatureForm

from .asking import is_uuid

FEWEST = 30
NOBODY = (
    "No record answers to that. Check the spelling and the day. You need no record to keep somebody safe: "
    "ring 999 if they are in danger, and ring a lead, who can look."
)
NOT_A_REFERENCE = "Copy the whole reference. It has 32 letters and numbers."


class BreakGlassForm(SignatureForm):
    """One record, named exactly: nothing is looked up while it is typed, and nothing is suggested."""

    reveals = {
        "name": ("by", "name"),
        "born_on": ("by", "name"),
        "reference": ("by", "reference"),
    }
    refused = " Nothing was opened."

    by = forms.ChoiceField(
        label="Which record?",
        choices=[("name", "By name and date of birth"), ("reference", "By its reference")],
        widget=forms.RadioSelect,
        initial="name",
        error_messages={"required": "Say which record, by name or by reference."},
    )
    name = forms.CharField(
        label="Full name",
        help_text="The whole name, as it stands on the record.",
        max_length=200,
        error_messages={"required": "Enter the whole name."},
    )
    born_on = forms.DateField(
        label="Date of birth",
        help_text="Of a child not yet born, the day it is due.",
        error_messages={"required": "Enter the date of birth."},
    )
    reference = forms.CharField(
        label="Reference",
        help_text="The long number in the address of the record’s page.",
        max_length=60,
        error_messages={"required": "Enter the reference."},
    )
    reason = forms.ChoiceField(
        label="Why?", widget=forms.RadioSelect, error_messages={"required": "Choose the reason that fits best."}
    )
    words = forms.CharField(
        label="What has happened, and what do you need to know?",
        help_text=f"At least {FEWEST} characters. The leads read it.",
        min_length=FEWEST,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": "Say what has happened, and what you need to know.",
            "min_length": f"Say more, in at least {FEWEST} characters: what has happened, what you need to know.",
        },
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = list(glass.reasons_to_break().items())
        self.fields["password"].label = "Your password"
        self.fields["password"].error_messages["required"] = "Enter your password. Without it nothing is opened."

    def clean_reference(self):
        typed = "".join(self.cleaned_data["reference"].split())
        if typed and not is_uuid(typed):
            raise forms.ValidationError(NOT_A_REFERENCE)
        return UUID(typed) if typed else None

    def say_nobody(self):
        """The one answer where there is no such record, and where there is one that is hidden from whoever asks."""
        self.add_error("name" if self.cleaned_data["by"] == "name" else "reference", NOBODY)

    @property
    def details(self):
        given = self.cleaned_data
        which = ["name", "born_on"] if given["by"] == "name" else ["reference"]
        said = glass.reasons_to_break()[given["reason"]]
        return {"reason": given["reason"], "why": said, "words": given["words"]} | {key: given[key] for key in which}


class AllowForm(forms.Form):
    reveals = {"words": ("answer", "no")}

    answer = forms.ChoiceField(
        label="May they open it now, for four hours?",
        choices=[("yes", "Yes"), ("no", "No")],
        widget=forms.RadioSelect,
        error_messages={"required": "Say yes or no."},
    )
    words = forms.CharField(
        label="Why not?",
        help_text="They read this. Say what they can do instead.",
        max_length=1000,
        error_messages={"required": "Say why not, and what they can do instead."},
    )


class AnswerForGlassForm(forms.Form):
    answer = forms.ChoiceField(
        label="Was it needed?",
        choices=BreakGlass.Answer.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether it was needed."},
    )
    words = forms.CharField(
        label="What did you find?",
        help_text="Whom you asked, and what follows from it. Whoever opened the record reads this.",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say what you found."},
    )
