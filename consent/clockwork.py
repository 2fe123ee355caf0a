"""What the clock does for agreements: tell the lead of questions that nobody asked again."""

from staff.clock import every_tick
from staff.models import User

from . import by_link
from .models import SheetGiven


@every_tick
def tell_of_what_was_let_lie():
    found = list(SheetGiven.objects.lead_not_told())
    for sheet in found:
        sheet.tell_the_lead(by=User.system())
    return len(found)


@every_tick
def send_links():
    return by_link.send_waiting()
