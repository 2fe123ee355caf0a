"""What a designated person, or whoever looks after accounts, may not do for themselves."""

import re

import pytest
from django.db import connection
from django.urls import reverse

from records.models import Concern, Folder, Person
from staff import roles
from staff.models import Appointment, Notice
from tests.acting import as_owner
from tests.cast import in_days


def at(page, thing=None):
    return reverse(page, args=[thing.public_id] if thing else [])


def told():
    return {notice.to for notice in Notice.objects.all()}


@pytest.mark.clause("S-08", "H-31")
class TestALeadLetIntoARecordOfTheOtherGroup:
    """Ade leads for adults; Dee let him into one folder of a child, for a purpose and a time."""

    @pytest.fixture
    def folder(self, cast):
        folder = cast.leo.folder("developmental")
        folder.grant(by=cast.dee, to=cast.ade, purpose="A family meeting", until=in_days(3))
        return folder

    def test_reads_it(self, cast, as_, folder):
        assert as_(cast.ade).get(at("records:folder", folder)).status_code == 200

    def test_does_not_let_in_others_or_himself_for_longer(self, cast, as_, folder):
        assert as_(cast.ade).get(at("records:grant", folder)).status_code == 403
        assert not Folder.objects.run_by(cast.ade).filter(person=cast.leo).exists()

    @pytest.mark.parametrize("page", ["records:exclude", "records:key_person", "records:access"])
    def test_does_not_shut_out_the_lead_nor_make_himself_key_person(self, cast, as_, folder, page):
        said = {"who": cast.dee.public_id, "reason": "So that she does not see", "to": cast.ade.public_id}
        client = as_(cast.ade)
        assert {client.get(at(page, cast.leo)).status_code, client.post(at(page, cast.leo), said).status_code} <= {
            403,
            405,
        }
        assert not Person.objects.run_by(cast.ade).filter(pk=cast.leo.pk).exists()

    def test_is_still_the_one_who_does_so_for_adults(self, cast, as_, folder):
        assert as_(cast.ade).get(at("records:exclude", cast.hana)).status_code == 200


@pytest.mark.clause("S-24", "H-31")
class TestAnAdministrator:
    def test_cannot_take_every_lead_away_and_then_make_themselves_one(self, cast, as_):
        client = as_(cast.adam)
        for appointment in Appointment.objects.filter(role__in=[role.key for role in roles.LEADING]):
            client.post(at("staff:end_role", appointment))

        assert client.get(at("staff:set_up")).status_code == 403
        assert not Appointment.objects.filter(user=cast.adam).exclude(role="administrator").exists()

    def test_cannot_give_themselves_a_role(self, cast, as_):
        as_(cast.adam).post(at("staff:give_role", cast.adam), {"role": "senior_leader"})
        assert [role.key for role in type(cast.adam).objects.get(pk=cast.adam.pk).roles] == ["administrator"]

    def test_cannot_make_themselves_the_manager_of_a_key_worker(self, cast, as_):
        Appointment.give(by=cast.sena, to=cast.adam, role=roles.Practitioner)
        as_(cast.adam).post(at("staff:start_line", cast.amara), {"manager": cast.adam.public_id})
        assert not Person.objects.open_to(cast.adam).exists()


@pytest.mark.clause("H-31", "S-27")
class TestNobodyIsToldOfWhatTheyAreShutOutFrom:
    @pytest.fixture(autouse=True)
    def sister(self, cast):
        cast.leo.exclude(by=cast.dora, who=cast.dee, reason="His aunt")
        with as_owner(connection):
            Notice.objects.all().delete()

    def test_a_new_concern_goes_to_whoever_may_open_it(self, cast):
        Concern.log(by=cast.amara, danger="no", facts="He cried", people=[cast.leo])
        assert cast.dee not in told()
        assert told() == {cast.dora}

    def test_nor_does_it_pass_on_to_a_deputy_who_is_shut_out(self, cast):
        concern = Concern.log(by=cast.amara, danger="no", facts="He cried", people=[cast.leo])
        cast.leo.exclude(by=cast.sena, who=cast.dora, reason="A friend of the family")
        with as_owner(connection):
            Notice.objects.all().delete()
        concern.escalate(by=cast.amara)
        assert told() == {cast.sena}

    def test_a_concern_about_a_colleague_passes_over_a_keeper_who_is_shut_out(self, cast):
        cast.leo.exclude(by=cast.dora, who=cast.sena, reason="Her grandson")
        concern = Concern.log(
            by=cast.amara, danger="no", facts="He was shaken", people=[cast.leo], is_about_staff=True,
            about_staff=cast.dee,
        )  # fmt: skip
        assert not {cast.sena, cast.dee} & told()
        assert told()
        assert all(Concern.objects.open_to(user).contains(concern) for user in told())


@pytest.mark.clause("H-33", "H-31")
class TestAConcernAboutAColleague:
    """Dee leads for children, and the concern about Leo is about her."""

    @pytest.fixture
    def log(self, cast):
        def log():
            return Concern.log(
                by=cast.amara, danger="no", facts="zq-facts-zq", people=[cast.leo], is_about_staff=True,
                about_staff=cast.dee,
            )  # fmt: skip

        return log

    def test_leaves_no_mark_in_the_records_that_person_opens(self, cast, as_, log, not_shared):
        client = as_(cast.dee)
        places = [reverse("home"), at("records:person", cast.leo), at("records:story", cast.leo)]
        places += [at("sharing:decision", not_shared), reverse("sharing:decisions"), at("sharing:person", cast.leo)]
        places += [reverse("records:concerns"), reverse("records:questions")]

        def seen():
            return [but_for_looks(client.get(place)) for place in places]

        seen()
        before = seen()
        with as_owner(connection):
            Notice.objects.all().delete()
        log()
        after = seen()
        assert [place for place, one, other in zip(places, before, after, strict=True) if one != other] == []
        assert cast.dee not in told()

    def test_reaches_somebody_else(self, cast, log):
        concern = log()
        assert told() and all(Concern.objects.open_to(user).contains(concern) for user in told())

    def test_is_not_passed_on_to_them_either(self, cast, log):
        concern = log()
        for _ in range(3):
            concern.escalate(by=cast.amara)
        assert cast.dee not in told()
        assert not Concern.objects.open_to(cast.dee).contains(concern)


def but_for_looks(response):
    """A page without its tokens and without how often somebody has looked at it."""
    text = re.sub(r'name="(csrfmiddlewaretoken|once)" value="[^"]*"', "", response.text)
    return re.sub(r"\d+ times?|\d\d?:\d\d( ?[ap]m)?", "", text)


@pytest.mark.clause("H-31", "S-27")
def test_an_overdue_decision_is_passed_on_to_nobody_who_is_shut_out(cast, propose):
    cast.leo.exclude(by=cast.sena, who=cast.dora, reason="A friend of the family")
    decision = propose()
    with as_owner(connection):
        Notice.objects.all().delete()
    decision.escalate(by=cast.amara)
    assert told() == {cast.sena}
