"""What is promised about the records themselves: nothing changed, nothing lost, nothing left waiting."""

from datetime import date, timedelta
from pathlib import Path

from django.utils import timezone

from audit import anchors, reading_only
from audit.anchors import TOO_OLD
from policy import drift, packs
from staff.models import Notice

from .. import noted
from ..backup import making
from . import in_words, promises, since

A_DAY, OLDEST, DRILL = timedelta(hours=26), timedelta(days=35), timedelta(days=31)
SLIP = timedelta(days=8)
TICK, POST = timedelta(minutes=5), timedelta(minutes=15)
IT = "Ask whoever runs the service to"


@promises("Everything can be written down", mend="Somebody who leads must confirm what the restore lost.")
def nothing_waits_to_be_confirmed():
    if reading_only.gap():
        return False, "The service was put back from a backup, and is open for reading only."
    return True, "The service is open for reading and writing."


@promises(
    "Nothing that was recorded has been changed since",
    mend=f"Tell the data protection manager today. {IT} run verify_trail, and to touch nothing else.",
)
def the_trail():
    noted_last = noted.read("trail")
    if noted_last and noted_last["wrong"]:
        return False, f"A check found something that was touched: {noted_last['wrong']}."
    done = "All of it was read again {} ago, and nothing was touched."
    return since(noted.age("trail"), A_DAY, done, "Nobody has checked it yet.")


@promises(
    "Others hold proof of it, elsewhere",
    mend=f"{IT} set ANCHOR_FILE to a disk of another machine, or see why nothing arrives there.",
)
def the_anchors():
    kept = anchors.newest()
    span = timezone.now() - kept.at if kept else None
    never = "No checkpoint leaves this machine. Whoever owns it could change the records unseen."
    return since(span, TOO_OLD, "What was written in the last {} could still be changed unseen.", never)


@promises("A slip goes to a trustee every week", mend=f"{IT} see why the post does not go.")
def the_slip():
    return since(noted.age("slip"), SLIP, "The last one went {} ago.", "None has gone yet.")


@promises("There is a backup of last night", mend=f"{IT} run backup every night, into another building.")
def the_backup():
    return since(noted.age("backup"), A_DAY, "The newest backup was made {} ago.", "No backup was ever made.")


@promises(
    "Old backups are destroyed",
    mend=f"{IT} delete backups that are older than 35 days: they hold what we promised to forget.",
)
def old_backups():
    newest = noted.read("backup")
    found = making.made(Path(newest["folder"])) if newest else []
    old = [one for one in found if timezone.now() - one.at > OLDEST]
    return not old, f"{len(old)} backups are older than 35 days." if old else "None is older than 35 days."


@promises("A backup was really put back", mend=f"{IT} run drill restore, and to show you its report.")
def the_drill():
    done = noted.read("drill-restore")
    if done and not done["passed"]:
        return False, "The last restore drill failed."
    return since(noted.age("drill-restore"), DRILL, "That was tried {} ago.", "Nobody has tried it yet.")


@promises("What is due is done by the clock", mend=f"{IT} see why tick does not run: nobody is told of anything late.")
def the_clock():
    if (last := noted.read("tick")) and last["failed"]:
        return False, f"These could not be done last time: {', '.join(last['failed'])}."
    return since(noted.age("tick"), TICK, "It was last looked at {} ago.", "The clock has never run.")


@promises("Messages go out", mend=f"{IT} see why the post does not go. Until then, ring people.")
def the_post():
    first = Notice.objects.filter(sent_at=None).order_by("written_at").first()
    if first is None:
        return True, "Nothing waits to be sent."
    waits = timezone.now() - first.written_at
    return waits <= POST, f"The oldest message has waited for {in_words(waits)}."


@promises(
    "The policy is the one of today", mend="The data protection manager looks at the policy again, and dates it anew."
)
def the_policy():
    pack, today = packs.current(), date.today()
    if pack.next_review_on and pack.next_review_on < today:
        return False, f"It was to be looked at again by {_day(pack.next_review_on)}."
    newer = [words for _, words in drift.newer_law(pack, today)]
    return not newer, newer[0] if newer else f"Edition {pack.edition}; next review {_day(pack.next_review_on)}."


def _day(day):
    return f"{day.day} {day:%B %Y}" if day else "on a day nobody has set"
