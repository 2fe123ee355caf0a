"""The questions as a worker meets them: in the policy's order, safety first, skipped only for a reason they can see."""

import pytest
from django.urls import reverse

from sharing.models import Decision, Draft

from .walk import BRUISE, LAW, NEEDED, PURPOSE, SIGNATURE, WELFARE, address, calm, lead_of, put, send, start, walk

CALM_WAY = [
    "danger", "welfare", "harm", "serious_crime", "recipient", "purpose", "identifiable", "confidential",
    "unsafe_to_ask", "consent", "duty", "bar", "recorded",
]  # fmt: skip


@pytest.mark.clause("S-28", "S-26")
class TestTheQuestions:
    def test_come_in_the_policys_order_with_safety_before_them(self, cast, amara):
        assert walk(amara, start(amara, cast.leo), calm(cast)) == CALM_WAY

    def test_are_numbered_as_in_the_policy_with_their_meaning_and_why(self, cast, amara):
        draft = start(amara, cast.leo)
        walk(amara, draft, calm(cast))
        page = amara.get(address(draft, "purpose")).content.decode()
        assert "Question 1 of 8" in page
        assert "Wanting to know is not a purpose" in page
        assert "Everything else is measured against the purpose" in page

    def test_are_skipped_only_for_an_earlier_answer_that_the_page_names(self, cast, amara):
        draft = start(amara, cast.leo)
        way = walk(amara, draft, calm(cast, harm=BRUISE))
        assert not {"identifiable", "confidential", "consent", "serious_crime"} & set(way)
        page = amara.get(address(draft, "unsafe_to_ask")).content.decode()
        assert "Skipped, because an earlier answer settles them" in page
        assert "Could anybody work out who it is about?" in page
        assert address(draft, "harm") in page

    def test_cannot_be_jumped_to(self, cast, amara):
        draft = start(amara, cast.leo)
        jump = put(amara, draft, "bar", {"answer": "no"})
        assert jump.status_code == 302 and jump["Location"] == address(draft, "danger")
        draft.refresh_from_db()
        assert "bar" not in draft.facts

    def test_take_no_answer_that_is_not_one_of_theirs(self, cast, amara):
        draft = start(amara, cast.leo)
        for bad in ["", "perhaps", "x" * 1_000_000, "👶", "<b>no</b>"]:
            assert put(amara, draft, "danger", bad).status_code == 200
        draft.refresh_from_db()
        assert "danger" not in draft.facts

    def test_may_be_left_open_where_the_policy_has_no_unsure(self, cast, amara):
        draft = start(amara, cast.leo)
        walk(amara, draft, calm(cast, serious_crime="unknown"))
        assert "serious_crime" in draft.__class__.objects.get(pk=draft.pk).passed
        page = lead_of(amara, draft).content.decode()
        assert "Not yet" in page and address(draft, "serious_crime") in page

    def test_nobody_asks_for_the_group_the_record_knows_it(self, cast, amara):
        draft = start(amara, cast.leo)
        assert draft.facts == {"group": "child"}
        assert amara.get(address(draft, "group")).status_code == 404


@pytest.mark.clause("S-13", "H-01", "H-18")
class TestSafetyAndWelfare:
    def test_open_the_wizard_after_danger(self, cast, amara):
        draft = start(amara, cast.leo)
        assert put(amara, draft, "danger", "no")["Location"] == address(draft, "welfare")

    @pytest.mark.parametrize("left_out", WELFARE)
    def test_name_others_at_risk_and_whom_sharing_could_harm(self, cast, amara, left_out):
        draft = start(amara, cast.leo)
        put(amara, draft, "danger", "no")
        refused = put(amara, draft, "welfare", WELFARE | {left_out: "  "})
        assert refused.status_code == 200 and left_out in refused.context["form"].errors

    def test_nothing_is_sent_without_them(self, cast, amara):
        draft = start(amara, cast.leo)
        refused = amara.post(reverse("sharing:propose", args=[draft.public_id]), {"seen": draft.version})
        assert refused.status_code == 403 and "welfare statement" in refused.content.decode()
        assert not Decision.objects.exists()

    def test_stand_in_the_decision(self, cast, amara):
        draft = start(amara, cast.leo)
        walk(amara, draft, calm(cast, harm=BRUISE))
        decision = send(amara, draft)
        assert (decision.welfare, decision.others_at_risk) == (WELFARE["welfare"], "His baby sister")


