"""What is asked before anything is proposed, agreed to, taken back or held."""

from django import forms

from records.forms.asking import long_answer, seen
from staff.forms import SignatureForm

from ..disposing.proposal import rules_for
from ..models import Hold

NAME_NOBODY = "It stays for ever in the record of disposals: name nobody."


class ProposeForm(forms.Form):
    rule = forms.ChoiceField(
        label="Which rule of the policy says so?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the rule. Nothing is destroyed without one."},
    )
    why = forms.CharField(
        label="Why now?",
        help_text=NAME_NOBODY,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say why. Nothing is destroyed without a reason."},
    )

    def __init__(self, *args, thing, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["rule"].choices = list(rules_for(thing).items())


class AgreeForm(SignatureForm):
    """The second person signs."""

    seen = seen()
    refused = " Nothing was agreed."


class WithdrawForm(forms.Form):
    why = forms.CharField(
        label="Why?",
        help_text=NAME_NOBODY,
        max_length=500,
        error_messages={"required": "Say why. Others wonder what became of it."},
    )


class HoldForm(forms.Form):
    kind = forms.ChoiceField(label="Who needs it?", choices=Hold.Kind.choices, widget=forms.RadioSelect)
    reason = long_answer(
        "Which case, inquiry or claim is it?",
        rows=3,
        help_text="So that somebody else can tell later whether it is over.",
        error_messages={"required": "Say what it is needed for."},
    )


class LiftForm(forms.Form):
    why = long_answer("How do you know that it is over?", rows=3, error_messages={"required": "Say how you know."})
