"""The designated person's desk, in the browser's words: who opens it, what it refuses, what follows a signature."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from policy import packs
from records.models import Entry, Received
from sharing.models import Decision
from sharing.why import why_decision
from tests.cast import PASSWORD, in_days

from .conftest import AGREED, NOT_TO_SHARE, OVERRIDE, REFUSED, REFUSED_HARM


def at(page, decision):
    return reverse(f"sharing:{page}", args=[decision.public_id])


def said(decision, statement, **more):
    """A statement as the form posts it: ticked, dated and signed."""
    fields = {name: value for name, value in statement.items() if value is not True}
    return fields | {"no_conflict": "on", "password": PASSWORD, "seen": decision.version} | more


@pytest.mark.clause("S-20", "S-29")
class TestOverriding:
    def test_a_lead_signs_with_their_password(self, cast, propose, as_):
        decision = propose(REFUSED_HARM)
        response = as_(cast.dee).post(at("approve", decision), said(decision, OVERRIDE))

        assert response.status_code == 302
        decision.refresh_from_db()
        assert (decision.state, decision.rationale) == ("to_share", OVERRIDE["rationale"])

    def test_another_password_signs_nothing_and_loses_nothing(self, cast, propose, as_):
        decision = propose(REFUSED_HARM)
        page = as_(cast.dee).post(at("approve", decision), said(decision, OVERRIDE, password="somebody else's"))

        assert "Nothing was signed" in page.content.decode()
        assert OVERRIDE["necessity"] in page.content.decode()
        assert not Decision.objects.get().is_signed

    def test_every_missing_reason_is_named_at_once(self, cast, propose, as_):
        decision = propose(REFUSED_HARM)
        page = as_(cast.dee).post(at("approve", decision), said(decision, OVERRIDE, necessity="", balanced=""))

        body = page.content.decode()
        assert "Say why sharing is necessary." in body and "Say whose rights were balanced" in body

    @pytest.mark.clause("H-14")
    def test_a_practitioner_is_told_who_decides(self, cast, propose, as_):
        decision = propose(REFUSED_HARM)
        response = as_(cast.amara).get(at("approve", decision))

        assert response.status_code == 403
        assert "senior leader decides this (S-24)" in response.content.decode()

    @pytest.mark.clause("H-06")
    def test_a_stranger_learns_nothing(self, cast, propose, as_):
        decision = propose(REFUSED_HARM)
        for page in ("decision", "approve", "decline", "send_back", "seek_advice", "review", "record"):
            assert as_(cast.chen).get(at(page, decision)).status_code == 404

    def test_sent_twice_it_is_signed_once(self, cast, propose, as_):
        decision = propose(REFUSED_HARM)
        form = said(decision, OVERRIDE, once="the same form")
        places = {as_(cast.dee).post(at("approve", decision), form)["Location"] for _ in range(3)}

        assert places == {at("decision", decision)}
        assert decision.history.filter(state="to_share").count() == 1


@pytest.mark.clause("S-19", "H-24")
def test_a_lead_decides_not_to_share_and_answers_the_public_interest(cast, propose, as_, in_a_month):
    decision = propose(REFUSED)
    form = said(decision, NOT_TO_SHARE, public_interest="insufficient", review_on=in_a_month.isoformat())
    response = as_(cast.dee).post(at("decline", decision), form)

    assert response.status_code == 302, re.findall(r"error-message[^<]*<[^<]*", response.content.decode())
    decision.refresh_from_db()
    assert (decision.state, decision.facts["public_interest"]) == ("not_shared", "insufficient")


class TestReturning:
    def test_says_what_is_missing(self, cast, propose, as_):
        decision = propose(REFUSED)
        as_(cast.dee).post(at("send_back", decision), {"comment": "Which arm was it?"})

        page = as_(cast.amara).get(at("decision", decision)).content.decode()
        assert "Which arm was it?" in page

    def test_needs_a_comment(self, cast, propose, as_):
        decision = propose(REFUSED)
        page = as_(cast.dee).post(at("send_back", decision), {"comment": "  "})

        assert "Say what is missing." in page.content.decode()
        assert Decision.objects.get().state == "proposed"


@pytest.mark.clause("S-21", "H-16")
class TestSeekingAdvice:
    def test_keeps_whom_what_and_whether_the_person_was_named(self, cast, propose, as_):
        decision = propose(REFUSED | {"harm": "unsure"})
        assert packs.current().procedures[0].address in as_(cast.dee).get(at("seek_advice", decision)).text  # H-04
        asked = {"door": decision_door(), "asked": "A child of four: two bruises."}
        assert as_(cast.dee).post(at("seek_advice", decision), asked).status_code == 302
        came = {"person": "Dina, duty worker", "advised": "Refer today.", "done": "Referred."}
        assert as_(cast.dee).post(at("advise", decision), came).status_code == 302

        advice = decision.advice.get()
        assert (advice.door, advice.named, advice.advised) == (decision_door(), False, "Refer today.")
        assert Decision.objects.get().state == "proposed"

    def test_is_never_a_gate_in_front_of_protection(self, cast, propose):
        decision = propose(REFUSED_HARM)
        decision.seek_advice(by=cast.dee, door="The service", asked="What now?")
        decision.sign(by=cast.dee, outcome="share", **OVERRIDE)

        assert decision.is_signed


def decision_door():
    from policy import packs

    return packs.current().advice_doors["child"].name


@pytest.mark.clause("S-24")
class TestTheSecondPerson:
    @pytest.fixture
    def alone(self, cast, propose):
        decision = propose(REFUSED_HARM, by=cast.dee)
        decision.sign(by=cast.dee, outcome="share", **OVERRIDE)
        return decision

    def test_signs_a_review(self, cast, alone, as_):
        form = {"said": "It was right, and in time.", "password": PASSWORD}
        assert as_(cast.sena).post(at("review", alone), form).status_code == 302
        assert Decision.objects.get().second_by == cast.sena

    def test_is_not_whoever_decided(self, cast, alone, as_):
        assert as_(cast.dee).get(at("review", alone)).status_code == 403


@pytest.mark.clause("S-18", "S-28")
def test_the_page_shows_need_verdict_and_reasons_in_a_fixed_number_of_queries(
    cast, propose, as_, django_assert_max_num_queries
):
    first = propose(REFUSED_HARM)
    client = as_(cast.dee)
    client.get(at("decision", first))
    with django_assert_max_num_queries(45) as few:
        client.get(at("decision", first))
    for _ in range(5):
        propose(AGREED)
    with django_assert_max_num_queries(len(few.captured_queries)):
        body = client.get(at("decision", first)).content.decode()
    assert "Share to protect" in body and "S-18" in body


@pytest.mark.clause("S-08", "S-20")
def test_whoever_sees_a_decision_is_told_why(cast, propose, as_):
    decision = propose(REFUSED_HARM)
    cast.leo.folder("safeguarding").grant(by=cast.dee, to=cast.chen, purpose="The plan", until=in_days(9))
    decision.sign(by=cast.dee, outcome="share", **OVERRIDE)

    assert why_decision(decision, cast.amara) == "You asked for it."
    assert "opens every record of a child" in why_decision(decision, cast.dora)
    assert "Dee Example let you in" in as_(cast.chen).get(at("decision", decision)).text
    assert "looks at every signed decision" in as_(cast.dana).get(at("record", decision)).text
    assert why_decision(decision, cast.ade) == ""


@pytest.mark.clause("S-11", "S-15", "S-28")
class TestWhatIsWeighed:
    def test_stands_on_one_page_with_whose_permission_it_is_and_what_happens_if_nothing_is_shared(
        self, cast, propose, as_, answer
    ):
        answer("refused")
        earlier = propose(REFUSED | {"public_interest": "insufficient"}, purpose="protection")
        earlier.sign(by=cast.dee, outcome="not_share", review_on=in_days(9).date(), **NOT_TO_SHARE)
        decision = propose(REFUSED_HARM, purpose="protection", if_nothing="He may be hurt again.")
        page = as_(cast.dee).get(at("decision", decision)).content.decode()

        assert "He may be hurt again." in page and "Whose permission counts" in page
        assert "Private and family life" in page and "For a good aim?" in page
        assert NOT_TO_SHARE["rationale"][:60] in page and "Do not share" in page

    def test_names_what_a_partner_gave_on_a_condition_until_they_say_yes(self, cast, propose, as_):
        entry = Entry.write(
            by=cast.dee, folder=cast.leo.folder("safeguarding"), kind="report", fact="Seen at the clinic.",
            happened_at=timezone.now(),
        )  # fmt: skip
        Received.record(
            by=cast.dee, entry=entry, agency=cast.social_care, received_on=timezone.localdate(), lock="ask",
            conditions="Only for the plan", review_on=in_days(30).date(),
        )  # fmt: skip
        decision = propose(REFUSED_HARM)
        assert "Only for the plan" in as_(cast.dee).get(at("decision", decision)).content.decode()
        entry.received.permit(by=cast.dee, on=timezone.localdate(), who="Sol", how="By telephone")
        assert "Only for the plan" not in as_(cast.dee).get(at("decision", decision)).content.decode()

    @pytest.mark.parametrize(
        ("facts", "main"),
        [
            (REFUSED_HARM, "Share: decide and sign"),
            (REFUSED | {"public_interest": "insufficient"}, "Do not share: decide and sign"),
            (REFUSED | {"consent": "disputed"}, "Seek advice"),
            (REFUSED | {"purpose": None}, "Return for more facts"),
        ],
    )
    def test_has_one_main_thing_to_do(self, cast, propose, as_, facts, main):
        page = as_(cast.dee).get(at("decision", propose(facts))).content.decode()
        buttons = re.findall(r'<a[^>]*class="(govuk-button[^"]*)"[^>]*>\s*([^<]+?)\s*<', page)
        assert [words for look, words in buttons if "secondary" not in look] == [main]