@pytest.mark.clause("S-17", "H-21")
@pytest.mark.parametrize("danger", ["yes", "unsure"])
def test_danger_shows_whom_to_ring_and_blocks_nothing(cast, amara, danger):
    draft = start(amara, cast.leo)
    shown = put(amara, draft, "danger", danger)
    page = amara.get(shown["Location"]).content.decode()
    assert "999" in page and "01632 960101" in page
    assert reverse("sharing:emergency_screen", args=[draft.public_id, "happening"]) in page
    assert "Send to the lead" not in page


@pytest.mark.clause("S-18", "S-17", "H-14")
class TestSuspectedHarm:
    def test_goes_to_the_lead_as_urgent_though_the_mother_refused(self, cast, amara, say_no):
        say_no()
        draft = start(amara, cast.leo)
        walk(amara, draft, calm(cast, harm=BRUISE))
        page = lead_of(amara, draft).content.decode()
        assert "Share to protect; it does not depend on agreement" in page
        assert "Refer by telephone now" in page and "S-18" in page

        decision = send(amara, draft)
        assert decision.urgent and decision.state == "proposed"
        assert decision.standing["state"] == "refused" and decision.facts["consent"] == "refused"
        assert cast.dee.notices.filter(kind="urgent").exists()

    def test_needs_what_it_rests_on(self, cast, amara):
        draft = start(amara, cast.leo)
        put(amara, draft, "danger", "no")
        put(amara, draft, "welfare", WELFARE)
        refused = put(amara, draft, "harm", {"answer": "suspected", "because": " "})
        assert "because" in refused.context["form"].errors

    def test_is_not_signed_by_whoever_asked(self, cast, amara):
        draft = start(amara, cast.leo)
        walk(amara, draft, calm(cast, harm=BRUISE))
        draft.refresh_from_db()
        refused = amara.post(reverse("sharing:settle", args=[draft.public_id]), {"seen": draft.version, **SIGNATURE})
        assert refused.status_code == 403 and "S-24" in refused.content.decode()
        assert not Decision.objects.exists()


@pytest.mark.clause("S-22", "H-02")
class TestTheRecipient:
    @pytest.mark.parametrize(
        ("said", "value"),
        [({}, None), ({"named": "A man who rang"}, "unverified"), ({"named": "His lawyer", "risk": "on"}, "risk")],
    )
    def test_is_what_the_directory_and_the_worker_say(self, cast, amara, said, value):
        draft = start(amara, cast.leo)
        walk(amara, draft, calm(cast, recipient=said))
        draft.refresh_from_db()
        assert draft.facts["recipient"] == value

    def test_an_agency_counts_only_with_a_person_who_was_called_back(self, cast, amara):
        draft = start(amara, cast.leo)
        walk(amara, draft, calm(cast, recipient={"contact": f"agency:{cast.social_care.public_id}"}))
        draft.refresh_from_db()
        assert draft.facts["recipient"] == "unverified"
        called = {
            "agency": str(cast.social_care.public_id), "name": "Una Worker", "post": "Social worker",
            "telephone": "01632 960101", "number_from": "the council's website",
        }  # fmt: skip
        put(amara, draft, "recipient_new", called)
        draft.refresh_from_db()
        assert draft.facts["recipient"] == "protective" and "Una Worker" in draft.details["recipient"]["shown"]

    def test_an_unknown_contact_is_refused(self, cast, amara):
        draft = start(amara, cast.leo)
        walk(amara, draft, calm(cast))
        assert (
            put(amara, draft, "recipient", {"contact": "contact:0f3cdd11-0000-4000-8000-000000000000"}).status_code
            == 200
        )

    @pytest.mark.clause("H-34")
    def test_changing_it_asks_about_agreement_again(self, cast, amara):
        draft = start(amara, cast.leo)
        walk(amara, draft, calm(cast))
        put(amara, draft, "recipient", {"named": "Another agency"})
        draft.refresh_from_db()
        assert "consent" not in draft.facts


