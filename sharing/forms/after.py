"""What follows a decision: whoever asked is told (H-24), or the proposal is withdrawn."""

from django import forms

from records.models import Concern

from .. import letter
from ..models import Reply
from .fields import choose, happened, line, words

HOW = [
    ("By telephone", "By telephone"),
    ("Face to face", "Face to face"),
    ("In a letter or secure message", "In a letter or secure message"),
]


class ToldRequesterForm(forms.Form):
    whom = line("Who was told?", error="Say who was told.")
    how = choose("How?", HOW, error="Say how they were told.")
    at = happened("When?", error="Say when they were told.")
    said = words("What are they told?", rows=6, error="Say what was said: the decision and its reasons.")

    def __init__(self, *args, decision, initial=None, **kwargs):
        self.decision = decision
        begun = {"whom": decision.request.name}
        if decision.request.is_from_outside:
            begun["said"] = letter.draft(decision)
        super().__init__(*args, initial=begun | (initial or {}), **kwargs)
        if decision.request.is_from_outside:
            self.fields["said"].widget.attrs["rows"] = 22
            self.fields[
                "said"
            ].help_text = "Drafted from the outcome. Read it, change it, and add nothing they need not know."

    def clean_said(self):
        said = self.cleaned_data["said"]
        if self.decision.request.is_from_outside and (why := letter.given_away(said, self.decision)):
            raise forms.ValidationError(why)
        return said

    @property
    def in_words(self):
        told = self.cleaned_data
        return f"{told['whom']}, {told['how'][:1].lower()}{told['how'][1:]}: {told['said']}"


class WithdrawForm(forms.Form):
    why = words("Why do you withdraw it?", rows=3, error="Say why, so that nobody wonders later.")


class ReplyForm(forms.Form):
    """What the partner does with it; a no always has a next step."""

    reveals = {"next_step": ("answer", Reply.Answer.DECLINED)}

    answer = choose("What did they say?", Reply.Answer.choices, error="Say what they answered.")
    next_step = words("What do we do now?", rows=3, error="Say what happens now. Somebody may still need help.")
    said_by = line("Who told us?", error="Give the name of whoever told us.")
    at = happened("When?", error="Say when they told us.")
    said = words("In their words", rows=3, error="Say what they said.")
    reporter_words = forms.CharField(
        label="Words for whoever first reported the worry",
        help_text="They read only this. Left empty: that somebody has taken it on, or answered.",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args, reply, by, **kwargs):
        super().__init__(*args, **kwargs)
        heard = Concern.objects.open_to(by).filter(pk=reply.decision.concern_id, is_about_staff=False)
        if not (by.decides and heard.exists()):
            del self.fields["reporter_words"]

    @property
    def details(self):
        told = dict(self.cleaned_data)
        return {"words": told.pop("said"), **told, "next_step": told.get("next_step") or ""}
