"""The one-time link: its mail says nothing, it opens once with a code, is taken back, and proved by a receipt."""

import io
import re
from datetime import timedelta
from hashlib import sha256

import pypdf
import pytest
import time_machine
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from audit.models import Trace
from records.models import SafeContact
from sharing.leaving.account import NO_NAME
from sharing.leaving.document import letter, locked, printed
from sharing.models import Delivery, Incident
from springfield.components import in_fours
from tests.sharing.conftest import propose  # noqa: F401
from tests.sharing.pieces import confirm, signed, told, url  # noqa: F401
from tests.staff.test_outbox import letters  # noqa: F401  (a real post office on loopback)

SECRET = "He was alone at home on both days."
WORDS = {"more_1": "on", "what_1": SECRET, "nature_1": "fact", "why_1": "To see him at home."}
TO = "sol@children.example.org"


@pytest.fixture(autouse=True)
def nobody_is_counted_yet(db):
    cache.clear()


@pytest.fixture
def as_link(told):  # noqa: F811
    gone = {"shared_at": "", "taken_by": "", "will_do": ""}
    return told | WORDS | gone | {"method": "one_time_link", "sent_to": TO}


@pytest.fixture
def shared(cast, as_, signed, as_link):  # noqa: F811
    confirm(as_(cast.amara), signed, as_link)
    return signed


@pytest.fixture
def delivery(shared):
    return shared.disclosure.deliveries.get()


def door(delivery):
    return reverse("portal:door", args=[delivery.token])


def knock(delivery, code=None, token=None, **more):
    address = reverse("portal:door", args=[token or delivery.token])
    return Client().post(address, {"code": code or delivery.code, "name": "Sol Worker"}, **more)


def words_of(pdf):
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def bare(response):
    return re.sub(rb'value="[^"]+"|/portal/[^"]+', b"", response.content)


@pytest.mark.clause("H-23")
class TestALink:
    def test_goes_out_by_mail_that_says_nothing_and_is_kept_nowhere(self, shared, delivery, letters):  # noqa: F811
        call_command("tick", verbosity=0)
        call_command("tick", verbosity=0)
        ((to, text),) = [letter for letter in letters.came if letter[0] == [TO]]
        assert door(delivery) in text.replace("=\n", "") and delivery.code not in text
        assert not re.search(r"Leo|Larkin|Amara|alone|concern|safeguard|child(?!ren\.example)|Playgroup", text, re.I)
        kept = str(list(Delivery.objects.values_list())) + str(list(Delivery.history.values_list()))
        assert delivery.token not in kept and delivery.code not in kept
        assert len(delivery.token) == 43 and delivery.token_hash == sha256(delivery.token.encode()).hexdigest()

    def test_opens_once_with_its_code_and_leaves_a_receipt(self, cast, as_, shared, delivery):
        opened = knock(delivery)
        assert opened["Content-Type"] == "application/pdf" and opened["Cache-Control"] == "no-store"
        words = words_of(opened.content)
        assert SECRET in words and "Sol Worker" in words and "Only for" in words and "Opened" in words
        delivery.refresh_from_db()
        assert delivery.opened_sha256 == sha256(opened.content).hexdigest()
        assert Trace.objects.get(event="decision.delivery_opened").facts["sha256"] == delivery.opened_sha256
        assert "opened nothing" in knock(delivery).text
        page = as_(cast.amara).get(reverse("sharing:sent", args=[shared.public_id])).text
        assert in_fours(delivery.opened_sha256) in page and delivery.code not in page

    def test_carries_its_own_cover_and_proof_and_nothing_of_how_it_was_decided(self, shared, delivery):
        reader = pypdf.PdfReader(io.BytesIO(knock(delivery).content))
        assert set(reader.attachments) == {"disclosure.json", "proof.json"}
        whole = words_of(knock_bytes := printed(shared.disclosure)) + str(reader.metadata)
        attached = b"".join(file for files in reader.attachments.values() for file in files).decode()
        for inside in (shared.rationale, shared.welfare, "Amara", "Dee Example", "Internal"):
            assert inside not in whole + attached + letter(shared.disclosure)
        assert NO_NAME in whole and b"/Sig" in knock_bytes and SECRET in letter(shared.disclosure)

    @pytest.mark.parametrize("why", ["unknown", "wrong_code", "late", "taken_back", "used", "nul"])
    def test_answers_alike_whatever_is_wrong(self, cast, shared, delivery, why):
        first = bare(Client().get(reverse("portal:door", args=["a" * 43])))
        assert bare(Client().get(door(delivery))) == first
        refused = bare(knock(delivery, token="a" * 43))
        later = timezone.now() + timedelta(days=8) if why == "late" else timezone.now()
        if why == "taken_back":
            shared.take_back(by=cast.amara)
        if why == "used":
            knock(delivery)
        with time_machine.travel(later):
            code = {"wrong_code": "0000 0001", "nul": "\x00"}.get(why)
            answer = knock(delivery, token="b" * 43 if why == "unknown" else None, code=code)
        if why != "nul":
            assert bare(answer) == refused and answer.status_code == 200
        assert not answer.has_header("Content-Disposition")

    def test_is_dead_for_the_day_after_five_wrong_codes(self, delivery):
        for _ in range(5):
            knock(delivery, code="0000 0001")
        assert "opened nothing" in knock(delivery).text
        delivery.refresh_from_db()
        assert delivery.opened_at is None

    def test_is_tried_no_more_than_so_often_from_one_place(self, delivery):
        for number in range(20):
            knock(delivery, token=f"{number:043}")
        assert "opened nothing" in knock(delivery).text

    def test_is_not_offered_to_a_mailbox_at_home(self, amara, signed, as_link):  # noqa: F811
        refused = amara.post(url(signed), as_link | {"sent_to": "sol@gmail.com"})
        assert "mailbox at home" in str(refused.context["form"].errors["sent_to"])

    def test_code_is_shown_to_whoever_sent_it_and_to_nobody_else(self, cast, as_, shared, delivery):
        page = reverse("sharing:sent", args=[shared.public_id])
        assert delivery.code in as_(cast.amara).get(page).text
        assert delivery.code not in as_(cast.dee).get(page).text and delivery.token not in as_(cast.dee).get(page).text
        assert as_(cast.chen).get(page).status_code == 404


