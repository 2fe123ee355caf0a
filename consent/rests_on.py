"""What an answer rests on is looked up when it is recorded: nobody has to search for the right assessment or paper."""

from .footing import Footing
from .grounds import Grounds, is_sixteen
from .models.best_interests import BestInterests
from .models.capacity import Capacity
from .models.competence import Competence

KEPT_AS = {Competence: "competence", Capacity: "capacity"}


def look_up(answer, grounds: Grounds) -> None:
    """The newest assessment, decision or power about this very matter, where none was named."""
    if not _needs_an_assessment(answer):
        return
    found = grounds.assessments.newest(answer, grounds.at)
    if found and found.is_able == (answer.footing == Footing.YOUNG_PERSON):
        _unless_named(answer, KEPT_AS[type(found)], found)
    if answer.footing == Footing.BEST_INTERESTS:
        _on_a_decision(answer, grounds)
    if answer.footing == Footing.ATTORNEY and answer.relationship:
        _on_a_power(answer, grounds)


def _needs_an_assessment(answer) -> bool:
    """A young person may, and whoever speaks for somebody who cannot; a parent does only from 16 on."""
    if answer.footing == Footing.PARENT:
        return is_sixteen(answer.person, answer.answered_at)
    return answer.footing in (Footing.YOUNG_PERSON, Footing.ATTORNEY, Footing.BEST_INTERESTS)


def _on_a_decision(answer, grounds):
    answer.best_interests = answer.best_interests or _made_for(answer, grounds)
    if answer.best_interests:
        _unless_named(answer, "respondent_name", answer.best_interests.decided_by)
        _unless_named(answer, "evidence", answer.best_interests.reasons)


def _made_for(answer, grounds):
    made = BestInterests.objects.filter(person__in=answer.person.every_record(), decided_at__lte=grounds.at)
    return next((one for one in made.select_related("recipient", "person") if one.bears_on(answer)), None)


def _on_a_power(answer, grounds):
    if power := grounds.power_of(answer.relationship):
        _unless_named(answer, "power", power)
        _unless_named(answer, "evidence", answer.power.evidence)


def _unless_named(answer, field, value):
    setattr(answer, field, getattr(answer, field) or value)
