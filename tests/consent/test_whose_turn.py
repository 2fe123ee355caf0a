"""What waits to be done waits for whoever began it and for the key person, and for nobody else who may read it."""

import pytest

from consent.models import Consent, Conversation, Letter, SheetGiven, SheetLink
from staff.models import User
from tests.cast import STAFF, in_days
from tests.consent.said import in_a_year, matter, mother
from tests.consent.test_withdrawing import clinic  # noqa: F401

pytestmark = pytest.mark.clause("H-12", "S-16")


def put_off(cast):
    Conversation.begin(by=cast.ben, person=cast.leo, present="others", talk="no", interpreter="not_needed")
    return Conversation.objects.to_try_again


def taken_back(cast):
    mother(cast).withdraw(by=cast.ben)
    return Letter.objects.to_send


def taken_home(cast):
    SheetGiven.give(by=cast.ben, person=cast.leo, to_person=cast.femi, answer_by=in_days(7).date(), **matter(cast))
    return SheetGiven.objects.waiting_for


def came_back(cast):
    about = matter(cast) | {"person": cast.leo, "to_person": cast.femi, "answer_by": in_days(7).date()}
    link = SheetLink.send(by=cast.ben, sent_to="femi@home.example.org", alone=True, **about)
    link.say(by=User.system(), answer="talk", name="Femi")
    return SheetLink.objects.to_look_at


def has(cast, found):
    return {who for who in STAFF if found(getattr(cast, who)).exists()}


@pytest.mark.usefixtures("clinic")
@pytest.mark.parametrize("begun", [put_off, taken_back, taken_home, came_back])
def test_it_is_the_turn_of_whoever_began_it_and_of_the_key_person(cast, begun):
    assert has(cast, begun(cast)) == {"amara", "ben"}


def test_what_runs_out_is_asked_about_by_the_key_person_alone(cast):
    mother(cast, asked_by=cast.ben, review_on=in_a_year(3))
    assert has(cast, Consent.objects.open_to) > has(cast, Consent.objects.to_ask_again) == {"amara"}
