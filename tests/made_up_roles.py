"""Roles that nobody holds: standing over people is one thing, being able to do something another."""

import pytest

from staff.roles import BY_KEY, ROLES, Can, Role
from tests.cast import member


class Figurehead(Role):
    """Stands over everybody, and can nothing."""

    key = "figurehead"
    title = "Figurehead"
    stands_over = frozenset({"child", "adult"})


class Jack(Role):
    """Can everything, and stands over nobody."""

    key = "jack"
    title = "Jack of all trades"
    can = frozenset(Can)


def all_but(ability):
    """Stands over everybody, and can everything but one thing."""
    return type("AllBut", (Jack,), {"stands_over": Figurehead.stands_over, "can": Jack.can - {ability}})


@pytest.fixture
def made_up(monkeypatch):
    """For one test these are roles as all others."""
    for role in (Figurehead, Jack):
        monkeypatch.setitem(BY_KEY, role.key, role)
    before = ROLES.copy()
    ROLES.extend([Figurehead, Jack])
    yield
    ROLES[:] = before


@pytest.fixture
def figurehead(cast, made_up):
    return member("fay", Figurehead)


@pytest.fixture
def jack(cast, made_up):
    return member("jack", Jack)
