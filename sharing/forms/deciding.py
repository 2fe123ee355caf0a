"""What a designated person says, and proves, at the moment of deciding (S-20, S-24, S-29).

These forms ask; what is refused, and why, is decided by sharing/signing.py, whose reasons come back onto the fields.
"""

from django import forms
from django.utils import timezone

from policy import packs
from staff.forms import SignatureForm

from ..facts import VALUES
from ..grounds import SAFEGUARDING
from ..questions import BY_KEY
from ..signing import (
    ALWAYS,
    CHECKS,
    NOT_TO_SHARE,
    OVERRIDE,
    STANDS_ON,
    WITHOUT_CONSENT,
    Refused,
    against,
    to_share,
)
from ..states import NotNow
from ..suggesting import suggestions
from ..verdict import Outcome
from .golden import ask_golden_rules, golden_rules, with_golden

LONG = 5000
NOT_CHOSEN = [("", "Choose one")]
# What only a designated person answers, or what the proposer could not know, is asked again here.
ASKED_OF_DECIDERS = ("public_interest", "capacity", "harm_to")


def words(label, help_text="", rows=3, **kwargs):
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, help_text=help_text, widget=area, max_length=LONG, required=False, **kwargs)


class DecisionForm(SignatureForm):
    """What every signed decision says. Subclasses add what sharing, or not sharing, asks for besides."""

    outcome: str
    OWN_FIELDS = ("welfare", "others_at_risk", "could_be_harmed", "tell", "tell_words", "tell_on")

    welfare = words("What do safety and welfare ask for?", "Their safety comes before everything else.")
    others_at_risk = words("Who else is at risk?", "Say “nobody” if that is so.", rows=2)
    could_be_harmed = words("Could sharing harm anybody?", "Say who, or “nobody”.", rows=2)
    tell = forms.ChoiceField(label="Is the person told?", widget=forms.RadioSelect, required=False)
    tell_words = words("How they were told, or why not yet", rows=2)
    tell_on = forms.DateField(label="Told on, or looked at again on", required=False)
    rationale = words(
        "Why is this the right decision?",
        "Short and clear. It is kept in the person's record exactly as you write it.",
        rows=5,
    )
    against_verdict = words("If you decide against the rules: why?", "A second person will look at it.", rows=3)
    golden = golden_rules()
    no_conflict = forms.BooleanField(label="I have no conflict of interest in this decision", required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, decision, **kwargs):
        kwargs["initial"] = {name: getattr(decision, name, None) for name in self.OWN_FIELDS} | kwargs.get(
            "initial", {}
        )
        kwargs["initial"]["seen"] = decision.version
        super().__init__(*args, **kwargs)
        self.decision = decision
        self.fields["tell"].choices = list(packs.current().tell_words.items())
        ask_golden_rules(self)
        self.must_say(ALWAYS | {"rationale": "Say why this is the right decision."})
        self.must_say({"no_conflict": "Confirm that you have no conflict of interest, or leave it to another lead."})
        self.open_facts = [key for key in ASKED_OF_DECIDERS if self._is_open(key)]
        for key in self.open_facts:
            self._ask(key)
        self.order_fields([*self.open_facts, *self.fields])

    def must_say(self, reasons):
        """Mark what the server refuses to go without, with the words it would refuse with."""
        for name, reason in reasons.items():
            if field := self.fields.get(name.removesuffix("_id")):
                field.required, field.error_messages["required"] = True, reason

    def _is_open(self, key):
        """Ask what is not settled: a fact the verdict misses, or one that the answers so far leave to a lead."""
        facts = self.decision.known
        unanswered = getattr(facts, key) in (None, "unsure")
        return unanswered and BY_KEY[key].settled_by(facts) is None

    def _ask(self, key):
        asked = packs.current().questions[key]
        choices = [(value, label) for value, label in asked.answers.items() if value in VALUES[key]]
        self.fields[key] = forms.ChoiceField(
            label=asked.title, help_text=asked.meaning, choices=choices, widget=forms.RadioSelect, required=False
        )

    def clean_tell_on(self):
        day = self.cleaned_data["tell_on"]
        if day and day.year > timezone.localdate().year + 2:
            raise forms.ValidationError("Give a day within the next two years.")
        return day

    def signed(self, by):
        """Sign with what was said; put every refusal where it belongs. Returns whether it was signed."""
        said = {name: value for name, value in self.cleaned_data.items() if name != "password"}
        facts = {key: said.pop(key) for key in self.open_facts if said.get(key)}
        said = with_golden({name: value for name, value in said.items() if name not in self.open_facts})
        try:
            self.decision.sign(by=by, outcome=self.outcome, facts=facts, **said)
        except Refused as refusal:
            for problem in refusal.problems:
                self.add_error(problem.field if problem.field in self.fields else None, problem.reason)
        except NotNow as refusal:
            self.add_error(None, str(refusal))
        return self.is_valid()


