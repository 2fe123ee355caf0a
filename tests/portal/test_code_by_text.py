"""The code of a link by text: to the mobile telephone that was checked, by a way of its own, once."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.models import QuerySet
from django.urls import reverse

from audit.appendonly import maintenance
from audit.models import Trace
from records.models import AgencyContact
from sharing.models import OutgoingCode
from staff import texts
from tests.acting import as_owner
from tests.sharing.conftest import propose  # noqa: F401
from tests.sharing.pieces import signed, told, url  # noqa: F401

from .test_door import as_link, delivery, nobody_is_counted_yet, shared  # noqa: F401

pytestmark = pytest.mark.clause("H-23")
MOBILE = "07700 900123"


@pytest.fixture
def gateway(settings):
    """A real one on loopback; it takes nothing while its ``status`` says so."""

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self):
            said = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            if server.status == 200:
                server.came.append((said["to"], said["text"], self.headers["Authorization"]))
            self.send_response(server.status)
            if server.status == 307:
                self.send_header("Location", "http://127.0.0.1:9/elsewhere")
            self.end_headers()

        def log_message(self, *said):
            pass

    server = HTTPServer(("127.0.0.1", 0), Answer)
    server.came, server.status = [], 200
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.TEXT_GATEWAY_URL = f"http://127.0.0.1:{server.server_port}/"
    settings.TEXT_GATEWAY_TOKEN = "a-token"
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def mobile(shared):  # noqa: F811
    rewrite(shared, telephone=MOBILE)
    return shared


def rewrite(decision, **now):
    """As if their directory had said so from the beginning."""
    with as_owner(connection), maintenance(connection):
        QuerySet(AgencyContact).filter(pk=decision.disclosure.contact_id).update(**now)


def press(client, decision):
    return client.post(reverse("sharing:text_code", args=[decision.public_id]), {"once": "a" * 32})


def ticks():
    call_command("tick", verbosity=0)


class TestTheCode:
    def test_goes_once_to_the_number_that_was_checked_with_nothing_but_the_code(
        self,
        cast,
        as_,
        gateway,
        mobile,
        delivery,  # noqa: F811
    ):
        page = reverse("sharing:sent", args=[mobile.public_id])
        assert f"Text the code to {MOBILE}" in as_(cast.amara).get(page).text
        press(as_(cast.amara), mobile)
        assert "The code waits to go by text" in as_(cast.amara).get(page).text
        ticks(), ticks()
        ((to, text, token),) = gateway.came
        assert (to, token) == (MOBILE, "Bearer a-token") and delivery.code in text
        assert delivery.token not in text and not any(word in text for word in ("Leo", "Larkin", "Amara", "child"))
        assert "The code went by text" in as_(cast.amara).get(page).text
        assert Trace.objects.filter(event="decision.code_texted").count() == 1

    @pytest.mark.parametrize("status", [307, 400, 500])
    def test_is_tried_again_where_it_was_not_taken_and_goes_nowhere_else(self, cast, as_, gateway, mobile, status):
        gateway.status = status
        with pytest.raises(texts.Refused):
            texts.send(MOBILE, "1234 5678")
        press(as_(cast.amara), mobile)
        ticks()
        assert OutgoingCode.objects.get().sent_at is None and not gateway.came

    def test_waits_while_the_gateway_is_away_and_goes_when_it_is_back(self, cast, as_, gateway, mobile, time_machine):
        gateway.status = 503
        press(as_(cast.amara), mobile)
        ticks()
        assert OutgoingCode.objects.get().sent_at is None and not gateway.came
        gateway.status = 200
        OutgoingCode.objects.update(next_try_at="2026-01-01T00:00Z")
        ticks()
        assert len(gateway.came) == 1 and OutgoingCode.objects.get().sent_at

    def test_is_not_sent_twice_nor_for_a_link_that_was_taken_back(self, cast, as_, gateway, mobile):
        assert press(as_(cast.amara), mobile).status_code == 302
        again = as_(cast.amara).post(reverse("sharing:text_code", args=[mobile.public_id]), {"once": "b" * 32})
        assert again.status_code == 409 and "by text already" in again.text
        mobile.take_back(by=cast.amara)
        ticks()
        assert not gateway.came

    @pytest.mark.parametrize("why", ["no_gateway", "no_mobile", "old_number"])
    def test_is_told_by_telephone_where_no_text_may_go(self, cast, as_, gateway, mobile, settings, why):
        if why == "no_gateway":
            settings.TEXT_GATEWAY_URL = ""
        elif why == "no_mobile":
            rewrite(mobile, telephone="01632 960101")
        else:
            rewrite(mobile, verified_at="2020-01-01T00:00Z")
        assert "Text the code" not in as_(cast.amara).get(reverse("sharing:sent", args=[mobile.public_id])).text
        assert press(as_(cast.amara), mobile).status_code == 409 and not OutgoingCode.objects.exists()

    def test_is_for_whoever_hands_over(self, cast, as_, gateway, mobile):
        assert press(as_(cast.vik), mobile).status_code == 404 and not OutgoingCode.objects.exists()


@pytest.mark.parametrize(
    ("number", "reaches"),
    [
        ("07700 900123", True),
        ("+44 7700 900123", True),
        ("01632 960101", False),
        ("+48 600 000 000", False),
        ("", False),
    ],
)
def test_only_mobile_telephones_of_this_country(number, reaches):
    assert texts.reaches(number) is reaches
