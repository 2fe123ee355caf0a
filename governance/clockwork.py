"""What the clock does for the oversight desk: anchors leave this machine; what two people agreed to is destroyed."""

import logging
from base64 import b64encode
from hashlib import sha256
from logging.handlers import SysLogHandler

from django.conf import settings
from django.utils import timezone

from audit import anchors, journal, ledger, stream
from sharing.states import NotNow
from staff.clock import every_tick
from staff.models import User

from .disposing.sweep import sweep
from .models import Disposal

log = logging.getLogger(__name__)


@every_tick
def anchor_the_ledger():
    """What was shut is in the journal within one tick; a checkpoint follows it every quarter of an hour."""
    place = anchors.place()
    if not place:
        return 0
    ledger.seal()
    how_far = journal.written(place)
    if not anchors.due(timezone.now()):
        return 0
    line = anchors.made(how_far)
    line |= {"time": token} if (token := dated(line["note"])) else {}
    stream.append(place, [line])
    if settings.ANCHOR_SYSLOG:
        to_syslog(line)
    return 1


def dated(note):
    """What an outside clock says about the note (RFC 3161), where one is configured; without it the anchor still goes.

    It is sent the hash of the note and nothing else.
    """
    if not settings.TIMESTAMP_URL:
        return ""
    from records.paper import pades  # takes half a second to load

    try:
        return b64encode(pades.token(sha256(note.encode()).digest()).dump()).decode()
    except Exception as failed:  # of any kind, as with the seal: an anchor without the outside time is better than none
        log.warning("Anchored without the time of the time-stamping service, which failed: %s", type(failed).__name__)
        return ""


class Loud(SysLogHandler):
    """An anchor that did not go is an error of its task, not a line on the screen."""

    def handleError(self, record):
        raise


def to_syslog(line):
    """To the log of another host, or of this one, which passes it on. Raises OSError where it cannot be reached."""
    host, colon, port = settings.ANCHOR_SYSLOG.rpartition(":")
    handler = Loud((host, int(port)) if colon else settings.ANCHOR_SYSLOG)
    try:
        record = logging.makeLogRecord({"msg": f"ledger anchor {' | '.join(line['note'].split())}", "args": ()})
        handler.emit(record)
    finally:
        handler.close()


@every_tick
def carry_out_disposals():
    return sum(_carried_out(disposal) for disposal in Disposal.objects.due())


def _carried_out(disposal):
    """What has come to be forbidden meanwhile is left, and holds up none of the others."""
    try:
        disposal.carry_out(by=User.system())
    except NotNow:
        log.warning("%s is due, and something forbids it: its page says what.", disposal)
        return False
    return True


@every_tick
def wipe_what_is_left():
    return sweep(list(Disposal.objects.unswept()))
