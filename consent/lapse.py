"""Which answers a new assessment shows to be nobody's to rely on: said by whoever could not decide, or could speak."""

from .footing import Footing
from .grounds import Assessments, assessments_of, is_due_again

IN_THEIR_PLACE = {Footing.PARENT, Footing.ATTORNEY, Footing.BEST_INTERESTS}


def let_lapse(assessed):
    """As part of recording an assessment: each such answer counts no more, from a moment on."""
    from .models import Consent

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
