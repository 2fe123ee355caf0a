"""Who it is about, and who asks: we ourselves, or somebody outside who is written down first (H-02)."""

from django import forms

from ..models import Request
from .fields import DraftForm, choose, happened, line, words

ASKS = [("ours", "We want to share it ourselves"), ("outside", "Somebody outside has asked us")]


class AsksForm(forms.Form):
    """About a colleague: whom it is about is known, so only who asks is left to say."""

    asks = choose("Who asks?", ASKS, error="Say who asks.")


class StartForm(forms.Form):
    """Everybody offered is somebody this user may know of; an unknown one is refused like one that is not there."""

    people = forms.MultipleChoiceField(
        label="Who is it about?",
        widget=forms.CheckboxSelectMultiple,
        help_text="One decision may cover several children of a family. Each keeps a record of it.",
        error_messages={"required": "Choose at least one person."},
    )
    asks = choose("Who asks?", ASKS, error="Say who asks.")

    def __init__(self, *args, people, chosen=(), initial=None, **kwargs):
        self.offered = {str(person.public_id): person for person in people}
        begun = {"people": [str(person.public_id) for person in chosen]}
        super().__init__(*args, initial={**begun, **(initial or {})}, **kwargs)
        self.fields["people"].choices = [(key, person.name) for key, person in self.offered.items()]
        self.fields["people"].error_messages["invalid_choice"] = "Choose from the people shown."

    @property
    def chosen(self):
        return [self.offered[key] for key in self.cleaned_data["people"]]


class AskedForm(forms.Form):
    """What somebody outside asks, and who they are."""

    KINDS = [(key, label) for key, label in Request.Kind.choices if key != "ours"]

    kind = choose("What kind of request is it?", KINDS, error="Choose the kind of request.")
    name = line("Who asks?", error="Give the name of whoever asks.")
    post = line("Their post", required=False)
    organisation = line("Their agency or organisation", required=False)
    reference = line("Their reference", longest=100, required=False)
    asked_at = happened("When did they ask?", error="Say when they asked.")
    asked_for = words("What do they ask for?", error="Say what they ask for, in their words if you can.")
    why = words(
        "What do they need it for?", rows=3, error="Say what they need it for. If they have not said, ask them."
    )
    due_at = forms.DateTimeField(label="By when do they want it?", required=False)

    def clean(self):
        said = super().clean()
        if said.get("kind") in Request.STATUTORY:
            for name, ask in (("post", "Give their post."), ("organisation", "Name their agency.")):
                if name not in self.errors and not said.get(name, "").strip():
                    self.add_error(name, f"{ask} It is checked before anything leaves.")
        return said


class RequestForm(AskedForm, DraftForm):
    sections = {
        "Whoever asks": ["kind", "name", "post", "organisation", "reference"],
        "What they ask": ["asked_at", "asked_for", "why", "due_at"],
    }

    def __init__(self, *args, draft, initial=None, **kwargs):
        super().__init__(*args, draft=draft, initial={**draft.said("request"), **(initial or {})}, **kwargs)
