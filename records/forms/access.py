"""Letting somebody in, ending it, shutting somebody out (S-08, H-31)."""

from datetime import timedelta

from django import forms
from django.utils import timezone

from records.models.access_request import end_of
from records.models.folder import LONGEST_GRANT_DAYS
from records.models.kept_out import shut_to
from records.shut_out import linked_to
from staff.models import User

from .asking import OneOf


class LastDay(forms.DateField):
    """The last day on which somebody is let in: today at the earliest, ninety days from now at the latest."""

    def __init__(self, **kwargs):
        hint = f"At most {LONGEST_GRANT_DAYS} days from today. It can be given again."
        super().__init__(help_text=hint, error_messages={"required": "Enter the last day."}, **kwargs)

    def validate(self, until):
        super().validate(until)
        today = timezone.localdate()
        if until and not today <= until <= today + timedelta(days=LONGEST_GRANT_DAYS):
            raise forms.ValidationError(f"Choose a day from today to {LONGEST_GRANT_DAYS} days from now.")


class ColleagueField(OneOf):
    def __init__(self, **kwargs):
        wrong = {"required": "Choose a colleague.", "invalid_choice": "Choose from the colleagues shown."}
        super().__init__(User.objects.none(), empty_label="Choose", error_messages=wrong, **kwargs)

    def label_from_instance(self, user):
        return f"{user.name}, {user.post}".rstrip(", ")


class GrantForm(forms.Form):
    to = ColleagueField(label="Who needs it?")
    purpose = forms.CharField(
        label="What for?",
        help_text="What they will do with it. “Covers for the key person in May.”",
        max_length=500,
        error_messages={"required": "Say what they need it for. Nobody is let in without a purpose (S-08)."},
    )
    until = LastDay(label="Until when?")

    def __init__(self, *args, folder, **kwargs):
        super().__init__(*args, **kwargs)
        shut_out = folder.person.exclusions.in_force().values("user") if folder.person else shut_to(folder)
        people = User.objects.working_with_people().exclude(pk__in=shut_out).exclude(pk=folder.about_staff_id)
        self.fields["to"].queryset = people.order_by("first_name", "pk")

    def clean_until(self):
        return end_of(self.cleaned_data["until"])


class EndForm(forms.Form):
    why = forms.CharField(label="Why?", max_length=300, error_messages={"required": "Say why."})


class ExcludeForm(forms.Form):
    who = ColleagueField(label="Who must not see this record?")
    reason = forms.CharField(
        label="Why?",
        help_text="For example “her sister”. It is shown only to those who look after access.",
        max_length=500,
        error_messages={"required": "Say why. Nobody is shut out without a reason."},
    )

    whole_family = forms.BooleanField(label="Shut them out of the whole family", required=False)

    def __init__(self, *args, person, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.person = person
        self.fields["whole_family"].help_text = self._of_whom(linked_to(person, by))
        already = person.exclusions.in_force().values("user")
        self.fields["who"].queryset = User.objects.active().exclude(pk__in=already).order_by("first_name", "pk")

    @staticmethod
    def _of_whom(family):
        """Only names that the lead may know; the other lead looks after the rest."""
        names = ", ".join(person.name for person in family) or "nobody else whose access you look after"
        return f"Now: {names}. Whoever is linked later is shut off too. The other group’s records are with its lead."

    def clean_who(self):
        """Somebody who decides must be left, or a lead could wall a record off from everybody (A2)."""
        who = self.cleaned_data["who"]
        if not self.person.would_still_be_run_without(who):
            raise forms.ValidationError(
                "Nobody who may decide would be left for this record. Ask the senior leader to name somebody first."
            )
        return who


class KeyPersonForm(forms.Form):
    to = ColleagueField(label="Who is the key person?", required=False)

    def __init__(self, *args, person, **kwargs):
        super().__init__(*args, **kwargs)
        shut_out = person.exclusions.in_force().values("user")
        self.fields["to"].queryset = (
            User.objects.working_with_people().exclude(pk__in=shut_out).order_by("first_name", "pk")
        )
        self.fields["to"].empty_label = "Nobody for now"
        self.fields["to"].initial = person.key_person.public_id if person.key_person else None
