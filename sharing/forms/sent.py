"""What is said about something that has left: where another link goes, and in which form it is taken."""

from django import forms

FORMS = {"pdf": "sealed PDF", "locked": "PDF with a password", "letter": "letter in plain text"}


class AgainForm(forms.Form):
    sent_to = forms.EmailField(error_messages={"required": "Give the address for the link."})


class TakeForm(forms.Form):
    form = forms.ChoiceField(choices=list(FORMS.items()))
