"""Looking for people, and the details of a record."""

from django import forms

from records.models import NameKey, Person
from staff.models import User

from .asking import FEW, Informed, OneOf, Paused, long_answer, named, not_in_the_future, seen

STAGES = [("child", "A child or young person"), ("unborn", "A child not yet born"), ("adult", "An adult")]
SOURCES = [
    ("us", "Nobody yet: this is what we know ourselves, from a concern or a referral"),
    ("self", "The person themselves: an adult, or a young person who understands"),
    ("parent", "An adult with parental responsibility"),
    ("unsure", "Somebody of the family, and we do not know yet whether they have parental responsibility"),
    ("other", "Somebody else: a relative, a childminder, a neighbour"),
]
REST = ("known_as", "language", "safety_note")  # for a child, only from somebody with responsibility
HAS_PR = {"parent": "yes", "unsure": "unknown", "other": "no"}
NOT_THEIRS = (
    "Only an adult with parental responsibility may complete information about a child (S-05). Ask one of them. Or "
    "write below who told you and what they said: we keep what this person said as information from them, and the "
    "record opens with the name and date of birth alone, from what we know ourselves."
)


class SearchForm(forms.Form):
    words = forms.CharField(
        label="Look for somebody by name",
        max_length=100,
        error_messages={"required": "Write a name, or part of one."},
    )


class LookForm(forms.Form):
    """Search comes before a new record: by name, the other name, the date of birth, in any spelling that is close."""

    name = forms.CharField(
        label="Full name",
        help_text="Or as much of it as you know. Spelling and order need not be right.",
        max_length=200,
        error_messages={"required": "Write their name, or part of it."},
    )
    known_as = forms.CharField(label="Known as", max_length=200, required=False)
    born_on = forms.DateField(label="Date of birth, if known", required=False, validators=[not_in_the_future])

    def alike(self, among):
        return NameKey.objects.alike(Person(**self.cleaned_data), among)[:FEW]

    @property
    def stage(self):
        born_on = self.cleaned_data["born_on"]
        return Person.group_on(born_on) if born_on else ""


class DetailsForm(forms.Form):
    """Child or adult follows from the date of birth, whatever was ticked."""

    reveals = {
        "born_on": ("stage", "child"),
        "due_on": ("stage", "unborn"),
        "adult_born_on": ("stage", "adult"),
    }

    name = forms.CharField(
        label="Full name",
        help_text="So that everybody means the same person.",
        max_length=200,
        error_messages={"required": "Write their name."},
    )
    known_as = forms.CharField(
        label="Known as", help_text="So that we call them by it, and find them by it.", max_length=200, required=False
    )
    stage = forms.ChoiceField(
        label="Who are they?",
        help_text="Their age decides who may agree for them, and which lead looks after them.",
        choices=STAGES,
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether this is a child or an adult."},
    )
    born_on = forms.DateField(
        label="Date of birth",
        validators=[not_in_the_future],
        error_messages={"required": "Enter the date of birth. If you do not know it, enter your best guess."},
    )
    due_on = forms.DateField(
        label="Due date", error_messages={"required": "Enter the due date, as well as you know it."}
    )
    adult_born_on = forms.DateField(label="Date of birth, if known", required=False, validators=[not_in_the_future])
    language = forms.CharField(
        label="Language they speak best",
        help_text="So that what we do is explained to them in it.",
        max_length=60,
        required=False,
    )
    safety_note = forms.CharField(
        label="To keep them safe",
        help_text="Shown to everybody who opens the record, for example “Do not ring the home number”.",
        max_length=300,
        required=False,
    )

    @property
    def person_details(self):
        given = self.cleaned_data
        born_on = given["born_on"] or given["adult_born_on"]
        unknown_adult = given["stage"] == "adult" and born_on is None
        return {name: given[name] for name in ("name", "known_as", "language", "safety_note", "due_on")} | {
            "born_on": born_on,
            "group": "adult" if unknown_adult else Person.group_on(born_on),
        }


def _who_told():
    return forms.CharField(
        label="Who told you?",
        help_text="Their name, and who they are to the person.",
        max_length=200,
        required=False,
    )


def _what_they_said():
    return long_answer(
        "What did they say?",
        help_text="Kept as information from them, beside the record and not as part of it.",
        required=False,
    )


