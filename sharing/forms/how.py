"""How it leaves, to whom, and what the family learns of it (S-22, H-07, H-23)."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from staff.door import is_offered

from ..models import Disclosure
from ..models.delivery import FILE, LINK, is_at_home
from ..states import NotNow
from .fields import choose, day_to_come, happened, line, not_after_today, words

OTHER = "other"
TELL = {
    "before": "Yes, they were told",
    "after": "Not yet: they are told afterwards",
    "not_yet": "No: it is not safe to tell them yet",
}
SAID = ("method", "shared_at", "taken_by", "reference", "will_do", "worker_named", "keeping")
WITH_EVIDENCE = {"in_person", "tracked_post", "online_form", "police_officer"}
NEEDED = {
    "shared_at": "Say when it was shared.",
    "taken_by": "Say who took it.",
    "will_do": "Say what they will do.",
}


class HowForm(forms.Form):
    """The second half of what is said about that which leaves; the pieces are in disclosure.py."""

    def _ask_how(self):
        known = [(key, _contact(contact)) for key, contact in self.contacts.items()]
        ways = {key: words for key, words in self.pack.methods.items() if key != LINK or is_offered()}
        how = {
            "contact": choose("To whom?", known, error="Choose the person who received it."),
            "method": choose("How?", [*ways.items(), (OTHER, "Another way")], error="Say how it was shared."),
            "method_other": line("Which way?", error="Say which way."),
            "sent_to": forms.EmailField(
                label="Their own e-mail address at work",
                help_text="Only the link goes there. You tell them the code by telephone.",
                error_messages={"required": "Give the address for the link."},
            ),
            **_arrived(),
        }
        for name in NEEDED:
            how[name].needed = True  # unless it goes by a link, so nobody is told that it is optional
        self.fields |= how
        self.reveals |= {"method_other": ("method", OTHER), "sent_to": ("method", LINK)}
        self.sections["How it was shared"] = [*how]

    def _ask_about_the_family(self):
        told = {
            "tell": choose("Has the person, or the family, been told?", TELL, error="Say whether they were told."),
            "tell_words": words("Who told them, when; or why not yet?", rows=2, error="Say who told them, or why not."),
            "tell_on": day_to_come("When is that looked at again?", required=False, help_text="Unless they were told."),
            "agency_named": choose(
                "May the family learn that it came from us?",
                {"yes": "Yes", "no": "No, something else was agreed"},
                error="Say whether our organisation may be named.",
            ),
            "agreed_with": line("Who agreed that, on both sides?", longest=300, width=30, error="Name both sides."),
            "agency_agreement": line("Why?", longest=500, width=30, error="Say why that was agreed."),
            "agreed_on": forms.DateField(
                label="When was it agreed?",
                error_messages={"required": "Give the day on which that was agreed."},
                validators=[not_after_today],
            ),
            "worker_named": forms.BooleanField(label="They may also learn my name", required=False),
            "checked": forms.BooleanField(
                label="I have checked each piece: still right, dated, and opinion marked as opinion",
                error_messages={"required": "Check each piece first, and then confirm it here."},
            ),
        }
        self.fields |= told
        self.reveals |= dict.fromkeys(("agreed_with", "agency_agreement", "agreed_on"), ("agency_named", "no"))
        self.sections["The family"] = [*told]

    def clean_method_other(self):
        """A closed list: another way is refused in the policy's own words."""
        said = self.cleaned_data["method_other"]
        if said:
            closed = "It is not on the policy’s list of secure ways. Choose one of those; telephone first."
            raise ValidationError(self.pack.refusal_of(said) or closed)
        return said

    def clean_shared_at(self):
        if self.cleaned_data["shared_at"] is None:
            return None
        try:
            self.decision.unless_before_signing(self.cleaned_data["shared_at"])
        except NotNow as refusal:
            raise ValidationError(str(refusal)) from None
        return self.cleaned_data["shared_at"]

    def clean_sent_to(self):
        """A mailbox at home is read by whoever lives there."""
        if is_at_home(self.cleaned_data["sent_to"] or ""):
            raise ValidationError("That is a mailbox at home. Give the one of the agency they work for.")
        return self.cleaned_data["sent_to"]

    def clean(self):
        said = super().clean()
        if said.get("method") == LINK:
            self._as_a_link(said)
        for name, error in NEEDED.items():
            if not said.get(name) and name not in self.errors:
                self.add_error(name, error)
        if said.get("method") in WITH_EVIDENCE and not said.get("evidence"):
            self.add_error("evidence", "Say what shows that it arrived: a signature, a number, a receipt.")
        if said.get("tell") in ("after", "not_yet") and not said.get("tell_on") and "tell_on" not in self.errors:
            self.add_error("tell_on", "Give a day on which telling them is looked at again.")
        return said

    def _as_a_link(self, said):
        """It leaves at this moment, to whoever was chosen; what they will do they have not said."""
        contact = self.contacts.get(said.get("contact"))
        said["shared_at"] = timezone.now()
        said["taken_by"] = said.get("taken_by") or (contact.name if contact else "")
        said["will_do"] = said.get("will_do") or Disclosure.WillDo.NOT_KNOWN

    @property
    def contact(self):
        return self.contacts[self.cleaned_data["contact"]]

    @property
    def disclosure(self):
        said, contact = self.cleaned_data, self.contact
        return {
            "contact": contact,
            "to_whom": f"{contact.name}, {contact.post}, {contact.agency.name}"[:300],
            "agency_named": said["agency_named"] == "yes",
            "agency_agreement": said["agency_agreement"] or "",
            "agreed_with": said["agreed_with"] or "",
            "agreed_on": said["agreed_on"],
            **{name: said[name] for name in SAID},
        }

    @property
    def parcel(self):
        """All that the guard reads besides the pieces."""
        return self.disclosure | (self.delivery or {})

    @property
    def delivery(self):
        """What is kept of the way: the address for a link, or what shows that it arrived."""
        said = self.cleaned_data
        if said["method"] == LINK:
            return {"sent_to": said["sent_to"]}
        return {"evidence": said["evidence"]} if said["evidence"] or said["method"] == FILE else None

    @property
    def told(self):
        return {name: self.cleaned_data[name] for name in ("tell", "tell_words", "tell_on")}


def _contact(contact):
    again = " – checked more than a year ago: call back again first" if contact.is_stale else ""
    return f"{contact.name}, {contact.post} (called back {contact.verified_at:%-d %B %Y}{again})"


def _arrived():
    """What is known when it has arrived; by a link the receipt says it."""
    return {
        "shared_at": happened("When?", required=False, help_text="Needed, unless it goes by a link: that is now."),
        "taken_by": line(
            "Who took the call, or received it?", required=False, help_text="Needed, unless it goes by a link."
        ),
        "evidence": line(
            "What shows that it arrived?",
            longest=500,
            width=30,
            required=False,
            help_text="By hand, by post, on their own form or to an officer: a signature, a number, a receipt.",
        ),
        "reference": line("Their reference", longest=100, required=False),
        "will_do": choose(
            "What will they do?",
            Disclosure.WillDo.choices,
            required=False,
            help_text="Needed, unless it goes by a link.",
        ),
        "keeping": line(
            "How long may they keep it, and when do they delete it?",
            longest=300,
            width=30,
            required=False,
            help_text="What you agreed with them. Left empty, they destroy it when they do not need it any more.",
        ),
    }
