"""What time alone does to records: a concern nobody looks at goes on to the next in line; a child turns 18; what is new
is compared with what is there."""

from staff.clock import every_tick
from staff.models import User

from .models import Concern, Likeness, Person


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
def notice_birthdays():
    grown = list(Person.objects.children_who_are_adults_now())
    for person in grown:
        person.come_of_age(by=User.system())
    return len(grown)
