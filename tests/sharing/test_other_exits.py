"""What leaves another way than as a parcel: letters, calls, requests to others, routine news, links already sent."""

import logging

import pytest
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from consent.models import Consent
from records.models import Agency, SafeContact
from sharing import partners
from sharing.leaving import delivery as door
from sharing.models import Decision, Request, RequestAbout
from sharing.states import NotNow
from tests.cast import in_days

from .conftest import AGREED, OVERRIDE, REFUSED_HARM, TO_SHARE
from .test_partners import agreed, ask, school  # noqa: F401
from .test_routine import allow, setting, signed, tell  # noqa: F401
from .test_withdrawn import STOOD
from .test_withdrawn import agreed as yes  # noqa: F401

HOME = "14 Larkspur Row"
ELSEWHERE = "She is at 14, LARKSPUR-\nrow now."


@pytest.fixture
def locked(cast):
    return SafeContact.protect(by=cast.dee, person=cast.leo, kind="address", value=HOME)


@pytest.mark.clause("S-22", "H-24")
class TestTheGuardReads:
    def test_the_answer_to_whoever_asked_in_the_verb_and_about_everybody_they_asked_for(self, cast, propose, locked):
        said = {"kind": "family", "name": "Quin", "asked_for": "Where", "why": "To see him", "asked_at": timezone.now()}
        asked = Request.receive(by=cast.amara, people=[cast.leo, cast.yara], **said)
        decision = Decision.propose(by=cast.amara, people=[cast.yara], facts=REFUSED_HARM, request=asked)
        for words in ({"how": "By telephone", "words": ELSEWHERE}, {"how": ELSEWHERE}):
            with pytest.raises(NotNow, match="locked away: Address"):
                decision.tell_requester(by=cast.dee, at=timezone.now(), **words)
        decision.tell_requester(by=cast.dee, at=timezone.now(), how="By telephone", words="No.")
        assert RequestAbout.objects.filter(request=asked).count() == 2

    def test_the_letter_to_the_family(self, cast, propose, as_):
        house = Agency.add(by=cast.dee, name="Rowan House", kind="charity")
        contact = house.verify(by=cast.dee, name="Sol", post="x", telephone="0", number_from="x")
        decision = propose(REFUSED_HARM, agency=house, contact=contact)
        decision.sign(by=cast.dee, outcome="share", **OVERRIDE)
        page = reverse("sharing:family_letter", args=[decision.public_id])
        assert as_(cast.dee).get(page).status_code == 200
        SafeContact.protect(by=cast.dee, person=cast.leo, kind="address", value="Rowan House\nNR14 7XP")
        shown = as_(cast.dee).get(page)
        assert shown.status_code == 409 and "Rowan" not in shown.text

    def test_what_we_ask_others_who_protect_nobody(self, cast, as_, school, locked):  # noqa: F811
        said = {"name": "Ms Tarn", "asked_for": "Marks", "why": ELSEWHERE, "urgency": "week", "direction": "out"}
        with pytest.raises(NotNow, match="locked away"):
            Request.receive(by=cast.dee, people=[cast.leo], kind="other", agency=school, **said)
        Request.receive(by=cast.dee, people=[cast.leo], kind="other", agency=cast.social_care, **said)
        posted = said | {"agency": school.public_id, "people": [cast.leo.public_id]}
        assert "locked away" in as_(cast.amara).post(reverse("sharing:send_request"), posted).text
        assert Request.objects.filter(direction="out").count() == 1

    def test_what_an_advice_service_is_told(self, cast, propose, locked):
        decision = propose()
        for asked, named in (("What of Leo?", False), (ELSEWHERE, True)):
            with pytest.raises(NotNow):
                decision.seek_advice(by=cast.dee, door="The service", asked=asked, named=named)
        decision.seek_advice(by=cast.dee, door="The service", asked="What of Leo?", named=True)


