"""Pieces that several forms share: long answers, choosing a person among those one may see, saying who told us."""

from uuid import UUID

from django import forms
from django.forms.utils import ErrorDict
from django.utils import timezone

from records.models import Person, Relationship

LONGEST = 20_000
FEW = 10
NOT_SHOWN = {key: "Choose from the people shown." for key in ("invalid_choice", "invalid_pk_value", "invalid_list")}


def long_answer(label, rows=4, **kwargs):
    return forms.CharField(label=label, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


def seen():
    """Which version of a row the page showed, so that nobody overwrites what they never saw."""
    return forms.IntegerField(required=False, widget=forms.HiddenInput)


def not_in_the_future(moment):
    now = timezone.now() if hasattr(moment, "hour") else timezone.localdate()
    if moment > now:
        raise forms.ValidationError("This is in the future. Enter when it happened.")


def named(person):
    """A person in a list to choose from: two things that tell namesakes apart."""
    age = "not yet born" if person.is_unborn else "" if person.age() is None else f"{person.age()}"
    return ", ".join(filter(None, [person.name, age]))


class OneOf(forms.ModelChoiceField):
    """A choice by public id. Whatever was not on offer is refused in one way, whether it exists, or is no id at all."""

    def __init__(self, queryset, **kwargs):
        super().__init__(queryset, to_field_name="public_id", **kwargs)

    def to_python(self, value):
        if value not in self.empty_values and not is_uuid(value):
            raise forms.ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return super().to_python(value)


class OneFound(OneOf):
    """Somebody who is looked for by name and then chosen, among those whom a `Finding` form offers."""

    def __init__(self, *, missing="Look for somebody by name, then choose them.", **kwargs):
        fixed = {"widget": forms.RadioSelect, "empty_label": None}
        errors = NOT_SHOWN | {"required": missing}
        super().__init__(Person.objects.none(), error_messages=errors, **fixed, **kwargs)


class SomeOf(forms.ModelMultipleChoiceField):
    """Several choices by public id, refused in the same one way."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, queryset, **kwargs):
        super().__init__(queryset, to_field_name="public_id", **kwargs)

    def clean(self, value):
        if not all(is_uuid(chosen) for chosen in value or []):
            raise forms.ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return super().clean(value)


class Paused(forms.Form):
    """A form with buttons that send nothing yet. Pressing one keeps all that was typed, and judges none of it."""

    PAUSES = {"find", "add_mark", "change_kind"}

    @property
    def is_paused(self):
        return any(button in self.data for button in self.PAUSES)

    def full_clean(self):
        if self.is_paused:
            self._errors, self.cleaned_data = ErrorDict(), {}
        else:
            super().full_clean()

    def is_valid(self):
        return not self.is_paused and super().is_valid()


class Finding(Paused):
    """A form with a search of its own."""

    finds = "people"
    find_words = forms.CharField(label="Look for somebody by name", required=False, max_length=100)

    def __init__(self, *args, among, always=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.among = among
        self.offered = self._offer(list(always))
        field = self.fields[self.finds]
        field.queryset = among
        field.choices = [(person.public_id, named(person)) for person in self.offered]

    def _offer(self, people):
        people += self.among.filter(public_id__in=self._chosen())
        if self.words:
            people += self.among.found_by(self.words).order_by("name", "pk")[:FEW]
        return list({person.pk: person for person in people}.values())

    @property
    def words(self):
        return str((self.data if self.is_bound else self.initial).get("find_words") or "").replace("\x00", "").strip()

    @property
    def found_nobody(self):
        return bool(self.words) and not self.among.found_by(self.words).exists()

    def _chosen(self):
        given = self.data.getlist(self.finds) if self.is_bound else self.initial.get(self.finds, [])
        return [value for value in (given if isinstance(given, list) else [given]) if is_uuid(value)]


def is_uuid(value):
    try:
        return bool(UUID(str(value)))
    except ValueError:
        return False


class Informed(forms.Form):
    """Who the words come from: only an adult with parental responsibility completes a child's information (S-05)."""

    reveals = {"said_by_words": ("said_by", "other")}

    said_by = forms.ChoiceField(label="Who does this come from?", widget=forms.RadioSelect, initial="me")
    said_by_words = forms.CharField(
        label="Who?",
        help_text="Who they are to the person, and their name if you know it.",
        max_length=150,
        error_messages={"required": "Say who told you, for example “a neighbour”."},
    )

    def __init__(self, *args, person, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.person, self.by = person, by
        self.has_record = isinstance(person, Person)  # somebody a folder apart is about has none, and no family in it
        family = Relationship.objects.family_of(person, by) if self.has_record else []
        self.family = {str(link.public_id): link for link in family}
        self.fields["said_by"].choices = [
            ("me", "I saw or heard it myself, or know it from our work"),
            ("person", "They told me themselves"),
            *((key, f"{link.other.name}, {link.standing}") for key, link in self.family.items()),
            ("other", "Somebody else"),
        ]

    @property
    def informant(self):
        """Whom the words come from, as it is written down; nothing for the writer's own."""
        said_by = self.cleaned_data.get("said_by")
        if said_by in self.family:
            link = self.family[said_by]
            return f"{link.other.name}, {link.standing}"
        return {"person": self.person.name, "other": self.cleaned_data.get("said_by_words", "")}.get(said_by, "")

    @property
    def has_no_say(self):
        """Whether this is information about a child from somebody who may not complete it."""
        said_by = self.cleaned_data.get("said_by")
        if not self.has_record or self.person.is_adult() or said_by in {"me", "person"}:
            return False
        return said_by not in self.family or not self.family[said_by].has_pr

    def refuse_without_responsibility(self):
        self.add_error(
            "said_by",
            f"{self.informant or 'This person'}: we know of no parental responsibility, so they may not complete "
            "information about a child (S-05). Write an entry instead, of the kind “Information from somebody without "
            "parental responsibility”.",
        )
