"""What somebody who was sent something is asked."""

from django import forms


class CodeForm(forms.Form):
    name = forms.CharField(
        label="Your name", max_length=100, error_messages={"required": "Give your name: it stands on what you open."}
    )
    code = forms.CharField(
        label="The code you were told",
        max_length=20,
        help_text="Eight digits. They are never in the same message as the link.",
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off", "class": "govuk-input--width-10"}),
        error_messages={"required": "Give the code you were told."},
    )
