"""Whole ways through sharing, as a worker and a lead go them: from the first question to what was shared."""

import pytest
from django.urls import reverse

from records.models import Concern
from sharing.models import Decision, Draft, Request
from sharing.partners import NOT_CALLED_BACK, REASON_NEEDED

from .test_disclosure import confirm, told  # noqa: F401
from .walk import BRUISE, LAW, PURPOSE, SIGNATURE, calm, put, start, walk


def settle(client, draft, **different):
    draft.refresh_from_db()
    return client.post(
        reverse("sharing:settle", args=[draft.public_id]), {"seen": draft.version, **SIGNATURE, **different}
    )


@pytest.mark.clause("S-16", "S-28", "S-29", "S-23")
class TestAgreedAndShared:
    @pytest.fixture
    def draft(self, cast, amara, answer):
        answer("given")
        draft = start(amara, cast.leo)
        assert "right_way" in walk(amara, draft, calm(cast, consent={}))
        return draft

    def test_is_signed_by_whoever_asked_and_recorded(self, cast, amara, draft, told):  # noqa: F811
        assert "Record and sign" in amara.get(reverse("sharing:lead", args=[draft.public_id])).content.decode()
        settle(amara, draft)
        decision = Decision.objects.get()
        assert (decision.state, decision.decided_by, decision.is_override) == ("to_share", cast.amara, False)
        assert decision.standing["rows"][0]["who"] == "Femi Larkin"
        assert reverse("sharing:disclose", args=[decision.public_id]) in amara.get("/").content.decode()

        confirm(
            amara,
            decision,
            told | {"more_1": "on", "what_1": "He talks little.", "nature_1": "fact", "why_1": "To begin."},
        )
        assert decision.state == "shared"

    @pytest.mark.parametrize(
        ("field", "value"),
        [("password", "wrong"), ("rationale", "short"), ("checks", ["necessary"]), ("no_conflict", "")],
    )
    def test_is_not_signed_without(self, amara, draft, field, value):
        refused = settle(amara, draft, **{field: value})
        assert field in refused.context["form"].errors
        assert not Decision.objects.exists() and Draft.objects.exists()

    def test_is_not_signed_when_the_agreement_was_taken_back_meanwhile(self, cast, amara, draft):
        from consent.models import Consent

        Consent.objects.get().withdraw(by=cast.amara, words="She changed her mind.")
        refused = settle(amara, draft)
        assert refused.status_code == 403 and not Decision.objects.exists()

    @pytest.mark.clause("H-02", "H-14")
    def test_is_not_signed_for_an_office_nobody_called_back_and_the_lead_is_one_press_away(self, cast, amara, answer):
        answer("given")
        said = {"kind": "s47", "name": "Sol", "post": "Social worker", "asked_for": "What was seen", "why": "x"}
        asked = Request.receive(by=cast.amara, people=[cast.leo], **said)
        amara.post(reverse("sharing:start_from_request", args=[asked.public_id]))
        draft = Draft.objects.get()
        walk(amara, draft, calm(cast, consent={}))
        first = amara.get(reverse("sharing:settle", args=[draft.public_id]), follow=True)
        assert NOT_CALLED_BACK in first.text and reverse("sharing:call_back", args=[asked.public_id]) in first.text
        refused = settle(amara, draft)
        assert refused.status_code == 200 and NOT_CALLED_BACK in refused.context["form"].non_field_errors()
        propose = reverse("sharing:propose", args=[draft.public_id])
        assert propose in refused.content.decode() and not Decision.objects.exists()
        amara.post(propose, {"seen": refused.context["draft"].version})
        assert Decision.objects.get().state == "proposed"

    @pytest.mark.clause("S-12", "H-14")
    def test_a_second_time_without_an_agreement_is_said_to_need_a_reason_before_anybody_signs(
        self,
        cast,
        amara,
        answer,
        draft,
        told,  # noqa: F811
        as_,
    ):
        settle(amara, draft)
        piece = {"more_1": "on", "what_1": "He talks little.", "nature_1": "fact", "why_1": "To begin."}
        confirm(amara, Decision.objects.get(), told | piece)
        answer("given", purpose="learning")
        again = start(amara, cast.leo)
        learning = PURPOSE | {"purpose": "learning"}
        walk(amara, again, calm(cast, consent={}, purpose=learning, recorded=LAW | {"legal_power": "agreement"}))
        shown = amara.get(reverse("sharing:settle", args=[again.public_id]), follow=True)
        assert REASON_NEEDED in shown.text and reverse("sharing:propose", args=[again.public_id]) in shown.text
        assert "Record and sign" not in shown.text
        again.refresh_from_db()
        amara.post(reverse("sharing:propose", args=[again.public_id]), {"seen": again.version})
        decision = Decision.objects.get(state="proposed")
        assert (
            reverse("sharing:without_agreement", args=[decision.public_id])
            in as_(cast.dee).get(reverse("sharing:decision", args=[decision.public_id])).text
        )

    def test_is_signed_once_however_often_it_is_sent(self, amara, draft):
        settle(amara, draft, once="one press")
        settle(amara, draft_again(draft), once="one press")
        assert Decision.objects.count() == 1

    def test_may_still_be_sent_to_the_lead(self, amara, draft):
        draft.refresh_from_db()
        amara.post(reverse("sharing:propose", args=[draft.public_id]), {"seen": draft.version})
        assert Decision.objects.get().state == "proposed"


