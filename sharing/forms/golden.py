"""The golden rules of a policy that has them: whoever decides goes through them, whichever way it goes (H-19)."""

from django import forms

from policy import packs

from ..signing import GOLDEN


def golden_rules():
    return forms.MultipleChoiceField(
        label="The golden rules",
        help_text="Tick each one when you have thought about it.",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": GOLDEN},
    )


def ask_golden_rules(form):
    """Asks them one by one, or nothing where the policy has none."""
    rules = packs.current().golden
    if rules:
        form.fields["golden"].choices = list(rules.items())
    else:
        del form.fields["golden"]


def with_golden(said):
    """What was said, with the rules that were gone through kept beside the other checks."""
    golden = said.pop("golden", [])
    return said | {"checks": [*said.get("checks", []), *golden]} if golden else said
