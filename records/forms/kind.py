"""The short form of each kind of entry: the boxes it needs, each with its example, and the few things it asks."""

from django import forms

from records.entry_kinds import KINDS, Ask

from .asking import long_answer

BOXES = ("fact", "own_words", "opinion")
OFFERED = [(kind.key, kind.title) for kind in KINDS.values()]


def field_of(ask: Ask, *, optional=False):
    """The field of one question."""
    said = {"label": ask.label, "help_text": ask.hint, "required": bool(ask.required) and not optional}
    said["error_messages"] = {"required": ask.required} if ask.required else {}
    if ask.shape == "words":
        return long_answer(rows=2, **said)
    if ask.shape == "day":
        return forms.DateField(**said)
    if ask.shape == "choice":
        return forms.ChoiceField(choices=list(ask.choices.items()), widget=forms.RadioSelect, **said)
    return forms.CharField(max_length=300, **said)


def asks_of(kind):
    """What the form of a kind asks today."""
    return [ask for ask in kind.asks if not ask.past] if kind else []


class OfAKind(forms.Form):
    """A form that asks what a kind of entry asks. Whatever was typed for another kind waits in hidden fields."""

    chosen = None  # the kind, from entry_kinds; None where there is no form of its own

    def ask_for_kind(self, *, optional=False):
        asks = asks_of(self.chosen)
        self.fields |= {f"detail_{ask.key}": field_of(ask, optional=optional) for ask in asks}
        for name in BOXES:
            self._fit(name)
        for name in self._typed_elsewhere():
            self.fields[name] = forms.CharField(required=False, widget=forms.HiddenInput)

    def _fit(self, name):
        """Each box with its own example; one that this kind does not need is there only while it holds something."""
        if self.chosen and name in self.chosen.boxes:
            self.fields[name].help_text = self.chosen.boxes[name]
        elif self.chosen and not self._given(name):
            del self.fields[name]

    def _typed_elsewhere(self):
        """Answers to what another kind asks; a day was typed in boxes, and so has three."""
        parts = ("_day", "_month", "_year")
        asked = {f"{name}{part}" for name in self.fields for part in ("", *parts)}
        typed = self.data if self.is_bound else self.initial
        return [name for name in typed if name.startswith("detail_") and name not in asked and self._given(name)]

    def _given(self, name):
        return (self.data if self.is_bound else self.initial).get(name)

    @property
    def asked_fields(self):
        """What is asked on the page, in the order it is written down; the rest has a place of its own."""
        own = [name for name in self.fields if name.startswith("detail_") and not self[name].is_hidden]
        order = ["happened_at", "said_by", "fact", *own, "own_words", "opinion", "attached", "parent_told"]
        return [self[name] for name in order if name in self.fields]

    @property
    def asked(self):
        """The answers as they are kept."""
        asks = asks_of(self.chosen)
        given = {ask.key: self.cleaned_data.get(f"detail_{ask.key}") for ask in asks}
        return {key: str(value) for key, value in given.items() if value}
