"""Who would receive it: a named person whom somebody here has called back, or nobody like that yet (S-22)."""

from django import forms
from django.db.models import Prefetch

from policy import packs
from records.models import Agency, AgencyContact, Order
from records.models.order import Limits

from .fields import DraftForm, choose, line


class RecipientForm(DraftForm):
    """What kind of recipient it is follows from the directory; that it is a danger only people can say."""

    contact = forms.ChoiceField(
        label="A person or agency in our directory",
        required=False,
        help_text="People listed by name have been called back on a number that we looked up ourselves.",
    )
    named = line("Or, if they are not in the directory: who are they?", required=False)
    risk = forms.BooleanField(
        label="This is somebody a person needs protecting from, or who acts for them", required=False
    )

    def __init__(self, *args, key, user, draft, initial=None, **kwargs):
        said = draft.said(key)
        kept = {"contact": said.get("choice", ""), "named": said.get("named", ""), "risk": said.get("risk", False)}
        super().__init__(*args, draft=draft, initial={**kept, **(initial or {})}, **kwargs)
        self.orders = Order.objects.open_to(user).in_force().filter(person__in=draft.people.all())
        self.asks = packs.current().questions[key]
        self.agencies = list(Agency.objects.open_to(user).prefetch_related(_newest_contacts()))
        self.fields["contact"].choices = [("", "I do not know yet"), *(_group(agency) for agency in self.agencies)]

    def clean_named(self):
        """Nobody is told, or given, what an order keeps from them; by the orders this worker may know."""
        named = self.cleaned_data["named"]
        limits = Limits(tuple(self.orders.filter(limited__name__iexact=named.strip()))) if named else Limits()
        why = limits.why_not("receive") or limits.why_not("be_told")
        if why:
            raise forms.ValidationError(f"{named}: {why}")
        return named

    @property
    def chosen(self):
        """The agency and the checked person there, either of them None."""
        for agency in self.agencies:
            if self.cleaned_data["contact"] == f"agency:{agency.public_id}":
                return agency, None
            for contact in agency.contacts.all():
                if self.cleaned_data["contact"] == f"contact:{contact.public_id}":
                    return agency, contact
        return None, None

    @property
    def value(self):
        agency, contact = self.chosen
        if self.cleaned_data["risk"]:
            return "risk"
        if contact:
            return "protective" if agency.is_protective else "other"
        return "unverified" if agency or self.cleaned_data["named"] else None

    @property
    def said(self):
        agency, contact = self.chosen
        return {
            "choice": self.cleaned_data["contact"],
            "agency": str(agency.public_id) if agency else "",
            "contact": str(contact.public_id) if contact else "",
            "shown": f"{contact.name}, {contact.post}, {agency.name}" if contact else agency.name if agency else "",
            "named": self.cleaned_data["named"],
            "risk": self.cleaned_data["risk"],
        }


def _newest_contacts():
    return Prefetch("contacts", AgencyContact.objects.to_choose_from().order_by("name", "-verified_at"))


def _group(agency):
    people = [(f"contact:{contact.public_id}", _shown(contact)) for contact in agency.contacts.all()]
    rest = "somebody else there, not yet checked" if people else "nobody there checked yet"
    return agency.name, [*people, (f"agency:{agency.public_id}", f"{agency.name}: {rest}")]


def _shown(contact):
    """A check more than a year old still counts, but says so."""
    again = " – more than a year ago, call back again" if contact.is_stale else ""
    return f"{contact.name}, {contact.post} (called back {contact.verified_at:%-d %B %Y}{again})"


NEW = "new"


def _officer():
    """Whom a concern about a colleague goes to first, and on which number, by the policy."""
    door = packs.current().advice_doors["staff"]
    return {"agency": NEW, "agency_name": door.name, "agency_kind": Agency.Kind.CHILDREN, "telephone": door.number}


class CallBackForm(DraftForm):
    """Somebody checked just now, by calling back on a number that did not come from the caller."""

    agency = choose("Which agency?", [], error="Choose the agency.")  # radios: what is asked of a new one stands there
    agency_name = line("Name of the agency", error="Give the name of the agency.")
    agency_kind = choose("What kind of agency is it?", Agency.Kind.choices, widget=forms.Select)
    name = line("Who did you speak to?", error="Give the name of the person you spoke to.")
    post = line("Their post", error="Say what their post is.")
    telephone = line("The number you rang", longest=30, width=10, error="Give the number that you rang.")
    number_from = line(
        "Where did you find that number?",
        help_text="Our directory, their website, an earlier letter. Never from the person who contacted you.",
        error="Say where the number came from. It may not come from whoever contacted you.",
    )
    reveals = {"agency_name": ("agency", NEW), "agency_kind": ("agency", NEW)}

    def __init__(self, *args, user, draft, initial=None, **kwargs):
        said = draft.said("recipient")
        begun = {"agency": said.get("agency", "")} | (_officer() if draft.colleague and not said else {})
        super().__init__(*args, draft=draft, initial=begun | (initial or {}), **kwargs)
        self.agencies = {str(agency.public_id): agency for agency in Agency.objects.open_to(user)}
        known = [(key, agency.name) for key, agency in self.agencies.items()]
        self.fields["agency"].choices = [*known, (NEW, "Another agency, not in our directory yet")]

    def agency_for(self, by):
        """The agency chosen, or a new one added to the directory."""
        said = self.cleaned_data
        if said["agency"] == NEW:
            return Agency.add(by=by, name=said["agency_name"], kind=said["agency_kind"])
        return self.agencies[said["agency"]]

    @property
    def person(self):
        return {name: self.cleaned_data[name] for name in ("name", "post", "telephone", "number_from")}
