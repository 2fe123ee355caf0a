"""What is asked of the register: which list, from which row on, and how many people on one page."""

from django import forms

from records.models import Agency
from records.paging import PAGE

from ..models.kind import Kind
from ..register import lists

MANY = 1000  # people on one page, to print or to look through


class RegisterForm(forms.Form):
    """Which list of the register; anything else in the address shows its beginning."""

    about = forms.ChoiceField(choices=Kind.choices, required=False)
    sort = forms.ChoiceField(choices=lists.SORTS.items())
    agency = forms.UUIDField(required=False)
    kind = forms.ChoiceField(choices=Agency.Kind.choices, required=False)
    after = forms.UUIDField(required=False)
    many = forms.ChoiceField(choices=[(MANY, MANY)], required=False)

    def chosen(self):
        self.is_valid()
        found = {name: self.cleaned_data.get(name) for name in ("about", "sort", "agency", "kind", "after")}
        return lists.Where(**{name: str(value) for name, value in found.items() if value})

    @property
    def how_many(self):
        return int(self.cleaned_data.get("many") or PAGE)
