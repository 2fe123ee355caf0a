"""What has come up about the same people and their family since a decision: the pattern, in a few sentences."""

from records.models import Concern

from .models import Decision
from .relatives import children_of_the_same_family


def pattern_of(decision, user):
    """Only of what this user may open themselves; an empty list where nothing has come up."""
    people = list(decision.people)
    family = {one.pk for person in people for one in children_of_the_same_family(person, user)}
    since = {"reported_at__gt": decision.signed_at}
    concerns = Concern.objects.open_to(user).filter(is_about_staff=False)
    theirs = concerns.filter(about__person__in=people).distinct()
    decisions = Decision.objects.open_to(user).about(people).exclude(pk=decision.pk)
    counted = [
        (theirs.filter(**since).count(), "new concern", "about the same people since it was signed"),
        (theirs.count(), "concern", "about them in all"),
        (
            concerns.filter(about__person__in=family, **since).distinct().count(),
            "new concern",
            "about a brother or sister since it was signed",
        ),
        (decisions.filter(outcome="not_share").count(), "other decision", "about them not to share"),
        (
            decisions.filter(proposed_at__gt=decision.signed_at).count(),
            "new question",
            "about them since it was signed",
        ),
    ]
    return [f"{number} {what}{'' if number == 1 else 's'} {where}" for number, what, where in counted if number]
