"""The clock of the machine went back: a named person says why, and the trail tells it from then on.

A check of the trail finds each place where time ran backwards, since whoever can turn the clock could date lines back.
Where a machine was only put right it must not be red for ever; what is explained is told, and never forgotten.
"""

from django.core.exceptions import PermissionDenied, ValidationError

from audit import ledger
from audit.events import Event
from audit.models import Leaf
from audit.verbs import note, verb
from staff.models import User
from staff.roles import Can

WHO = "A safeguarding lead or the data protection manager explains this."
WHY = "Say what happened to the clock."


def explain(*, by: User, why: str) -> int:
    """Up to the line that is the last now. Returns its number. Raises PermissionDenied, ValidationError."""
    if not by.can(Can.KEEP_CHECKPOINTS):
        raise PermissionDenied(WHO)
    if not why.strip():
        raise ValidationError(WHY)
    ledger.seal()
    last = Leaf.objects.order_by("-seq").values_list("seq", flat=True)[0]
    _explained(by, by=by, lines=last, why=why)
    return last


@verb(Event.CLOCK_EXPLAINED)
def _explained(row, *, by, lines, why):
    note(lines=lines, why=why)
    return row
