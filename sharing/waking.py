"""Decisions that rest and wake up: not shared, or the family not told yet. Each has a day, and may be woken before."""

from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from .models import Decision
from .states import State

DUE = "The day has come on which this is looked at again."
TELLING_NEXT = Coalesce("tell_look_on", "tell_on")
LOOKED_AT_NEXT = Coalesce("look_on", "review_on")  # decisions signed before there was the one have the other


def wake_what_rests(people, *, by, why, but=None):
    """Open again what was not shared about these people, and bring forward the telling that waits."""
    about = Decision.objects.about(people).exclude(pk=but.pk if but else None)
    for decision in about.filter(state=State.NOT_SHARED):
        decision.reopen(by=by, why=why)
    for decision in about.family_untold():
        decision.call_to_tell(by=by)


def telling_due(on=None):
    """Where telling the family is to be looked at, and nobody has been called to it yet."""
    on = on or timezone.localdate()
    untold = Decision.objects.family_untold().alias(next_on=TELLING_NEXT).filter(next_on__lte=on)
    return untold.filter(Q(tell_called_on=None) | Q(tell_called_on__lt=F("next_on")))


def due_to_look_at(on=None):
    resting = Decision.objects.filter(state=State.NOT_SHARED).alias(next_on=LOOKED_AT_NEXT)
    return resting.filter(next_on__lte=on or timezone.localdate())
