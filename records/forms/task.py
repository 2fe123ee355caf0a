"""Giving somebody something to do, and what became of it."""

from django import forms

from records.models import Person
from records.models.task import CANNOT_OPEN
from staff.models import User

from .access import ColleagueField
from .telling import from_today_on


class TaskForm(forms.Form):
    what = forms.CharField(
        label="What is to be done?", max_length=300, error_messages={"required": "Say what is to be done."}
    )
    owner = ColleagueField(label="Who does it?")
    due_on = forms.DateField(
        label="By when?", validators=[from_today_on], error_messages={"required": "Give the day by which it is done."}
    )

    def __init__(self, *args, person=None, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.person = person
        self.fields["owner"].queryset = User.objects.working_with_people().order_by("first_name", "pk")
        self.fields["owner"].initial = by.public_id

    def clean_owner(self):
        return _who_may_open(self.cleaned_data["owner"], self.person)


class TaskDoneForm(forms.Form):
    reveals = {"to": ("answer", "hand_on")}

    answer = forms.ChoiceField(
        label="What became of it?",
        choices=[("done", "It is done"), ("hand_on", "Somebody else does it")],
        widget=forms.RadioSelect,
        error_messages={"required": "Say what became of it."},
    )
    to = ColleagueField(label="Who?")
    words = forms.CharField(
        label="In a few words", max_length=500, error_messages={"required": "Say what was done, or why you hand it on."}
    )

    def __init__(self, *args, task, **kwargs):
        super().__init__(*args, **kwargs)
        self.task = task
        others = User.objects.working_with_people().exclude(pk=task.owner_id)
        self.fields["to"].queryset = others.order_by("first_name", "pk")

    def clean_to(self):
        return _who_may_open(self.cleaned_data.get("to"), self.task.person)


def _who_may_open(user, person):
    if user and person and not Person.objects.open_to(user).contains(person):
        raise forms.ValidationError(CANNOT_OPEN)
    return user
