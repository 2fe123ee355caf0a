"""Where somebody can be found: locked, shown once to named people with a trace, and to nobody else."""

from unittest import mock

import pytest
from django.core.cache import cache
from django.db import DatabaseError, connection

from audit.models import Trace, key_of
from records.models import Person, SafeContact
from staff.models import Appointment, User
from tests.cast import PASSWORD, in_days
from tests.records.asking import at

WHERE = "14 Larkspur Row, Oldmere ZZ9 9ZZ"
WHY = "To tell the ambulance where to go"
FORM = {"kind": "address", "protected_value": WHERE, "message": "no"}


@pytest.fixture
def address(cast):
    cache.clear()
    withhold = [{"person": cast.quin}, {"words": "His friend Al"}, {"user": cast.dora}]
    return SafeContact.protect(by=cast.amara, person=cast.leo, kind="address", value=WHERE, withhold=withhold)


def revealed(client, contact, why=WHY, password=PASSWORD, once="a-token"):
    return client.post(at("reveal", contact), {"why": why, "password": password, "once": once})


@pytest.mark.clause("S-08")
class TestRevealing:
    def test_shows_it_on_that_page_only_after_a_reason_and_the_password(self, cast, as_, address):
        client = as_(cast.amara)
        assert WHERE in revealed(client, address).text
        again = revealed(client, address)
        assert again.status_code == 302 and again["Location"] == at("person", cast.leo)
        assert WHERE not in client.get(at("person", cast.leo)).text + client.get(at("reveal", address)).text

    def test_leaves_a_trace_each_time_with_the_reason_for_the_leads(self, cast, as_, address):
        for once in ("first", "second"):
            revealed(as_(cast.amara), address, once=once)
        traces = Trace.objects.filter(event="contact.revealed", about=key_of(address))
        assert [(one.by_id, one.facts["why"]) for one in traces] == [(cast.amara.pk, WHY)] * 2
        revealed(as_(cast.dee), address, why="To drive there now", once="third")
        assert "To drive there now" in as_(cast.dee).get(at("story", cast.leo)).text
        assert "To drive there now" not in as_(cast.amara).get(at("story", cast.leo)).text

    def test_shows_nothing_when_the_trace_cannot_be_written(self, cast, as_, address):
        client = as_(cast.amara)
        with mock.patch("audit.verbs.record", side_effect=DatabaseError("the disk is full")):
            answer = revealed(client, address)
        assert answer.status_code == 503 and WHERE not in answer.text

    @pytest.mark.parametrize("wrong", [{"password": "no"}, {"password": ""}, {"why": ""}, {"why": "x"}])
    def test_shows_nothing_and_traces_nothing_without_either(self, cast, as_, address, wrong):
        answer = revealed(as_(cast.amara), address, **wrong)
        assert "There is a problem" in answer.text and WHERE not in answer.text
        assert not Trace.objects.filter(event="contact.revealed").exists()

    def test_keeps_the_reason_without_what_it_gives_away(self, cast, as_, address):
        revealed(as_(cast.amara), address, why="To go to 14, LARKSPUR row with her")
        assert Trace.objects.get(event="contact.revealed").facts["why"] == "To go to [Address: protected] with her"


