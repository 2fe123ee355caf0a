"""Links taken back, and standing permissions ended, since a backup end again when it is put back (audit/journal.py)."""

from audit.events import Event
from audit.journal import shuts

WHY = "Ended again after the service was put back from a backup; the reason that was written is lost."


@shuts(Event.DELIVERY_REVOKED)
def take_the_link_back_again(decision, line, *, by):
    """Every link of the decision: a new one is made in a minute by somebody who knows why."""
    if decision and decision.__class__.objects.filter(pk=decision.pk).whose_link_opens().exists():
        decision.take_back(by=by)


@shuts(Event.ROUTINE_ENDED)
def end_the_routine_again(routine, line, *, by):
    if routine and not routine.ended_at:
        routine.end(by=by)


@shuts(Event.AGREEMENT_ENDED)
def end_the_agreement_again(agreement, line, *, by):
    if agreement and not agreement.ended_at:
        agreement.end(by=by, why=WHY)
