"""Getting in, staying in, and getting more than one's own: sessions, locks, links, kept words, hosts."""

import re
import time

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from records.models import Concern, Entry
from staff.links import link_for
from staff.models import Kept, Sent, Session, User
from staff.notices import send_waiting
from staff.roles import Practitioner
from tests.cast import PASSWORD, member
from tests.sharing.conftest import AGREED

from .world import canaries_in, pages, things

PUBLIC = {"staff:choose_password", "staff:post"}
ELSEWHERE = ["//evil.example.org", "https://evil.example.org/", "/\\evil.example.org", "javascript:alert(1)"]
WORDS = "zq-kept-zq"


def at(page, thing=None):
    return reverse(page, args=[thing.public_id] if thing else [])


def entry(**said):
    told = {"kind": "visit", "happened_at": "2026-01-05 10:00", "said_by": "me", "fact": WORDS, "parent_told": "na"}
    return told | said


def lock(client):
    session = client.session
    session["last"] = time.time() - 3600
    session["began"] = time.time() - 3700
    session.save()


@pytest.mark.clause("S-31", "H-29", "S-08")
class TestBeforeTheUndertaking:
    FREE = {"home", "danger", "healthz", "records:log_concern", "records:sent", "records:concerns", "records:questions"}
    FREE |= {"records:ask", "records:question", "sharing:emergency", "sharing:emergency_screen", "consent:notice_sheet"}
    FREE |= {"sharing:emergency_recorded", "records:become_concern", "records:declare_tie"}  # own words alone
    FREE |= {"records:home_postcode"}  # that something was given, and when
    FREE |= {"records:not_enough"}  # as with what they reported
    FREE |= {"sharing:proof", "sharing:verifier", "sharing:public_keys"}  # they name nobody

    @pytest.mark.parametrize("who", ["amara", "dee"])
    def test_no_page_shows_a_word_of_a_record_and_only_a_few_open(self, cast, as_, hidden, who, monkeypatch):
        user = getattr(cast, who)
        _new_edition(monkeypatch)
        client = as_(user)
        own = {"facts", "own_words", "opinion", "others", "staff_facts", "staff_opinion", "staff_words"}
        own |= {"question", "reply"}
        own = {f"zq-{word}-zq" for word in own} if who == "amara" else set()
        leaks, known = set(), things()
        for page, model, more in pages():
            if more or (page.startswith("staff:") and page != "staff:undertaking"):
                continue
            for thing in known[model] if model else [None]:
                response = client.get(at(page, thing))
                leaks |= {(page, word) for word in canaries_in(response) - own}
                assert response.status_code != 200 or page in self.FREE | {"staff:undertaking"}, page
        assert leaks == set()

    def test_posting_does_nothing_either(self, cast, as_):
        new = member("nina", Practitioner, promised=False)
        cast.leo.assign_key_person(by=cast.dee, to=new)
        answer = as_(new).post(at("records:write", cast.leo.folder("personal")), entry())
        assert answer.url == at("staff:undertaking")
        assert not Entry.objects.exists()


def _new_edition(monkeypatch):
    """A new undertaking comes into force, which nobody has signed yet."""
    monkeypatch.setattr(User, "has_undertaken", property(lambda self: False))


@pytest.mark.clause("S-31")
class TestALockedSession:
    def test_serves_nothing_and_does_nothing(self, cast, as_, hidden):
        client = as_(cast.amara)
        lock(client)
        known = things()
        for page, model, more in pages():
            if more or page in {"staff:unlock", "danger", "healthz", "staff:welcome"}:
                continue
            for thing in known[model][:1] if model else [None]:
                for method in ("get", "post"):
                    response = getattr(client, method)(at(page, thing), entry(facts="x", why="x"))
                    assert canaries_in(response) == set(), page
                    assert response.status_code in {302, 404, 405} or page in PUBLIC, page
        assert not Entry.objects.filter(fact=WORDS).exists()

    def test_shows_neither_name_nor_menu_on_any_page_nor_on_one_that_is_not_there(self, cast, as_):
        client = as_(cast.amara)
        lock(client)
        for address in ("/nowhere/", at("danger"), "/nowhere/"):
            text = client.get(address).text
            assert "Amara" not in text and at("records:people") not in text, address

    def test_gives_the_words_back_to_their_writer_alone(self, cast, as_):
        folder = cast.leo.folder("personal")
        client = as_(cast.amara)
        lock(client)
        client.post(at("records:write", folder), entry())
        assert Kept.objects.get().user == cast.amara
        for other in (cast.dee, cast.dora, cast.sena):
            browser = Client()
            browser.force_login(other, backend="allauth.account.auth_backends.AuthenticationBackend")
            assert WORDS not in browser.get(at("records:write", folder)).text
        client.post(at("staff:unlock"), {"password": PASSWORD})
        assert WORDS in client.get(at("records:write", folder)).text

    def test_keeps_no_password(self, cast, as_, propose):
        decision = propose(AGREED)
        client = as_(cast.dee)
        lock(client)
        said = {"password": PASSWORD, "new_password": PASSWORD, "rationale": "Because", "once": "o", "seen": "1"}
        client.post(at("sharing:approve", decision), said)
        assert Kept.objects.get().data == {"rationale": ["Because"]}

    def test_keeps_what_postgresql_would_refuse_without_it(self, cast, as_):
        client = as_(cast.amara)
        lock(client)
        assert client.post(at("records:log_concern"), {"facts": "a\x00b", "n\x00": "c"}).status_code == 302
        assert Kept.objects.get().data == {"facts": ["ab"], "n": ["c"]}

    def test_is_not_opened_by_a_wrong_password_nor_by_waiting(self, cast, as_):
        client = as_(cast.amara)
        lock(client)
        for _ in range(7):
            client.post(at("staff:unlock"), {"password": "wrong"})
        client.post(at("staff:unlock"), {"password": PASSWORD})
        assert client.get("/").url == at("staff:unlock")

    def test_changes_its_key_when_it_opens(self, cast, as_):
        client = as_(cast.amara)
        lock(client)
        client.get("/")
        before = client.session.session_key
        client.post(at("staff:unlock"), {"password": PASSWORD})
        assert client.session.session_key != before
        assert not Session.objects.filter(session_key=before).exists()

    @pytest.mark.parametrize("back", ELSEWHERE)
    def test_leads_nowhere_else(self, cast, as_, back):
        client = as_(cast.amara)
        lock(client)
        referer = f"http://testserver{back}" if back.startswith("/") else back
        client.post(at("records:log_concern"), {"facts": "x"}, headers={"referer": referer})
        answer = client.post(at("staff:unlock") + f"?next={back}&back={back}", {"password": PASSWORD, "next": back})
        assert "evil" not in answer.get("Location", "") and "javascript" not in answer.get("Location", "")


