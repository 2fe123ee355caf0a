"""What is asked when somebody has gone through the notice with whom it concerns."""

from django import forms
from django.utils import timezone

from ..models import NoticeGiven
from ..voices import is_to_be_told, voices
from .fields import CheckedByItsModel, line, radios


class NoticeForm(CheckedByItsModel):
    shown_at = {"to_name": "to"}
    sections = {"Also given": ["safeguarding_policies_given"]}
    reveals = {"to_name": ("to", "somebody_else"), "to_link": ("to", "somebody_else")}

    to = radios("Who did you go through it with?", [])
    to_name = line("Their name")
    to_link = line("Who are they to the person?", longest=60)
    how = radios("How?", NoticeGiven.How.choices)
    language = line("In which language?", longest=60)
    explained_at = forms.DateTimeField(label="When?")
    understood = radios(
        "Did they understand when we may share without asking, or after a no?", [("yes", "Yes"), ("no", "Not yet")]
    )
    safeguarding_policies_given = forms.BooleanField(
        label="They have information about both safeguarding policies, for children and for adults", required=False
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        told = [voice for voice in voices(self.person, reader=self.by) if is_to_be_told(voice, self.person)]
        self.voices = {voice.key: voice for voice in told}
        named = [(key, f"{voice.name} ({voice.link})") for key, voice in self.voices.items()]
        self.fields["to"].choices = [*named, ("somebody_else", "Somebody else")]
        self.fields["language"].initial = self.person.language or "English"
        self.fields["explained_at"].initial = timezone.now()

    def answer(self):
        given, voice = self.cleaned_data, self.voices.get(self.cleaned_data["to"])
        return {
            "person": self.person,
            "to_person": voice.who if voice else None,
            "to_name": voice.name if voice else given["to_name"],
            "to_link": voice.link if voice else given["to_link"],
            "understood_when_not": given["understood"] == "yes",
            **{field: given[field] for field in ("how", "language", "explained_at", "safeguarding_policies_given")},
        }

    def row(self):
        return NoticeGiven(explained_by=self.by, **self.answer())
