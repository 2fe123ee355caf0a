"""The people every test knows. They are the cast of the demonstration too, by the same names.

Amara is Leo's key worker; Ben manages Amara; Chen has no reason to look. Dee leads for children, Ade for adults,
Dora is the deputy, Sena the senior leader, Dana the data protection manager, Vik a volunteer, Adam the administrator,
Ola a trustee. Femi is Leo's mother, with parental responsibility; Gran has none; Quin is a father under an order.
Yara is sixteen and can decide for herself; Hana is an adult.
"""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from records.models import Agency, Person, Relationship
from staff import roles
from staff.models import Appointment, Line, Undertaken, User
from tests.replay import Replay

PASSWORD = "correct horse battery"
STAFF = {
    "amara": roles.Practitioner,
    "ben": roles.Practitioner,
    "chen": roles.Practitioner,
    "dee": roles.ChildrenLead,
    "ade": roles.AdultsLead,
    "dora": roles.Deputy,
    "sena": roles.SeniorLeader,
    "dana": roles.DataProtectionManager,
    "vik": roles.Volunteer,
    "adam": roles.Administrator,
    "ola": roles.OutsidePerson,
}


def in_days(days):
    return timezone.now() + timedelta(days=days)


def years_ago(years):
    today = timezone.localdate()
    return date(today.year - years, 1, 1)


def member(name, role, *, promised=True):
    user = User.objects.create_user(
        f"{name}@example.org", PASSWORD, first_name=name.title(), last_name="Example", post=role.title
    )
    Appointment.give(by=User.system(), to=user, role=role)
    if promised:
        Undertaken.sign(by=user, typed_name=user.name)
    return user


@Replay
def cast_of_all():
    cast = SimpleNamespace(**{name: member(name, role) for name, role in STAFF.items()})
    system = User.system()
    Line.start(by=system, worker=cast.amara, manager=cast.ben)
    register = {
        "leo": {"name": "Leo Larkin", "group": "child", "born_on": years_ago(4), "key_person": cast.amara},
        "yara": {"name": "Yara Young", "group": "child", "born_on": years_ago(16)},
        "hana": {"name": "Hana Holt", "group": "adult", "born_on": years_ago(40)},
        "femi": {"name": "Femi Larkin", "group": "adult", "born_on": years_ago(30)},
        "gran": {"name": "Gran Larkin", "group": "adult", "born_on": years_ago(60)},
        "quin": {"name": "Quin Larkin", "group": "adult", "born_on": years_ago(33)},
    }
    for name, details in register.items():
        setattr(cast, name, Person.register(by=system, **details))
    _family_of_leo(cast, system)
    cast.social_care = Agency.add(
        by=system, name="Example Children's Social Care", kind="children", telephone="01632 960101"
    )
    cast.contact = cast.social_care.verify(
        by=cast.dee, name="Sol Worker", post="Duty social worker", telephone="01632 960101", number_from="our directory"
    )
    return cast


@pytest.fixture
def cast(db):
    return cast_of_all()


def _family_of_leo(cast, system):
    seen = {"pr_evidence": "Birth certificate", "pr_seen_by": cast.dee, "pr_seen_on": timezone.localdate()}
    Relationship.link(by=system, person=cast.leo, other=cast.femi, kind="mother", pr_basis="mother", **seen)
    Relationship.link(by=system, person=cast.leo, other=cast.gran, kind="grandparent")
    Relationship.link(
        by=system, person=cast.leo, other=cast.quin, kind="father", pr_basis="order", restriction="No contact (order)"
    )


@pytest.fixture
def as_(client):
    """Sign in as somebody: ``as_(cast.dee).get(...)``."""

    def sign_in(user):
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return sign_in
