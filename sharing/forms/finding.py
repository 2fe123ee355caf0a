"""Finding signed decisions: by day, outcome, decider, organisation, override, or a name. Never by address (T9)."""

from django import forms
from django.db.models import Q

from records.forms.asking import OneOf
from records.models import Agency, Person
from staff.models import User

from ..models import Decision


class FindSignedForm(forms.Form):
    """Every box narrows; all of them empty is everything. It is posted, so that no name stands in an address."""

    words = forms.CharField(
        label="Name of the person, or of who signed",
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20"}),
    )
    signed_from = forms.DateField(label="Signed from", required=False)
    signed_to = forms.DateField(label="Signed up to", required=False)
    outcome = forms.ChoiceField(
        label="Outcome", choices=[("", "Either"), *Decision.Outcome.choices], required=False, widget=forms.Select
    )
    without_agreement = forms.BooleanField(label="Only those without agreement (override)", required=False)
    decider = OneOf(User.objects.none(), label="Who decided", required=False, empty_label="Anybody")
    agency = OneOf(Agency.objects.none(), label="With which organisation", required=False, empty_label="Any")

    def __init__(self, *args, signed, **kwargs):
        super().__init__(*args, **kwargs)
        self.signed = signed
        self.fields["decider"].queryset = User.objects.filter(pk__in=signed.values("decided_by")).order_by("first_name")
        self.fields["decider"].label_from_instance = lambda user: user.name
        self.fields["agency"].queryset = Agency.objects.filter(pk__in=signed.values("agency")).order_by("name")
        self.fields["agency"].label_from_instance = lambda agency: agency.name

    def clean(self):
        said = super().clean()
        if said.get("signed_from") and said.get("signed_to") and said["signed_to"] < said["signed_from"]:
            self.add_error("signed_to", "This is before the first day. Check both.")
        return said

    @property
    def narrows(self):
        return self.is_bound and self.is_valid() and any(self.cleaned_data.values())

    @property
    def found(self):
        """What was looked for, among those this user looks at; all of them where nothing was, or it made no sense."""
        if not self.narrows:
            return self.signed
        said = self.cleaned_data
        wanted = {
            "signed_at__date__gte": said["signed_from"],
            "signed_at__date__lte": said["signed_to"],
            "outcome": said["outcome"],
            "is_override": said["without_agreement"],
            "decided_by": said["decider"],
            "agency": said["agency"],
        }
        found = self.signed.filter(**{name: value for name, value in wanted.items() if value})
        return self._named(found, said["words"]) if said["words"] else found

    def _named(self, found, words):
        people = Person.objects.found_by(words).values("pk")
        signers = User.objects.all()
        for word in words.split():
            signers = signers.filter(Q(first_name__icontains=word) | Q(last_name__icontains=word))
        signer = Q(decided_by__in=signers.values("pk"))
        return found.filter(Q(about__person__in=people) | signer).distinct()
