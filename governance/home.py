"""What the oversight desk puts on the home page of those who lead."""

from datetime import datetime

from django.urls import reverse

from audit import reading_only
from staff.home import Item, Shelf, brings
from staff.roles import Can


@brings(Shelf.NEEDS_YOU, Can.KEEP_CHECKPOINTS)
def what_a_restore_lost(user):
    """Before anything else: until it is confirmed nobody writes anything down."""
    if (gap := reading_only.gap()) is None:
        return None
    look = {"urgent": True, "status": "Urgent", "colour": "red"}
    look["hint"] = (
        "The service was put back from a backup. Nobody can write until one of you has confirmed what is missing."
    )
    since = datetime.fromisoformat(gap["at"])
    return [Item("Confirm what is missing", reverse("governance:restored"), since, **look)]
