"""The second wall before what belongs to a record: rows that no folder holds, each shown to whom its page shows it."""

import pytest

from audit import walls
from records.models import BreakGlass, Concern, Flag, Received, SafeContact, Task, Telling
from tests.architecture.world import build
from tests.cast import STAFF

pytestmark = [pytest.mark.postgresql, pytest.mark.clause("H-06", "S-08")]
WALLED = [BreakGlass, Concern, Flag, Received, SafeContact, Task, Telling]


@pytest.fixture
def world(cast):
    build(cast)
    return cast


def everything(model, user):
    """What this user is shown by a query that somebody forgot to narrow."""
    with walls.around(user.pk, user.over):
        return set(model._base_manager.all())


def test_whoever_may_open_something_is_shown_it(world):
    judged = {(name, model): set(model.objects.open_to(getattr(world, name))) for name in STAFF for model in WALLED}
    assert {model for (_, model), rows in judged.items() if rows} == set(WALLED)
    for (name, model), rows in judged.items():
        assert rows <= everything(model, getattr(world, name)), (name, model)


def test_a_forgotten_filter_shows_a_stranger_nothing(world):
    for name in ("vik", "adam"):
        assert {model for model in WALLED if everything(model, getattr(world, name))} == set()


def test_a_concern_is_shown_to_nobody_whom_it_names(world):
    (named,) = Concern.objects.filter(about_staff=world.chen)
    assert named in everything(Concern, world.sena)
    assert named not in everything(Concern, world.chen)
    named = Concern.log(by=world.amara, danger="no", facts="Rough.", is_about_staff=True, about_staff=world.dee)
    assert named not in everything(Concern, world.dee)


def test_what_must_not_leave_is_known_whoever_asks(world):
    everybody = SafeContact.objects.guarded_for([world.leo])
    assert everybody
    with walls.around(world.vik.pk, world.vik.over):
        assert SafeContact.objects.guarded_for([world.leo]) == everybody