class RegisterForm(Paused, DetailsForm):
    """Only what this service needs, each with why. Whoever is alike among those this user may see is shown first."""

    PAUSES = {"begin"}
    reveals = DetailsForm.reveals | {
        "informant": ("source", "parent"),
        "informant_is": ("source", "parent"),
        "unsure_who": ("source", "unsure"),
        "unsure_said": ("source", "unsure"),
        "other_who": ("source", "other"),
        "other_said": ("source", "other"),
    }

    source = forms.ChoiceField(
        label="Who gave you this information?",
        help_text="Only some people may complete information about a child, so it is kept who did.",
        choices=SOURCES,
        widget=forms.RadioSelect,
        error_messages={"required": "Say who gave you this information."},
    )
    informant = forms.CharField(
        label="Their name",
        max_length=200,
        error_messages={"required": "Write the name of the adult with parental responsibility."},
    )
    informant_is = forms.CharField(
        label="Who are they to the child?", help_text="For example “mother”.", max_length=60, required=False
    )
    unsure_who, unsure_said = _who_told(), _what_they_said()
    other_who, other_said = _who_told(), _what_they_said()
    key_person = OneOf(
        User.objects.none(),
        label="Key person",
        help_text="They are asked first, and open the ordinary folders.",
        empty_label="Nobody yet",
        required=False,
    )
    sure = forms.BooleanField(label="None of these: it is somebody else", required=False)
    unlike = forms.Field(
        required=False, widget=forms.MultipleHiddenInput
    )  # whom this user looked at before, and passed

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.among, self.alike = Person.objects.open_to(by), []
        self.fields["key_person"].queryset = User.objects.working_with_people().order_by("first_name", "pk")
        self.fields["key_person"].label_from_instance = lambda user: user.name
        self.fields["key_person"].initial = by.public_id

    def clean(self):
        given = super().clean()
        if self.is_about_a_child(given) and given.get("source") in {"unsure", "other"} and not self.reported:
            self.add_error("source", NOT_THEIRS)
        self._look_for_namesakes(given)
        return given

    def is_about_a_child(self, given):
        born_on = given.get("adult_born_on")
        return given.get("stage") != "adult" or bool(born_on and Person.group_on(born_on) == "child")

    def _look_for_namesakes(self, given):
        if given.get("sure") or not given.get("name"):
            return
        born_on = given.get("born_on") or given.get("adult_born_on")
        typed = Person(name=given["name"], known_as=given.get("known_as", ""), born_on=born_on)
        alike = NameKey.objects.alike(typed, self.among)[:FEW]
        self.alike = [person for person, _ in alike if str(person.public_id) not in self.passed]
        if self.alike:
            alike = "; ".join(named(person) for person in self.alike)
            self.add_error("sure", f"There is a record that looks like this one: {alike}. Is it the same person?")

    @property
    def passed(self):
        return self.data.getlist("unlike") if hasattr(self.data, "getlist") else self.data.get("unlike", [])

    @property
    def reported(self):
        """What somebody said who may not complete it: who they are, and their words; None where nobody did."""
        source = self.cleaned_data.get("source")
        who, said = (self.cleaned_data.get(f"{source}_{part}") for part in ("who", "said"))
        return {"reported_by": who, "fact": said} if who and said else None

    @property
    def details(self):
        given, theirs = self.cleaned_data, self.reported
        informant = given["informant"] or (theirs and theirs["reported_by"])
        known = {
            "key_person": given["key_person"],
            "informed_by": informant or dict(SOURCES)[given["source"]].split(":")[0],
            "informant_is": given["informant_is"],
            "informant_pr": HAS_PR.get(given["source"], "") if self.is_about_a_child(given) else "",
        }
        if not (theirs and self.is_about_a_child(given)):
            return self.person_details | known
        return self.person_details | known | self._only_who_it_is() | {"reported": self._with_the_rest(theirs)}

    def _only_who_it_is(self):
        return dict.fromkeys(REST, "") | {"informed_by": "a member of staff"}

    def _with_the_rest(self, theirs):
        rest = [f"{self.fields[name].label}: {self.cleaned_data[name]}" for name in REST if self.cleaned_data[name]]
        return theirs | {"fact": "\n".join([theirs["fact"], *rest])}


class ChangeForm(Informed, DetailsForm):
    """New details of a record, and who gave them."""

    reveals = DetailsForm.reveals | Informed.reveals

    seen = seen()

    def __init__(self, *args, person, **kwargs):
        known = {name: getattr(person, name) for name in ("name", "known_as", "language", "safety_note", "due_on")}
        known |= {"stage": _stage_of(person), "seen": person.version}
        known |= {"adult_born_on" if known["stage"] == "adult" else "born_on": person.born_on}
        super().__init__(*args, person=person, **kwargs | {"initial": known | (kwargs.get("initial") or {})})

    def clean(self):
        given = super().clean()
        if self.has_no_say:
            self.refuse_without_responsibility()
        return given

    @property
    def details(self):
        return self.person_details | {
            "informed_by": self.informant or "a member of staff",
            "informant_is": "",
            "informant_pr": "",
            "seen": self.cleaned_data["seen"],
        }


def _stage_of(person):
    return "unborn" if person.is_unborn else "adult" if person.is_adult() else "child"
