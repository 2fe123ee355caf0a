"""What is asked when somebody answers, and when nobody was asked."""

from django import forms
from django.utils import timezone

from policy import packs

from ..footing import Footing
from ..grounds import grounds_of
from ..how_long import in_words, longest
from ..models import Consent
from ..voices import voices_among
from .fields import YES_NO, line, lines, radios
from .matter import KindForm, MatterForm
from .signed import SIGNED_UNDER, Signing

CHECKS = [
    ("informed", "They know what would be done or shared, with whom and why, and what happens if they say no"),
    ("competent", "They can decide this"),
    ("free", "It is their own wish. Saying no costs them nothing"),
    ("specific", "It is about this one thing alone"),
]


class AnswerForm(Signing, KindForm, MatterForm):
    """Who answers and why it is theirs to; what they were asked; what they said; what only the worker answers."""

    shown_at = dict.fromkeys(["answered_by", "footing", "competence", "power", "best_interests"], "respondent")
    sections = {
        "What you ask": ["kind", "review_on"],
        "Who is answering": ["respondent"],
        "What they say": ["state", "words", "how", "language", "answered_at"],
        "For you alone: turn the screen back": ["checks", "lead_looks"],
    }
    reveals = {**KindForm.reveals, "witness": ("how", "spoken"), **SIGNED_UNDER}

    respondent = radios("Whose answer is it?", [])
    state = radios("Do they agree?", [("given", "They agree"), ("refused", "They do not agree")])
    words = lines("What did they say, in their own words?", rows=3, required=False)
    how = radios("How did they answer?", [way for way in Consent.How.choices if way[0] != Consent.How.LINK])
    witness = line("Who else heard it?")
    language = line("In which language?", longest=60)
    answered_at = forms.DateTimeField(label="When did they answer?")
    checks = forms.MultipleChoiceField(
        label="Tick what is true",
        help_text="A yes counts only when all four are.",
        choices=CHECKS,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    lead_looks = radios("Should the safeguarding lead look at this answer before anybody relies on it?", YES_NO)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        longest_of_all = f"At most {in_words(longest())}, or less where it says so above."
        self.fields["review_on"].help_text = f"{longest_of_all} {self.why_again}"
        known = voices_among(grounds_of(self.person, reader=self.by).aloud)
        self.voices = {voice.key: voice for voice in known}
        self.fields["respondent"].choices = [(key, self._called(voice)) for key, voice in self.voices.items()]
        self.hints |= {"respondent": {key: voice.why for key, voice in self.voices.items()}}
        self.fields["language"].initial = self.person.language or "English"
        self.fields["answered_at"].initial = timezone.now()

    def _called(self, voice):
        if voice.who is None:
            return voice.link
        seen = "" if voice.verified or not voice.footing else ", evidence not seen yet"
        return f"{voice.name} ({voice.link}{seen})"

    def answer(self):
        given, voice = self.cleaned_data, self.voices[self.cleaned_data["respondent"]]
        plain = ("state", "words", "how", "witness", "language", "answered_at")
        return {
            **self.matter(),
            **{field: given.get(field) or "" for field in plain},
            **{check: check in given["checks"] for check, _ in CHECKS},
            "footing": voice.footing or Footing.PARENT,
            "answered_by": voice.who,
            "relationship": voice.relationship,
            "coercion_suspected": given["lead_looks"] == "yes",
            "signature": self.signature(),
        }

    def row(self):
        return self.row_of({name: said for name, said in self.answer().items() if name != "signature"})


class NotSoughtForm(MatterForm):
    """Why nobody was asked: the policy's grounds, and what shows that one of them is there (H-03, H-13)."""

    asks_for, why_again = Consent.State.NOT_SOUGHT, "Sooner is better: grounds pass."

    ground = radios("Why were they not asked?", [])
    reason = lines("What makes you think so?", help_text="What you saw, heard or were told, and by whom.")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        labels = packs.current().questions["unsafe_to_ask"].answers
        self.fields["ground"].choices = [(ground, labels[ground]) for ground in Consent.GROUNDS]
        self.fields["review_on"].label = "When is this looked at again?"

    def answer(self):
        given = {field: self.cleaned_data[field] for field in ("ground", "reason")}
        return {**self.matter(), **given, "state": Consent.State.NOT_SOUGHT}
