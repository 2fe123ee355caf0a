"""What was ended since a backup is ended again when that backup is put back (audit/journal.py)."""

from django.utils import timezone

from audit.events import Event
from audit.journal import shuts


@shuts(Event.ACCOUNT_ENDED)
def end_the_account_again(user, line, *, by):
    if user and user.is_active:
        user.deactivate(by=by)


@shuts(Event.ACCOUNT_SECOND_FACTOR_ENDED)
def end_the_second_factor_again(user, line, *, by):
    if user and user.authenticator_set.exists():
        user.end_second_factor(by=by)


@shuts(Event.APPOINTMENT_ENDED)
@shuts(Event.LINE_ENDED)
def end_again(row, line, *, by):
    """A role, or a line of management."""
    if row and (row.ends_on is None or row.ends_on > timezone.localdate()):
        row.end(by=by)
