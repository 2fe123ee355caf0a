"""How every form looks and speaks: GOV.UK markup for plain Django forms, and errors that say what to do.

A form may say more about its page with four class attributes, all optional:

    heading = "danger"                      this field's label is the heading of the page
    sections = {"Who": ["who", "unborn"]}   fields under sub-headings; the others stand first
    reveals = {"which": ("known", "yes")}   asked, required and kept only under that answer
    hints = {"known": {"yes": "…"}}         a line beneath one answer
"""

from dataclasses import dataclass

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting

from springfield.dates import DateBoxes

SHAPES = [
    (forms.CheckboxSelectMultiple, "checkboxes"),
    (forms.RadioSelect, "radios"),
    (forms.CheckboxInput, "checkbox"),
    (forms.Select, "select"),
    (forms.Textarea, "textarea"),
    (forms.FileInput, "file"),
    (forms.PasswordInput, "password"),
    (forms.DateTimeInput, "moment"),
    (forms.DateInput, "date"),
]
LAYOUTS = {
    "checkboxes": "choices",
    "radios": "choices",
    "checkbox": "checkbox",
    "password": "password",
    "moment": "date",
    "date": "date",
}
CLASSES = {
    "text": "govuk-input",
    "select": "govuk-select",
    "textarea": "govuk-textarea",
    "file": "govuk-file-upload",
    "password": "govuk-input govuk-password-input__input govuk-js-password-input-input",
}
CHOOSING = {"checkboxes", "radios", "select"}
PLAINER = {
    "Enter a valid date.": "Enter a real date, like 27 3 2026.",
    "Enter a valid date/time.": "Enter a real date and a time, like 27 3 2026 and 14:05.",
    "Enter a whole number.": "Enter a whole number, like 3.",
    "Enter a valid email address.": "Enter an e-mail address, like name@example.org.",
    "Select a valid choice. That choice is not one of the available choices.": "Choose one of the answers shown.",
    "Select a valid choice. %(value)s is not one of the available choices.": "Choose one of the answers shown.",
}


@dataclass(frozen=True)
class Choice:
    """One radio or checkbox: its input, the line beneath it, and what is asked only under it."""

    widget: object
    hint: str
    revealed: list


