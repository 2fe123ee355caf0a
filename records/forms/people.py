"""Looking for people, and the details of a record."""

from django import forms
from django.db.models import Q

from records.models import Person
from staff.models import User

from .asking import FEW, Informed, OneOf, named, not_in_the_future, seen

STAGES = [("child", "A child or young person"), ("unborn", "A child not yet born"), ("adult", "An adult")]
SOURCES = [
    ("us", "Nobody yet: this is what we know ourselves, from a concern or a referral"),
    ("self", "The person themselves: an adult, or a young person who understands"),
    ("parent", "An adult with parental responsibility"),
    ("other", "Somebody else: a relative, a childminder, a neighbour"),
]


class SearchForm(forms.Form):
    words = forms.CharField(
        label="Look for somebody by name",
        max_length=100,
        error_messages={"required": "Write a name, or part of one."},
    )


class DetailsForm(forms.Form):
    """Child or adult follows from the date of birth, whatever was ticked."""

    reveals = {
        "born_on": ("stage", "child"),
        "due_on": ("stage", "unborn"),
        "adult_born_on": ("stage", "adult"),
    }

    name = forms.CharField(label="Full name", max_length=200, error_messages={"required": "Write their name."})
    known_as = forms.CharField(label="Known as", max_length=200, required=False)
    stage = forms.ChoiceField(
        label="Who are they?",
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
    language = forms.CharField(label="Language they speak best", max_length=60, required=False)
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


class RegisterForm(DetailsForm):
    """Search comes before a new record: whoever is alike among the people this user may see is shown first."""

    reveals = DetailsForm.reveals | {"informant": ("source", "parent")}

    source = forms.ChoiceField(
        label="Who gave you this information?",
        choices=SOURCES,
        widget=forms.RadioSelect,
        error_messages={"required": "Say who gave you this information."},
    )
    informant = forms.CharField(
        label="Their name",
        max_length=200,
        error_messages={"required": "Write the name of the adult with parental responsibility."},
    )
    key_person = OneOf(User.objects.none(), label="Key person", empty_label="Nobody yet", required=False)
    sure = forms.BooleanField(label="None of these: it is somebody else", required=False)

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.among, self.alike = Person.objects.open_to(by), []
        self.fields["key_person"].queryset = User.objects.working_with_people().order_by("first_name", "pk")
        self.fields["key_person"].label_from_instance = lambda user: user.name
        self.fields["key_person"].initial = by.public_id

    def clean(self):
        given = super().clean()
        child = self.is_about_a_child(given)
        if child and given.get("source") == "other":
            self.add_error(
                "source",
                "Only an adult with parental responsibility may complete information about a child (S-05). Ask one of "
                "them, or open the record from what we know ourselves and keep what this person said as information "
                "from somebody else.",
            )
        self._look_for_namesakes(given)
        return given

    def is_about_a_child(self, given):
        born_on = given.get("adult_born_on")
        return given.get("stage") != "adult" or bool(born_on and Person.group_on(born_on) == "child")

    def _look_for_namesakes(self, given):
        if given.get("sure") or not given.get("name"):
            return
        same_name = self.among.found_by(given["name"])
        born_on = given.get("born_on") or given.get("adult_born_on")
        last = given["name"].split()[-1]
        same_birth = self.among.filter(Q(born_on=born_on), name__icontains=last) if born_on else same_name
        self.alike = list((same_name | same_birth).distinct().order_by("name", "pk")[:FEW])
        if self.alike:
            alike = "; ".join(named(person) for person in self.alike)
            self.add_error("sure", f"There is a record that looks like this one: {alike}. Is it the same person?")

    @property
    def details(self):
        given = self.cleaned_data
        words = given["informant"] or dict(SOURCES)[given["source"]].split(":")[0]
        return self.person_details | {"key_person": given["key_person"], "informed_by": words}


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
            "seen": self.cleaned_data["seen"],
        }


def _stage_of(person):
    return "unborn" if person.is_unborn else "adult" if person.is_adult() else "child"
