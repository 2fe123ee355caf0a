"""Asking to be let in, and the one answer to it (S-08)."""

from datetime import timedelta

from django import forms
from django.utils import timezone

from records.models import Folder
from records.models.access_request import USUAL_DAYS
from records.models.folder import LONGEST_GRANT_DAYS
from records.models.person import GROUPS

from .access import LastDay
from .asking import Finding, OneFound

WHICH = {"required": "Choose at least one folder."}


def why(label):
    return forms.CharField(
        label=label,
        help_text="What you will do with it. “I take over her sessions while Amara is away.”",
        max_length=500,
        error_messages={"required": "Say why. Nobody is let in without a purpose (S-08)."},
    )


def kinds(label="Which folders?", choices=()):
    return forms.MultipleChoiceField(
        label=label, choices=choices, widget=forms.CheckboxSelectMultiple, error_messages=WHICH
    )


class RenewForm(forms.Form):
    why = why("Why do you still need it?")
    until = LastDay(label="Until when?")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["until"].initial = timezone.localdate() + timedelta(days=USUAL_DAYS)


class AskForm(RenewForm):
    """Asked at a closed folder: the others that are closed can be asked for in the same step."""

    field_order = ["why", "kinds", "until"]

    why = why("Why do you need it?")
    kinds = kinds()

    def __init__(self, *args, folder, among, **kwargs):
        super().__init__(*args, **kwargs)
        closed = [other for other in among.filter(person=folder.person).in_order()]
        self.fields["kinds"].choices = [(other.kind, other.get_kind_display()) for other in closed]
        self.fields["kinds"].initial = [folder.kind]


class AskByNameForm(RenewForm):
    """Asked of somebody the asker knows of. What comes back is the same whether there is a record or none."""

    field_order = ["words", "group", "why", "kinds", "until"]

    words = forms.CharField(
        label="Whose record?",
        help_text="Their name, and what tells them from others, for example their age or their street.",
        max_length=300,
        error_messages={"required": "Say whose record you need, as well as you know."},
    )
    group = forms.ChoiceField(
        label="Is it about a child or an adult?",
        choices=GROUPS,
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether it is a child or an adult, so that the right lead is asked."},
    )
    why = why("Why do you need it?")
    kinds = kinds(choices=[(kind.value, kind.label) for kind in Folder.KINDS_FOR["child"]])


class AnswerAccessForm(forms.Form):
    reveals = {"kinds": ("answer", "yes"), "until": ("answer", "yes"), "reason": ("answer", "no")}

    answer = forms.ChoiceField(
        label="Do they need it?",
        choices=[("yes", "Yes, let them in"), ("no", "No")],
        widget=forms.RadioSelect,
        error_messages={"required": "Say yes or no."},
    )
    kinds = kinds("To which folders?")
    until = LastDay(label="Until when?")
    reason = forms.CharField(
        label="Why not?",
        help_text="They read this. Say what would make it possible, if anything would, and name nobody.",
        max_length=500,
        error_messages={"required": "Say why not. They read it."},
    )

    def __init__(self, *args, asked, by, **kwargs):
        self.asked, self.by = asked, by
        super().__init__(*args, **kwargs)
        choices = [(kind.value, kind.label) for kind in Folder.KINDS_FOR[asked.group]]
        self.fields["kinds"].choices = choices
        self.fields["kinds"].initial = asked.kinds.split()
        latest = timezone.localdate() + timedelta(days=LONGEST_GRANT_DAYS)
        self.fields["until"].initial = min(max(asked.until, timezone.localdate()), latest)

    def clean(self):
        given = super().clean()
        if given.get("answer") == "yes" and not self.errors:
            self._check(self._whose())
        return given

    def _whose(self):
        return self.asked.person

    def _check(self, person):
        folders = Folder.objects.run_by(self.by).filter(person=person, kind__in=self.cleaned_data["kinds"])
        self.folders = list(folders.in_order())
        if person.exclusions.in_force().filter(user=self.asked.asked_by_id).exists():
            self.add_error("answer", "They are shut out of this record. Say no, in words that tell nothing of it.")
        elif not self.folders:
            self.add_error("kinds", "There is no such folder that is yours to open. Choose another.")


class AnswerByNameForm(AnswerAccessForm, Finding):
    """The same, and first whose record was meant."""

    finds = "person"
    person = OneFound(label="Whose record is meant?", required=False)

    def _whose(self):
        return self.cleaned_data.get("person")

    def _check(self, person):
        if person is None:
            self.add_error("person", "Look for somebody by name, then choose them.")
        else:
            super()._check(person)