class Question(BoundField):
    """A field as it is asked on the page."""

    def __init__(self, form, field, name):
        super().__init__(form, field, name)
        self.shape = next((shape for widget, shape in SHAPES if isinstance(field.widget, widget)), "text")
        self.optional = not (field.required or getattr(field, "needed", False)) and self.shape != "checkbox"
        self.is_heading = getattr(form, "heading", None) == name
        self._speak_plainly()
        if self.is_concealed:
            field.required = False

    def _speak_plainly(self):
        words = self.field.error_messages
        for code, message in list(words.items()):
            words[code] = PLAINER.get(str(message), message)
        if str(words.get("required")) == "This field is required.":
            asks = "Choose an answer to" if self.shape in CHOOSING else "Fill in"
            words["required"] = f"{asks} “{self.label}”."
        words.setdefault("max_length", "Use %(limit_value)d characters or fewer. You have written %(show_value)d.")

    @property
    def layout(self):
        return f"forms/{LAYOUTS.get(self.shape, 'labelled')}.html"

    @property
    def revealed_by(self):
        return self._reveals.get(self.name)

    @property
    def _reveals(self):
        """What the form reveals, leaving out what this form no longer asks."""
        fields = self.form.fields
        pairs = getattr(self.form, "reveals", {}).items()
        return {name: (by, answer) for name, (by, answer) in pairs if name in fields and by in fields}

    @property
    def is_concealed(self):
        """Whether the answer given makes this question not arise."""
        if not (self.form.is_bound and self.revealed_by):
            return False
        name, answer = self.revealed_by
        given = self.form[name].data
        return str(answer) not in map(str, given if isinstance(given, list) else [given])

    @property
    def data(self):
        return None if self.is_concealed else self.typed

    @property
    def typed(self):
        """What the person wrote, even under an answer they have since changed: it is shown again, never lost."""
        if self.boxes and self.html_name not in self.form.data:
            return self.boxes.joined
        return super().data

    def value(self):
        given = self.field.bound_data(self.typed, self.initial) if self.form.is_bound else self.initial
        return self.field.prepare_value(given)

    @property
    def boxes(self):
        return DateBoxes(self) if LAYOUTS.get(self.shape) == "date" else None

    @property
    def count_to(self):
        return getattr(self.field, "max_length", None) if self.shape == "textarea" else None

    @property
    def target(self):
        """Where a link from the error summary lands: the first box or button of the question."""
        ends = {"checkboxes": "_0", "radios": "_0", "date": "_day", "moment": "_day"}
        return "" if self.is_hidden else self.auto_id + ends.get(self.shape, "")

    @property
    def choices(self):
        hints = getattr(self.form, "hints", {}).get(self.name, {})
        return [
            Choice(widget, hints.get(widget.data["value"], ""), self.revealed_under(widget.data["value"]))
            for widget in self.subwidgets
        ]

    def revealed_under(self, answer):
        pairs = self._reveals.items()
        return [self.form[name] for name, (by, value) in pairs if by == self.name and str(value) == str(answer)]

    @property
    def revealed_when_ticked(self):
        return self.revealed_under(True)

    @property
    def is_inline(self):
        labels = [choice.widget.choice_label for choice in self.choices]
        return len(labels) == 2 and all(len(str(label)) < 9 for label in labels) and not self.has_reveals

    @property
    def has_reveals(self):
        return any(by == self.name for by, _ in self._reveals.values())

    def build_widget_attrs(self, attrs, widget=None):
        widget = widget or self.field.widget
        attrs = super().build_widget_attrs(attrs, widget)
        attrs.pop("required", None)
        if self.shape in CLASSES and not widget.is_hidden:
            attrs |= {"class": self._css(widget), "maxlength": False, "placeholder": False}
        if self.shape == "password":
            attrs["autocomplete"] = widget.attrs.get("autocomplete", "current-password")
        if self.count_to:
            attrs["aria-describedby"] = f"{attrs.get('aria-describedby', '')} {self.auto_id}-info".strip()
        return attrs

    def _css(self, widget):
        error = f"{CLASSES[self.shape].split()[0]}--error" if self.errors else ""
        counted = "govuk-js-character-count" if self.count_to else ""
        return " ".join(filter(None, [CLASSES[self.shape], counted, error, widget.attrs.get("class")]))


class Renderer(TemplatesSetting):
    """Set as FORM_RENDERER: `{{ form }}` is then the error summary and the questions."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"
    bound_field_class = Question


@dataclass(frozen=True)
class Section:
    """A run of questions, under a sub-heading or under none."""

    title: str
    questions: list


def sections_of(form):
    """The visible questions in reading order. One asked only under an answer is drawn inside that answer."""
    titled = getattr(form, "sections", {})
    asked = {field.name: field for field in form.visible_fields() if not field.revealed_by}
    placed = {name for names in titled.values() for name in names}
    loose = Section("", [field for name, field in asked.items() if name not in placed])
    named = [Section(title, [asked[name] for name in names if name in asked]) for title, names in titled.items()]
    return [section for section in (loose, *named) if section.questions]


def problems_of(form):
    """Every error of a form, as (where to go, what to do), in the order in which the questions are read."""
    whole = [("", message) for message in form.non_field_errors()]
    return whole + [(field.target, message) for field in _as_read(form) for message in field.errors]


def _as_read(form):
    """Each question, then what its answers reveal; last what is on no page."""
    asked = [question.name for section in sections_of(form) for question in section.questions]
    place = {name: number for number, name in enumerate(asked)}

    def where(question):
        under = question.revealed_by
        return place.get(under[0] if under else question.name, len(place)), bool(under)

    return sorted(form, key=where)
