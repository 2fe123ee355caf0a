"""Letting somebody in, ending it, shutting somebody out (S-08, H-31)."""

from datetime import datetime, time, timedelta

from django import forms
from django.utils import timezone

from records.models.folder import LONGEST_GRANT_DAYS
from staff.models import User

from .asking import OneOf


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
    until = forms.DateField(
        label="Until when?",
        help_text=f"At most {LONGEST_GRANT_DAYS} days from today. It can be given again.",
        error_messages={"required": "Enter the last day."},
    )

    def __init__(self, *args, folder, **kwargs):
        super().__init__(*args, **kwargs)
        shut_out = folder.person.exclusions.in_force().values("user") if folder.person else []
        people = User.objects.working_with_people().exclude(pk__in=shut_out).exclude(pk=folder.about_staff_id)
        self.fields["to"].queryset = people.order_by("first_name", "pk")

    def clean_until(self):
        until, today = self.cleaned_data["until"], timezone.localdate()
        if not today <= until <= today + timedelta(days=LONGEST_GRANT_DAYS):
            raise forms.ValidationError(f"Choose a day from today to {LONGEST_GRANT_DAYS} days from now.")
        return timezone.make_aware(datetime.combine(until + timedelta(days=1), time.min))


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

    def __init__(self, *args, person, **kwargs):
        super().__init__(*args, **kwargs)
        self.person = person
        already = person.exclusions.in_force().values("user")
        self.fields["who"].queryset = User.objects.active().exclude(pk__in=already).order_by("first_name", "pk")

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