@pytest.mark.clause("S-08")
class TestWhoMayHaveItShown:
    def who(self, *names, cast):
        found = SafeContact.objects
        return {name for name in names if found.revealable_by(User.objects.get(pk=getattr(cast, name).pk)).exists()}

    def test_is_the_key_person_and_the_leads_of_the_group_but_those_from_whom_it_is_withheld(self, cast, address):
        assert self.who(*roles_of_all(), cast=cast) == {"amara", "dee", "sena"}

    def test_is_nobody_who_was_let_in_whatever_the_reason(self, cast, address):
        for kind in ("personal", "safeguarding"):
            for source in ("grant", "break-glass"):
                let_in = {"purpose": "Cover", "until": in_days(1), "source": source}
                cast.leo.folder(kind).grant(by=cast.dee, to=cast.chen, **let_in)
                cast.leo.folder(kind).grant(by=cast.dee, to=cast.ade, **let_in)
        assert Person.objects.open_to(cast.chen).contains(cast.leo)
        assert self.who("chen", "ade", "ben", cast=cast) == set()

    def test_is_nobody_who_is_shut_out_left_or_no_longer_stands_there(self, cast, address):
        cast.leo.exclude(by=cast.sena, who=cast.amara, reason="Her nephew")
        Appointment.objects.in_force().get(user=cast.dee).end(by=cast.adam)
        cast.sena.is_active = False
        cast.sena.save()
        assert self.who("amara", "dee", "sena", cast=cast) == set()

    def test_is_nobody_where_there_is_no_folder_to_open(self, cast):
        aunt = Person.register(by=cast.dee, name="An aunt", group="adult", service_user=False)
        SafeContact.protect(by=cast.ade, person=aunt, kind="address", value=WHERE)
        assert Person.objects.open_to(cast.ade).contains(aunt)
        assert self.who("ade", "sena", cast=cast) == set()

    def test_does_not_learn_that_it_exists_if_it_is_withheld_from_them(self, cast, as_, address):
        client = as_(cast.dora)
        assert [client.get(at(page, address)).status_code for page in ("reveal", "safecontact_history")] == [404, 404]
        page = client.get(at("person", cast.leo)).text
        assert "Protected" not in page and "His friend Al" not in page

    def test_is_nobody_once_it_ended(self, cast, as_, address):
        address.end(by=cast.dee, why="They moved")
        assert as_(cast.amara).get(at("reveal", address)).status_code == 403
        assert self.who("amara", "dee", cast=cast) == set()


@pytest.mark.clause("S-08")
class TestTheRecord:
    def test_says_that_it_is_locked_and_whom_not_to_tell(self, cast, as_, address):
        page = " ".join(as_(cast.ben).get(at("person", cast.leo)).text.split())
        assert "Quin Larkin (address); His friend Al (address); Dora Example (works here) (address)" in page
        assert "Only the key person and the leads" in page and WHERE not in page

    def test_takes_a_value_and_locks_it(self, cast, as_):
        client = as_(cast.ben)
        said = FORM | {"family": str(cast.quin.public_id), "others": "Al\nBo", "colleague": str(cast.chen.public_id)}
        assert client.post(at("protect", cast.leo), said).status_code == 302
        contact = SafeContact.objects.get()
        assert WHERE not in contact.locked and contact.reveal(by=cast.dee, why=WHY) == WHERE
        assert [row.name for row in contact.withheld.in_force()] == [
            "Quin Larkin",
            "Al",
            "Bo",
            "Chen Example (works here)",
        ]

    @pytest.mark.parametrize(
        ("said", "reason"),
        [
            ({"protected_value": "x"}, "Write it in full"),
            ({"avoid": "letter to 14 larkspur ROW"}, "gives away"),
            ({"others": "Al\nhe of ZZ99ZZ"}, "gives away"),
            ({"kind": ""}, "Say what it is"),
        ],
    )
    def test_refuses_what_could_not_be_guarded_or_gives_it_away(self, cast, as_, said, reason):
        assert reason in as_(cast.amara).post(at("protect", cast.leo), FORM | said).text
        assert not SafeContact.objects.exists()

    def test_leaves_somebody_who_decides(self, cast, as_, address):
        cast.leo.exclude(by=cast.sena, who=cast.dee, reason="Her nephew")
        said = {"message": "no", "still": [str(row.public_id) for row in address.withheld.all()], "seen": 1}
        answer = as_(cast.amara).post(at("change_contact", address), said | {"colleague": str(cast.sena.public_id)})
        assert "Nobody who decides" in answer.text

    def test_changes_without_showing_what_was_locked(self, cast, as_, address):
        client = as_(cast.amara)
        before, still = address.locked, [str(row.public_id) for row in address.withheld.all()[:1]]
        assert WHERE not in client.get(at("change_contact", address)).text
        client.post(at("change_contact", address), {"message": "yes", "still": still, "others": "Bo", "seen": 1})
        address.refresh_from_db()
        assert (address.locked, address.message) == (before, "yes")
        assert [row.name for row in address.withheld.in_force()] == ["Quin Larkin", "Bo"]
        changed = {"message": "yes", "protected_value": "9 Kestrel Lane", "seen": 2}
        assert client.post(at("change_contact", address), changed | {"seen": 1}).status_code == 409
        client.post(at("change_contact", address), changed)
        address.refresh_from_db()
        assert address.reveal(by=cast.dee, why=WHY) == "9 Kestrel Lane"
        changes = client.get(at("safecontact_changes", address)).text
        assert "Protected, lock" in changes and not any(said in changes for said in (WHERE, "9 Kestrel Lane"))


