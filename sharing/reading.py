"""What an emergency opened is read, and nothing is done about it: not shared, not told to who asked."""

from records import glass
from records.models import Folder
from staff.access import opens_for_reading

from .models import Decision, Routine


@opens_for_reading
def only_for_reading(user, thing):
    """Whoever asked for it, or is to look at it again, has a reason of their own."""
    if not isinstance(thing, Decision) or thing.proposed_by_id == user.pk:
        return ""
    if not _only_broken(user, Folder.objects.filter(decisions__decision=thing)):
        return ""
    return "" if Decision.objects.reviewable_by(user).contains(thing) else glass.READING_ONLY


@opens_for_reading
def routine_only_for_reading(user, thing):
    if not isinstance(thing, Routine):
        return ""
    learning = Folder.objects.filter(person=thing.setting.person_id, kind=Folder.Kind.DEVELOPMENTAL)
    return glass.READING_ONLY if _only_broken(user, learning) else ""


def _only_broken(user, files):
    """Whether these folders are open to this user by an emergency alone."""
    return files.filter(pk__in=glass.opened_by(user)).exists() and not files.written_in_by(user).exists()
