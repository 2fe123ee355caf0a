"""The inbox of requests: taking one in, sending one out, calling back, saying whom it is about, closing it (H-02)."""

from django import forms
from django.db.models import Prefetch
from django.utils import timezone

from records.forms.asking import NOT_SHOWN, Finding, OneFound, SomeOf, seen
from records.models import Agency, AgencyContact, Person

from ..leaving import guard
from ..models import Request
from .fields import choose, line, words
from .request import AskedForm

MOST_OF_MINE = 12
DETAILS = ["kind", "name", "post", "organisation", "reference", "asked_at", "asked_for", "why", "due_at"]
DETAILS += ["how", "urgency", "their_number", "authority", "group", "others"]


class About(Finding):
    """Whom it is about: somebody this user may know of, or words. Asking by name tells nobody who is here (H-06)."""

    people = SomeOf(Person.objects.none(), label="Who is it about?", required=False, error_messages=NOT_SHOWN)
    others = line(
        "Somebody you cannot find",
        required=False,
        help_text="The name as they said it. The lead looks whether there is a record; do not tell the caller.",
    )
    group = choose(
        "Who leads on it?",
        [("child", "The lead for children: it is about a child or young person"), ("adult", "The lead for adults")],
        required=False,
        help_text="If you leave this empty, the lead for children is told.",
    )

    def __init__(self, *args, by, **kwargs):
        people = Person.objects.open_to(by).filter(service_user=True)
        mine = people.filter(key_person=by.pk).order_by("name", "pk")[:MOST_OF_MINE]
        super().__init__(*args, among=people, always=mine, **kwargs)
        for name in ("people", "others"):  # one of them is asked for: neither is marked as optional
            self[name].optional = False

    def clean(self):
        said = super().clean()
        if not (said.get("people") or said.get("others") or self.has_error("people")):
            self.add_error("others", "Say who it is about, in the words of whoever asks.")
        return said

    def details_of(self, names):
        said = self.cleaned_data
        groups = {person.group for person in said["people"]}
        given = {name: said[name] for name in names if name in said}
        given["group"] = "child" if "child" in groups else "adult" if groups else said["group"] or "child"
        return given | {"people": list(said["people"])}


class ReceiveForm(AskedForm, About):
    """Nothing is promised to the caller here: what they say is written down, and they are rung back."""

    urgency = choose("How soon is an answer needed?", Request.Urgency.choices, error="Say how soon.")
    how = choose("How did it come?", Request.How.choices, error="Say how it came.")
    their_number = line(
        "The number or address they gave",
        longest=30,
        width=10,
        required=False,
        help_text="It is kept so that nobody rings it to check who they are.",
    )
    authority = line(
        "What shows their authority?",
        longest=300,
        width=30,
        required=False,
        help_text="A warrant card seen, a sealed order, a letter on headed paper. Leave it empty if nothing was shown.",
    )

    def __init__(self, *args, **kwargs):
        kwargs["initial"] = {"asked_at": timezone.now(), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)

    @property
    def details(self):
        return self.details_of(DETAILS)


class SendForm(About):
    """We ask another organisation: be as certain of the reason as they must be to answer (H-17)."""

    agency = forms.ModelChoiceField(
        Agency.objects.none(),
        label="Whom do we ask?",
        to_field_name="public_id",
        empty_label="Choose",
        error_messages={"required": "Choose the organisation. A new one is added to the directory first."},
    )
    name = line("Who there?", error="Name the person or the team.")
    asked_for = words("What do we ask for?", error="Say what we ask for: no more than is needed.")
    why = words("What do we need it for?", rows=3, error="Say what it is for. Without a reason we may not ask.")
    urgency = choose("How soon do we need it?", Request.Urgency.choices, error="Say how soon.")
    reference = line("Our reference", longest=100, required=False)

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, by=by, **kwargs)
        self.fields["agency"].queryset = Agency.objects.open_to(by)

    def clean(self):
        said, agency = super().clean(), self.cleaned_data.get("agency")
        words = "\n".join(filter(None, (said.get(name) for name in ("name", "asked_for", "why", "reference"))))
        if agency and not agency.is_protective and (why := guard.given_away(words, said.get("people") or ())):
            self.add_error("asked_for", f"{why} {guard.TAKE_OUT}")
        return said

    @property
    def details(self):
        said = self.details_of(["name", "asked_for", "why", "urgency", "reference", "others"])
        agency = self.cleaned_data["agency"]
        return said | {"agency": agency, "organisation": agency.name, "kind": "other", "direction": "out"}


class RingForm(forms.Form):
    """Ring them back on a number of our own directory; then say whom it reached (H-02)."""

    number = choose("Which number did you ring?", [], error="Choose the number you rang.", widget=forms.Select)
    name = line("Who did you speak to?", error="Give the name of the person you spoke to.")
    post = line("Their post", error="Say what their post is.")
    confirmed = forms.BooleanField(
        label="They confirmed that this request is theirs",
        error_messages={"required": "If they know nothing of it, do not answer. Close the request and tell the lead."},
    )

    def __init__(self, *args, asked, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.numbers = {}
        still_there = Prefetch("contacts", AgencyContact.objects.to_choose_from().order_by("name", "pk"))
        for agency in Agency.objects.open_to(by).prefetch_related(still_there):
            self._offer(agency, "switchboard", agency.telephone, asked)
            for contact in agency.contacts.all():
                self._offer(agency, f"{contact.name}, {contact.post}", contact.telephone, asked)
        labels = [(key, f"{agency.name}: {whose} {number}") for key, (agency, whose, number) in self.numbers.items()]
        self.fields["number"].choices = [("", "Choose"), *labels]

    def _offer(self, agency, whose, number, asked):
        if number and asked.may_ring(agency, number):
            self.numbers.setdefault(f"{agency.public_id} {number}", (agency, whose, number))

    @property
    def reached(self):
        agency, _, number = self.numbers[self.cleaned_data["number"]]
        return {
            "agency": agency,
            "number": number,
            "name": self.cleaned_data["name"],
            "post": self.cleaned_data["post"],
        }


class LinkForm(Finding):
    """Which record it is about, where whoever took it could only write a name."""

    finds = "person"
    person = OneFound(label="Whose record is it about?")

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, among=Person.objects.open_to(by).filter(service_user=True), **kwargs)


class CloseForm(forms.Form):
    why = words("Why is there nothing to decide?", rows=3, error="Say why: it was taken back, or it names nobody here.")
    seen = seen()


class ReplyForm(forms.Form):
    said = words("What did they answer?", rows=3, error="Say what they answered, or that they refused and why.")
