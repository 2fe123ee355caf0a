"""What a lead says about that which was held back, and about that which should not have left."""

from django import forms

from .fields import choose, words

ANSWERS = {"yes": "Yes, it may go exactly as it is", "no": "No: it is taken out, or goes another way"}


class LetGoForm(forms.Form):
    lets_go = choose("May it leave?", ANSWERS, error="Say whether it may leave.")
    reason = words("Why?", error="Give the reason: it is kept with the decision.")

    @property
    def answer(self):
        return {"lets_go": self.cleaned_data["lets_go"] == "yes", "reason": self.cleaned_data["reason"]}


class MistakeForm(forms.Form):
    done = words(
        "What was done about it?",
        error="Say what was done: who was rung, what came back, who is at risk now and was told.",
        help_text="Who was rung; whether it came back or was destroyed; who is at risk now, and who keeps them safe.",
    )
