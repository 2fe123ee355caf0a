"""What the clock does for decisions: seal what waits, tell the next in line, forget old drafts."""

from staff.clock import every_tick
from staff.models import User

from . import agreement, archive
from .leaving import delivery
from .models import Decision, Disagreement, Draft, Knock, Reply, Request
from .states import State
from .waking import DUE, due_to_look_at, telling_due

RESTING = (State.PROPOSED, State.ADVICE, State.TO_SHARE)
AGREEMENT_ENDED = "The agreement this decision rested on no longer stands. Weigh it again."


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
def escalate_requests():
    """Tell the lead again, then the deputy, then the senior leader, of what nobody has answered in time (S-27)."""
    late = Request.objects.overdue()
    for request in late:
        request.escalate(by=User.system())
    return len(late)


@every_tick
def pass_up_disagreements():
    """Nobody has answered whoever disagrees with a decision: the next rung of the policy's ladder is told."""
    silent = list(Disagreement.objects.overdue().select_related("decision"))
    for said in silent:
        said.decision.pass_up(by=User.system(), disagreement=said)
    return len(silent)


@every_tick
def chase_replies():
    """Ask whoever shared something, then the lead, then the senior leader, what came of it (S-23)."""
    silent = Reply.objects.to_chase()
    for reply in silent:
        reply.chase(by=User.system())
    return len(silent)


@every_tick
def weigh_again_where_agreement_ended():
    """An agreement ran out, or the child grew up: what rested on it and has not left yet is weighed again (H-12)."""
    resting = Decision.objects.filter(facts__consent="given", state__in=RESTING)
    ended = [(decision, state) for decision in resting if (state := agreement.gone_since(decision))]
    for decision, state in ended:
        decision.wake(by=User.system(), why=AGREEMENT_ENDED, consent=state)
    return len(ended)


@every_tick
def look_again():
    """The day has come on which what rests opens by itself: what was not shared, and what needed nothing more."""
    decisions, concerns = due_to_look_at()
    for decision in decisions:
        decision.reopen(by=User.system(), why=DUE)
    for concern in concerns:
        concern.wake(by=User.system(), why=DUE)
    return len(decisions) + len(concerns)


@every_tick
def call_to_tell():
    """The day has come on which somebody tells the family, or says why not yet."""
    due = list(telling_due())
    for decision in due:
        decision.call_to_tell(by=User.system())
    return len(due)


@every_tick
def forget_drafts():
    forgotten, _ = Draft.objects.forgotten().delete()
    return forgotten


@every_tick
def send_links():
    return delivery.send_waiting()


@every_tick
def text_codes():
    return delivery.text_waiting()


@every_tick
def forget_knocks():
    forgotten, _ = Knock.objects.past().delete()
    return forgotten
