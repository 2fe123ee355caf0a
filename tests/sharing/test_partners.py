"""Agreements with partners: what they cover, what is said where they do not, and what never waits for one (S-12)."""

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse

from records.models import Agency
from sharing import partners
from sharing.models import Decision, SharingAgreement, WithoutAgreement
from sharing.partners import Cover
from sharing.signing import Refused
from tests.architecture.world import NOTE
from tests.cast import STAFF, in_days
from tests.sharing.conftest import AGREED, OVERRIDE, REFUSED_HARM, TO_SHARE

pytestmark = pytest.mark.clause("S-12")
LEARNING = TO_SHARE | {"purpose": "learning", "legal_power": "agreement"}
KEEPERS = {"dee", "ade", "dora", "sena", "dana"}
ITEM = {"what": "He counts to ten.", "nature": "fact", "why_needed": "To go on from there"}


@pytest.fixture
def school(cast):
    school = Agency.add(by=cast.dee, name="Example School", kind="charity")
    said = {"name": "Ms Tarn", "post": "Lead", "telephone": "01632 960306", "number_from": "their website"}
    school.verify(by=cast.dee, **said)
    return school


@pytest.fixture
def agreed(cast, school):
    def agreed(**said):
        days = {"starts_on": in_days(-9).date(), "review_on": in_days(90).date(), "ends_on": in_days(300).date()}
        about = {"purposes": ["learning"], "information": ["developmental"], "legal_basis": "public_task"}
        about |= {"agency": school, "parties": "Our chair, their head", "files": [NOTE]}
        return SharingAgreement.record(by=cast.dee, **days | about | said)

    return agreed


@pytest.fixture
def ask(cast, school):
    def ask(facts=AGREED, **said):
        about = {"purpose": "learning", "information": "developmental", "agency": school} | said
        request = {"name": "Amara", "asked_for": "How he counts"}
        contact = about["agency"].contacts.get()
        return Decision.propose(
            by=cast.amara, people=[cast.leo], facts=facts, request=request, contact=contact, **about
        )

    return ask


@pytest.fixture
def shared(cast, ask):
    """Once before, with nothing but the family's yes."""
    decision = ask()
    decision.sign(by=cast.dee, outcome="share", **LEARNING)
    to = {"contact": decision.contact, "to_whom": "Ms Tarn", "taken_by": "Ms Tarn", "method": "telephone"}
    to |= {"shared_at": in_days(0), "will_do": "service"}
    decision.record_disclosure(by=cast.amara, disclosure=to, items=[ITEM])


class TestACover:
    def test_is_what_an_agreement_in_force_names(self, ask, agreed):
        agreed()
        assert partners.cover(ask()) is Cover.COVERED
        assert partners.cover(ask(information="personal")) is Cover.BEYOND
        assert partners.cover(ask(purpose="health")) is Cover.BEYOND

    @pytest.mark.parametrize(("starts", "ends"), [(1, 90), (-90, -1)])
    def test_lasts_from_its_first_day_to_its_last(self, ask, agreed, starts, ends):
        days = {"starts_on": in_days(starts).date(), "ends_on": in_days(ends).date()}
        agreed(review_on=days["starts_on"], **days)
        assert partners.cover(ask()) is Cover.FIRST_TIME

    def test_ends_when_somebody_ends_it(self, cast, ask, agreed):
        agreed().end(by=cast.dee, why="A new one is signed")
        assert partners.cover(ask()) is Cover.FIRST_TIME

    @pytest.mark.parametrize("facts", [REFUSED_HARM, AGREED | {"serious_crime": "yes"}, AGREED | {"danger": "unsure"}])
    def test_is_never_asked_of_a_referral(self, ask, shared, facts):
        assert partners.cover(ask(facts)) is Cover.NOT_ASKED

    def test_is_not_asked_of_protection_a_duty_or_an_enquiry(self, ask, shared):
        assert partners.cover(ask(purpose="protection")) is Cover.NOT_ASKED
        assert partners.cover(ask(AGREED | {"duty": "statutory"})) is Cover.NOT_ASKED


