"""The person or the family was told, or is not told yet: why, who looks at it next, and when (H-15, H-34, S-30)."""

from django import forms

from staff.models import User

from .after import HOW
from .fields import choose, day_to_come, happened, words

TOLD, LATER = "told", "later"


class FamilyForm(forms.Form):
    answer = choose(
        "Have they been told?", [(TOLD, "Yes, they were told"), (LATER, "Not yet")], error="Say whether they were told."
    )
    how = choose("How?", HOW, error="Say how they were told.")
    at = happened("When?", error="Say when they were told.")
    said = words("What was said, and how did they take it?", rows=3, error="Say what was said to them.")
    why = words("Why not yet?", rows=3, error="Say why they are not told yet. It is kept with your name.")
    looked_by = forms.ModelChoiceField(
        User.objects.none(), label="Who looks at it next?", error_messages={"required": "Choose who looks at it next."}
    )
    look_on = day_to_come("On which day?", error="Give a day that is still to come.")
    reveals = {name: ("answer", TOLD) for name in ("how", "at", "said")}
    reveals |= {name: ("answer", LATER) for name in ("why", "looked_by", "look_on")}

    def __init__(self, *args, deciders, may_wait, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["looked_by"].queryset = deciders
        if not may_wait:
            for name in ("why", "looked_by", "look_on"):
                del self.fields[name]
            self.fields["answer"].choices = [(TOLD, "Yes, they were told")]

    def record(self, decision, *, by):
        said = self.cleaned_data
        if said["answer"] == LATER:
            decision.tell_later(by=by, why=said["why"], look_on=said["look_on"], looked_by=said["looked_by"])
        else:
            decision.tell_family(by=by, how=f"{said['how']}: {said['said']}", at=said["at"])
