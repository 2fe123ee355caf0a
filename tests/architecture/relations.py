"""What Chen, a practitioner with no reason to look, may become to Leo: each heading of relations.txt, by its verbs."""

from datetime import timedelta

import time_machine
from django.utils import timezone

from records import reach
from records.models import Entry, Folder, FolderGrant
from staff import roles
from staff.models import Appointment, Line
from tests.cast import in_days

TOLD = {"kind": "visit", "happened_at": in_days(-1)}


def none(cast):
    pass


def granted(cast):
    cast.leo.folder("personal").grant(by=cast.dee, to=cast.chen, purpose="Covers", until=in_days(9))


def expired(cast):
    with time_machine.travel(timezone.now() - timedelta(days=5)):
        cast.leo.folder("personal").grant(by=cast.dee, to=cast.chen, purpose="Covered", until=in_days(2))


def revoked(cast):
    granted(cast)
    folder = cast.leo.folder("personal")
    folder.end_grant(by=cast.dee, grant=folder.grants.get(user=cast.chen), why="No longer needed")


def not_yet(cast):
    """No verb lets somebody in from a later day on; the row itself would."""
    granted(cast)
    FolderGrant.objects.filter(user=cast.chen).update(starts_at=in_days(2), until=in_days(9))
    reach.rewrite(Folder.objects.filter(person=cast.leo))


def safeguarding(cast):
    cast.leo.folder("safeguarding").grant(by=cast.dee, to=cast.chen, purpose="A plan", until=in_days(9))


def manager(cast):
    Line.start(by=cast.adam, worker=cast.amara, manager=cast.chen)


def manager_once(cast):
    manager(cast)
    cast.amara.managed_lines.get(manager=cast.chen).end(by=cast.adam)


def key_person(cast):
    cast.leo.assign_key_person(by=cast.dee, to=cast.chen)


def key_person_once(cast):
    key_person(cast)
    cast.leo.assign_key_person(by=cast.dee, to=cast.amara)


def lead(cast):
    Appointment.give(by=cast.adam, to=cast.chen, role=roles.ChildrenLead)


def lead_once(cast):
    lead(cast)
    cast.chen.appointments.get(role=roles.ChildrenLead.key).end(by=cast.adam)


def wrote_in_it(cast):
    """Their own words stay theirs to read, after they were let in no more."""
    granted(cast)
    Entry.write(by=cast.chen, folder=cast.leo.folder("personal"), fact="Mine.", **TOLD)
    folder = cast.leo.folder("personal")
    folder.end_grant(by=cast.dee, grant=folder.grants.get(user=cast.chen), why="No longer needed")


def shut_out_key_person(cast):
    key_person(cast)
    cast.leo.exclude(by=cast.sena, who=cast.chen, reason="A neighbour")


def shut_out_lead(cast):
    lead(cast)
    cast.leo.exclude(by=cast.sena, who=cast.chen, reason="A neighbour")


def left(cast):
    """With a grant and a line; the session of before is still there."""
    granted(cast)
    manager(cast)
    cast.chen.deactivate(by=cast.adam)
