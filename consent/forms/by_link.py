"""To ask somebody by a link, what they answer at its door, and what whoever asked says of the answer."""

from django import forms

from policy import packs, sheets

from ..by_link import why_not
from ..models import SheetLink
from ..models.sheet_link import NOT_ALONE
from .answer import CHECKS
from .asking import GiveSheetForm
from .fields import YES_NO, lines, radios


class AskByLinkForm(GiveSheetForm):
    """As a sheet that is taken home; and to which mailbox, which only they may read."""

    sections = {"Who is asked": ["respondent"], **GiveSheetForm.sections, "Where the link goes": ["sent_to", "alone"]}
    sections.pop("Who takes it")

    respondent = radios("Who is asked?", [])
    sent_to = forms.EmailField(label="Their e-mail address", help_text="The message says only that something waits.")
    alone = radios(
        "Does anybody else read this mailbox, or use their phone?",
        [("no", "No, only they do"), ("yes", "Yes, or I am not sure")],
    )

    def clean_alone(self):
        if self.cleaned_data["alone"] != "no":
            raise forms.ValidationError(NOT_ALONE)
        return "no"

    def clean(self):
        cleaned = super().clean()
        if not self.errors and (reason := why_not(self.row())):
            self.add_error("respondent", reason)
        return cleaned

    def link(self):
        return self.answer() | {"sent_to": self.cleaned_data["sent_to"], "alone": self.cleaned_data["alone"] == "no"}


class DoorForm(forms.Form):
    """At the door: three answers, in the language of the sheet, and their own words."""

    answer = radios("", SheetLink.Answer.choices, error_messages={"required": "Choose one of the three."})
    words = lines("", rows=3, required=False)

    def __init__(self, *args, language, **kwargs):
        super().__init__(*args, **kwargs)
        said = {**WORDS, **sheets.words(packs.current(), language).answers}
        self.fields["answer"].label, self.fields["words"].label = said["ask"], said["words"]
        self.fields["answer"].choices = [(key, said[key]) for key in SheetLink.Answer.values]
        self.send = said["send"]


WORDS = {
    "ask": "What do you say?",
    **dict(SheetLink.Answer.choices),
    "words": "Anything you want to tell us (you need not)",
    "send": "Send my answer",
}


class LookedForm(forms.Form):
    """Of a no, or a wish to talk, that it was read."""

    def counts(self):
        return None


class CountsForm(LookedForm):
    """Of a yes, what makes it count: whoever asked knows them, and the link does not."""

    checks = forms.MultipleChoiceField(
        label="Tick what is true",
        help_text="A yes counts only when all four are. If you do not know, ask them before you tick it.",
        choices=CHECKS,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    checks.needed = True  # for a yes that counts: without them it is kept, and does not
    lead_looks = radios("Should the safeguarding lead look at this answer before anybody relies on it?", YES_NO)

    def counts(self):
        given = self.cleaned_data
        ticked = {check: check in given["checks"] for check, _ in CHECKS}
        return ticked | {"coercion_suspected": given["lead_looks"] == "yes"}
