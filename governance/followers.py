"""What follows a disposal, in its transaction."""

from django.db import transaction

from audit import disposal as door
from audit import ledger
from audit.disposed import LINES
from audit.events import Event
from audit.models import Trace, key_of
from audit.verbs import follows


@follows(Event.DISPOSED)
@follows(Event.DISPOSED_AGAIN)
def destroy(subject, *, by):
    """Exactly what the line names goes, in the same transaction; the line gets its number as soon as that has ended."""
    door.destroy(Trace.objects.filter(event__in=LINES, about=key_of(subject)).latest("pk"))
    transaction.on_commit(ledger.seal, robust=True)
