"""What leaves by mail: that there is something to read, once, and nothing else."""

import re
import socket

import pytest
from aiosmtpd.controller import Controller
from django.core.management import call_command
from django.test import override_settings

from records.models import Concern
from staff.models import Notice

FACTS = "A second bruise on the right arm"


class Letters:
    """A real post office on loopback."""

    def __init__(self):
        self.came = []

    async def handle_DATA(self, server, session, envelope):
        self.came.append((envelope.rcpt_tos, envelope.content.decode()))
        return "250 OK"


def free_port():
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return door.getsockname()[1]


@pytest.fixture
def letters():
    office = Letters()
    port = free_port()
    controller = Controller(office, hostname="127.0.0.1", port=port)
    controller.start()
    backend = "django.core.mail.backends.smtp.EmailBackend"
    with override_settings(EMAIL_BACKEND=backend, EMAIL_HOST="127.0.0.1", EMAIL_PORT=port, EMAIL_USE_SSL=False):
        yield office
    controller.stop()


def log(cast, danger):
    return Concern.log(by=cast.amara, people=[cast.leo], danger=danger, facts=FACTS)


@pytest.mark.clause("S-27")
class TestAConcern:
    @pytest.mark.parametrize("danger", ["no", "yes"])
    def test_tells_the_right_lead_once_and_nothing_more(self, cast, letters, danger):
        log(cast, danger)
        call_command("tick", verbosity=0)
        call_command("tick", verbosity=0)

        (to, text), *more = letters.came
        assert (to, more) == (["dee@example.org"], [])
        assert not re.search(r"Leo|Larkin|Amara|bruise|concern|safeguard|child", text, re.I)

    def test_waits_in_the_outbox_while_the_post_is_away(self, cast):
        log(cast, "no")
        nowhere = {"EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend", "EMAIL_HOST": "127.0.0.1"}
        with override_settings(**nowhere, EMAIL_PORT=9, EMAIL_USE_SSL=False):
            call_command("tick", verbosity=0)
        assert Notice.objects.waiting().count() == 1