class ShareForm(DecisionForm):
    outcome = "share"
    OWN_FIELDS = (*DecisionForm.OWN_FIELDS, "purpose", *STANDS_ON.values(), "why_not_asked_words")

    purpose = forms.ChoiceField(label="Purpose", required=False)
    legal_basis = forms.ChoiceField(label="Lawful basis (UK GDPR article 6)", required=False)
    special_condition = forms.ChoiceField(
        label="Condition for sensitive information (article 9)", widget=forms.RadioSelect, required=False
    )
    why_not_asked = forms.ChoiceField(
        label="Why does it not rest on their consent?",
        error_messages={"required": WITHOUT_CONSENT["why_not_asked"]},
    )
    why_not_asked_words = forms.CharField(
        label="What makes that true here?",
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": WITHOUT_CONSENT["why_not_asked_words"]},
    )
    legal_power = forms.ChoiceField(label="Legal power", required=False)
    ground = forms.ChoiceField(label="Ground for sharing without agreement", required=False)
    necessity = words("Why is it necessary?")
    alternatives = words("Which less intrusive ways were considered?")
    balanced = words(
        "Whose rights were balanced, and how?",
        "Private and family life: what is the aim, and is it no more than needed?",
    )
    if_nothing = words("What may happen if nothing is shared?")
    checks = forms.MultipleChoiceField(
        label="What is shared is",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Check each one yourself.",
    )

    sections = {
        "Purpose and law": [
            "purpose",
            "legal_basis",
            "special_condition",
            "why_not_asked",
            "why_not_asked_words",
            "legal_power",
        ],
        "Safety and welfare": ["welfare", "others_at_risk", "could_be_harmed"],
        "Sharing without agreement": ["ground", "necessity", "alternatives", "balanced", "if_nothing"],
        "Openness": ["tell", "tell_words", "tell_on"],
        "Your decision": ["golden", "checks", "rationale", "against_verdict", "no_conflict", "password"],
    }

    reveals = {name: ("special_condition", SAFEGUARDING) for name in WITHOUT_CONSENT}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        pack, today = packs.current(), timezone.localdate()
        listed = {"purpose": pack.purposes, "ground": pack.grounds}
        listed |= {name: pack.offered(kind, today) for kind, name in STANDS_ON.items()}
        for name, mapping in listed.items():
            none = [] if isinstance(self.fields[name].widget, forms.RadioSelect) else NOT_CHOSEN
            self.fields[name].choices = none + list(mapping.items())
        self.fields["checks"].choices = [(check, pack.checks[check]) for check in CHECKS]
        if not self.asks_to_override:
            self.sections = dict(self.sections)
            for name in self.sections.pop("Sharing without agreement"):
                del self.fields[name]
        else:
            self.must_say(OVERRIDE)
        self._ask_no_law_of_what_is_anonymous()
        self.must_say(to_share(self.decision.weighed) | {"checks": "Check each of the seven yourself."})
        if not against(self.outcome, self.decision.weighed):
            del self.fields["against_verdict"]

    def _ask_no_law_of_what_is_anonymous(self):
        if self.decision.weighed.outcome is Outcome.ANONYMISE:
            self.sections = self.sections | {"Purpose and law": ["purpose"]}
            for name in (*STANDS_ON.values(), "why_not_asked_words"):
                del self.fields[name]

    @property
    def suggestions(self):
        """What may fit, from what was answered; nothing is chosen for whoever signs."""
        return suggestions(self.decision.known) if "legal_basis" in self.fields else []

    @property
    def asks_to_override(self):
        verdict = self.decision.weighed
        settled = (Outcome.MUST, Outcome.MUST_NOW, Outcome.MAY_OTHER_BASIS, Outcome.ANONYMISE)
        return self.decision.known.consent != "given" and verdict.outcome not in settled


