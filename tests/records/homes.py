"""Where somebody lives, for tests: a locked address, a colleague's postcode, and what was noticed of the two."""

import pytest

from records import neighbours
from records.models import HomeMark, SafeContact, Tie
from staff.models import User

WHERE, POSTCODE = "14 Larkspur Row, Oldmere ZZ9 9ZZ", "ZZ9 9ZZ"


@pytest.fixture(autouse=True)
def keys(settings, tmp_path):
    settings.KEYS_DIR = tmp_path / "keys"
    return settings.KEYS_DIR


@pytest.fixture
def kim(cast):
    """Called like Leo's family; what was noticed of the name waits for the leads."""
    return User.open(by=cast.adam, email="kim@example.org", first_name="Kim", last_name="Larkin")


def lock(cast, value=WHERE, kind="address", **said):
    return SafeContact.protect(by=cast.amara, person=cast.leo, kind=kind, value=value, **said)


def lives(user, postcode=POSTCODE):
    HomeMark.give(by=user, postcode=postcode)


def near():
    neighbours.look()
    found = Tie.objects.filter(source__in=Tie.NEAR).order_by("pk")
    return [(tie.user.first_name, tie.person.name, tie.source) for tie in found]
