"""One person or two: what a lead is asked about two records that look alike, and when a merge is undone."""

from django import forms

from records.models import Person

from .asking import Finding, OneFound, long_answer, named, seen

SAY_WHY = {"required": "Say why, so that whoever reads this in a year understands."}


class SettleForm(forms.Form):
    seen = seen()
    stays = forms.ChoiceField(
        label="One person, or two?",
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether this is one person, and which record stays."},
    )
    why = long_answer("How do you know?", rows=3, error_messages=SAY_WHY)

    def __init__(self, *args, likeness, **kwargs):
        super().__init__(*args, **kwargs)
        self.records = {str(person.public_id): person for person in likeness.may_stay}
        self.fields["stays"].choices = [
            *((key, f"One person. This record stays: {named(person)}") for key, person in self.records.items()),
            ("two", "Two people"),
        ]
        self.fields["seen"].initial = likeness.version
        opened = {likeness.earlier: "The older record.", likeness.newer: "The newer record."}
        self.hints = {"stays": {key: opened[person] for key, person in self.records.items()}}
        self.hints["stays"]["two"] = "They are not offered to you again."

    @property
    def answer(self):
        given = self.cleaned_data
        return {"stays": self.records.get(given["stays"]), "why": given["why"], "seen": given["seen"]}


class PartForm(forms.Form):
    why = long_answer("Why are they two people, after all?", rows=3, error_messages=SAY_WHY)


class AlikeForm(Finding):
    """Another record of the same person, chosen among those whose access this lead looks after."""

    finds = "person"
    person = OneFound(
        label="Which record is of the same person?", missing="Look for the other record by name, then choose it."
    )
    why = forms.CharField(
        label="Why do you think so?",
        help_text="“Both gave the same date of birth.” Both records are shown side by side before you decide.",
        max_length=200,
        error_messages={"required": "Say why you think that the two are one person."},
    )

    def __init__(self, *args, person, by, **kwargs):
        among = Person.objects.run_by(by).exclude(pk__in=person.every_record())
        super().__init__(*args, among=among, **kwargs)
