"""On what a decision to share stands: a basis of its day, a condition with its reason, and mere suggestions."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.utils import timezone

from policy import packs
from sharing.facts import Facts
from sharing.models import Decision
from sharing.signing import Refused
from sharing.suggesting import TABLE, suggestions
from tests.sharing.facts import case

from .conftest import AGREED, OVERRIDE, REFUSED_HARM, TO_SHARE
from .test_deciding import at, said
from .walk import LAW, calm, put, start, walk


def refused_fields(decision, by, **statement):
    with pytest.raises(Refused) as refused:
        decision.sign(by=by, outcome="share", **statement)
    return [problem.field for problem in refused.value.problems]


@pytest.mark.clause("H-17", "S-10")
class TestTheBasis:
    def test_of_recognised_legitimate_interest_counts_from_its_day(self, cast, propose, monkeypatch):
        statement = OVERRIDE | {"legal_basis": "recognised_legitimate_interest"}
        the_day_before = SimpleNamespace(localdate=lambda: date(2026, 2, 4), now=timezone.now)
        monkeypatch.setattr("sharing.signing.timezone", the_day_before)
        assert refused_fields(propose(REFUSED_HARM), cast.dee, **statement) == ["legal_basis"]
        monkeypatch.undo()
        Decision.objects.get().sign(by=cast.dee, outcome="share", **statement)

    def test_of_consent_is_refused_where_a_no_would_not_be_followed(self, cast, propose):
        statement = OVERRIDE | {"legal_basis": "consent_uk_gdpr"}
        for facts in (REFUSED_HARM, REFUSED_HARM | {"consent": "given"}):
            assert refused_fields(propose(facts), cast.dee, **statement) == ["legal_basis"]
        propose(AGREED).sign(by=cast.dee, outcome="share", **TO_SHARE | {"legal_basis": "consent_uk_gdpr"})

    def test_without_a_condition_nothing_is_signed(self, cast, propose):
        assert refused_fields(propose(), cast.dee, **OVERRIDE | {"special_condition": ""}) == ["special_condition"]
        assert refused_fields(propose(), cast.dee, **OVERRIDE | {"special_condition": "explicit_consent"}) == [
            "special_condition"
        ]

    def test_of_safeguarding_says_why_it_does_not_rest_on_consent(self, cast, propose):
        without = OVERRIDE | {"why_not_asked": "", "why_not_asked_words": " "}
        assert refused_fields(propose(), cast.dee, **without) == ["why_not_asked", "why_not_asked_words"]
        assert refused_fields(propose(), cast.dee, **OVERRIDE | {"why_not_asked": "whim"}) == ["why_not_asked"]
        propose().sign(by=cast.dee, outcome="share", **without | {"special_condition": "none_applies"})

    def test_its_reason_and_the_policy_document_stand_in_the_record(self, cast, propose):
        decision = propose()
        decision.sign(by=cast.dee, outcome="share", **OVERRIDE)

        assert decision.verdict["policy_document"] == packs.current().policy_document
        for words in (packs.current().policy_document, OVERRIDE["why_not_asked_words"], "Asking would undo"):
            assert words in decision.canonical


@pytest.mark.clause("H-17")
class TestSuggestions:
    @pytest.mark.parametrize(
        ("facts", "fits"),
        [
            (case(harm="suspected", consent="refused"), {"recognised_legitimate_interest", "children_act_1989_s47"}),
            (case(harm="no", consent="given"), {"consent_uk_gdpr", "explicit_consent", "agreement"}),
            (case(harm="no", duty="court_order"), {"legal_obligation", "court_order"}),
            (Facts(danger="yes"), {"vital_interests"}),
            (case(group="adult", harm="yes", capacity="no"), {"mental_capacity_act_2005", "care_act_2014_s42_s45"}),
        ],
    )
    def test_follow_from_what_was_answered(self, facts, fits):
        assert fits <= {one.key for one in suggestions(facts)}

    def test_never_name_consent_where_a_no_would_not_be_followed(self):
        for facts in (case(harm="yes", consent="given"), case(consent="given", duty="statutory"), case(consent="none")):
            assert "consent_uk_gdpr" not in {one.key for one in suggestions(facts)}

    def test_never_name_what_is_not_offered_that_day(self):
        harmed = case(harm="yes")
        before = {one.key for one in suggestions(harmed, date(2026, 2, 4))}
        assert "recognised_legitimate_interest" not in before and "public_task" in before

    def test_name_only_what_is_on_the_list(self):
        assert all(one.key in packs.current().offered(one.kind, timezone.localdate()) for one in TABLE)

    def test_choose_nothing_for_anybody(self, cast, propose, as_):
        page = as_(cast.dee).get(at("approve", propose())).content.decode()
        assert "What may fit, from what was answered" in page
        assert 'value="safeguarding"' in page and "checked" not in page.split('value="safeguarding"')[1][:80]
        assert "selected" not in page.split('name="legal_basis"')[1].split("</select>")[0].replace(
            '<option value="" selected', ""
        )


def test_a_worker_says_the_reason_too_or_leaves_it_to_the_lead(cast, as_):
    amara = as_(cast.amara)
    draft = start(amara, cast.leo)
    bruise = {"answer": "suspected", "because": "A second bruise."}
    walk(amara, draft, calm(cast, harm=bruise))
    refused = put(amara, draft, "recorded", LAW | {"why_not_asked_words": ""})
    assert "why_not_asked_words" in refused.context["form"].errors
    left = {name: "lead" for name in ("legal_basis", "special_condition", "legal_power")}
    assert put(amara, draft, "recorded", LAW | left).status_code == 302


def test_the_lead_is_asked_for_the_reason_only_under_its_condition(cast, propose, as_):
    decision = propose()
    none = said(decision, OVERRIDE, special_condition="none_applies", why_not_asked="", why_not_asked_words="")
    assert as_(cast.dee).post(at("approve", decision), none).status_code == 302
