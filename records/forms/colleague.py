"""What is written about somebody who works here, in a folder apart; and whether the designated officer was told."""

from django import forms
from django.utils import timezone

from records.models import Allegation, Entry

from .asking import long_answer, not_in_the_future

KINDS = [Entry.Kind.MEETING, Entry.Kind.CALL, Entry.Kind.REPORT, Entry.Kind.OBSERVATION]
NOT_NAMED = "Say whom it comes from, for example “the designated officer”."


class Boxes(forms.Form):
    """Fact, own words and opinion stand apart here too."""

    happened_at = forms.DateTimeField(label="When did it happen?", validators=[not_in_the_future])
    reported_by = forms.CharField(label="Who said it, if not you?", max_length=200, required=False)
    fact = long_answer("What happened", required=False, help_text="Only what was seen, heard or done.")
    own_words = long_answer("Their very words", rows=2, required=False)
    opinion = long_answer("What you think", rows=2, required=False)

    def __init__(self, *args, by, **kwargs):
        now = timezone.localtime().replace(second=0, microsecond=0, tzinfo=None)
        super().__init__(*args, **kwargs | {"initial": {"happened_at": now} | (kwargs.get("initial") or {})})

    def clean(self):
        given = super().clean()
        if not any(given.get(name) for name in ("fact", "own_words", "opinion")):
            self.add_error("fact", "Write something in at least one of the three boxes.")
        return given

    @property
    def parts(self):
        return self.cleaned_data


class ColleagueEntryForm(Boxes):
    field_order = ["kind"]
    offered = ()  # no other record is named here

    kind = forms.ChoiceField(
        label="What kind of entry?",
        error_messages={"required": "Choose what kind of entry this is."},
    )

    def __init__(self, *args, folder, **kwargs):
        super().__init__(*args, **kwargs)
        kinds = [Entry.Kind(kind) for kind in folder.entries_that_fit or KINDS]
        self.fields["kind"].choices = [("", "Choose"), *((kind.value, kind.label) for kind in kinds)]

    @property
    def details(self):
        return self.cleaned_data


class ColleagueCorrectionForm(Boxes):
    def __init__(self, *args, entry, **kwargs):
        happened_at = timezone.localtime(entry.happened_at).replace(tzinfo=None)
        super().__init__(*args, **kwargs | {"initial": {"happened_at": happened_at} | (kwargs.get("initial") or {})})


class OfficerForm(forms.Form):
    """Told, or a reason why not: one of the two, and never silence."""

    reveals = {"told_at": ("answer", "told"), "said": ("answer", "told"), "why": ("answer", "not_needed")}

    answer = forms.ChoiceField(
        label="Was the designated officer told?",
        choices=[("told", "Yes, I told them"), ("not_needed", "They need not be told")],
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether the officer was told."},
    )
    told_at = forms.DateTimeField(label="When?", validators=[not_in_the_future])
    said = long_answer("What did they say?", help_text="Their name, what they advised, and what you do now.")
    why = long_answer(
        "Why not?",
        help_text="For example: nobody was or could have been harmed. Not sure? Ring them; no name is needed.",
    )

    @property
    def details(self):
        given = self.cleaned_data
        told = given["answer"] == Allegation.Answer.TOLD
        words, told_at = (given["said"], given["told_at"]) if told else (given["why"], None)
        return {"answer": given["answer"], "words": words, "told_at": told_at}
