"""What is asked before somebody is asked: who else is there, whether it is safe, and who interprets."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from policy import packs, sheets
from records.models import Agency, Folder

from ..models import Conversation, SheetGiven
from ..models.conversation import TRY_AGAIN_AFTER
from ..models.kind import Kind
from ..models.sheet_given import ANSWER_WITHIN
from ..voices import voices
from .fields import line, lines, radios
from .matter import KindForm, MatterForm, OneOfFour

NOT_IN_IT = (
    "Nobody has put this sheet into that language yet. Choose another one, and go through it with an interpreter."
)
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


class SheetForm(OneOfFour):
    """About which question the sheet speaks. It names nobody, so that anybody may see it."""

    sections = {"What you ask about": ["kind"], "The sheet": ["language", "style"]}

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
        _offer_languages(self)

    def clean(self):
        return _in_that_language(self, super().clean())

    def sheet(self):
        given = self.cleaned_data
        said = self._shared() if given["kind"] == Kind.SHARING else self._thing()
        easy = given["style"] == "easy"
        return sheets.sheet(self.pack, given["language"], permission=given["kind"], easy=easy, **said)

    def _shared(self):
        given, language = self.cleaned_data, sheets.words(self.pack, self.cleaned_data["language"])
        return {
            "whom": self._whom(language),
            "what": language.information[given["information"]],
            "why": language.purposes[given["purpose"]],
        }

    def _thing(self):
        kind, language = self.cleaned_data["kind"], self.cleaned_data["language"]
        key = self.cleaned_data[kind]
        said = sheets.things(self.pack, kind, language)[key]
        return {"what": said["words"], "explain": said["explain"], "months": str(Kind(kind).things[key].months)}

    def _whom(self, language):
        whom = self.cleaned_data["recipient"]
        kind = whom.removeprefix("kind:")
        return self.agencies.get(whom) or language.kinds.get(kind) or Agency.Kind(kind).label


class GiveSheetForm(KindForm, MatterForm):
    """Somebody takes the question home: who, about what, in which words, and by when they are asked again."""

    shown_at = {"answer_by": "review_on", "to_person": "respondent"}
    sections = {
        "Who takes it": ["respondent"],
        "What you ask them": ["kind"],
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
        _offer_languages(self)
        day = self.fields["review_on"]
        day.label, day.help_text = "When do you ask them again?", "A week is usual. Until then nobody presses them."
        day.initial = timezone.localdate() + ANSWER_WITHIN

    def clean(self):
        return _in_that_language(self, super().clean())

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


def _offer_languages(form):
    pack = packs.current()
    offered = {code: name for kind in Kind for code, name in sheets.languages(pack, kind).items()}
    form.fields["language"].choices, form.fields["language"].initial = offered.items(), "en"


def _in_that_language(form, cleaned):
    kind, language = cleaned.get("kind"), cleaned.get("language")
    if kind and language and language not in sheets.languages(packs.current(), kind):
        form.add_error("language", NOT_IN_IT)
    return cleaned


class LetGoForm(forms.Form):
    why = line("Why does nobody wait for it any more?", longest=500)