class NotShareForm(DecisionForm):
    outcome = "not_share"
    OWN_FIELDS = (*DecisionForm.OWN_FIELDS, "safety_plan", "review_on")

    safety_plan = words("How is the person kept safe meanwhile?", "Say “nothing is needed, because …” if that is so.")
    review_on = forms.DateField(label="When is this looked at again?", required=False)

    sections = {
        "Safety and welfare": ["welfare", "others_at_risk", "could_be_harmed", "safety_plan", "review_on"],
        "Openness": ["tell", "tell_words", "tell_on"],
        "Your decision": ["golden", "rationale", "against_verdict", "no_conflict", "password"],
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.must_say(NOT_TO_SHARE)
        if not against(self.outcome, self.decision.weighed):
            del self.fields["against_verdict"]

    def clean_review_on(self):
        day = self.cleaned_data["review_on"]
        if day and day <= timezone.localdate():
            raise forms.ValidationError("Choose a day that is still to come.")
        return day


class ReturnForm(forms.Form):
    heading = "comment"
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    comment = forms.CharField(
        label="What is missing?", help_text="Say which facts you need. The worker sees this.", max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 4}), error_messages={"required": "Say what is missing."},
    )  # fmt: skip

    def __init__(self, *args, decision, initial=None, **kwargs):
        super().__init__(*args, initial={"seen": decision.version, **(initial or {})}, **kwargs)


class ReviewForm(SignatureForm):
    said = forms.CharField(
        label="What do you say about it, as the second person?",
        help_text="Was it right, in time, and no more than was needed? What follows?",
        max_length=LONG, widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Say what you think of it."},
    )  # fmt: skip


class AmendForm(forms.Form):
    heading = "words"
    words = forms.CharField(
        label="What should be added?", help_text="The decision stays as it was signed. Your note is linked to it.",
        max_length=LONG, widget=forms.Textarea(attrs={"rows": 5}), error_messages={"required": "Write the note."},
    )  # fmt: skip


class PurposeForm(forms.Form):
    """A copy of a signed decision leaves the service only for a reason."""

    purpose = forms.CharField(
        label="What do you need the copy for?", max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Say what it is for. It is kept with your name."},
    )  # fmt: skip


class ExportForm(PurposeForm):
    """Several copies, as many as one page shows: those ticked, or all that are shown."""

    MOST = 50

    decisions = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple, required=False)
    all_shown = forms.BooleanField(label="All that are shown", required=False)

    def __init__(self, *args, decisions, **kwargs):
        super().__init__(*args, **kwargs)
        self.offered = {str(decision.public_id): decision for decision in decisions}
        self.fields["decisions"].choices = [(key, str(decision)) for key, decision in self.offered.items()]

    def clean(self):
        said = super().clean()
        chosen = list(self.offered) if said.get("all_shown") else said.get("decisions", [])
        if not chosen and not self.has_error("decisions"):
            self.add_error("decisions", "Tick at least one decision.")
        if len(chosen) > self.MOST:
            self.add_error("decisions", f"Tick at most {self.MOST} at once.")
        return said | {"decisions": [self.offered[key] for key in chosen]}
