"""What is asked before a folder about somebody who is no service user is started, and about its time (H-33)."""

from django import forms

from records.apart import kinds_started_by
from records.models import FolderAbout, KeptOut, Person, Relationship
from records.models.folder_about import to_come
from staff.models import PaperPromise, User

from .access import ColleagueField
from .asking import OneOf, is_uuid, not_in_the_future, seen

WORKS_HERE = "Somebody of this name works here. Choose them from the list, or tick that it is another person."


class StartAboutForm(forms.Form):
    """Whom it is about, in one way only, and why a folder is needed."""

    kind = forms.ChoiceField(label="What kind of folder?", widget=forms.RadioSelect)
    account = ColleagueField(label="Who is it?", required=False)
    paper = OneOf(
        PaperPromise.objects.none(), label="Or somebody who promised on paper", required=False, empty_label="Choose"
    )
    name = forms.CharField(label="Their full name", max_length=200, required=False)
    other_person = forms.BooleanField(label="It is another person of the same name", required=False)
    words = forms.CharField(label="Who are they?", max_length=200, required=False)
    why = forms.CharField(
        label="Why is a folder about them needed?",
        help_text="What would go wrong without one? Keep nothing that is not needed.",
        max_length=500,
        error_messages={"required": "Say why. No folder is started without a reason."},
    )
    person = OneOf(Person.objects.none(), widget=forms.HiddenInput, required=False)

    def __init__(self, *args, by, side, **kwargs):
        super().__init__(*args, **kwargs)
        self.by, self.side = by, side
        self.kinds = {kind.key: kind for kind in kinds_started_by(by, side)}
        self.fields["kind"].choices = [(kind.key, kind.title) for kind in self.kinds.values()]
        self.hints = {"kind": {kind.key: kind.holds for kind in self.kinds.values()}}
        if not self._namesake((self.data if self.is_bound else self.initial).get("name")):
            del self.fields["other_person"]
        self._offer()
        self._ask_of_workers() if side == "workers" else self._ask_of_others()

    def _offer(self):
        colleagues = User.objects.exclude(email=User.SYSTEM_EMAIL).exclude(pk=self.by.pk)
        self.fields["account"].queryset = colleagues.order_by("first_name", "pk")
        self.fields["paper"].queryset = PaperPromise.objects.order_by("name", "pk")
        self.fields["paper"].label_from_instance = lambda paper: f"{paper.name}, {paper.get_capacity_display()}"
        self.fields["person"].queryset = Person.objects.open_to(self.by)

    def _ask_of_workers(self):
        self.fields["account"].help_text = "Whoever has an account here, or had one."
        self.fields["name"].label = "Or somebody with neither: their full name"
        self.fields["words"].label = "What do they do here?"
        del self.fields["person"]

    def _ask_of_others(self):
        del self.fields["paper"]
        self.fields["name"].required = True
        self.fields["name"].error_messages["required"] = "Say who it is about."
        self.fields["account"].label = "Do they work or help here too?"
        self.fields["account"].empty_label = "No"
        self.fields["account"].help_text = "If so, choose them. To them this folder does not exist."
        self.fields["words"].help_text = "Their post and where they work, or that they are a parent. Name no child."
        self.order_fields(["kind", "name", "other_person", "words", "account", "why"])

    def clean(self):
        given = super().clean()
        self._check_who(given)
        if not self.errors and (reason := FolderAbout.why_not(self.by, **self.details)):
            self.add_error("kind", reason)
        return given

    def _check_who(self, given):
        if self.side == "workers" and [bool(given.get(name)) for name in ("account", "paper", "name")].count(True) != 1:
            self.add_error("account", "Say who it is about: choose an account, or a paper, or write a name.")
        if self._namesake(given.get("name")) and not (given.get("account") or given.get("other_person")):
            self.add_error("name", WORKS_HERE)

    @staticmethod
    def _namesake(name):
        """Whether a colleague is called so: a folder about them must never open to them."""
        words = str(name or "").split()
        return any(user.name.lower().split() == [word.lower() for word in words] for user in _called(words))

    @property
    def details(self):
        given = self.cleaned_data
        account, paper = given.get("account"), given.get("paper")
        about = {"paper": paper, "person": given.get("person"), "why": given["why"], "kind": given["kind"]}
        about["name"] = given["name"] or (paper.name if paper else account.name)
        about["words"] = given["words"] or (account.post if account else "")
        return about | {"account": account}


def known_relation(key, user):
    """The link from which this user knows somebody, as a list: none where they may not know of it."""
    known = Relationship.objects.open_to(user).in_force().select_related("other")
    return known.filter(public_id=key) if is_uuid(key) else known.none()


def whom_of(link, user):
    """Whom the folder would be about: by name, and tied to their record where that opens to this user (H-06)."""
    opens = Person.objects.open_to(user).contains(link.other)
    return {"name": link.other.name} | ({"person": link.other.public_id} if opens else {})


def _called(words):
    return User.objects.open_to(None).filter(last_name__iexact=words[-1]) if len(words) > 1 else []


class ChangeAboutForm(forms.Form):
    seen = seen()
    words = forms.CharField(label="Who are they?", max_length=200, required=False)
    left_on = forms.DateField(
        label="Their last day here",
        widget=forms.DateInput,
        required=False,
        validators=[not_in_the_future],
        help_text="The time for which the folder is kept runs from this day.",
    )

    def __init__(self, *args, about, **kwargs):
        super().__init__(*args, **kwargs)
        if about.policy and about.policy.retention.runs_from != "leaving":
            del self.fields["left_on"]


class KeepLongerForm(forms.Form):
    seen = seen()
    why = forms.CharField(
        label="Why is it still needed?",
        max_length=500,
        error_messages={"required": "Say why. Nothing is kept longer without a reason."},
    )
    until = forms.DateField(label="When is that looked at again?", widget=forms.DateInput, validators=[to_come])


class ShutFolderForm(forms.Form):
    who = ColleagueField(label="Who must not see this folder?")
    reason = forms.CharField(
        label="Why?",
        help_text="For example “her brother”. Only those who keep the folder read it.",
        max_length=500,
        error_messages={"required": "Say why. Nobody is shut out without a reason."},
    )

    def __init__(self, *args, folder, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.folder = folder
        out = folder.kept_out.in_force().values("user")
        colleagues = User.objects.open_to(by).exclude(pk__in=out).exclude(pk=folder.about_staff_id)
        self.fields["who"].queryset = colleagues.order_by("first_name", "pk")

    def clean_who(self):
        if reason := KeptOut.why_not(self.folder, self.cleaned_data["who"]):
            raise forms.ValidationError(reason)
        return self.cleaned_data["who"]
