"""Who was shut out since a backup, or let out of a folder, is so again when it is put back (audit/journal.py).

The reasons that were written then are lost with the records; each is ended for the one reason that is known.
"""

from audit.events import Event
from audit.journal import row_of, shuts
from staff.models import User

from .models import KeptOut

WHY = "Done again after the service was put back from a backup; the reason that was written is lost."


def _user(public_id):
    return User.objects.filter(public_id=public_id).first()


@shuts(Event.ACCESS_ENDED, "of")
def end_the_grant_again(folder, line, *, by):
    user = _user(line["facts"].get("of"))
    for grant in folder.grants.live().filter(user=user) if folder and user else ():
        folder.end_grant(by=by, grant=grant, why=WHY)


@shuts(Event.ACCESS_EXCLUDED, "to")
def shut_out_again(person, line, *, by):
    user = _user(line["facts"].get("to"))
    if person and user and not person.shuts_out(user):
        person.exclude(by=by, who=user, reason=WHY)


@shuts(Event.FOLDER_SHUT, "to")
def shut_the_folder_again(_, line, *, by):
    folder, user = row_of(line["within"]), _user(line["facts"].get("to"))
    if folder and user and not KeptOut.objects.in_force().filter(folder=folder, user=user).exists():
        KeptOut.shut(by=by, folder=folder, who=user, reason=WHY)


@shuts(Event.GLASS_ENDED)
def close_the_glass_again(glass, line, *, by):
    if glass and glass.is_live:
        glass.end(by=by)


@shuts(Event.ENTRY_RESTRICTED)
def restrict_again(entry, line, *, by):
    """To its author and the leads alone: who else was named is lost, and is named again by a lead."""
    if entry:
        entry.restrict(by=by, to=[], reason=WHY)
