"""How an answer is signed: drawn or typed on the screen, or on a paper that is scanned."""

from django import forms

from records.attaching.intake import accepted
from records.attaching.kinds import ACCEPT, Unfit

from .. import drawing
from ..models.signature import NEEDS_ONE

SIGNED_UNDER = {
    "typed_name": ("how", "on_screen"),
    "present": ("how", "on_screen"),
    "paper": ("how", "writing"),
}


class PaperField(forms.FileField):
    """One file, looked into. Its value is what may be kept, or nothing."""

    def __init__(self, **kwargs):
        super().__init__(required=False, widget=forms.FileInput(attrs={"accept": ACCEPT}), **kwargs)

    def clean(self, data, initial=None):
        if not data:
            return None
        try:
            return accepted(data.name, data.size, data.read())
        except Unfit as reason:
            raise forms.ValidationError(f"The paper was not taken: {reason}") from None
        finally:
            data.close()


class Signing(forms.Form):
    """The part of a form in which somebody signs."""

    drawn = forms.CharField(required=False, widget=forms.HiddenInput)
    typed_name = forms.CharField(label="Or their name, typed", max_length=200, required=False)
    present = forms.CharField(label="Who was there when they signed?", max_length=200, required=False)
    paper = PaperField(label="The signed paper, scanned or photographed", help_text="A picture or PDF, at most 20 MB.")

    def clean(self):
        given = super().clean()
        if given.get("how") == "on_screen" and not self.errors.keys() & {"typed_name", "present"}:
            self._need_a_signature(given)
        return given

    def _need_a_signature(self, given):
        if given.get("drawn"):
            try:
                drawing.lines_of(given["drawn"])
            except ValueError as wrong:
                self.add_error("typed_name", str(wrong))
        elif not (given.get("typed_name") and given.get("present")):
            self.add_error("typed_name", NEEDS_ONE)

    def signature(self):
        """As `Signature.of` takes it; nothing where nobody signed."""
        given = self.cleaned_data
        if given["how"] == "writing" and given.get("paper"):
            return {"paper": given["paper"]}
        if given["how"] == "on_screen":
            return {name: given.get(name) or "" for name in ("drawn", "typed_name", "present")}
        return None
