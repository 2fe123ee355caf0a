"""What is asked when a yes is taken back, and when a letter about it has gone. Nothing of it can hold it up."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from ..models import Conversation, Letter
from ..taking_back import words_of
from .asking import ROOM
from .fields import YES_NO, lines, radios


class WithdrawForm(forms.Form):
    """One press is enough: every question may stay empty."""

    word_of = radios("Whose word is it?", [], required=False)
    words = lines("What did they say?", rows=3, required=False, help_text="They need give no reason.")
    present = radios("Who else is in the room, or can hear you?", Conversation.Present.choices, required=False)
    talk = radios("Is it safe for them to talk about this now?", Conversation.Talk.choices, required=False)
    interpreter = radios("Is an interpreter there?", Conversation.Interpreter.choices, required=False)
    lead_looks = radios("Should the safeguarding lead look at this?", YES_NO, required=False, initial="no")

    def __init__(self, *args, consent, **kwargs):
        super().__init__(*args, **kwargs)
        self.consent = consent
        self.fields["word_of"].choices = words_of(consent)
        self.fields["word_of"].initial = "respondent"
        if len(self.fields["word_of"].choices) == 1:
            del self.fields["word_of"]

    def answer(self):
        given = self.cleaned_data
        room = {field: given[field] for field in ROOM} if given["present"] else None
        own = given.get("word_of") == "self"
        return {
            "words": given["words"],
            "doubted": given["lead_looks"] == "yes",
            "word_of": self.consent.person if own else None,
            "room": room,
        }


class SentForm(forms.Form):
    on = forms.DateField(label="On which day did it go?", widget=forms.DateInput)
    how = radios("How did it go?", Letter.How.choices)

    def __init__(self, *args, letter, **kwargs):
        super().__init__(*args, **kwargs)
        self.letter = letter
        self.fields["on"].initial = timezone.localdate()

    def clean(self):
        given = super().clean()
        if given.get("on"):
            try:
                self.letter.unless_impossible(given["on"])
            except ValidationError as problem:
                self.add_error(None, problem)
        return given
