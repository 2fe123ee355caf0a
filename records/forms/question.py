"""Ask the lead, without a name."""

from django import forms

from records.models.person import GROUPS

from .asking import long_answer


class QuestionForm(forms.Form):
    group = forms.ChoiceField(
        label="Is it about a child or an adult?",
        choices=GROUPS,
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether it is about a child or an adult, so that the right lead is asked."},
    )
    words = long_answer(
        "Your question",
        rows=5,
        help_text="Do not name anybody. “A boy of eight told me …” is enough.",
        error_messages={"required": "Write your question."},
    )


class ReplyForm(forms.Form):
    words = long_answer("Write back", rows=4, error_messages={"required": "Write something first."})