class TestTheDoor:
    @pytest.mark.parametrize("to", [*ELSEWHERE, "http:///evil.example.org"])
    def test_leads_to_no_other_host(self, cast, client, to):
        said = {"login": "amara@example.org", "password": PASSWORD, "next": to}
        answer = client.post(f"/accounts/login/?next={to}", said)
        assert answer.status_code == 302
        assert "evil" not in answer.url and "javascript" not in answer.url

    def test_changes_the_key_of_the_session(self, cast, client):
        client.get("/accounts/login/")
        session = client.session
        session["planted"] = "x"
        session.save()
        planted = client.cookies["sessionid"].value if "sessionid" in client.cookies else session.session_key
        client.cookies["sessionid"] = planted
        client.post("/accounts/login/", {"login": "amara@example.org", "password": PASSWORD})
        assert client.cookies["sessionid"].value != planted
        assert "planted" not in client.session or client.session.session_key != planted

    def test_does_not_believe_where_a_request_says_it_comes_from(self, cast, client):
        """Twenty wrong tries from one place are enough, whatever address they claim."""
        for number in range(8):
            client.post(
                "/accounts/login/",
                {"login": "amara@example.org", "password": "wrong"},
                headers={"X-Forwarded-For": f"192.0.2.{number}"},
            )
        client.post("/accounts/login/", {"login": "amara@example.org", "password": PASSWORD})
        assert "_auth_user_id" not in client.session

    @pytest.mark.parametrize("host", ["evil.example.org", "testserver.evil.example.org", "testserver@evil.example.org"])
    def test_answers_to_no_other_name(self, cast, client, host):
        answer = client.get("/danger/", headers={"host": host})
        assert answer.status_code == 400
        assert "evil" not in answer.text

    def test_puts_no_host_of_the_request_into_a_link(self, cast, client, settings):
        settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
        said = {"email": "amara@example.org"}
        client.post("/accounts/password/reset/", said, headers={"X-Forwarded-Host": "evil.example.org"})
        send_waiting()
        assert mail.outbox
        assert "evil" not in "".join(sent.body for sent in mail.outbox)

    def test_says_the_same_of_an_address_that_has_an_account_and_of_one_that_has_none(self, cast, client):
        def asked(address):
            answer = client.post("/accounts/password/reset/", {"email": address}, follow=True)
            return re.sub(r'value="[^"]*"', "", answer.text)

        def tried(address):
            answer = client.post("/accounts/login/", {"login": address, "password": "wrong"})
            return re.sub(r'value="[^"]*"', "", answer.text)

        assert asked("amara@example.org") == asked("nobody@example.org")
        assert tried("amara@example.org") == tried("nobody@example.org")


class TestAFormActsOnce:
    def said(self, once):
        return {"danger": "no", "is_about_staff": "no", "others": "A boy", "facts": "x", "once": once}

    def test_however_often_it_is_sent(self, cast, as_):
        client = as_(cast.amara)
        answers = {client.post(at("records:log_concern"), self.said("o" * 32)).url for _ in range(20)}
        assert len(answers) == 1
        assert Concern.objects.count() == 1

    def test_and_the_token_of_somebody_else_neither_leads_nor_stops(self, cast, as_):
        as_(cast.amara).post(at("records:log_concern"), self.said("o" * 32))
        answer = as_(cast.chen).post(at("records:log_concern"), self.said("o" * 32))
        assert Concern.objects.count() == 2
        assert answer.url == at("records:sent", Concern.objects.latest("pk"))
        assert Sent.objects.count() == 2

    def test_and_not_at_all_from_another_site(self, cast):
        client = Client(enforce_csrf_checks=True)
        client.force_login(cast.amara, backend="allauth.account.auth_backends.AuthenticationBackend")
        assert client.post(at("records:log_concern"), self.said("x")).status_code == 403
        assert not Concern.objects.exists()


def test_a_link_to_choose_a_password_is_nobody_elses_and_works_once(cast, client):
    cast.chen.send_link(by=cast.adam)
    link = link_for(cast.chen).partition("/staff/")[2]
    forged = link.replace(str(cast.chen.public_id), str(cast.dee.public_id))
    assert client.get(f"/staff/{forged}").status_code == 404
    assert client.get(f"/staff/{link}").status_code == 302
    assert client.post(at("staff:choose_password"), {"password": "a new and different one"}).status_code == 200
    assert client.get(f"/staff/{link}").status_code == 404
