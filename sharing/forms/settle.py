"""Recording and signing what the rules leave to anyone: the reasons, the seven checks, one's own password (S-29)."""

from django import forms

from policy import packs
from staff.forms import SignatureForm

from ..signing import CHECKS, LEAST_RATIONALE
from .fields import day_to_come, words
from .golden import ask_golden_rules, golden_rules, with_golden


class SettleForm(SignatureForm):
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    rationale = words(
        "Why is this the right decision?",
        help_text="Short and clear. It goes into the record as you write it.",
        error="Say why. A decision without its reasons cannot be signed.",
    )
    checks = forms.MultipleChoiceField(
        label="What you have checked about what leaves",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Check each of the seven."},
    )
    golden = golden_rules()
    safety_plan = words(
        "How is the person kept safe meanwhile?", rows=3, error="Say how they are kept safe, or that nobody is at risk."
    )
    review_on = day_to_come("When will this be looked at again?", error="Set a date to look at this again.")
    no_conflict = forms.BooleanField(
        label="I have no conflict of interest in this",
        error_messages={"required": "Confirm it, or send this to the lead instead."},
    )

    def __init__(self, *args, draft, outcome, initial=None, **kwargs):
        super().__init__(*args, initial={"seen": draft.version, **(initial or {})}, **kwargs)
        pack = packs.current()
        self.fields["checks"].choices = [(key, pack.checks[key]) for key in CHECKS]
        ask_golden_rules(self)
        for name in ("safety_plan", "review_on") if outcome == "share" else ("checks",):
            del self.fields[name]

    def clean_rationale(self):
        said = self.cleaned_data["rationale"]
        if len("".join(said.split())) < LEAST_RATIONALE:
            raise forms.ValidationError("Say why in a sentence or two. It is kept as the reason.")
        return said

    def clean_checks(self):
        if set(CHECKS) - set(self.cleaned_data["checks"]):
            raise forms.ValidationError("Check each of the seven. What you cannot check yet must not leave yet.")
        return self.cleaned_data["checks"]

    @property
    def seen_version(self):
        return self.cleaned_data.get("seen") or 0

    @property
    def statement(self):
        said = {name: said for name, said in self.cleaned_data.items() if name not in ("seen", "password")}
        return with_golden(said)

    def add_problems(self, problems):
        """Everything that still stands in the way, on the field it is about or above them all."""
        for problem in problems:
            self.add_error(problem.field if problem.field in self.fields else None, problem.reason)
