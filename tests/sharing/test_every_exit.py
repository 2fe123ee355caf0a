"""Nothing that is locked away leaves by another door than a parcel either: colleagues, copies, lists, prints (S-22)."""

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from audit.models import Trace
from records.models import Agency, Concern, SafeContact
from records.models.allegation import keep_apart
from sharing.leaving.guard import Answer, judged
from sharing.models import Decision, HeldBack, Request
from sharing.states import NotNow

from .conftest import OVERRIDE, REFUSED_HARM
from .test_guard import item, to

pytestmark = pytest.mark.clause("S-22")
HOME = "14 Larkspur Row\nNorbridge\nNR14 7XP"
ELSEWHERE = "She is at 14, LARKSPUR-\nrow now."


@pytest.fixture
def locked(cast):
    return SafeContact.protect(by=cast.dee, person=cast.leo, kind="address", value=HOME)


@pytest.mark.clause("H-31")
class TestADecisionAboutAColleague:
    @pytest.fixture
    def decision(self, cast):
        """Leo was named by whoever reported it; the decision is in no record of his."""
        officer = Agency.add(by=cast.dee, name="An officer", kind="regulator")
        contact = officer.verify(by=cast.dee, name="Sol", post="x", telephone="0", number_from="x")
        told = {"danger": "no", "facts": "He held Leo.", "is_about_staff": True, "about_staff": cast.chen}
        concern = Concern.log(by=cast.amara, people=[cast.leo], **told)
        about = {"concern": concern, "group": "child", "colleague": cast.chen, "contact": contact, "agency": officer}
        return Decision.propose(
            by=cast.sena, people=[], facts=REFUSED_HARM, apart=keep_apart(concern, by=cast.sena),
            request={"name": "Sena", "asked_for": "x"}, **about,
        )  # fmt: skip

    def test_is_read_by_the_guard_for_everybody_whom_the_report_names(self, locked, decision):
        assert judged(decision, to(decision.contact), [item()]).answer == Answer.STOPPED
        assert judged(decision, to(decision.contact), [item("He plays.")]).answer == Answer.FREE

    def test_and_so_is_what_an_advice_service_is_told(self, cast, locked, decision):
        for asked, named in ((ELSEWHERE, True), ("What of Leo?", False)):
            with pytest.raises(NotNow):
                decision.seek_advice(by=cast.sena, door="The service", asked=asked, named=named)


@pytest.mark.clause("S-29")
class TestACopyOfASignedRecord:
    @pytest.fixture
    def signed(self, propose, cast):
        """Signed while nothing was locked: what its reasons say is a secret since."""
        decision = propose(REFUSED_HARM)
        decision.sign(by=cast.dee, outcome="share", **OVERRIDE | {"necessity": ELSEWHERE})
        return decision

    def take(self, client, decision, many=False):
        page = reverse("sharing:signed") if many else reverse("sharing:copy", args=[decision.public_id])
        return client.post(page, {"purpose": "For the court", "decisions": [decision.public_id]})

    def test_waits_for_a_lead_with_a_reason_where_it_holds_what_is_locked(self, cast, as_, signed, locked):
        for many in (False, True):
            assert self.take(as_(cast.dana), signed, many).status_code == 302
        assert not Trace.objects.filter(event="decision.exported").exists()
        held = HeldBack.objects.get()
        assert (held.why, "Address" in held.kinds) == ("For the court", True) and "arkspur" not in held.words.lower()
        with pytest.raises(NotNow):
            signed.take_copy(by=cast.dana, purpose="For the court")

        page, answer = reverse("sharing:let_go", args=[signed.public_id]), {"lets_go": "yes", "reason": "It must."}
        assert as_(cast.dana).post(page, answer | {"seen": held.public_id}).status_code in (403, 404)
        as_(cast.dee).post(page, answer | {"seen": held.public_id})
        record = reverse("sharing:record", args=[signed.public_id])
        assert "let it go" in as_(cast.dana).get(record).text and "let it go" not in as_(cast.sena).get(record).text
        assert self.take(as_(cast.dana), signed).content.startswith(b"%PDF")
        own = self.take(as_(cast.sena), signed)
        assert own["Location"] == page  # let go to Dana, and to nobody else; Sena gives a reason of her own
        as_(cast.sena).post(page, answer | {"seen": HeldBack.objects.latest("pk").public_id})
        assert self.take(as_(cast.sena), signed, many=True).content.startswith(b"%PDF")

    def test_is_not_printed_from_its_page_either(self, cast, as_, signed):
        page = reverse("sharing:record", args=[signed.public_id])
        assert "data-print" in as_(cast.dee).get(page).text
        SafeContact.protect(by=cast.dee, person=cast.leo, kind="address", value=HOME)
        shown = as_(cast.dee).get(page).text
        assert "data-print" not in shown and '<div class="govuk-!-display-none-print">' in shown

    def test_does_so_on_the_command_line_too(self, signed, locked, tmp_path):
        for _ in range(2):
            with pytest.raises(CommandError, match="A lead lets it go"):
                call_command("export_decision", str(signed.public_id), str(tmp_path / "x.pdf"))
        assert HeldBack.objects.count() == 1 and not (tmp_path / "x.pdf").exists()


@pytest.mark.clause("H-24")
def test_an_answer_to_whoever_asked_is_read_again_before_it_is_printed(cast, as_):
    asked = Request.receive(by=cast.amara, people=[cast.leo], kind="family", name="Al", asked_for="x", why="x")
    asked.answer(by=cast.dee, words=f"Ask her. {ELSEWHERE}")
    page = reverse("sharing:letter", args=[asked.public_id])
    assert as_(cast.amara).get(page).status_code == 200
    SafeContact.protect(by=cast.dee, person=cast.leo, kind="address", value=HOME)
    refused = as_(cast.amara).get(page)
    assert refused.status_code == 409 and "LARKSPUR" not in refused.text and "locked away: Address" in refused.text
