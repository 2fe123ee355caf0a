"""Orders and limits, homes, and other settings of a person."""

from django import forms

from records.models import Agency, Order, Person, Relationship
from records.models.order import FOR_THE_LEAD, MAY_NOT

from .asking import OneOf, SomeOf, not_in_the_future, seen

LIMITS = [(Order.FORBIDS[what], f"May not {words}") for what, words in MAY_NOT.items()]


class Dated(forms.Form):
    """What lasts from one day to another, the last one included."""

    starts_on = forms.DateField(label="From", required=False)
    ends_on = forms.DateField(label="Last day", help_text="Leave it empty if it goes on.", required=False)
    seen = seen()

    def clean(self):
        given = super().clean()
        if given.get("starts_on") and given.get("ends_on") and given["ends_on"] < given["starts_on"]:
            self.add_error("ends_on", "This is before it starts. Check both dates.")
        return given

    def known(self, row, names):
        return {name: getattr(row, name) for name in names} | {"seen": row.version} if row else {}

    def changed(self, **more):
        """What the verb is called with: only a change says which version it answers."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "seen"} | more
        return given | ({"seen": self.cleaned_data["seen"]} if self.row else {})


class OrderForm(Dated):
    """An order says by itself who may not agree, be told, receive or collect; it needs a first day for that."""

    reveals = {
        "limits": ("whom", "yes"),
        "limited": ("whom", "yes"),
        "evidence": ("has_evidence", "yes"),
        "seen_on": ("has_evidence", "yes"),
    }
    field_order = ["kind", "whom", "limited", "limits", "words", "starts_on", "ends_on", "has_evidence", "evidence"]
    KEPT = ("kind", "words", "starts_on", "ends_on", "evidence", "seen_on", "review_on")

    kind = forms.ChoiceField(
        label="What is it?",
        choices=[("", "Choose"), *Order.Kind.choices],
        error_messages={"required": "Choose what kind of order or limit it is."},
    )
    whom = forms.ChoiceField(
        label="Does it limit somebody?",
        choices=[("yes", "Yes"), ("no", "No")],
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether it limits somebody."},
    )
    limited = OneOf(
        Person.objects.none(),
        label="Whom?",
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={
            "required": "Choose whom it limits. If they are not shown, add them to the family first.",
            "invalid_choice": "Choose from the people shown.",
        },
    )
    limits = forms.MultipleChoiceField(
        label="What may they not do?",
        choices=LIMITS,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Tick at least one thing that they may not do."},
    )
    words = forms.CharField(
        label="What does it say?", help_text="In a sentence, for example “contact twice a month, supervised”.",
        max_length=500, required=False,
    )  # fmt: skip
    has_evidence = forms.ChoiceField(
        label="Have you seen the paper?",
        choices=[("no", "No"), ("yes", "Yes")],
        widget=forms.RadioSelect,
        initial="no",
    )
    evidence = forms.CharField(
        label="Which paper?",
        max_length=300,
        error_messages={"required": "Say which paper you saw, for example “sealed copy of the order”."},
    )
    seen_on = forms.DateField(
        label="When did you see it?",
        validators=[not_in_the_future],
        error_messages={"required": "Enter the day on which you saw it."},
    )
    review_on = forms.DateField(label="When is it looked at again?", required=False)

    def __init__(self, *args, person, by, order=None, initial=None, **kwargs):
        self.person, self.by, self.row = person, by, order
        super().__init__(*args, initial=self._known(order) | (initial or {}), **kwargs)
        links = Relationship.objects.of(person).known_to(by)
        self.fields["limited"].queryset = Person.objects.filter(pk__in=links.values("other")).order_by("name", "pk")
        self.fields["limited"].label_from_instance = lambda other: other.name
        self.fields["starts_on"].required = True
        self.fields["starts_on"].error_messages["required"] = "Enter the first day. From that day on it counts."

    def _known(self, order):
        if order is None:
            return {}
        ticked = [name for name, _ in LIMITS if getattr(order, name)]
        limited = {"limited": order.limited.public_id, "whom": "yes"} if order.limited else {"whom": "no"}
        seen = {"has_evidence": "yes" if order.evidence else "no"}
        return self.known(order, self.KEPT) | limited | seen | {"limits": ticked}

    def clean(self):
        given = super().clean()
        if Order.Kind.LEAD in {given.get("kind"), getattr(self.row, "kind", "")} and not self.person.is_run_by(self.by):
            self.add_error("kind", FOR_THE_LEAD)
        return given

    @property
    def details(self):
        given = self.cleaned_data
        limits = given["limits"] if given["limited"] else []
        kept = {name: given[name] for name in self.KEPT} | {name: name in limits for name, _ in LIMITS}
        kept |= {"limited": given["limited"], "evidence": given["evidence"] or "", "seen_by": self._saw()}
        return kept | ({"seen": given["seen"]} if self.row else {})

    def _saw(self):
        """Evidence that was seen before keeps whoever saw it."""
        paper = self.cleaned_data["evidence"]
        return self.row.seen_by if self.row and paper and self.row.evidence == paper else self.by if paper else None


class HouseholdForm(Dated):
    field_order = ["called", "links", "days"]

    called = forms.CharField(
        label="What do we call this home?",
        help_text="Without an address, for example “With Gran”. Everybody who opens the record reads it.",
        max_length=100,
        error_messages={"required": "Give it a name, for example “With Gran”."},
    )
    links = SomeOf(Relationship.objects.none(), label="Who else lives there?", required=False)
    days = forms.CharField(
        label="Which days?", help_text="Leave it empty for every day.", max_length=100, required=False
    )

    def __init__(self, *args, person, by, home=None, initial=None, **kwargs):
        self.row = home
        known = self.known(home, ("called", "days", "starts_on", "ends_on"))
        super().__init__(*args, initial=known | (initial or {}), **kwargs)
        self.fields["links"].queryset = Relationship.objects.family_of(person, by)
        self.fields["links"].label_from_instance = lambda link: f"{link.other.name}, {link.get_kind_display().lower()}"
        if home:
            del self.fields["links"]

    @property
    def details(self):
        return self.changed()


class SettingForm(Dated):
    field_order = ["agency", "name", "days", "contact"]

    agency = OneOf(
        Agency.objects.none(), label="From our directory", empty_label="Not in the directory", required=False
    )
    name = forms.CharField(label="Or its name", max_length=200, required=False)
    days = forms.CharField(label="Which days?", max_length=100, required=False)
    contact = forms.CharField(
        label="Whom do we speak to there?", help_text="Name and job, for example “Ms Tarn, teacher”.",
        max_length=200, required=False,
    )  # fmt: skip

    def __init__(self, *args, by, setting=None, initial=None, **kwargs):
        self.row = setting
        known = self.known(setting, ("name", "days", "contact", "starts_on", "ends_on"))
        super().__init__(*args, initial=known | (initial or {}), **kwargs)
        self.fields["agency"].queryset = Agency.objects.open_to(by)
        self.fields["agency"].label_from_instance = lambda agency: agency.name
        if setting:
            del self.fields["agency"], self.fields["name"]

    def clean(self):
        given = super().clean()
        if not self.row and bool(given.get("agency")) == bool(given.get("name")) and not self.has_error("agency"):
            self.add_error("name", "Choose one from the directory, or write the name of one that is not there.")
        return given

    @property
    def details(self):
        return self.changed()
