"""An account that ended is nobody: no role of it opens, decides, answers or is named any more."""

from datetime import timedelta

import pytest
from django.utils import timezone

from staff import roles
from staff.models import Appointment, Session, User
from staff.roles import Can


@pytest.fixture
def ended(cast):
    cast.dee.is_active = False
    cast.dee.save()
    return User.objects.get(pk=cast.dee.pk)


@pytest.mark.clause("H-06")
def test_has_no_ability_no_group_and_is_nobody_to_the_database(ended):
    assert not any(ended.can(ability) for ability in Can)
    assert (ended.stands_over, ended.over) == (frozenset(), frozenset())


def test_is_no_colleague_and_holds_no_role(cast, ended):
    assert ended not in User.objects.open_to(cast.amara)
    assert User.system() not in User.objects.open_to(cast.amara)
    held = {role.key: who for role, who in Appointment.who_is_what()}
    assert held[roles.ChildrenLead.key] == [] and held[roles.AdultsLead.key] == [cast.ade]


def test_a_session_that_ran_out_is_not_counted_among_those_an_ended_account_left(ended):
    for key, days in (("gone", -1), ("live", 1)):
        Session.objects.create(session_key=key, user=ended, expire_date=timezone.now() + timedelta(days=days))
    assert [one.session_key for one in Session.objects.of_ended_accounts()] == ["live"]
