"""Looking through the week, and what a reader and a lead say to unusual reading (D13, D14)."""

from django import forms

from records.models import LookedAt

HOW = "Say what is to be followed up."


class WeekLookForm(forms.Form):
    """One thing: fine, or to be followed up and how."""

    outcome = forms.ChoiceField(
        label="What did you find?",
        choices=LookedAt.Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether it is fine."},
    )
    words = forms.CharField(label="In a few words", max_length=1000, required=False)

    def clean(self):
        given = super().clean()
        if given.get("outcome") == LookedAt.Outcome.FOLLOW and not given.get("words"):
            self.add_error("words", HOW)
        return given


class WeekForm(forms.Form):
    """The same two questions for each thing of the week."""

    def __init__(self, *args, things, **kwargs):
        super().__init__(*args, **kwargs)
        self.things = things
        for thing in things:
            self.fields[f"outcome_{thing.key}"] = self._about(thing, "outcome")
            self.fields[f"words_{thing.key}"] = self._about(thing, "words")

    @staticmethod
    def _about(thing, name):
        question = WeekLookForm().fields[name]
        question.label = f"{thing.title}: {question.label.lower()}"
        return question

    def clean(self):
        given = super().clean()
        for thing in self.things:
            if given.get(f"outcome_{thing.key}") == LookedAt.Outcome.FOLLOW and not given.get(f"words_{thing.key}"):
                self.add_error(f"words_{thing.key}", HOW)
        return given

    def asked_about(self, thing):
        return self[f"outcome_{thing.key}"], self[f"words_{thing.key}"]

    @property
    def looked(self):
        given = self.cleaned_data
        return [(thing.of, given[f"outcome_{thing.key}"], given[f"words_{thing.key}"]) for thing in self.things]


class ExplainForm(forms.Form):
    words = forms.CharField(
        label="Is there a reason? Say it here",
        help_text="For example “I was on call that night”. The lead reads it. Name nobody.",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say what the reason was."},
    )
