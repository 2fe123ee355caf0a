"""What of the versions of people, relationships, entries and concerns is shown: what their own pages show."""

from django.urls import reverse
from django.utils import timezone

from audit.canonical import digest

from .address import to
from .entry_kinds import told
from .entry_says import late_words
from .history import viewable
from .models import Concern, Entry, Folder, Order, Person, Relationship, SafeContact

TIMES = {0: "Not passed on", 1: "Once", 2: "Twice"}


def _where_it_is_read(entry, user):
    """In its folder, or on the page of the person, or (one's own words about somebody else) from the beginning."""
    if Folder.objects.open_to(user).filter(pk=entry.folder_id).exists():
        return to("folder", entry.folder)
    if Person.objects.open_to(user).filter(folders=entry.folder_id).exists():
        return to("person", entry.folder.person)
    return reverse("home")


def _asked(entry):
    return "\n".join(f"{label} {said}" for label, said in told(entry.kind, entry.details))


def _written(entry):
    """When it was written, and how late that was."""
    late, at = late_words(entry), timezone.localtime(entry.written_at)
    return f"{at.day} {at:%B %Y, %H:%M}. {late}" if late else entry.written_at.replace(second=0, microsecond=0)


viewable(
    Person.objects.open_to,
    home=lambda person, user: to("person", person),
    called=lambda person: person.name,
    shown={
        "name": "Name",
        "known_as": "Known as",
        "born_on": "Born",
        "due_on": "Due",
        "group": "Child or adult",
        "language": "Speaks",
        "key_person": "Key person",
        "safety_note": "Keep safe",
        "informed_by": "Information from",
        "informant_is": "Who they are to the person",
        "informant_pr": "Do they have parental responsibility",
        "service_user": "We work with them",
    },
)
viewable(
    Relationship.objects.open_to,
    home=lambda link, user: to("person", link.person),
    called=lambda link: f"{link.other.name}, {link.get_kind_display().lower()}",
    shown={
        "kind": "Who they are to the person",
        "pr_basis": "Parental responsibility",
        "pr_evidence": "Document that shows it",
        "pr_seen_by": "Seen by",
        "pr_seen_on": "Seen on",
        "registered_on": "Birth registered on",
        "is_confidential": "Kept to the leads and those named",
        "restriction": "Limit",
        "starts_on": "From",
        "ends_on": "Until",
    },
)
viewable(
    SafeContact.objects.open_to,
    home=lambda contact, user: to("person", contact.person),
    called=lambda contact: f"{contact.name}, protected",
    # The value itself is never shown here; its lock has a mark, so that one sees when it changed.
    words={"locked": lambda contact: f"Protected, lock {digest(contact.locked.encode())[:4]}"},
    shown={
        "kind": "What it is",
        "locked": "Value",
        "message": "Safe to leave a message?",
        "avoid": "Do not contact by",
        "kept_on": "Kept since",
        "ended_on": "Ended",
        "is_secret": "Must still not be told",
    },
)
viewable(
    Order.objects.open_to,
    home=lambda order, user: to("family", order.person),
    called=lambda order: order.get_kind_display(),
    shown={
        "kind": "Kind",
        "no_consent": "May not agree for them",
        "not_told": "May not be told about them",
        "no_receipt": "May not see or receive anything about them",
        "no_collection": "May not collect them",
        "words": "What it says",
        "starts_on": "From",
        "ends_on": "Last day",
        "evidence": "Paper seen",
        "seen_by": "Seen by",
        "seen_on": "Seen on",
        "review_on": "Looked at again on",
    },
)
viewable(
    Entry.objects.open_to,
    home=_where_it_is_read,
    called=lambda entry: entry.get_kind_display(),
    # Many may have been brought into a folder by one act; a correction is moved with what it corrects.
    written_with=lambda entry: [entry.folder, *filter(None, [entry.corrects])],
    words={"details": _asked, "written_at": _written},
    shown={
        "kind": "Kind",
        "fact": "What happened",
        "details": "What this kind of entry asks",
        "own_words": "In their own words",
        "opinion": "What the writer thinks",
        "reported_by": "Said by",
        "historical_note": "Why it is out of date",
        "happened_at": "It happened",
        "written_at": "Written",
        "author": "Written by",
        "parent_told": "Parent told?",
        "significance": "How much it matters",
    },
)
viewable(
    Concern.objects.open_to,
    home=lambda concern, user: to("concern", concern),
    called=lambda concern: f"Concern: {concern.whom}",
    words={"told_level": lambda concern: TIMES.get(concern.told_level, f"{concern.told_level} times")},
    shown={
        "state": "How far it has come",
        "danger": "In danger?",
        "urgent": "Urgent",
        "facts": "What happened",
        "own_words": "In their own words",
        "opinion": "What the writer thinks",
        "happened_at": "It happened",
        "reporter": "Sent by",
        "reported_at": "Sent",
        "is_about_staff": "About somebody who works here",
        "about_staff": "About whom who works here",
        "about_staff_words": "About whom, in words",
        "told_level": "Passed on, because nobody looked",
        "seen_by": "Looked at by",
        "seen_at": "Looked at",
        "discussed": "Discussed, and with whom",
        "no_further": "No further action for now",
        "look_on": "Looked at again on",
        "woken": "Why it was opened again",
        "outcome": "Outcome",
        "next_step": "Next",
        "reporter_words": "Words for the reporter",
        "answered_by": "Answered by",
        "answered_at": "Answered",
    },
)
