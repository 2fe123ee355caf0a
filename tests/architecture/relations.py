"""What somebody may be to Leo: each relation of relations.txt, by its verbs. Mostly it is Chen, a practitioner with no
reason to look; a relation that begins with a name is of theirs (standings.py)."""

from datetime import timedelta

import time_machine
from django.utils import timezone

from records import reach
from records.models import BreakGlass, Entry, Folder, FolderGrant, Likeness
from staff import roles
from staff.models import Appointment, Line, User
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


def lead_shut_out(cast):
    lead(cast)
    cast.leo.exclude(by=cast.sena, who=cast.chen, reason="A neighbour")


def glass(cast):
    """For reading alone, and what is locked away stays locked."""
    given = {"reason": "danger", "why": "x", "words": "He is not at home", "reference": cast.leo.public_id}
    BreakGlass.begin(by=cast.chen, **given)


def glass_over(cast):
    with time_machine.travel(timezone.now() - timedelta(hours=5)):
        glass(cast)


def glass_closed(cast):
    glass(cast)
    BreakGlass.objects.get(user=cast.chen, person=cast.leo).end(by=cast.chen)


def glass_shut_out(cast):
    glass(cast)
    cast.leo.exclude(by=cast.sena, who=cast.chen, reason="A neighbour")


def managers_glass(cast):
    """Who manages somebody that broke the glass reads nothing by it."""
    Line.start(by=cast.adam, worker=cast.ade, manager=cast.chen)
    BreakGlass.begin(by=cast.ade, reason="danger", why="x", words="Not at home", reference=cast.leo.public_id)


def _the_entry(cast):
    return Entry.objects.get(fact="Went to see them.", corrects=None)


def kept_to_others(cast):
    granted(cast)
    _the_entry(cast).restrict(by=cast.amara, to=[cast.ben], reason="About her own family")


def named_on_it(cast):
    granted(cast)
    _the_entry(cast).restrict(by=cast.amara, to=[cast.chen], reason="About her own family")


def named_without_a_reason(cast):
    """A name on an entry opens nothing by itself."""
    _the_entry(cast).restrict(by=cast.amara, to=[cast.chen], reason="About her own family")


def _second_record(cast):
    """The other record of Leo, which was merged into his."""
    return Likeness.objects.get(outcome="one", stays=cast.leo).goes


def second_name(cast):
    """Let into a folder of the record that was merged into Leo's: they know of him, and not what his folders say."""
    _second_record(cast).folder("personal").grant(by=cast.dee, to=cast.chen, purpose="Covers", until=in_days(9))


def parted(cast):
    second_name(cast)
    Likeness.objects.get(outcome="one", stays=cast.leo).part(by=cast.dee, why="Two boys after all")


def second_name_shut_out(cast):
    """Shut out of one record of a person is shut out of every one, whatever lets them into the other."""
    granted(cast)
    _second_record(cast).exclude(by=cast.sena, who=cast.chen, reason="A neighbour")


def everything_and_shut_out(cast):
    """Key person, manager, lead, let in everywhere, named, in an emergency: and shut out."""
    key_person(cast)
    manager(cast)
    safeguarding(cast)
    named_on_it(cast)
    lead(cast)
    cast.leo.exclude(by=cast.sena, who=cast.chen, reason="A neighbour")


def vik_granted(cast):
    """A grant to somebody whose role opens no record."""
    cast.leo.folder("personal").grant(by=cast.dee, to=cast.vik, purpose="Covers", until=in_days(9))


def newt_granted(cast):
    cast.leo.folder("personal").grant(by=cast.dee, to=cast.newt, purpose="Covers", until=in_days(9))


def dana_granted(cast):
    cast.leo.folder("personal").grant(by=cast.dee, to=cast.dana, purpose="Covers", until=in_days(9))


def ade_granted(cast):
    """The lead of the other group: reads what he was let into, and looks after none of it."""
    cast.leo.folder("personal").grant(by=cast.dee, to=cast.ade, purpose="Covers", until=in_days(9))


def amara_shut_out(cast):
    _shut_out(cast, cast.amara)


def ben_shut_out(cast):
    _shut_out(cast, cast.ben)


def dee_shut_out(cast):
    _shut_out(cast, cast.dee)


def dora_shut_out(cast):
    _shut_out(cast, cast.dora)


def sena_shut_out(cast):
    _shut_out(cast, cast.sena)


def dana_shut_out(cast):
    _shut_out(cast, cast.dana)


def _shut_out(cast, who):
    cast.leo.exclude(by=User.system(), who=who, reason="A neighbour")


def left(cast):
    """With a grant and a line; the session of before is still there."""
    granted(cast)
    manager(cast)
    cast.chen.deactivate(by=cast.adam)


def signed_out(cast):
    """By themselves, from another place."""
    granted(cast)
    for session in cast.chen.sessions.all():
        session.end(by=cast.chen)


def chose_a_password(cast):
    """Whoever else was signed in by the old one is not any more."""
    granted(cast)
    cast.chen.choose_password(by=cast.chen, password="a new and different one")


def after_the_last_day(cast):
    """The clock has not come by yet to end the account."""
    granted(cast)
    cast.chen.leave_on(by=cast.adam, day=in_days(-1).date())
