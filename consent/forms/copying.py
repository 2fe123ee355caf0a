"""What is asked of whoever takes a copy of the register, or brings an earlier one in."""

from django import forms
from django.utils.functional import cached_property

from audit.canonical import digest

from ..models import EarlierRegister
from ..register.bringing_in import LONGEST, Unfit, lines_of

UNREADABLE = "This file is not text. Save the list as “CSV UTF-8” in your spreadsheet, then choose it again."


class CopyForm(forms.Form):
    purpose = forms.CharField(
        label="What do you need the copy for?",
        help_text="It is kept with your name and the day. Once it has left, nobody here can take it back.",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Say what it is for. It is kept with your name."},
    )


class BringInForm(forms.Form):
    """A file, or its lines in a box; what was looked through is brought in when it is sent again unchanged."""

    source = forms.CharField(
        label="Where was this register kept until now?",
        help_text="For example: the spreadsheet of agreements in the office.",
        max_length=200,
    )
    file = forms.FileField(
        label="Choose the list", required=False, widget=forms.FileInput(attrs={"accept": ".csv,text/csv"})
    )
    lines = forms.CharField(
        label="Or put its lines here",
        help_text="What is in the file comes into this box. Put right here what is wrong, and look through it again.",
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false", "class": "lines"}),
        required=False,
    )

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.by, self.report, self.unreadable = by, [], ""
        if self.files.get("file"):
            self.data = self.data.copy()
            self.data["lines"] = self._text_of(self.files["file"])

    def _text_of(self, file):
        try:
            return file.read(4 * LONGEST).decode("utf-8-sig")
        except UnicodeDecodeError:
            self.unreadable = UNREADABLE
            return self.data.get("lines", "")

    def clean(self):
        given = super().clean()
        if self.unreadable:
            self.add_error("file", self.unreadable)
            return given
        try:
            self.report = lines_of(given.get("lines", ""), self.by)
        except Unfit as reason:
            self.add_error("lines", str(reason))
        if self.wrong:
            many = f"{len(self.wrong)} of {len(self.report)} lines"
            self.add_error("lines", f"{many} cannot be brought in. Each says why.")
        return given

    @property
    def wrong(self):
        return [line for line in self.report if line.problem]

    @cached_property
    def sha256(self):
        return digest(self.cleaned_data.get("lines", "").encode())

    @property
    def is_confirmed(self):
        """Whether these very lines were looked through and shown before."""
        return self.is_valid() and self.data.get("looked_through") == self.sha256

    def bring_in(self):
        answers = [line.answer for line in self.report]
        return EarlierRegister.bring_in(
            by=self.by, source=self.cleaned_data["source"], sha256=self.sha256, answers=answers
        )
