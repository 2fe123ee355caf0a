"""Putting right: what somebody says is wrong in an entry, our answer to it, and an entry in the wrong file."""

import re

from django import forms

from records.models import Folder, Person, Rectification

from .also import SHORTEST, words_of
from .asking import Finding, Informed, OneFound, long_answer, not_in_the_future


class RectificationForm(Informed):
    """Only the person, or somebody with parental responsibility, asks for a correction (S-05, Article 16)."""

    field_order = ["said_by", "said_by_words", "how", "said_on", "words"]

    how = forms.ChoiceField(label="How did they tell you?", choices=Rectification.How.choices, widget=forms.RadioSelect)
    said_on = forms.DateField(label="When?", validators=[not_in_the_future])
    words = long_answer(
        "What do they say is wrong, and what would be right?",
        help_text="In their words. “It was not my brother. He was at school.”",
        error_messages={"required": "Write what they say is wrong, in their words."},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        asked = self.fields["said_by"]
        asked.label, asked.initial = "Who says that it is wrong?", None
        asked.choices = [choice for choice in asked.choices if choice[0] != "me"]

    def clean(self):
        given = super().clean()
        if given.get("said_by") and self.has_no_say:
            self.refuse_without_responsibility()
        return given

    @property
    def said(self):
        return {name: self.cleaned_data[name] for name in ("how", "said_on", "words")} | {"said_by": self.informant}


class RectificationAnswerForm(forms.Form):
    answer = forms.ChoiceField(
        label="What do we do?",
        choices=Rectification.Answer.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether it was corrected, or is kept as it is."},
    )
    reason = long_answer(
        "Why?",
        rows=3,
        help_text="They may read this. If you corrected it, add the correction to the entry as well.",
        error_messages={"required": "Say why, so that they and the next reader understand."},
    )


class MoveForm(Finding):
    """Whose file an entry belongs to: somebody in whose folder of the same kind this user writes."""

    finds = "person"
    person = OneFound(label="Whose file does it belong in?")
    why = forms.CharField(
        label="How did it get into the wrong file?",
        help_text="Name nobody: “Two children of the same first name.”",
        max_length=300,
        error_messages={"required": "Say how it happened, so that it can be understood later."},
    )

    def __init__(self, *args, entry, by, uses=(), **kwargs):
        self.entry = entry
        self.is_for_a_lead = uses and not Folder.objects.run_by(by).contains(entry.folder)
        self.folders = Folder.objects.written_in_by(by).filter(kind=entry.folder.kind).exclude(pk=entry.folder_id)
        among = Person.objects.open_to(by).filter(folders__in=self.folders.values("pk"))
        super().__init__(*args, among=among, **kwargs)

    def clean(self):
        if self.is_for_a_lead:
            raise forms.ValidationError(
                "It was already shared under a signed decision. Ask a safeguarding lead to move it, so that whoever "
                "received it is told."
            )
        return super().clean()

    def clean_why(self):
        """The reason is read in the new file, where nobody may learn whose file it was in."""
        person, why = self.entry.folder.person, self.cleaned_data["why"]
        names = {part for part in re.findall(r"\w+", f"{person.name} {person.known_as}") if len(part) >= SHORTEST}
        if words_of(why) & {name.casefold() for name in names}:
            raise forms.ValidationError("Leave out the name: the reason is read where that person is not known.")
        return why

    @property
    def to(self):
        return self.folders.get(person=self.cleaned_data["person"])
