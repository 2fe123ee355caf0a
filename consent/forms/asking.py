"""What is asked before somebody is asked: who else is there, whether it is safe, and who interprets."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from policy import packs, sheets
from records.models import Agency, Folder

from ..models import Conversation, SheetGiven
from ..models.conversation import TRY_AGAIN_AFTER
from ..models.sheet_given import ANSWER_WITHIN
from ..voices import voices
from .fields import line, lines, radios
from .matter import MatterForm

ROOM = ("present", "talk", "interpreter")


class RoomForm(forms.Form):
    """Three short questions. On paper only the first arises."""

    present = radios("Who else is in the room, or can hear you?", Conversation.Present.choices)
    talk = radios("Is it safe for them to talk about this now?", Conversation.Talk.choices)
    interpreter = radios("Is an interpreter there?", Conversation.Interpreter.choices)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.data.get("present") == Conversation.Present.PAPER:
            self.fields["talk"].required = self.fields["interpreter"].required = False

    def room(self):
        return {field: self.cleaned_data[field] for field in ROOM}


class NotNowForm(forms.Form):
    again_on = forms.DateField(label="When do you come back to it?", widget=forms.DateInput)
    because = lines("A note for yourself and the lead", rows=3, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["again_on"].initial = timezone.localdate() + TRY_AGAIN_AFTER

    def clean_again_on(self):
        day = self.cleaned_data["again_on"]
        if day < timezone.localdate():
            raise ValidationError("Give today, or a day to come.")
        return day


def _plain_or_easy():
    return radios("Which words?", [("plain", "Plain words"), ("easy", "Easy words, in short lines")], initial="plain")


class SheetForm(forms.Form):
    """About which question the sheet speaks. It names nobody, so that anybody may see it."""

    purpose = forms.ChoiceField(label="What is it for?")
    recipient = forms.ChoiceField(label="Who would be told?")
    information = radios("Which information?", [])
    language = radios("In which language?", [])
    style = _plain_or_easy()

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.agencies = {f"agency:{agency.public_id}": agency.name for agency in Agency.objects.open_to(by)}
        self.pack = packs.current()
        shared = {kind: words for kind, words in self.pack.information.items() if kind != Folder.Kind.GRIEVANCE}
        self.fields["purpose"].choices = [("", "Choose one"), *self.pack.purposes.items()]
        self.fields["information"].choices = shared.items()
        any_of = [(f"kind:{kind}", label) for kind, label in Agency.Kind.choices if kind != Agency.Kind.OTHER]
        named = ("One agency", list(self.agencies.items()))
        self.fields["recipient"].choices = [("", "Choose one"), named, ("Any of one kind", any_of)]
        self.fields["language"].choices = sheets.languages(self.pack).items()
        self.fields["language"].initial = "en"

    def sheet(self):
        given, language = self.cleaned_data, sheets.words(self.pack, self.cleaned_data["language"])
        said = {
            "whom": self._whom(language),
            "what": language.information[given["information"]],
            "why": language.purposes[given["purpose"]],
        }
        return sheets.sheet(self.pack, given["language"], easy=given["style"] == "easy", **said)

    def _whom(self, language):
        whom = self.cleaned_data["recipient"]
        kind = whom.removeprefix("kind:")
        return self.agencies.get(whom) or language.kinds.get(kind) or Agency.Kind(kind).label


class GiveSheetForm(MatterForm):
    """Somebody takes the question home: who, about what, in which words, and by when they are asked again."""

    shown_at = {"answer_by": "review_on", "to_person": "respondent"}
    sections = {
        "Who takes it": ["respondent"],
        "What you ask them": ["purpose", "recipient", "information"],
        "The sheet": ["language", "style", "review_on"],
    }

    respondent = radios("Who takes the sheet?", [])
    language = radios("In which language?", [])
    style = _plain_or_easy()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        known = voices(self.person, reader=self.by)
        self.voices = {voice.key: voice for voice in known if voice.footing and voice.who and not voice.not_told}
        self.fields["respondent"].choices = [
            (key, f"{voice.name} ({voice.link})") for key, voice in self.voices.items()
        ]
        self.fields["language"].choices = sheets.languages(packs.current()).items()
        self.fields["language"].initial = "en"
        day = self.fields["review_on"]
        day.label, day.help_text = "When do you ask them again?", "A week is usual. Until then nobody presses them."
        day.initial = timezone.localdate() + ANSWER_WITHIN

    def answer(self):
        given = self.matter()
        return given | {
            "to_person": self.voices[self.cleaned_data["respondent"]].who,
            "answer_by": given.pop("review_on"),
            "language": self.cleaned_data["language"],
            "is_easy": self.cleaned_data["style"] == "easy",
        }

    def row(self):
        return SheetGiven(given_by=self.by, **self.answer())


class LetGoForm(forms.Form):
    why = line("Why does nobody wait for it any more?", longest=500)
