"""What the clock does for decisions: seal what waits, tell the next in line, forget old drafts."""

from staff.clock import every_tick
from staff.models import User

from . import archive
from .models import Decision, Draft


@every_tick
def seal():
    return archive.seal_what_waits()


@every_tick
def escalate():
    """Tell the deputy, then the senior leader, about what nobody has decided in time (S-27)."""
    late = Decision.objects.overdue().filter(told_level__lt=2)
    for decision in late:
        decision.escalate(by=User.system())
    return len(late)


@every_tick
def forget_drafts():
    forgotten, _ = Draft.objects.forgotten().delete()
    return forgotten
