"""What is laid out for a race, and what came of it: called in a process of its own by nursery.py."""

from django.urls import reverse

from audit.models import Trace, key_of
from consent.models import Consent
from records.models import Agency, Concern, Entry, Person, Relationship
from sharing.models import Decision
from tests.cast import in_days
from tests.consent.said import in_a_year
from tests.sharing.conftest import AGREED, REFUSED

from .people import member, proposed


def _leo():
    return Person.objects.get(name__startswith="Leo", key_person=member("amara"))


def to_edit():
    amara, folder = member("amara"), _leo().folder("personal")
    entry = Entry.write(by=amara, folder=folder, kind="visit", fact="He sat up.", happened_at=in_days(0))
    return [reverse("records:mark_historical", args=[entry.public_id]), entry.version]


def edited(address):
    """What stood in the entry, version by version."""
    entry = Entry.objects.get(public_id=address.split("/")[-3])
    notes = entry.history.order_by("version").values_list("historical_note", flat=True)
    return [entry.historical_note, list(filter(None, notes))]


def to_log():
    return reverse("records:log_concern")


def logged(words):
    concerns = Concern.objects.filter(facts=words)
    return [concerns.count(), Trace.objects.filter(event="concern.logged", about=key_of(concerns[0])).count()]


def to_sign():
    decision = proposed(member("amara"), _leo(), REFUSED)
    return [reverse("sharing:decline", args=[decision.public_id]), decision.version]


def signed(address):
    """Whose words are signed, and how often it was signed."""
    decision = Decision.objects.get(public_id=address.split("/")[-3])
    return [decision.rationale, Trace.objects.filter(event="decision.signed", about=key_of(decision)).count()]


def to_withdraw():
    """An agreement, and a decision that is to be signed on the strength of it."""
    amara, leo = member("amara"), _leo()
    mother = Relationship.objects.get(person=leo, kind="mother")
    agency = Agency.objects.get(name="Example Children's Advice Service")
    consent = Consent.record(
        by=amara, person=leo, purpose="protection", recipient=agency, state="given", information="safeguarding",
        footing="parent", answered_by=mother.other, relationship=mother, how="writing", review_on=in_a_year(),
        **dict.fromkeys(Consent.CHECKS, True),
    )  # fmt: skip
    decision = proposed(amara, leo, AGREED, standing={"state": "given", "rows": []})
    pages = [
        reverse("consent:withdraw", args=[consent.public_id]),
        reverse("sharing:approve", args=[decision.public_id]),
    ]
    return [*pages, decision.version]


def withdrawn(address):
    """How the decision stands, on which answer, and how often it was signed.

    What was signed first is reopened by the withdrawal. The lines of the two do not say which was first: on PostgreSQL
    they are numbered as they are written, not as they are committed.
    """
    decision = Decision.objects.get(public_id=address.split("/")[-3])
    signed = Trace.objects.filter(about=key_of(decision), event="decision.signed").count()
    return [decision.state, decision.facts["consent"], signed]


def to_read():
    """A grant that is to end, of a folder that is read meanwhile."""
    folder, chen = _leo().folder("personal"), member("chen")
    folder.grant(by=member("dee"), to=chen, purpose="Cover", until=in_days(9))
    grant = folder.grants.filter(user=chen).latest("pk")
    return [reverse("records:end_grant", args=[grant.public_id]), reverse("records:folder", args=[folder.public_id])]