class TestASecondTimeWithoutOne:
    def test_is_shared_only_for_a_leads_reason(self, cast, ask, shared):
        decision = ask()
        for who in (cast.amara, cast.dee):
            with pytest.raises(Refused, match="A lead gives a reason first"), transaction.atomic():
                decision.sign(by=who, outcome="share", **LEARNING)
        with pytest.raises(PermissionDenied):
            WithoutAgreement.explain(by=cast.amara, decision=decision, reason="They asked")
        WithoutAgreement.explain(by=cast.dee, decision=decision, reason="The agreement is being signed this week")
        decision.sign(by=cast.amara, outcome="share", **LEARNING)
        assert decision.is_signed

    def test_the_page_of_the_decision_says_so_before_the_signature(self, cast, ask, shared, as_):
        decision = ask()
        page = reverse("sharing:decision", args=[decision.public_id])
        reason = reverse("sharing:without_agreement", args=[decision.public_id])
        assert partners.WARNINGS[Cover.AGAIN] in as_(cast.dee).get(page).text and reason in as_(cast.dee).get(page).text
        as_(cast.dee).post(reason, {"reason": "It is being signed"})
        assert "It is being signed" in as_(cast.dee).get(page).text
        assert as_(cast.dee).get(reason).status_code == 403

    def test_a_referral_is_signed_all_the_same(self, cast, ask, shared):
        decision = ask(REFUSED_HARM)
        decision.sign(by=cast.dee, outcome="share", **OVERRIDE)
        assert decision.is_signed

    def test_what_goes_beyond_an_agreement_is_warned_of_and_left_to_whoever_decides(
        self, cast, ask, shared, agreed, as_
    ):
        agreed()
        decision = ask(information="send")
        page = reverse("sharing:decision", args=[decision.public_id])
        assert partners.WARNINGS[Cover.BEYOND] in as_(cast.dee).get(page).text
        decision.sign(by=cast.dee, outcome="share", **LEARNING)
        assert decision.is_signed


class TestTheRegister:
    def said(self, school, **more):
        days = {"starts_on": in_days(-9), "review_on": in_days(90), "ends_on": in_days(300)}
        said = {"agency": school.public_id, "parties": "Both", "purposes": ["learning"], "legal_basis": "public_task"}
        said |= {"information": ["developmental"], "documents": SimpleUploadedFile("signed.txt", b"Signed by both.")}
        return said | {name: day.date().isoformat() for name, day in days.items()} | more

    def test_keeps_what_was_signed_with_the_document(self, cast, school, as_):
        as_(cast.dana).post(reverse("sharing:record_agreement"), self.said(school))
        agreement = SharingAgreement.objects.get()
        document = reverse("sharing:agreement_document", args=[agreement.documents.get().public_id])
        assert b"".join(as_(cast.chen).get(document).streaming_content) == b"Signed by both."
        assert as_(cast.vik).get(document).status_code == 404
        assert as_(cast.amara).get(reverse("sharing:record_agreement")).status_code == 404

    @pytest.mark.parametrize("left_out", ["documents", "parties", "purposes", "information", "ends_on"])
    def test_takes_none_without_its_paper_parties_purposes_kinds_and_end(self, cast, school, as_, left_out):
        said = self.said(school)
        del said[left_out]
        assert left_out in as_(cast.dana).post(reverse("sharing:record_agreement"), said).context["form"].errors

    def test_days_out_of_order_are_refused(self, cast, school, as_):
        late = self.said(school, review_on=in_days(400).date().isoformat())
        assert "review_on" in as_(cast.dana).post(reverse("sharing:record_agreement"), late).context["form"].errors

    def test_an_agreement_to_be_looked_at_stands_on_the_home_page_until_it_is(self, cast, agreed, as_):
        agreement = agreed(review_on=in_days(3).date())
        assert "Look at the sharing agreement with Example School" in as_(cast.dee).get("/").text
        page = reverse("sharing:review_agreement", args=[agreement.public_id])
        seen = {"seen": agreement.version, "why": "Read both annexes; it fits"}
        too_late = as_(cast.dee).post(page, seen | {"review_on": in_days(400).date().isoformat()})
        assert "It has ended by then" in too_late.text
        as_(cast.dee).post(page, seen | {"review_on": in_days(200).date().isoformat()})
        assert "Look at the agreement" not in as_(cast.dee).get("/").text

    def test_an_agreement_that_was_ended_is_kept_to_read_and_waits_for_nobody(self, cast, agreed, as_):
        agreement = agreed(review_on=in_days(3).date())
        assert SharingAgreement.objects.to_review(in_days(9).date()).get() == agreement
        agreement.end(by=cast.dee, why="A new one is signed")
        assert not SharingAgreement.objects.to_review(in_days(9).date()).exists()
        status = {
            page: as_(cast.dee).get(reverse(f"sharing:{page}", args=[agreement.public_id])).status_code
            for page in ("sharing_agreement", "review_agreement", "end_agreement")
        }
        assert status == {"sharing_agreement": 200, "review_agreement": 403, "end_agreement": 403}

    def test_is_read_by_whoever_shares_and_added_to_by_whoever_keeps_registers(self, cast, as_):
        lists, add = reverse("sharing:sharing_agreements"), reverse("sharing:record_agreement")
        offered = {who: f'href="{add}"' in as_(getattr(cast, who)).get(lists).text for who in ("amara", "dee", "dana")}
        assert offered == {"amara": False, "dee": True, "dana": True}

    def test_is_looked_at_again_and_ended_by_whoever_keeps_registers(self, cast, agreed):
        agreement, keep = agreed(), SharingAgreement.objects.kept_by
        assert {who for who in STAFF if keep(getattr(cast, who)).contains(agreement)} == KEEPERS
