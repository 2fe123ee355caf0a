"""Who is turned to next: when nobody answers in time, or somebody disagrees. One rung after the other, up to the last.

Some people stand on no rung of a thing: whoever took part in it, and whoever is shut out. They are passed over, and
where that leaves a rung empty the next one is turned to at once.
"""

from collections.abc import Callable, Collection, Sequence

from . import notices
from .models import User
from .roles import BY_KEY

LEAD, DEPUTY, SENIOR = range(3)


def next_in_line(group: str, rung: int, passed_over: Collection[int] = ()) -> list[User]:
    """The lead on duty, then deputies, then senior leaders (S-27); ``passed_over``: ids of users."""
    if rung == LEAD:
        return notices.on_duty(group, instead_of=User.objects.filter(pk__in=passed_over))
    deputies = notices.deputies().exclude(pk__in=passed_over) if rung == DEPUTY else User.objects.none()
    return list(deputies or notices.seniors().exclude(pk__in=passed_over))


def first_standing(rungs: Sequence[Collection[str]], at: int, may: Callable[[User], bool]) -> tuple[int, list[User]]:
    """The first rung from ``at`` up on which somebody stands who may answer, and who; past the last there is nobody.

    ``rungs``: the keys of the roles on each. Returns the number of the rung (len(rungs) past the last) and its people.
    """
    for rung in range(at, len(rungs)):
        roles = [BY_KEY[key] for key in rungs[rung]]
        if people := [user for user in User.objects.in_role(*roles) if may(user)]:
            return rung, people
    return len(rungs), []
