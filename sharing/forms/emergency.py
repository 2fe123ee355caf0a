"""What was shared to protect somebody at once, in four short screens. Nothing stands in front of it (S-17)."""

from uuid import UUID

from django import forms
from django.db.models import Q
from django.utils import timezone

from policy import packs
from records.models import Person
from records.models.person import GROUPS

from ..models import Disclosure
from ..models.delivery import FILE, LINK
from .fields import DraftForm, choose, day_to_come, happened, line, words

MOST = 20
ELSE = "else"
SLOW = {LINK, FILE, "tracked_post"}  # ways in which nobody tells anything at once
FIRST = ("emergency", "not_known")  # of what they will do: what is heard most, under the thumb
NATURES = ("fact", "reported", "opinion")
TELL = {
    "before": "Yes, they know",
    "after": "Not yet: they are told as soon as it is safe",
    "not_yet": "No: it is not safe to tell them",
    "lead_decides": "I do not know: the lead decides",
}


class HappeningForm(DraftForm):
    """Who, and what is happening. People with a record are offered to whoever may know of them; others in words."""

    happening = words("What is happening, or has happened?", error="Say what is happening.")
    people = forms.MultipleChoiceField(label="Who is it about?", required=False, widget=forms.CheckboxSelectMultiple)
    name = line("Find somebody else by name", required=False)
    others = words("Anybody who is not listed (an unborn child too)", rows=2, required=False)
    group = choose("Is anybody under 18 involved?", [(key, _) for key, _ in GROUPS], error="Say whether it is a child.")

    def __init__(self, *args, user, draft, initial=None, found_by="", **kwargs):
        super().__init__(*args, draft=draft, initial={**draft.said("happening"), **(initial or {})}, **kwargs)
        self.fields["group"].choices = [("child", "Yes, or I am not sure"), ("adult", "No, only adults")]
        self.find_people = user.has_undertaken
        self.offered = self._offer(user, found_by) if self.find_people else {}
        self.fields["people"].choices = [(key, person.name) for key, person in self.offered.items()]
        self.fields["people"].error_messages["invalid_choice"] = "Choose from the people shown, or name them in words."
        for name in ("people", "others"):
            self.fields[name].needed = True  # one of them: neither is marked as optional
        for name in () if self.find_people else ("people", "name"):
            del self.fields[name]
        if not self.offered:
            self.fields.pop("people", None)

    def _offer(self, user, found_by):
        """My own people, those found by name, and those chosen before; never more than somebody may know of."""
        known = Person.objects.open_to(user).filter(service_user=True)
        wanted = Q(key_person=user) | Q(public_id__in=[*self._chosen(), *self._kept()])
        found = list(known.filter(wanted).order_by("name", "pk")[:MOST])
        if found_by.strip():
            found += list(known.found_by(found_by).order_by("name", "pk")[:MOST])
        return {str(person.public_id): person for person in found}

    def _chosen(self):
        given = self.data.getlist("people") if self.is_bound else self.initial.get("people", [])
        return [key for key in ([given] if isinstance(given, str) else given) if _is_uuid(key)]

    def _kept(self):
        return list(self.draft.people.values_list("public_id", flat=True)) if self.draft.pk else []

    def clean(self):
        said = super().clean()
        if not self.errors.get("people") and not said.get("people") and not said.get("others", "").strip():
            self.add_error("others", "Say whom it is about, in words if need be: “a boy of about five”.")
        return said

    @property
    def chosen(self):
        return [self.offered[key] for key in self.cleaned_data.get("people", [])]


class ToldForm(DraftForm):
    to_whom = choose("Whom did you tell?", [], error="Choose whom you told.")
    to_else = line("Who was it?", error="Say whom you told.")
    method = choose("How?", [], error="Say how you told them.")
    shared_at = happened("When?", help_text="Now, unless you change it.", error="Say when you told them.")
    taken_by = line(
        "Who took the call?",
        help_text="Their name or number. Write “not given” if they gave none.",
        error="Say who took the call, or write “not given”.",
    )
    reference = line("Their reference", longest=100, required=False)
    will_do = choose(
        "What will they do?",
        sorted(Disclosure.WillDo.choices, key=lambda choice: choice[0] not in FIRST),
        error="Say what they will do.",
    )
    reveals = {"to_else": ("to_whom", ELSE)}

    def __init__(self, *args, user, draft, initial=None, **kwargs):
        begun = {"method": "telephone", "shared_at": timezone.localtime(), **draft.said("told"), **(initial or {})}
        super().__init__(*args, draft=draft, initial=begun, **kwargs)
        pack = packs.current()
        known = [(contact.name, contact.name) for contact in pack.emergency]
        self.fields["to_whom"].choices = [*known, (ELSE, "Somebody else")]
        self.fields["method"].choices = [(key, way) for key, way in pack.methods.items() if key not in SLOW]


class SaidForm(DraftForm):
    """What was said, facts apart from opinions, and why it could not wait."""

    fact = words("The facts you told them", rows=3, required=False, help_text="What was seen or heard, and when.")
    reported = words("What you passed on from somebody else", rows=2, required=False, help_text="And who said it.")
    opinion = words("What you said you think", rows=2, required=False)
    rationale = words("Why could it not wait?", rows=3, error="Say why it could not wait. It is kept as the reason.")

    def __init__(self, *args, user, draft, initial=None, **kwargs):
        super().__init__(*args, draft=draft, initial={**draft.said("said"), **(initial or {})}, **kwargs)

    def clean(self):
        said = super().clean()
        if not self.errors and not any(said.get(nature) for nature in NATURES):
            self.add_error("fact", "Say what you told them, in at least one of these boxes.")
        return said


class FamilyForm(DraftForm):
    tell = choose("Has the person, or the family, been told?", TELL, error="Say whether they have been told.")
    tell_words = words("Who told them; or why not yet?", rows=2, required=False)
    tell_on = day_to_come("When is that looked at again?", required=False, help_text="Needed if they do not know yet.")
    also_told = words("Who else has been told?", rows=2, required=False)
    others_at_risk = words(
        "Who else is or may be at risk?", rows=2, error="Name who else may be at risk, or write “nobody”."
    )
    could_be_harmed = words(
        "Whom could it harm that this was shared?", rows=2, error="Name anybody it could harm, or write “nobody”."
    )

    def __init__(self, *args, user, draft, initial=None, **kwargs):
        kept = {**draft.said("welfare"), **draft.said("family"), **(initial or {})}
        super().__init__(*args, draft=draft, initial=kept, **kwargs)

    def clean(self):
        said = super().clean()
        if said.get("tell") in ("after", "not_yet"):
            for name, ask in (("tell_words", "Say why they do not know yet."), ("tell_on", "Give a day.")):
                if name not in self.errors and not said.get(name):
                    self.add_error(name, ask)
        return said


def _is_uuid(text):
    try:
        UUID(str(text))
    except ValueError:
        return False
    return True


SCREENS = {"happening": HappeningForm, "told": ToldForm, "said": SaidForm, "family": FamilyForm}
HEADINGS = {
    "happening": "What is happening, and to whom?",
    "told": "Whom did you tell?",
    "said": "What did you say, and why?",
    "family": "Who knows about it now?",
}
