"""What rests and wakes up: not shared, the family not told yet, a concern with nothing more to do. Each has a day."""

from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from records.models import Concern

from .models import Decision
from .states import State

DUE = "The day has come on which this is looked at again."
AGAIN = "Look again at whether to share."
TELLING_NEXT = Coalesce("tell_look_on", "tell_on")
LOOKED_AT_NEXT = Coalesce("look_on", "review_on")  # decisions signed before there was the one have the other


def wake_what_rests(people, *, by, why, but=None):
    """Open again what was not shared about these people, or closed with nothing more to do; call to the telling.

    ``but``: the concern or the decision that is itself what is new.
    """
    about = Decision.objects.about(people)
    for decision in about.filter(state=State.NOT_SHARED):
        if decision != but:
            decision.reopen(by=by, why=f"{why} {AGAIN}")
    for decision in about.family_untold():
        if decision != but:
            decision.call_to_tell(by=by)
    for concern in Concern.objects.resting().filter(is_about_staff=False, about__person__in=people).distinct():
        if concern != but:
            concern.wake(by=by, why=why)


def telling_due(on=None):
    """Where telling the family is to be looked at, and nobody has been called to it yet."""
    on = on or timezone.localdate()
    untold = Decision.objects.family_untold().alias(next_on=TELLING_NEXT).filter(next_on__lte=on)
    return untold.filter(Q(tell_called_on=None) | Q(tell_called_on__lt=F("next_on")))


def due_to_look_at(on=None):
    """Decisions and concerns that rest, and whose day has come."""
    on = on or timezone.localdate()
    resting = Decision.objects.filter(state=State.NOT_SHARED).alias(next_on=LOOKED_AT_NEXT)
    return [*resting.filter(next_on__lte=on)], [*Concern.objects.resting().filter(look_on__lte=on)]
