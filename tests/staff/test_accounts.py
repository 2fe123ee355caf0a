"""Accounts, roles, lines and cover: each change is one verb with a trace, and nobody makes anything of themselves."""

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from audit.events import Event
from audit.models import Trace
from staff import links, notices, roles
from staff.models import Appointment, Cover, Line, Notice, Undertaken, User
from tests.cast import PASSWORD

NEW = {"first_name": "Nia", "last_name": "Moor", "email": "Nia@example.org", "post": "Play worker"}
SECRET = "eleven quiet herons walk"


@pytest.fixture(autouse=True)
def nobody_is_counted_yet(db):
    cache.clear()


@pytest.fixture
def office(cast, as_):
    """The administrator's browser."""
    return as_(cast.adam)


def press(client, page, thing, **posted):
    return client.post(reverse(page, args=[thing.public_id]), posted)


def last_trace(event):
    return Trace.objects.filter(event=event).order_by("-id").first()


def path_of_link(user):
    return links.link_for(user).removeprefix("http://localhost:8000")


@pytest.fixture
def nia(office):
    office.post(reverse("staff:invite"), NEW | {"role": "practitioner"})
    return User.objects.get(email="nia@example.org")


@pytest.mark.clause("S-06", "S-08")
class TestAnInvitation:
    def test_opens_an_account_with_a_role_a_trace_and_no_password(self, cast, nia):
        assert not nia.has_usable_password()
        assert [role.key for role in nia.roles] == ["practitioner"]
        assert last_trace(Event.ACCOUNT_INVITED).by_id == last_trace(Event.APPOINTED).by_id == cast.adam.pk
        assert nia.notices.get().kind == Notice.Kind.LINK

    def test_is_a_link_that_works_once(self, nia):
        browser, path = Client(), path_of_link(nia)
        assert browser.get(path)["Location"] == reverse("staff:choose_password")
        assert browser.post(reverse("staff:choose_password"), {"password": SECRET}).status_code == 200
        assert Client().get(path).status_code == 404
        assert browser.post("/accounts/login/", {"login": nia.email, "password": SECRET}).status_code == 302

    def test_works_for_seventy_two_hours(self, nia):
        path = path_of_link(nia)
        with time_machine.travel(timezone.now() + timedelta(hours=71)):
            assert Client().get(path).status_code == 302
        with time_machine.travel(timezone.now() + timedelta(hours=73)):
            assert Client().get(path).status_code == 404

    def test_names_no_key_of_the_database_and_stops_with_the_account(self, cast, nia):
        path = path_of_link(nia)
        assert str(nia.public_id) in path
        nia.deactivate(by=cast.adam)
        assert Client().get(path).status_code == 404

    @pytest.mark.parametrize("weak", ["short", "password1234", "nia@example.org", ""])
    def test_takes_no_weak_password(self, nia, weak):
        browser = Client()
        browser.get(path_of_link(nia))
        browser.post(reverse("staff:choose_password"), {"password": weak})
        nia.refresh_from_db()
        assert not nia.has_usable_password()

    def test_is_not_sent_twice_for_one_address(self, office, nia):
        answer = office.post(reverse("staff:invite"), NEW | {"role": "volunteer"})
        assert "has an account with this address" in answer.content.decode()
        assert User.objects.filter(email="nia@example.org").count() == 1


@pytest.mark.clause("S-06")
class TestAForgottenPassword:
    RESET = "/accounts/password/reset/"

    def test_goes_through_the_outbox_for_whoever_has_an_account_only(self, cast, client):
        known = client.post(self.RESET, {"email": "dee@example.org"})
        unknown = client.post(self.RESET, {"email": "nobody@example.org"})
        assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
        assert [notice.to for notice in Notice.objects.all()] == [cast.dee]

    @override_settings(DEMO=False)
    def test_is_no_way_round_the_second_factor(self, cast, client):
        cast.dee.authenticator_set.create(type="totp", data={"secret": "x"})
        client.get(path_of_link(cast.dee))
        client.post(reverse("staff:choose_password"), {"password": SECRET})
        assert client.get("/").status_code == 302
        entered = client.post("/accounts/login/", {"login": "dee@example.org", "password": SECRET})
        assert entered["Location"].startswith("/accounts/2fa/authenticate/")
        assert client.get("/")["Location"].startswith("/accounts/login/")

    def test_ends_the_sessions_that_the_old_one_opened(self, cast, client):
        elsewhere = Client()
        elsewhere.post("/accounts/login/", {"login": "dee@example.org", "password": PASSWORD})
        assert elsewhere.get("/").status_code == 200
        client.get(path_of_link(User.objects.get(pk=cast.dee.pk)))
        client.post(reverse("staff:choose_password"), {"password": SECRET})
        assert elsewhere.get("/").status_code == 302