def values(one):
    return one.kind, one.value


@pytest.mark.clause("S-14")
def test_what_must_not_leave_is_that_of_the_family_and_what_ended_too(cast, address):
    mother = SafeContact.protect(by=cast.dee, person=cast.femi, kind="telephone", value="07700 900123")
    SafeContact.protect(by=cast.dee, person=cast.yara, kind="work", value="Somewhere else")
    address.end(by=cast.dee, why="They moved")
    guarded = SafeContact.objects.guarded_for([cast.leo])
    assert {(one.kind, one.value) for one in guarded} == {("Address", WHERE), ("Telephone or e-mail", "07700 900123")}
    assert WHERE not in repr(guarded)
    assert len(SafeContact.objects.guarded_for([cast.femi])) == 2
    at_once = SafeContact.objects.guarded_by_person()
    for person in Person.objects.all():
        one_by_one = SafeContact.objects.guarded_for([person])
        assert sorted(map(values, one_by_one)) == sorted(map(values, at_once.get(person.stands_for, ())))
    mother.end(by=cast.dee, why="She tells everybody now", is_secret=False)
    assert {one.kind for one in SafeContact.objects.guarded_for([cast.leo])} == {"Address"}


def test_it_stands_nowhere_in_clear(cast, as_, caplog):
    """Whatever is done with it: locked, changed, shown, ended, typed into a wrong box, or sent as the session locks."""
    cache.clear()
    canaries, client = ["7d1f4cQuillby", "81b2e9Orrin"], as_(cast.dee)
    client.post(at("protect", cast.leo), FORM | {"protected_value": f"{canaries[0]} Lane", "others": "Al"})
    contact = SafeContact.objects.get()
    assert canaries[0] in revealed(client, contact, why=f"To go to {canaries[0]} Lane").text
    said = {"message": "no", "protected_value": f"{canaries[1]} Lane", "seen": 0}
    assert client.post(at("change_contact", contact), said).status_code == 409
    assert client.post(at("change_contact", contact), said | {"seen": 1}).status_code == 302
    client.post(at("end_contact", contact), {"why": f"No more at {canaries[1].upper()} lane", "is_secret": "yes"})
    session = client.session
    session["locked"] = True
    session.save()
    client.post(at("protect", cast.leo), FORM | {"protected_value": canaries[1]})

    contact.refresh_from_db()
    assert contact.ended_on and contact.version == 3
    rows = [str(row).lower() for table in connection.introspection.table_names() for row in all_of(table)]
    assert len(rows) > 200
    assert [row for row in rows + [caplog.text.lower()] for canary in canaries if canary.lower() in row] == []
    assert any("address: protected" in row for row in rows)


def all_of(table):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
        return [
            [bytes(value) if isinstance(value, memoryview) else value for value in row] for row in cursor.fetchall()
        ]


def roles_of_all():
    return ["amara", "ben", "chen", "dee", "ade", "dora", "sena", "dana", "vik", "adam", "ola"]
