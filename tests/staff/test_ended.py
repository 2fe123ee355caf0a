"""An account that ended is nobody: no role of it opens, decides, answers or is named any more."""

from datetime import timedelta

import pytest
from django.utils import timezone

from audit import journal
from audit.events import Event
from audit.models import Trace, key_of
from staff import roles
from staff.models import Appointment, Session, User
from staff.roles import Can


@pytest.fixture
def ended(cast):
    cast.dee.is_active = False
    cast.dee.save()
    return User.objects.get(pk=cast.dee.pk)


@pytest.mark.clause("H-06")
def test_has_no_ability_no_group_and_is_nobody_to_the_database(cast, ended):
    assert cast.ade.standing == (str(cast.ade.pk), cast.ade.over)
    assert not any(ended.can(ability) for ability in Can)
    assert (ended.stands_over, ended.over, ended.standing) == (frozenset(), frozenset(), ("", frozenset()))


def test_is_no_colleague_and_holds_no_role(cast, ended):
    assert ended not in User.objects.open_to(cast.amara)
    assert User.system() not in User.objects.open_to(cast.amara)
    held = {role.key: who for role, who in Appointment.who_is_what()}
    assert held[roles.ChildrenLead.key] == [] and held[roles.AdultsLead.key] == [cast.ade]


def test_a_session_that_ran_out_is_not_counted_among_those_an_ended_account_left(ended):
    for key, days in (("gone", -1), ("live", 1)):
        Session.objects.create(session_key=key, user=ended, expire_date=timezone.now() + timedelta(days=days))
    assert [one.session_key for one in Session.objects.of_ended_accounts()] == ["live"]


def test_ends_again_where_an_older_backup_is_put_back_and_only_once(cast):
    ended = {"kind": Event.ACCOUNT_ENDED, "about": key_of(cast.chen)}
    for _ in range(2):
        journal.done_again(ended, by=User.system())
        assert not User.objects.get(pk=cast.chen.pk).is_active
    assert Trace.objects.filter(event=Event.ACCOUNT_ENDED).count() == 1
