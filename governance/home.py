"""What the oversight desk puts on the home page of those who lead."""

from datetime import datetime

from django.urls import reverse

from audit import reading_only
from staff.home import MOST, Item, Shelf, brings
from staff.roles import Can

from .address import to
from .models import Disposal


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


@brings(Shelf.NEEDS_YOU, Can.DISPOSE)
def to_agree_to(user):
    waiting = Disposal.objects.agreeable_by(user).order_by("proposed_at", "pk")[: MOST + 1]
    return [
        Item("Is this to be destroyed?", to("disposal", one), one.proposed_at, hint=one.get_kind_display(), about=one)
        for one in waiting
    ]
