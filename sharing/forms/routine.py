"""Letting a decision stand for what is routine, and recording what was told under it (H-27)."""

from django import forms
from django.utils import timezone

from policy import packs
from records.forms.asking import OneOf
from records.models import AgencyContact, OtherSetting
from staff.forms import SignatureForm

from ..leaving import guard
from ..models.delivery import FILE, LINK
from ..models.routine import settings_of
from .fields import choose, day_to_come, happened, words


class AllowForm(SignatureForm):
    setting = OneOf(
        OtherSetting.objects.none(),
        label="For which setting?",
        empty_label="Choose",
        error_messages={"required": "Choose the setting. The family page says where the child goes besides."},
    )
    until = day_to_come("Until when?", error="Give its last day, within a year.")

    def __init__(self, *args, decision, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["setting"].queryset = settings_of(decision)
        self.fields["setting"].label_from_instance = lambda setting: setting.name

    @property
    def details(self):
        return {name: self.cleaned_data[name] for name in ("setting", "until")}


class RoutineForm(forms.Form):
    what = words("What did you tell them?", error="Say what you told them: how the child learns and grows.")
    contact = OneOf(
        AgencyContact.objects.none(),
        label="Whom?",
        empty_label="Choose",
        error_messages={"required": "Choose who it was. Somebody new is called back first."},
    )
    method = choose("How?", [], error="Say how it was told.")
    at = happened("When?", error="Say when you told them.")
    learning_only = forms.BooleanField(
        label="It was about learning only: nothing about safety, health or the family",
        error_messages={"required": "Only learning is routine. For anything else ask whether it may be shared."},
    )

    def __init__(self, *args, routine, **kwargs):
        kwargs["initial"] = {"at": timezone.now(), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self.decision = routine.signed
        self.fields["contact"].queryset = AgencyContact.objects.still_at(self.decision.agency_id)
        self.fields["contact"].label_from_instance = lambda one: f"{one.name}, {one.post}"
        ways = packs.current().methods.items()
        self.fields["method"].choices = [(key, said) for key, said in ways if key not in (LINK, FILE)]

    def clean_what(self):
        if why := guard.given_away(self.cleaned_data["what"], guard.everybody_in(self.decision)):
            raise forms.ValidationError(f"{why} {guard.TAKE_OUT}")
        return self.cleaned_data["what"]

    @property
    def details(self):
        return {name: self.cleaned_data[name] for name in ("what", "contact", "method", "at")}