@pytest.mark.clause("H-27", "S-12")
class TestRoutineNews:
    def test_is_read_by_the_guard(self, cast, allow, as_):  # noqa: F811
        routine = allow()
        SafeContact.protect(by=cast.dee, person=cast.leo, kind="address", value=HOME)
        with pytest.raises(NotNow, match="ask the lead"):
            routine.share(
                by=cast.amara, contact=routine.decision.contact, what=ELSEWHERE, method="post", at=timezone.now()
            )
        page = reverse("sharing:share_routinely", args=[routine.public_id])
        assert "locked away" in as_(cast.amara).post(page, {"what": ELSEWHERE}).text
        tell(routine, cast.amara)

    def test_goes_to_nobody_elsewhere(self, cast, allow):  # noqa: F811
        with pytest.raises(NotNow, match="not at the setting"):
            allow().share(by=cast.amara, contact=cast.contact, what="Ten.", method="telephone", at=timezone.now())

    def test_waits_for_the_second_look(self, cast, allow, signed):  # noqa: F811
        routine = allow(decision=signed())
        routine.decision.second_first = True
        assert not routine.stands
        routine.decision.second_at = timezone.now()
        assert routine.stands

    def test_is_told_again_only_under_an_agreement_with_them(self, cast, allow, agreed, setting, ask):  # noqa: F811
        routine = allow()
        tell(routine, cast.amara)
        assert partners.wants_a_reason(routine.decision)
        with pytest.raises(NotNow, match="without an agreement"):
            tell(routine, cast.amara)
        agreed(agency=setting.agency)
        tell(routine, cast.amara)


@pytest.mark.clause("H-12", "H-23")
class TestALinkThatNobodyHasOpened:
    def test_stops_when_the_yes_it_stood_on_is_taken_back(self, cast, propose, yes):  # noqa: F811
        decision = propose(AGREED, **STOOD)
        decision.sign(by=cast.dee, outcome="share", **TO_SHARE)
        to = {"contact": cast.contact, "to_whom": "Sol", "taken_by": "Sol", "method": "one_time_link"}
        to |= {"shared_at": in_days(0), "will_do": "not_known"}
        item = {"what": "He plays.", "nature": "fact", "why_needed": "To begin"}
        link = {"sent_to": "sol@children.example.org"}
        decision.record_disclosure(by=cast.amara, disclosure=to, items=[item], delivery=link)
        yes.withdraw(by=cast.ben)
        sent = decision.disclosure.deliveries.get()
        assert sent.revoked_at and door.opened_with(sent.token, sent.code, "Sol") is None

    def test_is_in_no_log(self, caplog):
        console = logging.getLogger("django").handlers[0]
        token = "k" * 43
        with caplog.at_level("WARNING", "django.request"):
            caplog.handler.addFilter(console.filters[0])
            logging.getLogger("django").addHandler(caplog.handler)
            try:
                Client().head(reverse("portal:door", args=[token]))
                Client(enforce_csrf_checks=True).post(reverse("portal:door", args=[token]), {})
            finally:
                logging.getLogger("django").removeHandler(caplog.handler)
                caplog.handler.removeFilter(console.filters[0])
        assert "/portal/…" in caplog.text and token not in caplog.text

    @pytest.mark.parametrize("host", ["DOOR.example.org", "door.example.org."])
    def test_has_a_host_on_which_nothing_of_staff_is_however_it_is_written(self, db, host):
        with override_settings(PORTAL_HOST="door.example.org", ALLOWED_HOSTS=["door.example.org"]):
            assert Client().get("/accounts/login/", HTTP_HOST=host).status_code == 404


@pytest.mark.clause("S-22")
def test_a_copy_of_an_answer_is_not_given_to_whom_it_would_tell_what_is_kept_from_them(cast, answer, as_):
    answer("given", words=ELSEWHERE)
    said = Consent.objects.get()
    page = reverse("consent:copy", args=[said.public_id])
    SafeContact.protect(by=cast.dee, person=cast.leo, kind="address", value=HOME, withhold=[{"person": cast.quin}])
    assert "LARKSPUR" in as_(cast.amara).get(page).text
    withhold = [{"person": said.answered_by}]
    SafeContact.protect(by=cast.dee, person=cast.leo, kind="address", value=HOME, withhold=withhold)
    page = as_(cast.amara).get(page).text
    assert "not given to them" in page and "LARKSPUR" not in page
