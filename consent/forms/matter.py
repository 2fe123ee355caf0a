"""What exactly is asked about: for what, to whom, which information and until when, or which other permission."""

from django import forms
from django.utils import timezone

from policy import packs
from records.models import Agency, Folder

from ..how_long import in_words, longest, months_after
from ..models import Consent
from ..models.kind import BLANKET, EVERYTHING, Kind
from .fields import CheckedByItsModel, radios


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


class OneOfFour(forms.Form):
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


class KindForm(OneOfFour, WhomForm):
    """One thing of one of the four, asked of, assessed or decided for one person."""

    def matter(self):
        kind = self.cleaned_data["kind"]
        other = {"purpose": self.cleaned_data[kind]} if kind in Kind.others() else {}
        return super().matter() | other | {"kind": kind}


def told_of(thing):
    return f"{thing.explain} For at most {in_words(thing.months)}."


def begun_with(query):
    """What a link to the form says already (see `Matter.in_a_link`); what is no such thing stands open."""
    kind, thing = query.get("kind"), query.get("what", "")
    if kind == Kind.SHARING:
        return {"kind": kind, "purpose": thing, "recipient": query.get("whom"), "information": query.get("information")}
    if kind not in Kind.others() or thing not in Kind(kind).things:
        return {"kind": kind} if kind in Kind.others() else {}
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
