"""What time alone does to records: a concern nobody looks at goes on to the next in line; a child turns 18; what is new
is compared with what is there."""

from django.conf import settings

from staff.clock import every_tick
from staff.models import User

from . import neighbours, officer, watch
from .models import Allegation, BreakGlass, Concern, Likeness, Person
from .models.kept_file import KeptFile

AT_ONCE = 5  # files: each takes the scanner a moment


@every_tick
def pass_on_concerns_that_wait():
    waiting = list(Concern.waiting_too_long())
    for concern in waiting:
        concern.escalate(by=User.system())
    return len(waiting)


@every_tick
def compare_new_records():
    return Likeness.look()


@every_tick
def compare_where_people_live():
    return neighbours.look()


@every_tick
def pass_on_what_no_officer_was_told():
    late = officer.overdue()
    for concern in late:
        Allegation.pass_on(by=User.system(), concern=concern)
    return len(late)


@every_tick
def pass_on_what_nobody_may_open():
    """About a colleague: whoever kept it left, or was shut out of it, and somebody must answer it still."""
    alone = [concern for concern in Concern.objects.about_staff_still_open() if concern.is_left_alone]
    for concern in alone:
        concern.hand_on(by=User.system())
    return len(alone)


@every_tick
def notice_birthdays():
    grown = list(Person.objects.children_who_are_adults_now())
    for person in grown:
        person.come_of_age(by=User.system())
    return len(grown)


@every_tick
def have_files_scanned():
    """Those that came in while there was no scanner; until then they cannot leave."""
    kinds = KeptFile.__subclasses__() if settings.CLAMD_SOCKET else ()
    waiting = [file for kind in kinds for file in kind.objects.unscanned()[:AT_ONCE]]
    return sum(file.scan_later(by=User.system()) for file in waiting)


@every_tick
def pass_on_broken_glass():
    """Nobody answered for it in a working day: the senior leader is told."""
    late = list(BreakGlass.objects.overdue())
    for broken in late:
        broken.pass_on(by=User.system())
    return len(late)


@every_tick
def notice_unusual_reading():
    return watch.notice()
