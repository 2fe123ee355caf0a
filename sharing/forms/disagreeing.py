"""To disagree with a decision, and to answer whoever does (S-27)."""

from django import forms

from ..models import Disagreement
from .fields import choose, words


class DisagreeForm(forms.Form):
    why = words(
        "Why do you disagree?",
        help_text="Say what you know or saw that weighs more. Whoever answers reads exactly this.",
        error="Say why you disagree. A sentence or two are enough.",
    )


class SettleDisagreementForm(forms.Form):
    answer = choose("What follows?", Disagreement.Answer.choices, error="Say whether it stands, or is decided anew.")
    reason = words(
        "Why?",
        help_text="Whoever disagreed reads this. Say which of their reasons you weighed.",
        error="Say why. Whoever disagreed has given their reasons, and hears yours.",
    )

    def __init__(self, *args, may_wake, **kwargs):
        super().__init__(*args, **kwargs)
        if not may_wake:
            self.fields["answer"].help_text = (
                "What has left cannot be called back. Decided anew then means: say below what is done now, "
                "and ask the question again."
            )
