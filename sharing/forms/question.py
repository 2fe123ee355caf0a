"""One question a page, in the policy's own words; some ask for a little more beside the answer."""

from django import forms

from policy import packs

from ..agreement import SAYABLE
from .fields import DraftForm, choose, line, words
from .law import RecordedForm
from .recipient import RecipientForm

UNKNOWN = "unknown"
BECAUSE = {
    "harm": {"yes", "suspected"},
    "serious_crime": {"yes", "suspected"},
    "capacity": {"no"},
    "bar": {"yes"},
    "unsafe_to_ask": {"increased_risk", "prejudice_investigation", "serious_offence"},
}
ASKED_ABOUT = {"harm", "serious_crime", "capacity", "bar", "unsafe_to_ask"}


class QuestionForm(DraftForm):
    """A question with the policy's answers, and "I do not know yet" where the policy has no "unsure" (S-28)."""

    heading = "answer"

    def __init__(self, *args, key, user, draft, initial=None, **kwargs):
        self.key, self.user = key, user
        self.asks = packs.current().questions[key]
        super().__init__(*args, draft=draft, initial={**_kept(draft, key), **(initial or {})}, **kwargs)
        self.fields = {"seen": self.fields["seen"], "answer": self._answer(), **_rest(self.fields)}
        if key in ASKED_ABOUT:
            self.fields["because"] = words(
                "What makes you think so?",
                rows=3,
                required=False,
                help_text="What was seen or said, in a sentence or two. It is kept with the decision.",
            )

    def _answer(self):
        answers = list(self.asks.answers.items())
        if "unsure" not in self.asks.answers and self.key != "danger":
            answers.append((UNKNOWN, "I do not know yet"))
        return choose(self.asks.title, answers, help_text=self.asks.meaning, error="Choose one of the answers.")

    def clean(self):
        said = super().clean()
        if said.get("answer") in BECAUSE.get(self.key, ()) and not said.get("because", "").strip():
            self.add_error("because", "Say what makes you think so: whoever decides needs to know what it rests on.")
        return said

    @property
    def value(self):
        answer = self.cleaned_data["answer"]
        return None if answer == UNKNOWN else answer

    @property
    def said(self):
        beside = {name: said for name, said in super().said.items() if name != "answer" and said not in ("", None)}
        return beside or None


class PurposeForm(QuestionForm):
    """The purpose, from the policy's list and in words (S-10), and which information it is about."""

    purpose = choose("Which purpose is it?", [], error="Choose the purpose that fits best.")
    purpose_words = words("In one sentence: what would it be used for, and whom would it help?", rows=3)
    information = choose("Which kind of information is needed?", [], error="Choose the kind of information.")
    reveals = {name: ("answer", "yes") for name in ("purpose", "purpose_words", "information")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        pack = packs.current()
        self.fields["purpose"].choices = list(pack.purposes.items())
        self.fields["information"].choices = [
            (kind, label)
            for kind, label in pack.information.items()
            if (kind == "grievance") == bool(kwargs["draft"].colleague)
        ]


class DutyForm(QuestionForm):
    """A duty counts when its paper was seen; then it has a reference (H-17)."""

    statute = line("Which law, and which section?", width=30, error="Say which law and section you have seen.")
    order = line("The reference on the court order", width=30, error="Give the reference on the order you have seen.")
    reveals = {"statute": ("answer", "statutory"), "order": ("answer", "court_order")}


class ConsentForm(QuestionForm):
    """Where the register knows, nothing is asked but whether somebody is being pressed."""

    heading = None

    def __init__(self, *args, known, **kwargs):
        self.known = known
        super().__init__(*args, **kwargs)
        if self.is_known:
            del self.fields["answer"]
            self.fields["pressed"] = forms.BooleanField(
                label="I think that somebody is pressing them, whether to yes or to no", required=False
            )

    @property
    def is_known(self):
        return self.known not in (None, "none")

    def _answer(self):
        answers = [(key, self.asks.answers[key]) for key in SAYABLE]
        return choose("What do you know?", answers, error="Choose one of the answers.")

    @property
    def value(self):
        if self.is_known:
            return "coerced" if self.cleaned_data["pressed"] else self.known
        return self.cleaned_data["answer"]

    @property
    def said(self):
        return None


class RightWayForm(DraftForm):
    """The right information in the right way: what exactly is needed, and how it would go (S-22)."""

    needed = words(
        "What exactly would leave, and no more than that?",
        help_text="The pieces themselves are chosen one by one when it is shared.",
        error="Say what is needed: whoever decides approves that, and nothing beyond it.",
    )
    method = choose("How would it be sent?", [], error="Choose a way.")

    def __init__(self, *args, key, user, draft, initial=None, **kwargs):
        asked_for = {"needed": draft.said("request").get("asked_for", "")}
        super().__init__(*args, draft=draft, initial={**asked_for, **draft.said(key), **(initial or {})}, **kwargs)
        self.fields["method"].choices = list(packs.current().methods.items())


def _kept(draft, key):
    answer = UNKNOWN if key in draft.passed else draft.facts.get(key)
    return {**draft.said(key), "answer": answer}


def _rest(fields):
    return {name: field for name, field in fields.items() if name != "seen"}


FORMS = {
    "recipient": RecipientForm,
    "purpose": PurposeForm,
    "duty": DutyForm,
    "consent": ConsentForm,
    "right_way": RightWayForm,
    "recorded": RecordedForm,
}
