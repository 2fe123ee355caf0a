"""“Why can I see this?”: one sentence to the one who asks, with its source and its end.

It is made from the same reasons as access itself (records/reach.py), and names nobody but the asker's own workers, the
lead who let them in, and the person whose record it is.
"""

from datetime import timedelta

from django.utils import timezone

from staff.roles import BY_KEY, SeniorLeader

from . import glass
from .models import Folder, FolderKeeper
from .reach import FAR, reasons

WHOSE = {"child": "a child or young person", "adult": "an adult"}
# The most lasting reason is the one that is said.
ORDER = ["key person", "grant", "line manager"]


def why_person(person, user):
    """Of several folders that are open, the first one's reason."""
    if said := _by_role(user, person.group):
        return said
    folder = Folder.objects.open_to(user).filter(person=person).in_order().first()
    return why_folder(folder, user) if folder else ""


def why_folder(folder, user):
    if folder.person is None:
        return _why_apart(folder, user)
    if said := _by_role(user, folder.person.group):
        return said
    own = [reason for reason in reasons(folder) if reason.reader_id == user.pk]
    return _said(min(own, key=lambda reason: _rank(reason.source)), folder) if own else ""


def _why_apart(folder, user):
    """By the role that keeps or reads it; a senior leader keeps every grievance; else by a grant."""
    held = {keeper.role: keeper for keeper in FolderKeeper.objects.held_by(user).filter(folder=folder)}
    keeper = min(held.values(), key=lambda one: one.only_reads, default=None)
    if keeper:
        does = "reads" if keeper.only_reads else "keeps"
        return f"The policy says that your role ({BY_KEY[keeper.role].title}) {does} this folder."
    if folder.kind == Folder.Kind.GRIEVANCE:
        return f"Your role ({SeniorLeader.title}) keeps the grievance folders."
    own = [reason for reason in reasons(folder) if reason.reader_id == user.pk]
    return _said(own[0], folder) if own else ""


def why_entry(entry, user):
    if entry.author_id == user.pk:
        return "You wrote it."
    if not Folder.objects.open_to(user).contains(entry.folder):
        return f"You manage {entry.author.name}, who wrote it."
    named = entry.restrictions.in_force().filter(named__user=user.pk).exists()
    return f"{'You are named on this entry, and: ' if named else ''}{why_folder(entry.folder, user)}"


def why_note(note, user):
    """Of a private note: who wrote it, or whom one manages who did."""
    return "You wrote it." if note.author_id == user.pk else f"You manage {note.author.name}, who wrote it."


def why_concern(concern, user):
    if not concern.is_about_staff:
        return _by_role(user, concern.group).replace("record of", "concern about")
    role = next(role for role in user.roles if f" {role.key} " in concern.kept_by)
    return f"The policy names your role ({role.title}) for this concern about somebody who works here."


def _by_role(user, group):
    role = next((role for role in user.roles if group in role.stands_over), None)
    return f"Your role ({role.title}) opens every record of {WHOSE[group]}." if role else ""


def _rank(source):
    return ORDER.index(source) if source in ORDER else len(ORDER)


def _said(reason, folder):
    until = "" if reason.until == FAR else f" until {_day(reason.until)}"
    if reason.source == "key person":
        return f"You are {folder.person.name}’s key person."
    if reason.source == "line manager":
        return f"You manage {reason.via.name}, who may open it{until}."
    if reason.source == glass.SOURCE:
        return f"You opened it in an emergency, to read it until {timezone.localtime(reason.until):%H:%M}."
    return f"{reason.grant.granted_by.name} let you in{until} for: {reason.grant.purpose}"


def _day(moment):
    """The last day before a moment at which something ends."""
    last = timezone.localtime(moment - timedelta(microseconds=1))
    return f"{last.day} {last:%B %Y}"
