"""A decision that an emergency opened is read, and nothing is done about it: not shared, not told to who asked."""

from records import glass
from records.models import Folder
from staff.access import opens_for_reading

from .models import Decision


@opens_for_reading
def only_for_reading(user, thing):
    """Whoever asked for it, or is to look at it again, has a reason of their own."""
    if not isinstance(thing, Decision) or thing.proposed_by_id == user.pk:
        return ""
    broken = glass.opened_by(user)
    files = Folder.objects.filter(decisions__decision=thing)
    if not files.filter(pk__in=broken).exists() or files.written_in_by(user).exists():
        return ""
    return "" if Decision.objects.reviewable_by(user).contains(thing) else glass.READING_ONLY
