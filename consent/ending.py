"""When an answer is no longer its respondent's to have given: a child grew, a power ended, an order was made (S-05).

Only a yes ends for a limit in words: whatever is in doubt never comes out as a yes. A new assessment may also show that
somebody could not decide, or that nobody had to speak for them: what rested on the other counts no more from then on.
"""

from collections.abc import Iterable
from datetime import date, datetime

from django.utils import timezone

from records.models import Order, Person, Relationship
from records.models.order import Limits

from .footing import Footing, is_presumed_able
from .grounds import Assessments, assessments_of, is_due_again, is_sixteen
from .models import Consent

NO_LONGER_THEIRS = "It is no longer theirs to answer, so the question must be asked again"
FOUND_OTHERWISE = "An assessment shows that it was not theirs to answer, so the question must be asked again"
IN_THEIR_PLACE = {Footing.PARENT, Footing.ATTORNEY, Footing.BEST_INTERESTS}
LIMIT_SINCE = "A limit was set on them since, so the safeguarding lead takes their answer"


def why_ended(row: Consent, person: Person, orders: Iterable[Order], at: datetime) -> str:
    """Why what made it theirs to answer does not hold at a moment; empty while it does. Asks the database nothing."""
    if row.lapsed_at and row.lapsed_at <= at:
        return FOUND_OTHERWISE
    if ENDS[Footing(row.footing)](row, person, at):
        return NO_LONGER_THEIRS
    return _link_ended(row, person, orders, timezone.localdate(at)) if row.relationship else ""


def _adult(row, person, at):
    return not person.is_adult(timezone.localdate(row.answered_at))


def _young_person(row, person, at):
    return row.competence is None and not is_sixteen(person, row.answered_at)


def _parent(row, person, at):
    on = timezone.localdate(at)
    grown = person.is_adult(on) or is_presumed_able(person, on) and not _still_unable(row, at)
    return grown or not row.relationship.has_pr


def _attorney(row, person, at):
    held = row.relationship.kind == Relationship.Kind.ATTORNEY and row.power is not None
    return not held or bool(row.power.why_not(timezone.localdate(at))) or not _still_unable(row, at)


def _best_interests(row, person, at):
    decided = row.best_interests
    return decided is None or decided.review_on < timezone.localdate(at) or not _still_unable(row, at)


def _still_unable(row, at):
    return rests_on_inability(row) and not is_due_again(row.capacity, at)


def _link_ended(row: Consent, person: Person, orders: Iterable[Order], on: date) -> str:
    link = row.relationship
    assert link is not None
    if forbidden := limits_on(row, orders, on).why_not("consent"):
        return NO_LONGER_THEIRS if link.is_confidential else forbidden.rstrip(".")
    if link.person.stands_for != person.stands_for or not link.is_in_force(on):
        return NO_LONGER_THEIRS
    if link.restriction and row.state == Consent.State.GIVEN and not row.taken_by_lead:
        return LIMIT_SINCE
    return ""


def limits_on(row: Consent, orders: Iterable[Order], on: date) -> Limits:
    """The orders that limit whoever answered, in whichever of their records; a person's own answer is taken by none."""
    who = respondent(row)
    return Limits(tuple(order for order in orders if order.limited.stands_for == who and order.counts_on(on)))


def respondent(row: Consent) -> int | None:
    """Who answered, the same for every record of one person; nobody by name for a best-interests decision."""
    return row.answered_by.stands_for if row.answered_by else row.answered_by_id


# --- what a new assessment ends


def let_lapse(assessed):
    """As part of recording an assessment: each such answer counts no more, from a moment on."""
    answers = Consent.objects.about(assessed.person).filter(lapsed_at=None).exclude(state=Consent.State.NOT_SOUGHT)
    for answer, moment in lapsing(assessed, answers, assessments_of(assessed.person)):
        answer.lapsed_at = moment
        answer.save()


def lapsing(assessed, answers, known: Assessments):
    """(answer, since when it counts no more): where this is what is known of the answer from then on.

    Asks the database nothing.
    """
    for answer in answers:
        since = max(assessed.assessed_at, answer.answered_at)
        if known.newest(answer, since) == assessed and _is_belied(answer, assessed, since):
            yield answer, since


def _is_belied(answer, assessed, since) -> bool:
    if assessed.is_able:
        return answer.footing in IN_THEIR_PLACE and rests_on_inability(answer)
    return answer.is_own_yes and since == answer.answered_at and not is_due_again(assessed, since)


def rests_on_inability(answer) -> bool:
    """Whether it was theirs to give only because the person could not decide."""
    return bool(answer.capacity and not answer.capacity.is_able)


ENDS = {
    Footing.ADULT: _adult,
    Footing.YOUNG_PERSON: _young_person,
    Footing.PARENT: _parent,
    Footing.ATTORNEY: _attorney,
    Footing.BEST_INTERESTS: _best_interests,
}