@pytest.mark.clause("S-08")
class TestRoles:
    def test_are_given_and_ended_with_a_trace(self, cast, office):
        press(office, "staff:give_role", cast.chen, role="deputy")
        assert Appointment.objects.in_force().filter(user=cast.chen, role="deputy").exists()
        assert last_trace(Event.APPOINTED).by_id == cast.adam.pk

        press(office, "staff:end_role", cast.chen.appointments.get(role="deputy"))
        assert not User.objects.get(pk=cast.chen.pk).stands_over
        assert last_trace(Event.APPOINTMENT_ENDED).by_id == cast.adam.pk

    @pytest.mark.parametrize("role", roles.ROLES, ids=lambda role: role.key)
    def test_nobody_gives_one_to_themselves(self, cast, role):
        with pytest.raises(PermissionDenied, match="another administrator"):
            Appointment.give(by=cast.adam, to=cast.adam, role=role)
        Appointment.give(by=cast.adam, to=cast.chen, role=role)

    def test_the_refusal_says_what_would_make_it_lawful(self, cast, office):
        answer = press(office, "staff:give_role", cast.adam, role="children_lead")
        assert "make a second person an administrator first" in answer.content.decode()

    def test_the_page_says_of_each_what_it_may_do_and_who_holds_it(self, cast, as_):
        page = as_(cast.vik).get(reverse("staff:roles")).content.decode()
        for role in roles.ROLES:
            section = page.split(f'id="{role.key}"')[1].split("</section>")[0]
            assert [ability for ability in roles.Can if f"may {ability}<" in section] == [
                ability for ability in roles.Can if ability in role.can
            ]
            holders = [user.name for user in User.objects.in_role(role)]
            assert holders and all(name in section for name in holders)


class TestLines:
    @pytest.mark.clause("S-07", "S-08")
    def test_a_manager_is_named_by_somebody_else(self, cast, office):
        press(office, "staff:start_line", cast.chen, manager=cast.ben.public_id)
        assert list(cast.chen.current_managers()) == [cast.ben]
        assert last_trace(Event.LINE_STARTED).by_id == cast.adam.pk

    @pytest.mark.clause("S-07")
    def test_an_administrator_becomes_nobodys_manager_by_their_own_hand(self, cast, office):
        Appointment.give(by=cast.sena, to=cast.adam, role=roles.Practitioner)
        answer = press(office, "staff:start_line", cast.amara, manager=cast.adam.public_id)
        assert "Let another administrator do it" in answer.content.decode()
        with pytest.raises(PermissionDenied):
            Line.start(by=cast.adam, worker=cast.amara, manager=cast.adam)
        assert list(cast.amara.current_managers()) == [cast.ben]


@pytest.mark.clause("S-27")
class TestCover:
    def form(self, lead, group, hours=8):
        now = timezone.localtime()
        ends = now + timedelta(hours=hours)
        return {
            "lead": lead.public_id,
            "group": group,
            "starts_at": f"{now - timedelta(minutes=5):%Y-%m-%d %H:%M}",
            "ends_at": f"{ends:%Y-%m-%d %H:%M}",
        }

    def test_whoever_is_on_cover_is_told_first_until_it_ends(self, cast, office):
        assert notices.on_duty("child") == [cast.dee]
        office.post(reverse("staff:put_cover"), self.form(cast.dora, "child"))
        assert notices.on_duty("child") == [cast.dora] and notices.on_duty("adult") == [cast.ade]
        assert last_trace(Event.COVER_SET).by_id == cast.adam.pk

        press(office, "staff:end_cover", Cover.objects.get())
        with time_machine.travel(timezone.now() + timedelta(seconds=5)):
            assert notices.on_duty("child") == [cast.dee]

    def test_only_a_lead_of_the_group_is_put_on_and_whoever_leads_no_more_is_passed_over(self, cast, office):
        office.post(reverse("staff:put_cover"), self.form(cast.ade, "child"))
        office.post(reverse("staff:put_cover"), self.form(cast.chen, "child"))
        assert not Cover.objects.exists()
        office.post(reverse("staff:put_cover"), self.form(cast.dora, "child"))
        cast.dora.appointments.get().end(by=cast.adam)
        assert notices.on_duty("child") == [cast.dee]

    def test_that_is_over_or_upside_down_is_not_taken(self, cast, office):
        for hours in (-1, -24):
            office.post(reverse("staff:put_cover"), self.form(cast.dora, "child", hours))
        assert not Cover.objects.exists()


