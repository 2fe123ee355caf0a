"""How two people are linked, and whether it gives parental responsibility."""

from django import forms

from records.models import Person, Relationship
from records.responsibility import why_not
from staff.models import User

from .asking import Finding, Informed, OneFound, SomeOf, not_in_the_future, seen


class LinkDetails(forms.Form):
    reveals = {
        "pr_evidence": ("has_evidence", "yes"),
        "pr_seen_on": ("has_evidence", "yes"),
        "readers": ("is_confidential", True),
    }
    KEPT = ("kind", "pr_basis", "registered_on", "restriction", "starts_on", "ends_on", "is_confidential")

    kind = forms.ChoiceField(
        label="Who are they to the person?",
        choices=[("", "Choose"), *Relationship.Kind.choices],
        error_messages={"required": "Say who they are to the person."},
    )
    pr_basis = forms.ChoiceField(
        label="Why do they have parental responsibility?",
        help_text="Grandparents, step-parents, childminders and foster carers do not have it by themselves.",
        choices=[("", "They do not, or we do not know"), *Relationship.Basis.choices],
        required=False,
    )
    registered_on = forms.DateField(
        label="When was the birth registered?",
        help_text="Only for a father on the birth register, and only if you know it from the certificate.",
        required=False,
        validators=[not_in_the_future],
    )
    has_evidence = forms.ChoiceField(
        label="Have you seen a document that shows it?",
        choices=[("no", "No"), ("yes", "Yes")],
        widget=forms.RadioSelect,
        initial="no",
    )
    pr_evidence = forms.CharField(
        label="Which document?",
        max_length=300,
        error_messages={"required": "Say which document you saw, for example “birth certificate”."},
    )
    pr_seen_on = forms.DateField(
        label="When did you see it?",
        validators=[not_in_the_future],
        error_messages={"required": "Enter the day on which you saw it."},
    )
    restriction = forms.CharField(
        label="A limit set by a court or the lead",
        help_text="For example “no contact (order of 3 March)”.",
        max_length=300,
        required=False,
    )
    is_confidential = forms.BooleanField(
        label="Keep this link to the safeguarding leads and the colleagues I name",
        help_text="Nobody else sees it: not here, not in the family picture, not with an answer they gave.",
        required=False,
    )
    readers = SomeOf(User.objects.none(), label="Which colleagues, besides you and the leads?", required=False)
    starts_on = forms.DateField(label="From", required=False)
    ends_on = forms.DateField(label="Until", help_text="Leave it empty if it goes on.", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["readers"].queryset = User.objects.working_with_people().order_by("first_name", "pk")
        self.fields["readers"].label_from_instance = lambda user: user.name

    def clean(self):
        given = super().clean()
        self._ask_the_law(given)
        starts_on, ends_on = given.get("starts_on"), given.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", "This is before it starts. Check both dates.")
        if given.get("has_evidence") == "yes" and not given.get("pr_basis"):
            self.add_error("pr_basis", "Say which kind of parental responsibility the document shows.")
        return given

    def _ask_the_law(self, given):
        field, why = why_not(given.get("pr_basis"), given.get("kind"), self.person, given.get("registered_on"))
        if why:
            self.add_error(field, why)

    def link_details(self, by):
        """What the relationship is recorded with. Evidence that was seen before keeps whoever saw it."""
        given = self.cleaned_data
        kept = {name: given[name] for name in self.KEPT}
        saw = given["has_evidence"] == "yes"
        return kept | {
            "readers": list(given["readers"] or ()),
            "pr_evidence": given["pr_evidence"] if saw else "",
            "pr_seen_on": given["pr_seen_on"] if saw else None,
            "pr_seen_by": by if saw else None,
        }


class RelationshipForm(Finding, LinkDetails):
    """The other person is chosen among those this user may see, or only has a name."""

    finds = "other"

    other = OneFound(label="Somebody with a record", required=False)
    new_name = forms.CharField(label="Or the name of somebody without a record", max_length=200, required=False)

    def __init__(self, *args, person, by, **kwargs):
        self.person, self.by = person, by
        super().__init__(*args, among=Person.objects.open_to(by).exclude(pk=person.pk), **kwargs)

    def clean(self):
        given = super().clean()
        if bool(given.get("other")) == bool(given.get("new_name")) and not self.has_error("other"):
            self.add_error("new_name", "Choose one person with a record, or write the name of one without.")
        return given

    @property
    def details(self):
        given = self.cleaned_data
        return self.link_details(self.by) | {"other": given["other"], "new_name": given["new_name"]}


class RelationshipChangeForm(Informed, LinkDetails):
    """A change says who it comes from, as every change about a child does."""

    reveals = Informed.reveals | LinkDetails.reveals

    seen = seen()

    def __init__(self, *args, link, by, **kwargs):
        self.link = link
        known = {name: getattr(link, name) for name in (*self.KEPT, "pr_evidence", "pr_seen_on")}
        known |= {"readers": [row.reader.public_id for row in link.readers.filter(ended_at=None)]}
        known |= {"has_evidence": "yes" if link.pr_evidence else "no", "seen": link.version}
        super().__init__(
            *args, person=link.person, by=by, **kwargs | {"initial": known | (kwargs.get("initial") or {})}
        )

    def clean(self):
        given = super().clean()
        if self.has_no_say:
            self.refuse_without_responsibility()
        return given

    @property
    def details(self):
        details = self.link_details(self.by) | {"seen": self.cleaned_data["seen"]}
        if details["pr_evidence"] == self.link.pr_evidence and self.link.pr_seen_by:
            details["pr_seen_by"] = self.link.pr_seen_by
        return details
