"""Question 8: the lawful basis and power, and whether the person is told (H-17, S-30, H-34)."""

from django import forms

from policy import packs

from .. import agreement
from .fields import DraftForm, choose, day_to_come, words

LEAD_CHOOSES = "lead"
LATER = ("after", "not_yet")


class RecordedForm(DraftForm):
    """Short lists from the law; whoever is not sure leaves it to the lead, unless nobody else will look at it."""

    legal_basis = choose("On which lawful basis?", [], widget=forms.Select, error="Choose the lawful basis.")
    special_condition = choose(
        "If it says anything about health, origin, belief or the like: which condition?",
        [],
        widget=forms.Select,
        error="Choose the condition, or that nothing sensitive is shared.",
    )
    legal_power = choose("Which power lets us share it?", [], widget=forms.Select, error="Choose the power.")
    tell = choose("Is the person told, and when?", [], error="Say whether and when the person is told.")
    tell_words = words(
        "How will they be told; or why not yet?",
        rows=3,
        required=False,
        help_text="Needed unless they are told before.",
    )
    tell_on = day_to_come(
        "When will this be looked at again?", required=False, help_text="Needed where they are told later, or not yet."
    )
    sections = {
        "The law": ["legal_basis", "special_condition", "legal_power"],
        "Telling the person": ["tell", "tell_words", "tell_on"],
    }

    def __init__(self, *args, key, user, draft, initial=None, **kwargs):
        self.facts = agreement.facts_of(draft)
        self.verdict = draft.verdict
        begun = {"tell": self.verdict.tell, **draft.said(key), **(initial or {})}
        super().__init__(*args, draft=draft, initial=begun, **kwargs)
        self._offer(packs.current())

    def _offer(self, pack):
        self.fields["tell"].choices = list(pack.tell_words.items())
        for name in self.sections["The law"]:
            if not self.verdict.outcome.shares:  # nothing leaves, so nothing needs a basis to leave on
                del self.fields[name]
                continue
            leave = [(LEAD_CHOOSES, "I am not sure: the lead chooses")] if self.verdict.decides == "designated" else []
            known = {"legal_basis": pack.legal_bases, "special_condition": pack.special_conditions}
            labels = known.get(name, pack.legal_powers)
            self.fields[name].choices = [("", "Choose"), *labels.items(), *leave]

    def clean_legal_basis(self):
        chosen = self.cleaned_data["legal_basis"]
        if chosen == "consent_uk_gdpr" and self.facts.consent != "given":
            raise forms.ValidationError(
                "Consent (UK GDPR) fits only where they agreed and a refusal would really stop us. Choose another."
            )
        return chosen

    def clean(self):
        said = super().clean()
        if said.get("tell") in LATER:
            if not said.get("tell_words", "").strip():
                self.add_error("tell_words", "Say why they are not told before.")
            if "tell_on" not in self.errors and not said.get("tell_on"):
                self.add_error("tell_on", "Give a day on which this is looked at again.")
        return said