@pytest.mark.clause("S-06")
class TestClosing:
    def test_nobody_closes_their_own_account_or_takes_off_their_own_factor(self, cast, office):
        for page in ("staff:deactivate", "staff:end_second_factor"):
            assert press(office, page, cast.adam).status_code == 403
        assert User.objects.get(pk=cast.adam.pk).is_active

    def test_a_lost_phone_is_taken_off_by_somebody_else_with_a_trace(self, cast, office):
        cast.dee.authenticator_set.create(type="totp", data={"secret": "x"})
        press(office, "staff:end_second_factor", cast.dee)
        assert not cast.dee.authenticator_set.exists()
        assert last_trace(Event.ACCOUNT_SECOND_FACTOR_ENDED).by_id == cast.adam.pk

    def test_a_closed_account_is_opened_again_with_a_new_link(self, cast, office):
        press(office, "staff:deactivate", cast.chen)
        press(office, "staff:reactivate", cast.chen)
        chen = User.objects.get(pk=cast.chen.pk)
        assert chen.is_active and not chen.has_usable_password()
        assert chen.notices.get().kind == Notice.Kind.LINK


WHO = {
    "children_lead": ("Una Reed", "una@example.org"),
    "adults_lead": ("Una Reed", "una@example.org"),
    "deputy": ("Ivo Lark", "ivo@example.org"),
    "senior_leader": ("Ivo Lark", "ivo@example.org"),
    "data_protection": ("Ivo Lark", "ivo@example.org"),
}
OUTSIDE = {"outside_person": ("Kit Vane", "kit@example.org")}


def first_day(who):
    told = {
        f"{key}_{part}": value for key, pair in who.items() for part, value in zip(("name", "email"), pair, strict=True)
    }
    phones = {f"{key}_phone": "01632 960222" for key in who}
    until = timezone.localtime() + timedelta(days=7)
    cover = {"cover_child": "deputy", "cover_adult": "adults_lead", "cover_until": f"{until:%Y-%m-%d %H:%M}"}
    return told | phones | cover


@pytest.mark.clause("S-24")
class TestTheFirstDay:
    @pytest.fixture
    def una(self, db, as_, capsys):
        """Una installs the service, and leads it."""
        call_command("set_up", email="una@example.org")
        link = capsys.readouterr().out.split()[-1]
        browser = Client()
        browser.get(link.removeprefix("http://localhost:8000"))
        browser.post(reverse("staff:choose_password"), {"password": SECRET})
        return browser

    def enter(self, browser):
        return browser.post("/accounts/login/", {"login": "una@example.org", "password": SECRET})["Location"]

    def test_whoever_installed_it_is_asked_at_the_first_sign_in(self, una):
        assert self.enter(una) == reverse("staff:set_up")
        assert "01632 960100" in una.get(reverse("staff:set_up")).content.decode()

    def test_one_human_in_several_roles_needs_somebody_outside(self, una):
        self.enter(una)
        answer = una.post(reverse("staff:set_up"), first_day(WHO))
        assert "Name somebody outside" in answer.content.decode() and not Appointment.somebody_leads()

        una.post(reverse("staff:set_up"), first_day(WHO | OUTSIDE))
        held = {(one.user.email, one.role) for one in Appointment.objects.in_force()}
        assert held == {(email, key) for key, (_, email) in (WHO | OUTSIDE).items()} | {
            ("una@example.org", "administrator")
        }
        assert [user.name for user in notices.on_duty("child")] == ["Ivo Lark"]
        una = User.objects.get(email="una@example.org")
        assert (last_trace(Event.SET_UP).by_id, una.name) == (una.pk, "Una Reed")

    def test_whoever_installed_it_gets_a_name_from_what_they_are_told_to_be_or_sign(self, una, cast):
        installer = User.objects.get(email="una@example.org")
        assert installer.name == "una@example.org"
        Undertaken.sign(by=installer, typed_name="Una Mary Reed")
        assert User.objects.get(pk=installer.pk).name == "Una Mary Reed"
        Undertaken.sign(by=cast.dee, typed_name="Somebody Else")
        assert User.objects.get(pk=cast.dee.pk).name == "Dee Example"

    def test_the_second_person_is_somebody_else(self, una):
        self.enter(una)
        una.post(reverse("staff:set_up"), first_day(WHO | {"outside_person": WHO["deputy"]}))
        assert not Appointment.somebody_leads()

    def test_happens_once(self, una, cast):
        self.enter(una)
        answer = una.post(reverse("staff:set_up"), first_day(WHO | OUTSIDE))
        assert answer.status_code == 403 and "one by one" in answer.content.decode()
        assert not User.objects.filter(email="kit@example.org").exists()
