"""What somebody took back since a backup is taken back again when that backup is put back (audit/journal.py)."""

from audit.events import Event
from audit.journal import shuts

WORDS = "Taken back before the service was put back from a backup; what was said then is lost."


@shuts(Event.CONSENT_WITHDRAWN)
def withdraw_again(consent, line, *, by):
    if consent and consent.can_be_withdrawn:
        consent.withdraw(by=by, words=WORDS)


@shuts(Event.POWER_ENDED)
def end_the_power_again(power, line, *, by):
    if power and not power.ended_on:
        power.end(by=by)
