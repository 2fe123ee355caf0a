"""On whose word a yes is taken back: whoever gave it, and the person themselves once it is theirs to decide (H-12)."""

from django.utils import timezone

from .footing import is_presumed_able


def decides_now(person, purpose, who):
    """Whether ``who`` is the person, and decides this themselves today, whoever agreed before."""
    if who.stands_for != person.stands_for or person.is_unborn:
        return False
    today = timezone.localdate()
    if person.is_adult(today):
        return True
    newest = person.competences.filter(purpose=purpose).first()
    return newest.is_able if newest else is_presumed_able(person, today)


def words_of(consent):
    """Whose word counts for taking this one back, as (key, who it is): whoever agreed first."""
    theirs = [("respondent", consent.who_answered)]
    own = consent.answered_by_id != consent.person_id and decides_now(consent.person, consent.purpose, consent.person)
    return [*theirs, ("self", f"{consent.person.name}, who decides this now")] if own else theirs
