"""What is asked about accounts, roles, cover, the undertaking, and of whoever signs."""

from django import forms
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.utils import timezone

from policy import packs

from . import roles, signing
from .models import User
from .models.post import NOT_YOUR_OWN_LINE, NOT_YOUR_OWN_ROLE

GROUPS = [("child", "Children and young people"), ("adult", "Adults")]


class SignatureForm(forms.Form):
    """A form that is signed: the signer's own password, at that moment. Give it ``signer=request.user``.

    The guard of the page has compared the password already, outside the transaction, so that a wrong try is counted
    although nothing else of a refused form is kept (staff/access.py).
    """

    password = forms.CharField(
        label="Your password, as your signature",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "class": "govuk-input--width-20"}),
        error_messages={"required": "Enter your password. It is your signature."},
    )

    refused = " Nothing was signed."

    def __init__(self, *args, signer, **kwargs):
        super().__init__(*args, **kwargs)
        self.signer = signer
        self.fields["password"] = self.fields.pop("password")  # the signature comes last

    def clean_password(self):
        password = self.cleaned_data["password"]
        signature = getattr(self.signer, "signature", None) or signing.check(self.signer, password)
        if signature is signing.Signature.WRONG:
            raise ValidationError(f"That is not your password.{self.refused}")
        if signature is signing.Signature.TOO_OFTEN:
            raise ValidationError(f"Too many wrong passwords. Wait five minutes, then try again.{self.refused}")
        return ""


class UnlockForm(SignatureForm):
    refused = ""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["password"].label = "Your password"
        self.fields["password"].error_messages["required"] = "Enter your password to go on."


class UndertakingForm(forms.Form):
    """Three questions from the pack, and the signer's name. The pack says which answers are right."""

    typed_name = forms.CharField(
        label="Your full name, as your signature",
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name", "class": "govuk-input--width-20"}),
        error_messages={"required": "Type your full name. It is your signature under this promise."},
    )

    def __init__(self, *args, signer, **kwargs):
        super().__init__(*args, **kwargs)
        self.signer = signer
        self.quiz = {f"question_{number}": asked for number, asked in enumerate(packs.current().undertaking_quiz)}
        for name, asked in self.quiz.items():
            self.fields[name] = forms.TypedChoiceField(
                label=asked.question, choices=list(enumerate(asked.answers)), coerce=int, widget=forms.RadioSelect
            )
        self.fields["typed_name"] = self.fields.pop("typed_name")

    def clean(self):
        for name, asked in self.quiz.items():
            if self.cleaned_data.get(name) not in (None, asked.right):
                self.add_error(name, "That is not what the promise says. Read it once more, then answer again.")
        return self.cleaned_data

    def clean_typed_name(self):
        typed = " ".join(self.cleaned_data["typed_name"].split())
        if self.signer.get_full_name() and typed.casefold() != self.signer.name.casefold():
            raise ValidationError(f"Type your name as your account has it: {self.signer.name}.")
        return typed


class ChoosePasswordForm(forms.Form):
    password = forms.CharField(
        label="New password",
        strip=False,
        help_text="At least 12 characters. Three words that have nothing to do with each other are easy to remember.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "class": "govuk-input--width-20"}),
        error_messages={"required": "Choose a password."},
    )

    def __init__(self, *args, owner, **kwargs):
        super().__init__(*args, **kwargs)
        self.owner = owner

    def clean_password(self):
        password_validation.validate_password(self.cleaned_data["password"], self.owner)
        return self.cleaned_data["password"]


class InviteForm(forms.Form):
    sections = {"Who": ["first_name", "last_name", "email"], "Their work": ["post", "phone", "role"]}

    first_name = forms.CharField(label="First name", max_length=150)
    last_name = forms.CharField(label="Last name", max_length=150)
    email = forms.EmailField(label="Work e-mail address", help_text="We send a link to this address, and nothing else.")
    post = forms.CharField(label="Job title", max_length=100)
    phone = forms.CharField(
        label="Telephone", max_length=30, required=False, widget=forms.TextInput(attrs={"type": "tel"})
    )
    role = forms.ChoiceField(
        label="Role", choices=roles.CHOICES, widget=forms.RadioSelect, error_messages={"required": "Choose a role."}
    )
    hints = {"role": {role.key: role.description for role in roles.ROLES}}

    def clean_email(self):
        email = self.cleaned_data["email"].lower()
        if User.objects.filter(email=email).exists():
            raise ValidationError("Somebody has an account with this address. Find it in the list of accounts.")
        return email


class RoleForm(forms.Form):
    role = forms.ChoiceField(
        label="Which role?", widget=forms.RadioSelect, error_messages={"required": "Choose a role."}
    )
    heading = "role"
    hints = {"role": {role.key: role.description for role in roles.ROLES}}

    def __init__(self, *args, by, to, **kwargs):
        super().__init__(*args, **kwargs)
        self.by, self.to = by, to
        held = {role.key for role in to.roles}
        self.fields["role"].choices = [(key, title) for key, title in roles.CHOICES if key not in held]

    def clean_role(self):
        if self.by == self.to:
            raise ValidationError(NOT_YOUR_OWN_ROLE)
        return roles.BY_KEY[self.cleaned_data["role"]]