def draft_again(draft):
    draft.refresh_from_db = lambda: None
    return draft


@pytest.mark.clause("S-18", "S-20", "S-24")
def test_harm_suspected_and_refused_is_proposed_overridden_and_waits_to_be_shared(cast, amara, say_no):
    from .conftest import OVERRIDE

    say_no()
    draft = start(amara, cast.leo)
    walk(amara, draft, calm(cast, harm=BRUISE))
    draft.refresh_from_db()
    sent = amara.post(reverse("sharing:propose", args=[draft.public_id]), {"seen": draft.version})
    page = amara.get(sent["Location"]).content.decode()
    assert "Sent to the lead" in page and "You will not be in trouble for protecting somebody" in page

    decision = Decision.objects.get()
    decision.sign(by=cast.dee, outcome="share", **OVERRIDE)
    assert decision.is_override
    assert "Signed: you may share" in amara.get(reverse("sharing:mine")).content.decode()


@pytest.mark.clause("S-19", "H-24")
def test_no_purpose_is_settled_by_whoever_asked_and_listed_for_the_lead(cast, amara, in_a_month):
    draft = start(amara, cast.leo)
    walk(amara, draft, calm(cast, purpose={"answer": "no"}))
    settle(amara, draft, safety_plan="Nobody is at risk.", review_on=in_a_month.isoformat())
    decision = Decision.objects.get()
    assert (decision.state, decision.outcome) == ("not_shared", "not_share")
    assert Decision.objects.open_to(cast.dee).contains(decision)


@pytest.mark.clause("H-14")
def test_every_way_that_is_not_open_says_what_would_open_it(cast, amara):
    draft = start(amara, cast.leo)
    walk(amara, draft, calm(cast, recipient={"named": "A man who rang"}))
    page = amara.get(reverse("sharing:lead", args=[draft.public_id])).content.decode()
    assert "We have not checked yet who would receive it" in page
    assert reverse("sharing:question", args=[draft.public_id, "recipient"]) in page
    assert "Who decides:" in page


@pytest.mark.clause("S-27", "S-28")
class TestFromAConcern:
    @pytest.fixture
    def concern(self, cast):
        return Concern.log(by=cast.amara, danger="no", facts="A bruise.", people=[cast.leo])

    @pytest.mark.parametrize("who", ["amara", "dee"])
    def test_its_writer_and_the_lead_may_start(self, cast, as_, concern, who):
        client = as_(getattr(cast, who))
        url = reverse("sharing:start_from_concern", args=[concern.public_id])
        client.post(url, {"people": [str(cast.leo.public_id)], "asks": "ours"})
        draft = Draft.objects.get()
        assert draft.concern == concern and list(draft.people.all()) == [cast.leo]

    @pytest.mark.parametrize("who", ["chen", "ade"])
    def test_others_meet_nothing(self, cast, as_, concern, who):
        url = reverse("sharing:start_from_concern", args=[concern.public_id])
        assert as_(getattr(cast, who)).get(url).status_code == 404

    @pytest.mark.clause("H-33")
    def test_one_about_a_colleague_never_reaches_a_childs_record(self, cast, as_):
        own = Concern.log(by=cast.amara, danger="no", facts="Shouting.", people=[cast.leo], is_about_staff=True)
        page = as_(cast.amara).get(reverse("sharing:start_from_concern", args=[own.public_id]))
        assert page.status_code == 403 and "own record" in page.content.decode()

    def test_a_volunteer_is_told_who_can(self, cast, as_):
        own = Concern.log(by=cast.vik, danger="no", facts="A bruise.", people=[cast.leo])
        page = as_(cast.vik).get(reverse("sharing:start_from_concern", args=[own.public_id]))
        assert page.status_code == 403 and "safeguarding lead" in page.content.decode()


def test_only_children_of_the_family_one_may_know_of_are_offered(cast, amara):
    from records.models import Person, Relationship

    mia = Person.register(by=cast.dee, name="Mia Larkin", group="child", key_person=cast.amara)
    max_ = Person.register(by=cast.dee, name="Max Larkin", group="child")
    for child in (mia, max_):
        Relationship.link(by=cast.dee, person=child, other=cast.femi, kind="mother")
    page = amara.get(reverse("sharing:start", args=[cast.leo.public_id])).content.decode()
    assert "Mia Larkin" in page and "Max Larkin" not in page


def test_somebody_without_a_record_is_refused_with_what_to_do(cast, as_):
    relation = type(cast.leo).register(by=cast.dee, name="An Uncle", group="adult", service_user=False)
    page = as_(cast.ade).get(reverse("sharing:start", args=[relation.public_id]))
    assert page.status_code == 403 and "can open one" in page.content.decode()


def test_unused_answers_do_not_disturb(cast, amara):
    draft = start(amara, cast.leo)
    walk(amara, draft, calm(cast))
    put(amara, draft, "danger", "unsure")
    assert "999" in amara.get(reverse("sharing:lead", args=[draft.public_id])).content.decode()
