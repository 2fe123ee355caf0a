"""Standing over people and being able to do something are two things: what needs both opens to neither alone."""

import pytest

from records.models import Person, Relationship
from records.people_list import page_of_people
from tests.made_up_roles import figurehead, jack, made_up

__all__ = ["figurehead", "jack", "made_up"]
pytestmark = pytest.mark.clause("H-06", "S-08")


def test_who_else_may_open_a_record_is_for_those_who_let_in_and_stand_over_it(cast, figurehead, jack):
    for user, runs in ((cast.dee, True), (cast.ade, False), (figurehead, False), (jack, False)):
        assert cast.leo.is_run_by(user) is runs, user.name


def test_the_list_of_people_is_empty_for_whoever_works_with_nobody(cast, figurehead, jack):
    assert {cast.leo, cast.yara} == set(page_of_people(cast.dee))
    for user in (figurehead, jack):
        assert (page_of_people(user).rows, page_of_people(user).total) == ([], 0)
        assert not Person.objects.open_to(user)


def test_a_link_kept_to_few_is_known_to_leads_of_that_group_by_standing_over_it_and_letting_in(cast, figurehead, jack):
    link = Relationship.link(by=cast.amara, person=cast.leo, other=cast.hana, kind="father", is_confidential=True)
    for user, knows in ((cast.dee, True), (cast.ade, False), (figurehead, False), (jack, False)):
        assert Relationship.objects.known_to(user).contains(link) is knows, user.name
