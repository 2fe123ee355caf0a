"""What is asked when something is explained, answered, not asked, taken back or assessed."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from policy import packs
from records.models import Agency, Folder

from .footing import Footing
from .forms_signed import SIGNED_UNDER, Signing
from .grounds import grounds_of
from .lasting import in_words, longest, months_after
from .models import Consent, NoticeGiven
from .models.kind import BLANKET, EVERYTHING, Kind
from .voices import is_to_be_told, voices, voices_among

YES_NO = [("yes", "Yes"), ("no", "No")]
LONGEST = 4000
CHECKS = [
    ("informed", "They know what would be done or shared, with whom and why, and what happens if they say no"),
    ("competent", "They can decide this"),
    ("free", "It is their own wish. Saying no costs them nothing"),
    ("specific", "It is about this one thing alone"),
]


def radios(label, choices, **more):
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect, **more)


def lines(label, rows=4, **more):
    return forms.CharField(label=label, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": rows}), **more)


def line(label, longest=200, **more):
    return forms.CharField(label=label, max_length=longest, **more)


class CheckedByItsModel(forms.Form):
    """A form whose answers are checked by the row they would become, so that form and record cannot disagree."""

    shown_at: dict[str, str] = {}

    def __init__(self, *args, person, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.person, self.by = person, by

    def clean(self):
        cleaned = super().clean()
        if not self.errors:
            try:
                self.row().clean()
            except ValidationError as problem:
                self._show(problem)
        return cleaned

    def _show(self, problem):
        for field, messages in problem.update_error_dict({}).items():
            shown = self.shown_at.get(field, field)
            self.add_error(shown if shown in self.fields else None, messages)


class WhomForm(CheckedByItsModel):
    """For what, to whom, which information: one decision, whether it is asked, assessed or made for somebody."""

    purpose = forms.ChoiceField(label="What is it for?")
    recipient = forms.ChoiceField(
        label="Who would be told?",
        help_text="One agency, or one kind of service. “Other agencies” is not possible: people must know who it is.",
        error_messages={"invalid_choice": BLANKET, "required": BLANKET},
    )
    information = radios("Which information?", [])

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        pack, kinds = packs.current(), Folder.KINDS_FOR[self.person.group]
        self.fields["purpose"].choices = [("", "Choose one"), *pack.purposes.items()]
        self.fields["information"].choices = [(kind, pack.information[kind]) for kind in kinds]
        self.agencies = {f"agency:{agency.public_id}": agency for agency in Agency.objects.open_to(self.by)}
        named = [(key, agency.name) for key, agency in self.agencies.items()]
        any_of = [(f"kind:{kind}", label) for kind, label in Agency.Kind.choices if kind != Agency.Kind.OTHER]
        self.fields["recipient"].choices = [("", "Choose one"), ("One agency", named), ("Any of one kind", any_of)]

    def matter(self):
        whom = self.cleaned_data["recipient"]
        kind = whom.removeprefix("kind:") if whom.startswith("kind:") else ""
        return {
            "person": self.person,
            "recipient": self.agencies.get(whom),
            "recipient_kind": kind,
            **{field: self.cleaned_data[field] for field in ("purpose", "information")},
        }


class KindForm(WhomForm):
    """First which of the four permissions, and beneath it what exactly: one thing, with what they are told about it."""

    reveals = {name: ("kind", "sharing") for name in ("purpose", "recipient", "information")}
    reveals |= {kind.value: ("kind", kind.value) for kind in Kind.others()}

    kind = radios(
        "What do you ask about?",
        Kind.choices,
        initial=Kind.SHARING,
        help_text="One thing at a time. A yes to one is never a yes to another.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.hints = {}
        for kind in Kind.others():
            self.fields[kind.value] = radios(
                "What exactly?",
                [(key, thing.words) for key, thing in kind.things.items()],
                error_messages={"invalid_choice": EVERYTHING, "required": EVERYTHING},
            )
            self.hints[kind.value] = {key: told_of(thing) for key, thing in kind.things.items()}

    def matter(self):
        kind = self.cleaned_data["kind"]
        other = {"purpose": self.cleaned_data[kind]} if kind in Kind.others() else {}
        return super().matter() | other | {"kind": kind}


def told_of(thing):
    return f"{thing.explain} For at most {in_words(thing.months)}."


def begun_with(query):
    """What a link to the form says already: of which kind, and what exactly."""
    kind, thing = query.get("kind"), query.get("what", "")
    if kind not in Kind.others() or thing not in Kind(kind).things:
        return {}
    until = months_after(timezone.localdate(), longest(kind=kind, purpose=thing))
    return {"kind": kind, kind: thing, "review_on": until}


class MatterForm(WhomForm):
    """And until when: the same for an answer and for not asking."""

    asks_for, why_again = Consent.State.GIVEN, "Before that day they are asked again."

    review_on = forms.DateField(label="Until when?", widget=forms.DateInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["review_on"].initial = months_after(timezone.localdate(), longest(self.asks_for))
        self.fields["review_on"].help_text = f"At most {in_words(longest(self.asks_for))}. {self.why_again}"

    def matter(self):
        return super().matter() | {"review_on": self.cleaned_data["review_on"]}

    def row(self):
        return self.row_of(self.answer())

    def row_of(self, answer):
        row = Consent(asked_by=self.by, **answer)
        row.keep_snapshot()
        return row


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
    how = radios("How did they answer?", Consent.How.choices)
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
