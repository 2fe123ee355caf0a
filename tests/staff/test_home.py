"""Who is asked for by which part of the home page, and who is told that nothing waits."""

import pytest

from staff.home import BRINGERS, Shelf, asked_of, shelves_for
from staff.roles import Can

# What everybody is asked for shows their own alone, or asks inside who stands over what.
FOR_EVERYBODY = """
    staff.devices.new_devices staff.promises.my_promise
    records.home.questions records.home.grants_that_end
    records.home.own_requests_for_access records.home.begun records.home.reported records.home.asked
    records.glass_home.own_glass records.glass_home.own_unusual_reading
    springfield.home.places consent.home.disputed sharing.home.requests sharing.home.drafts
"""


class Somebody:
    """Whoever is able to do nothing but what is given."""

    has_undertaken = True

    def __init__(self, *abilities):
        self.abilities = abilities

    def can(self, ability):
        return ability in self.abilities


def names(bringers):
    return {f"{one.__module__}.{one.__name__}" for one in bringers}


def test_of_whoever_can_do_nothing_only_what_is_for_everybody_is_asked():
    asked = {name for shelf in Shelf for name in names(asked_of(shelf, Somebody()))}
    assert asked == set(FOR_EVERYBODY.split())


@pytest.mark.parametrize("ability", Can)
def test_an_ability_brings_what_names_it_and_nothing_else(ability):
    named = {bring for found in BRINGERS.values() for bring, wanted, _ in found if wanted is ability}
    more = {bring for shelf in Shelf for bring in asked_of(shelf, Somebody(ability))}
    less = {bring for shelf in Shelf for bring in asked_of(shelf, Somebody())}
    assert more - less == named


def test_before_the_undertaking_only_what_says_so_is_asked():
    somebody = Somebody(*Can)
    somebody.has_undertaken = False
    asked = {name for shelf in Shelf for name in names(asked_of(shelf, somebody))}
    assert asked == {
        f"{one.__module__}.{one.__name__}" for found in BRINGERS.values() for one, _, soon in found if soon
    }


def test_only_whom_others_wait_for_are_told_that_nobody_does(cast):
    told = [any(one.shelf is Shelf.NEEDS_YOU for one in shelves_for(who)) for who in (cast.dee, cast.amara)]
    assert told == [True, False]
