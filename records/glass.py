"""Break-glass: a record opened at once because somebody may be in danger, and looked at by a lead afterwards (D7).

It opens what is locked to the reader for four hours, for reading alone. Writing, copies and what is kept locked away
need a reason that lasts; being shut out beats it, like everything else.
"""

from policy import packs
from staff.access import opens_for_reading

SOURCE = "break-glass"
HOURS = 4
A_DAY = 2  # so often a day nobody has to say yes first
ANSWERED_WITHIN = 1  # working day
READING_ONLY = (
    "You opened this record in an emergency, to read it. Nothing can be written or copied that way. "
    "To pass on what you learned or did, log a concern: the lead puts it in its place."
)


def opened_by(user):
    """The folders that are open to this user by breaking the glass and for no other reason, as keys for a query."""
    from .models import FolderGrant
    from .reach import BY_KEY_PERSON

    live = FolderGrant.objects.live().filter(user=user.pk)
    alone = live.filter(source=SOURCE).exclude(content_object__person__group__in=user.stands_over)
    alone = alone.exclude(content_object__in=live.exclude(source=SOURCE).values("content_object"))
    return alone.exclude(content_object__person__key_person=user.pk, content_object__kind__in=BY_KEY_PERSON).values(
        "content_object"
    )


@opens_for_reading
def only_for_reading(user, thing):
    """Why this thing may only be read by this user; nothing where they have a reason that lasts."""
    broken = opened_by(user)
    if thing is None or thing._meta.model_name == "breakglass" or not broken.exists():
        return ""
    return READING_ONLY if _is_read_only(user, thing, broken) else ""


def _is_read_only(user, thing, broken):
    from .models import Folder

    place = getattr(thing, "traced_in", None)
    if isinstance(place, Folder):
        return broken.filter(content_object=place.pk).exists()
    folders = _folders_of(thing, place)
    return folders.filter(pk__in=broken).exists() and not folders.written_in_by(user).exists()


def _folders_of(thing, place):
    """Of a person every folder; of a file that came with a concern, the folders into which that went."""
    from .models import Attachment, Folder, Person

    if isinstance(place, Person):
        return Folder.objects.filter(person__in=place.every_record())
    if isinstance(thing, Attachment):
        return Folder.objects.filter(entries__concern=thing.concern)
    return Folder.objects.none()


def reasons_to_break():
    """The closed list of the policy, the danger that never waits first."""
    return packs.current().break_glass
