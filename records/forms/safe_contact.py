"""Locking away where somebody can be found, from whom it is withheld, and having it revealed."""

from django import forms

from records.models import Person, SafeContact, Withheld
from records.safe_address import Protected, found_in, keys_of
from staff.forms import SignatureForm
from staff.models import User

from .access import ColleagueField
from .asking import SomeOf, seen

SAYS_IT = "This gives away what is to be locked. Say it without."
NOBODY_LEFT = "Nobody who decides about this record could be shown it any more. Leave one lead who may."


class ContactForm(forms.Form):
    """The value, how to reach them safely, and who must not know: family by name, anybody else in words."""

    sections = {"Reaching them safely": ["message", "avoid"], "Who must not know?": ["family", "others", "colleague"]}

    protected_value = forms.CharField(
        label="What must be kept secret?",
        help_text="An address with its postcode, a number, a name. It is locked at once, and never kept as a draft.",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
        error_messages={"required": "Write what must be kept secret."},
    )
    message = forms.ChoiceField(
        label="Is it safe to leave a message?", choices=SafeContact.Message.choices, widget=forms.RadioSelect
    )
    avoid = forms.CharField(
        label="Do not contact by",
        help_text="For example “letter, or a call before six”. Everybody who opens the record reads this.",
        max_length=300,
        required=False,
    )
    family = SomeOf(Person.objects.none(), label="Of their family and others on record", required=False)
    others = forms.CharField(
        label="Anybody else, in words",
        help_text="One on each line, for example “his brother Al”.",
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    colleague = ColleagueField(
        label="A colleague who must not know", help_text="To them it does not exist.", required=False
    )

    def __init__(self, *args, person, already=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.person, self.already = person, already
        family = Person.objects.filter(relationships_to__in=person.relationships.in_force())
        family = family.exclude(pk__in=[row.person_id for row in already if row.person_id])
        self.fields["family"].queryset = family.distinct().order_by("name", "pk")
        self.fields["family"].label_from_instance = lambda other: other.name
        shut_out = [*person.exclusions.in_force().values_list("user", flat=True)]
        out = [*shut_out, *(row.user_id for row in already if row.user_id)]
        self.fields["colleague"].queryset = User.objects.active().exclude(pk__in=out).order_by("first_name", "pk")
        if not self.fields["family"].queryset.exists():
            del self.fields["family"]

    def clean_protected_value(self):
        value = self.cleaned_data["protected_value"]
        if value and not keys_of(value):
            raise forms.ValidationError("Write it in full. So short a word cannot be looked for in what leaves.")
        return value

    def clean_others(self):
        lines = [line.strip() for line in self.cleaned_data["others"].splitlines() if line.strip()]
        if any(len(line) > 200 for line in lines):
            raise forms.ValidationError("Use 200 characters or fewer on each line.")
        return lines

    def clean_colleague(self):
        """Somebody who decides must be left, or a value could be walled off from everybody (A2)."""
        colleague = self.cleaned_data["colleague"]
        out = [row.user_id for row in self.already if row.user_id] + [colleague.pk if colleague else None]
        out += self.person.exclusions.in_force().values_list("user", flat=True)
        if colleague and not User.objects.standing_over(self.person.group).exclude(pk__in=out).exists():
            raise forms.ValidationError(NOBODY_LEFT)
        return colleague

    def clean(self):
        given = super().clean()
        locked = [Protected("", given.get("protected_value") or "")]
        for name in ("avoid", "others"):
            said = given.get(name) or ""
            if found_in(said if isinstance(said, str) else "\n".join(said), locked):
                self.add_error(name, SAYS_IT)
        return given

    @property
    def details(self):
        given = self.cleaned_data
        rows = [{"person": one} for one in given.get("family", ())] + [{"words": one} for one in given["others"]]
        rows += [{"user": given["colleague"]}] if given["colleague"] else []
        notes = {"message": given["message"], "avoid": given["avoid"]}
        return notes | {"value": given["protected_value"], "withhold": rows}


class ProtectForm(ContactForm):
    kind = forms.ChoiceField(
        label="What is it?",
        choices=SafeContact.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Say what it is."},
    )
    field_order = ["kind", "protected_value"]

    @property
    def details(self):
        return super().details | {"kind": self.cleaned_data["kind"]}


class ChangeContactForm(ContactForm):
    """What is locked is not shown: another value is written over it, or the box is left empty."""

    sections = ContactForm.sections | {"Who must not know?": ["still", *ContactForm.sections["Who must not know?"]]}

    still = SomeOf(Withheld.objects.none(), label="Who must not know now", required=False)
    seen = seen()

    def __init__(self, *args, contact, initial=None, **kwargs):
        already = [*contact.withheld.in_force().select_related("person", "user").order_by("pk")]
        known = {"message": contact.message, "avoid": contact.avoid, "seen": contact.version}
        known["still"] = [str(row.public_id) for row in already]
        super().__init__(*args, person=contact.person, already=already, initial=known | (initial or {}), **kwargs)
        self.fields["still"].queryset = contact.withheld.in_force().select_related("person", "user").order_by("pk")
        self.fields["still"].label_from_instance = lambda row: row.name
        self.fields["still"].help_text = "Untick whoever may know from now on."
        value = self.fields["protected_value"]
        value.label, value.required = "What is it now?", False
        value.help_text = "Leave it empty to keep what is locked. It is not shown here."
        if not already:
            del self.fields["still"]

    @property
    def details(self):
        given = self.cleaned_data
        return super().details | {"still": given.get("still"), "seen": given["seen"]}


class EndContactForm(forms.Form):
    why = forms.CharField(
        label="Why does it end?",
        help_text="For example “they moved”. Do not write the address or number itself.",
        max_length=300,
        error_messages={"required": "Say why it ends."},
    )
    is_secret = forms.TypedChoiceField(
        label="Must it still not be told to anybody?",
        choices=[("yes", "Yes: somebody may still be found by it"), ("no", "No: it is no secret any more")],
        coerce=lambda answer: answer == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether it must still be kept secret."},
    )


class RevealForm(SignatureForm):
    """Why, and the reader's own password at that moment."""

    why = forms.CharField(
        label="Why do you need it now?",
        help_text="For example “to tell the ambulance where to go”. Your reason is kept, and the leads read it.",
        min_length=10,
        max_length=300,
        error_messages={
            "required": "Say why you need it now.",
            "min_length": "Say it in a few words more: what you will do with it.",
        },
    )
    field_order = ["why", "password"]
    refused = " Nothing was shown."

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["password"].label = "Your password"
        self.fields["password"].error_messages["required"] = "Enter your password. Without it nothing is shown."
