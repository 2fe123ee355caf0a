"""Question 8: the lawful basis and power, and whether the person is told (H-17, S-30, H-34)."""

from django import forms
from django.utils import timezone

from policy import packs

from .. import agreement
from ..grounds import SAFEGUARDING
from ..signing import NOBODY_AGREED, STANDS_ON, WITHOUT_CONSENT, WRONG_BASIS
from ..suggesting import refusal_counts, suggestions
from .fields import DraftForm, choose, day_to_come, words

LEAD_CHOOSES = "lead"
LATER = ("after", "not_yet")


class RecordedForm(DraftForm):
    """Short lists from the law; whoever is not sure leaves it to the lead, unless nobody else will look at it."""

    legal_basis = choose("On which lawful basis?", [], widget=forms.Select, error="Choose the lawful basis.")
    special_condition = choose(
        "If it says anything about health, origin, belief or the like: which condition?",
        [],
        error="Choose the condition, or that nothing sensitive is shared.",
    )
    why_not_asked = choose(
        "Why does it not rest on their consent?", [], widget=forms.Select, error=WITHOUT_CONSENT["why_not_asked"]
    )
    why_not_asked_words = words("What makes that true here?", rows=2, error=WITHOUT_CONSENT["why_not_asked_words"])
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
        "The law": ["legal_basis", "special_condition", "why_not_asked", "why_not_asked_words", "legal_power"],
        "Telling the person": ["tell", "tell_words", "tell_on"],
    }

    reveals = {name: ("special_condition", SAFEGUARDING) for name in WITHOUT_CONSENT}

    def __init__(self, *args, key, user, draft, initial=None, **kwargs):
        self.facts = agreement.facts_of(draft)
        self.verdict = draft.verdict
        begun = {"tell": self.verdict.tell, **draft.said(key), **(initial or {})}
        super().__init__(*args, draft=draft, initial=begun, **kwargs)
        self._offer(packs.current())

    def _offer(self, pack):
        self.fields["tell"].choices = list(pack.tell_words.items())
        if not self.verdict.outcome.shares:  # nothing leaves, so nothing needs a basis to leave on
            for name in self.sections["The law"]:
                del self.fields[name]
            return
        leave = [(LEAD_CHOOSES, "I am not sure: the lead chooses")] if self.verdict.decides == "designated" else []
        for kind, name in STANDS_ON.items():
            field, labels = self.fields[name], pack.offered(kind, timezone.localdate())
            none = [("", "Choose")] if isinstance(field.widget, forms.Select) else []
            field.choices = [*none, *labels.items(), *leave]

    @property
    def suggestions(self):
        """What may fit, said beside the questions; nothing is chosen for anybody."""
        return suggestions(self.facts) if "legal_basis" in self.fields else []

    def clean_legal_basis(self):
        chosen = self.cleaned_data["legal_basis"]
        if chosen == "consent_uk_gdpr" and not refusal_counts(self.facts, self.verdict):
            raise forms.ValidationError(WRONG_BASIS)
        return chosen

    def clean_special_condition(self):
        chosen = self.cleaned_data["special_condition"]
        if chosen == "explicit_consent" and self.facts.consent != "given":
            raise forms.ValidationError(NOBODY_AGREED)
        return chosen

    def clean(self):
        said = super().clean()
        if said.get("tell") in LATER:
            if not said.get("tell_words", "").strip():
                self.add_error("tell_words", "Say why they are not told before.")
            if "tell_on" not in self.errors and not said.get("tell_on"):
                self.add_error("tell_on", "Give a day on which this is looked at again.")
        return said
