"""Whether a parent was told: whom, when and how; or why not, and when it is looked at again (H-11)."""

from django import forms
from django.utils import timezone

from records.models import Entry, Telling
from records.models.telling import PARENTS_HEAR_OF, may_be_told
from records.silence import why_quiet

from .asking import not_in_the_future

TOLD = {name: ("parent_told", "told") for name in ("told_to", "told_how", "told_at")}
UNSAFE = {name: ("parent_told", "unsafe") for name in ("unsafe_why", "look_on")}
NOBODY = "We know of nobody whom we may tell: nobody with parental responsibility, or a limit says no. Ask the lead."


def from_today_on(day):
    if day < timezone.localdate():
        raise forms.ValidationError("This day has passed. Give a day from today on.")


def day_to_look(label="When is it looked at again?", **kwargs):
    wrong = {"required": "Give the day on which it is looked at again."}
    return forms.DateField(label=label, validators=[from_today_on], error_messages=wrong, **kwargs)


class Told(forms.Form):
    """Asked with an entry, or later. Only whoever may be told today is offered."""

    reveals = TOLD | UNSAFE

    parent_told = forms.ChoiceField(
        label="Has a parent been told?",
        choices=[("told", "Yes"), ("unsafe", "No: it is not safe to tell them yet")],
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether a parent was told. Parents hear of this, unless it is not safe."},
    )
    told_to = forms.ChoiceField(label="Whom?", error_messages={"required": "Say who was told."})
    told_how = forms.ChoiceField(label="How?", choices=[("", "Choose"), *Telling.How.choices])
    told_at = forms.DateTimeField(label="When?", validators=[not_in_the_future])
    unsafe_why = forms.CharField(
        label="Why is it not safe?",
        max_length=500,
        error_messages={"required": "Say what makes it unsafe to tell them."},
    )
    look_on = day_to_look()

    def offer_whom(self, person, by, kind):
        self.holders = {str(link.public_id): link for link in may_be_told(person, by, kind)}
        offered = [(key, f"{link.other.name}, {link.standing}") for key, link in self.holders.items()]
        self.fields["told_to"].choices = [("", "Choose"), *offered]
        self.fields["told_to"].help_text = "" if offered else why_quiet(person, kind) or NOBODY
        now = timezone.localtime().replace(second=0, microsecond=0, tzinfo=None)
        self.initial.setdefault("told_at", now)

    def ask_of_a_kind(self, kind, folder):
        """“No need” is offered only where a parent does not have to hear of it."""
        asked = self.fields["parent_told"]
        choices = Entry._meta.get_field("parent_told").choices
        must = kind in PARENTS_HEAR_OF or folder.kind == "send"
        asked.choices = [choice for choice in choices if choice[0] != "na" or not must]
        self.initial.setdefault("parent_told", "" if must else "na")

    @property
    def telling(self):
        """What was said of it, as it is kept."""
        given = self.cleaned_data
        if given.get("parent_told") == "told":
            to = self.holders[given["told_to"]]
            return {"to": to, "how": given["told_how"], "told_at": given["told_at"]}
        if given.get("parent_told") == "unsafe":
            return {"words": given["unsafe_why"], "look_on": given["look_on"]}
        return {}


class TellForm(Told):
    words = forms.CharField(label="What did they say?", max_length=500, required=False)
    reveals = Told.reveals | {"words": ("parent_told", "told")}

    field_order = ["parent_told", "told_to", "told_how", "told_at", "words"]

    def __init__(self, *args, telling, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.offer_whom(telling.person, by, telling.kind)


class RuleForm(forms.Form):
    """What the lead says: tell now, tell on a day, or do not tell."""

    reveals = {"tell_on": ("answer", "on"), "words": ("answer", "not"), "look_on": ("answer", "not")}

    answer = forms.ChoiceField(
        label="May a parent be told?",
        choices=[("now", "Yes, now"), ("on", "Yes, on a day that I choose"), ("not", "No, do not tell")],
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether a parent may be told."},
    )
    tell_on = day_to_look("On which day?")
    words = forms.CharField(
        label="Why not?", max_length=500, error_messages={"required": "Say why they are not to be told."}
    )
    look_on = day_to_look()

    def __init__(self, *args, quiet="", **kwargs):
        super().__init__(*args, **kwargs)
        self.quiet = quiet

    def clean_answer(self):
        if self.quiet and self.cleaned_data["answer"] != "not":
            raise forms.ValidationError(self.quiet)
        return self.cleaned_data["answer"]

    @property
    def ruling(self):
        given = self.cleaned_data
        if given["answer"] == "not":
            return {"said": Telling.Said.NOT, "words": given["words"], "look_on": given["look_on"]}
        return {"said": Telling.Said.DUE, "look_on": given["tell_on"] or timezone.localdate()}