@pytest.fixture
def amara(cast, as_):
    return as_(cast.amara)


@pytest.mark.clause("H-23")
class TestTheDoor:
    def test_reads_no_session_of_staff_and_gives_only_its_own_cookie(self, amara, delivery):
        answer = amara.get(door(delivery))
        assert "Amara" not in answer.text and set(answer.cookies) == {"door"}
        assert answer.cookies["door"]["path"] == "/portal/" and answer.cookies["door"]["samesite"] == "Strict"
        assert "default-src 'none'" in answer["Content-Security-Policy"] and answer["Cache-Control"] == "no-store"
        strict = Client(enforce_csrf_checks=True)
        assert strict.post(door(delivery), {"code": delivery.code, "name": "Sol"}).status_code == 403
        strict.get(door(delivery))
        said = {"code": delivery.code, "name": "Sol", "csrfmiddlewaretoken": strict.cookies["door"].value}
        assert strict.post(door(delivery), said)["Content-Type"] == "application/pdf"

    def test_stands_on_a_host_of_its_own_and_nothing_else_does(self, delivery):
        here, there = {"HTTP_HOST": "testserver"}, {"HTTP_HOST": "door.example.org"}
        with override_settings(PORTAL_HOST="door.example.org", ALLOWED_HOSTS=["testserver", "door.example.org"]):
            assert Client().get(door(delivery), **there).status_code == 200
            assert Client().get(door(delivery), **here).status_code == 404
            assert Client().get("/accounts/login/", **there).status_code == 404
            assert Client().get("/accounts/login/", **here).status_code == 200

    def test_is_shut_where_it_has_no_host(self, delivery):
        with override_settings(DEMO=False, SECURE_SSL_REDIRECT=False):
            assert Client().get(door(delivery)).status_code == 404


@pytest.mark.clause("H-23")
class TestTheWrongPerson:
    def test_is_one_press_which_stops_everything_and_tells_the_lead(self, cast, as_, shared, delivery):
        as_(cast.amara).post(reverse("sharing:wrong_person", args=[shared.public_id]))
        assert "opened nothing" in knock(delivery).text
        incident = Incident.objects.get()
        assert (incident.kind, incident.found_by) == ("wrong", cast.amara)
        assert reverse("sharing:mistake", args=[shared.public_id]) in as_(cast.dee).get(reverse("home")).text
        for page, said in (("send_again", {"sent_to": TO}), ("take_parcel", {"form": "letter"})):
            frozen = as_(cast.amara).post(reverse(f"sharing:{page}", args=[shared.public_id]), said)
            assert frozen.status_code == 409 and "Settle that first" in frozen.text
        shared.settle_mistake(by=cast.dee, incident=incident, done="It was never opened.")
        shared.send_again(by=cast.amara, sent_to=TO)
        assert knock(shared.disclosure.deliveries.latest("pk"))["Content-Type"] == "application/pdf"

    def test_story_says_what_happened(self, cast, as_, shared, delivery):
        knock(delivery)
        shared.report_mistake(by=cast.amara, kind="wrong", words="A neighbour read it.")
        story = as_(cast.dee).get(reverse("records:story", args=[cast.leo.public_id])).text
        assert "opened what left under" in story and "wrote down a mistake in sharing" in story


@pytest.mark.clause("H-23")
class TestOtherWays:
    def test_a_file_under_a_password_is_aes_256_and_opens_with_it(self, cast, as_, signed, told):  # noqa: F811
        confirm(as_(cast.amara), signed, told | WORDS | {"method": "sealed_file"})
        page = as_(cast.amara).get(reverse("sharing:sent", args=[signed.public_id])).text
        secret = signed.disclosure.deliveries.get().passphrase
        assert secret in page
        said = as_(cast.amara).post(reverse("sharing:take_parcel", args=[signed.public_id]), {"form": "locked"})
        reader = pypdf.PdfReader(io.BytesIO(said.content))
        assert reader.trailer["/Encrypt"]["/V"] == 5 and SECRET.encode() not in said.content
        assert not reader.decrypt("guess") and reader.decrypt(secret)
        assert SECRET in reader.pages[0].extract_text()
        assert locked(printed(signed.disclosure), secret) != said.content

    @pytest.mark.parametrize("way", ["in_person", "tracked_post", "online_form", "police_officer"])
    def test_by_hand_by_post_on_their_form_or_to_an_officer_it_is_proved(self, cast, amara, signed, told, way):  # noqa: F811
        refused = amara.post(url(signed), told | WORDS | {"method": way})
        assert "what shows that it arrived" in str(refused.context["form"].errors["evidence"])
        confirm(amara, signed, told | WORDS | {"method": way, "evidence": "Signed for, number 12"})
        assert signed.disclosure.deliveries.get().evidence == "Signed for, number 12"

    def test_the_guard_reads_the_address_of_the_link_too(self, cast, amara, signed, as_link):  # noqa: F811
        SafeContact.protect(
            by=cast.dee, person=cast.leo, kind="telephone", value="x@y.example", withhold=[{"words": TO}]
        )
        assert "must not leave" in confirm(amara, signed, as_link).text
        assert signed.state == "to_share"