@pytest.mark.clause("S-10", "H-17")
class TestPurposeBasisAndPower:
    @pytest.mark.parametrize("left_out", ["purpose", "purpose_words", "information"])
    def test_a_purpose_is_chosen_and_said(self, cast, amara, left_out):
        draft = start(amara, cast.leo)
        walk(amara, draft, calm(cast))
        refused = put(amara, draft, "purpose", PURPOSE | {left_out: ""})
        assert left_out in refused.context["form"].errors

    def test_reach_the_decision(self, cast, amara):
        draft = start(amara, cast.leo)
        walk(amara, draft, calm(cast, harm=BRUISE))
        decision = send(amara, draft)
        assert (decision.purpose, decision.legal_basis, decision.legal_power) == (
            "protection", LAW["legal_basis"], LAW["legal_power"],
        )  # fmt: skip

    def test_consent_is_no_basis_where_a_refusal_would_not_be_followed(self, cast, amara):
        draft = start(amara, cast.leo)
        walk(amara, draft, calm(cast, harm=BRUISE))
        refused = put(amara, draft, "recorded", LAW | {"legal_basis": "consent_uk_gdpr"})
        assert "legal_basis" in refused.context["form"].errors

    @pytest.mark.clause("S-30", "H-15")
    def test_not_telling_needs_a_reason_and_a_day(self, cast, amara):
        draft = start(amara, cast.leo)
        walk(amara, draft, calm(cast, harm=BRUISE))
        refused = put(amara, draft, "recorded", LAW | {"tell": "not_yet"})
        assert {"tell_words", "tell_on"} <= set(refused.context["form"].errors)


@pytest.mark.clause("H-02")
class TestARequestFromOutside:
    REQUEST = {
        "kind": "s47", "name": "Sol Worker", "post": "Social worker", "organisation": "Example Council",
        "reference": "CP/77", "asked_at": "2026-03-02 10:15", "asked_for": "Anything about bruises",
        "why": "An enquiry under section 47",
    }  # fmt: skip

    def test_is_written_down_and_kept_with_the_decision(self, cast, amara):
        draft = start(amara, cast.leo, asks="outside")
        way = walk(amara, draft, calm(cast, harm=BRUISE, request=self.REQUEST))
        assert way[:3] == ["danger", "request", "welfare"]
        request = send(amara, draft).request
        assert (request.kind, request.name, request.reference) == ("s47", "Sol Worker", "CP/77")

    @pytest.mark.parametrize(("field", "value"), [("post", ""), ("name", ""), ("asked_at", "2999-01-01 10:00")])
    def test_is_refused_without_a_post_or_from_the_future(self, cast, amara, field, value):
        draft = start(amara, cast.leo, asks="outside")
        put(amara, draft, "danger", "no")
        refused = put(amara, draft, "request", self.REQUEST | {field: value})
        assert field in refused.context["form"].errors

    def test_by_itself_it_is_no_duty(self, cast, amara):
        draft = start(amara, cast.leo, asks="outside")
        walk(amara, draft, calm(cast, request=self.REQUEST, duty="claimed"))
        assert "nobody here has seen the law or order" in lead_of(amara, draft).content.decode()


class TestWhoMayAsk:
    @pytest.mark.parametrize("who", ["chen", "vik", "dana", "adam"])
    def test_a_stranger_meets_nothing(self, cast, as_, who):
        assert as_(getattr(cast, who)).get(reverse("sharing:start", args=[cast.leo.public_id])).status_code == 404

    def test_a_forged_person_is_refused_like_one_that_is_not_there(self, cast, amara):
        for forged in [str(cast.hana.public_id), "0f3cdd11-0000-4000-8000-000000000000", "nobody"]:
            refused = amara.post(
                reverse("sharing:start", args=[cast.leo.public_id]), {"people": [forged], "asks": "ours"}
            )
            assert refused.context["form"].errors == {"people": ["Choose from the people shown."]}
        assert not Draft.objects.exists()

    def test_nothing_is_said_about_the_draft_of_somebody_else(self, cast, amara, as_):
        draft = start(amara, cast.leo)
        assert as_(cast.ben).get(address(draft, "danger")).status_code == 404


def test_a_page_of_the_wizard_asks_the_database_the_same_however_much_there_is(
    cast, amara, django_assert_max_num_queries
):
    draft = start(amara, cast.leo)
    walk(amara, draft, calm(cast))
    counts = []
    for _ in range(2):
        with django_assert_max_num_queries(60) as queries:
            amara.get(address(draft, "recipient"))
        counts.append(len(queries))
        for number in range(5):
            cast.social_care.verify(
                by=cast.dee, name=f"Person {number}", post="Worker", telephone="01632 960101", number_from="directory"
            )
    assert counts[0] == counts[1]


def test_needed_words_come_along(cast, amara):
    draft = start(amara, cast.leo)
    walk(amara, draft, calm(cast, harm=BRUISE))
    assert send(amara, draft).request.asked_for == NEEDED["needed"]
