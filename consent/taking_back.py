"""On whose word a yes is taken back: whoever gave it, and the person themselves once it is theirs to decide (H-12)."""

from django.utils import timezone

from .grounds import assessments_of, is_sixteen


def decides_now(consent, who):
    """Whether ``who`` is the person, and decides this very thing themselves today, whoever agreed before.

    From 16 on they are presumed able, until they were found not to be; under 16 only once they were found able.
    """
    person, now = consent.person, timezone.now()
    if who.stands_for != person.stands_for or person.is_unborn:
        return False
    known = assessments_of(person)
    return known.unable(consent, now) is None if is_sixteen(person, now) else known.able(consent, now) is not None


def words_of(consent):
    """Whose word counts for taking this one back, as (key, who it is): whoever agreed first."""
    theirs = [("respondent", consent.who_answered)]
    own = not consent.is_own_yes and decides_now(consent, consent.person)
    return [*theirs, ("self", f"{consent.person.name}, who decides this now")] if own else theirs
