"""What a lead says about that which was held back, and about that which should not have left."""

from django import forms

from records.forms.asking import OneOf

from ..models import HeldBack, Incident
from .fields import choose, words

ANSWERS = {"yes": "Yes, it may go exactly as it is", "no": "No: it is taken out, or goes another way"}


class Shown(forms.Form):
    """An answer goes to what stood on the page, and never to what has come in its place since."""

    def __init__(self, *args, among, shown, initial=None, **kwargs):
        super().__init__(*args, initial={**(initial or {}), "seen": shown and shown.public_id}, **kwargs)
        self.fields["seen"].queryset = among


def shown(model):
    old = {"required": "This page is old. Open it again.", "invalid_choice": "This page is old. Open it again."}
    return OneOf(model.objects.none(), widget=forms.HiddenInput, error_messages=old)


class LetGoForm(Shown):
    seen = shown(HeldBack)
    lets_go = choose("May it leave?", ANSWERS, error="Say whether it may leave.")
    reason = words("Why?", error="Give the reason: it is kept with the decision.")

    @property
    def answer(self):
        return {"lets_go": self.cleaned_data["lets_go"] == "yes", "reason": self.cleaned_data["reason"]}


class MistakeForm(Shown):
    seen = shown(Incident)
    done = words(
        "What was done about it?",
        error="Say what was done: who was rung, what came back, who is at risk now and was told.",
        help_text="Who was rung; whether it came back or was destroyed; who is at risk now, and who keeps them safe.",
    )