class LineForm(forms.Form):
    heading = "manager"
    manager = forms.ModelChoiceField(
        label="Who manages them?",
        queryset=None,
        empty_label="Choose somebody",
        to_field_name="public_id",
        help_text="From today the manager may read what this worker may read in their people’s ordinary folders.",
        error_messages={"required": "Choose a manager."},
    )

    def __init__(self, *args, by, worker, **kwargs):
        super().__init__(*args, **kwargs)
        self.by = by
        colleagues = User.objects.open_to(by).working_with_people().exclude(pk=worker.pk)
        self.fields["manager"].queryset = colleagues.exclude(pk__in=worker.current_managers()).order_by("first_name")
        self.fields["manager"].label_from_instance = lambda user: f"{user.name}, {user.post}"

    def clean_manager(self):
        if self.cleaned_data["manager"] == self.by:
            raise ValidationError(NOT_YOUR_OWN_LINE)
        return self.cleaned_data["manager"]


class LastDayForm(forms.Form):
    heading = "leaves_on"
    leaves_on = forms.DateField(
        label="What is their last day?",
        widget=forms.DateInput,
        required=False,
        help_text="The account works all that day and ends at midnight. Leave it empty if they stay.",
    )

    def clean_leaves_on(self):
        day = self.cleaned_data["leaves_on"]
        if day and day < timezone.localdate():
            raise ValidationError("This day has passed. Close the account now, or enter a day to come.")
        return day


class CoverForm(forms.Form):
    lead = forms.ModelChoiceField(
        label="Who is on cover?",
        queryset=None,
        empty_label="Choose somebody",
        to_field_name="public_id",
        error_messages={"required": "Choose a lead."},
    )
    group = forms.ChoiceField(
        label="For whom?", choices=GROUPS, widget=forms.RadioSelect, error_messages={"required": "Choose a group."}
    )
    starts_at = forms.DateTimeField(label="From", widget=forms.DateTimeInput, initial=timezone.localtime)
    ends_at = forms.DateTimeField(label="Until", widget=forms.DateTimeInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["lead"].queryset = User.objects.in_role(*roles.LEADING).order_by("first_name")
        self.fields["lead"].label_from_instance = lambda user: f"{user.name}, {user.post}"

    def clean(self):
        cleaned = self.cleaned_data
        lead, group = cleaned.get("lead"), cleaned.get("group")
        if lead and group and group not in lead.stands_over:
            self.add_error("lead", "This person does not lead for that group. Choose somebody who does.")
        starts_at, ends_at = cleaned.get("starts_at"), cleaned.get("ends_at")
        if ends_at and ends_at <= timezone.now():
            self.add_error("ends_at", "This is over already. Choose a time to come.")
        elif starts_at and ends_at and ends_at <= starts_at:
            self.add_error("ends_at", "Cover ends after it starts. Choose a later time.")
        return cleaned


WHO = {
    "children_lead": "Safeguarding lead for children",
    "adults_lead": "Safeguarding lead for adults",
    "deputy": "Deputy safeguarding lead",
    "senior_leader": "Senior leader",
    "data_protection": "Data protection manager",
}
OUTSIDE = "outside_person"
PARTS = ("name", "email", "phone")


class SetUpForm(forms.Form):
    """Who is what. One human may be several; then somebody outside is the second person."""

    cover_child = forms.ChoiceField(label="Told first about children", widget=forms.RadioSelect)
    cover_adult = forms.ChoiceField(label="Told first about adults", widget=forms.RadioSelect)
    cover_until = forms.DateTimeField(
        label="Until",
        widget=forms.DateTimeInput,
        help_text="After this the lead is told first, or whom you put on cover.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.sections = {title: self._ask(key) for key, title in WHO.items()}
        self.sections["Somebody outside the organisation"] = self._ask(OUTSIDE, required=False)
        self.fields[
            f"{OUTSIDE}_name"
        ].help_text = (
            "For example the chair. Needed where one person above is several of these: they are the second person."
        )
        self.sections["On cover"] = ["cover_child", "cover_adult", "cover_until"]
        for group in ("child", "adult"):
            leading = [(key, title) for key, title in WHO.items() if group in roles.BY_KEY[key].stands_over]
            self.fields[f"cover_{group}"].choices = leading

    def _ask(self, key, required=True):
        self.fields[f"{key}_name"] = forms.CharField(label="Full name", max_length=200, required=required)
        self.fields[f"{key}_email"] = forms.EmailField(label="Work e-mail address", required=required)
        self.fields[f"{key}_phone"] = forms.CharField(label="Telephone", max_length=30, required=required)
        return [f"{key}_{part}" for part in PARTS]

    def clean(self):
        emails = [self.cleaned_data.get(f"{key}_email", "").lower() for key in WHO]
        outside = self.cleaned_data.get(f"{OUTSIDE}_email", "").lower()
        if len(set(emails)) < len(emails) and not outside:
            self.add_error(
                f"{OUTSIDE}_email",
                "One person is several of these. Name somebody outside who is the second person for what they decide.",
            )
        told = [bool(self.cleaned_data.get(f"{OUTSIDE}_{part}")) for part in PARTS]
        if any(told) and not all(told):
            self.add_error(f"{OUTSIDE}_name", "Fill in all three boxes, or leave all three empty.")
        if outside and outside in emails:
            self.add_error(f"{OUTSIDE}_email", "This is one of the people above. Name somebody else.")
        return self.cleaned_data

    def clean_cover_until(self):
        if self.cleaned_data["cover_until"] <= timezone.now():
            raise ValidationError("This is over already. Choose a time to come.")
        return self.cleaned_data["cover_until"]

    @property
    def who_is_what(self):
        """What `Appointment.set_up` takes: who holds each role that was filled in, and who is told first until when."""
        told = {key: [self.cleaned_data[f"{key}_{part}"] for part in PARTS] for key in [*WHO, OUTSIDE]}
        return {
            "people": {key: parts for key, parts in told.items() if all(parts)},
            "cover": {group: self.cleaned_data[f"cover_{group}"] for group in ("child", "adult")},
            "cover_until": self.cleaned_data["cover_until"],
        }
