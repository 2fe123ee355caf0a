"""A signed decision weighed again: it keeps what it was decided by, and says what would be different today."""

from dataclasses import replace
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from policy import packs
from sharing.models import Decision
from sharing.replay import replayed
from sharing.signing import Refused
from staff.models import Undertaken

from .conftest import NOT_TO_SHARE, OVERRIDE, REFUSED, REFUSED_HARM
from .test_deciding import at, said


@pytest.fixture
def bruised(cast, propose):
    decision = propose(REFUSED_HARM)
    decision.sign(by=cast.dee, outcome="share", **OVERRIDE)
    return decision


@pytest.fixture
def switched(monkeypatch):
    """Turns on what is enacted and not commenced: `switched(information_sharing_duty=True)`."""

    def switched(**switches):
        pack = replace(packs.current(), switches={**packs.current().switches, **switches})
        monkeypatch.setattr(packs, "current", lambda: pack)

    return switched


def replay(decision):
    said = StringIO()
    try:
        call_command("replay", str(decision.public_id), stdout=said)
    except SystemExit as left:
        return left.code, said.getvalue()
    return 0, said.getvalue()


def test_a_signed_decision_keeps_which_policy_and_which_law_it_was_decided_by(bruised):
    kept = bruised.verdict
    pack, book = packs.current(), packs.book()

    assert (kept["pack_sha256"], kept["law_sha256"]) == (pack.sha256, book.sha256)
    assert (kept["edition"], kept["law_edition"], kept["law"]) == (pack.edition, book.edition, [])
    assert pack.sha256 in bruised.canonical and book.sha256 in bruised.canonical


def test_the_same_rules_say_the_same(bruised):
    code, said = replay(bruised)

    assert code == 0 and said.endswith("Nothing would be different.\n")
    assert "Leo" not in said


def test_a_duty_that_began_since_is_told_and_changes_nothing_signed(bruised, switched):
    switched(information_sharing_duty=True)
    code, said = replay(bruised)
    signed = Decision.objects.get()

    assert code == 1
    assert "harm_to_child_or_others" in said and "legal_duty" in said
    assert (signed.weighed.outcome, signed.sha256) == ("SHOULD_WITHOUT_CONSENT", bruised.sha256)


def test_a_decision_signed_under_a_duty_is_weighed_under_it_when_it_has_gone(cast, propose, switched, monkeypatch):
    switched(information_sharing_duty=True)
    decision = propose(REFUSED_HARM)
    decision.sign(by=cast.dee, outcome="share", **OVERRIDE)
    monkeypatch.undo()

    assert (decision.verdict["outcome"], decision.verdict["law"]) == ("MUST", ["SH-1"])
    again = replayed(decision)
    assert (again.then.outcome, again.now.outcome, again.exit_code) == ("MUST", "SHOULD_WITHOUT_CONSENT", 1)


def test_a_basis_that_nobody_could_stand_on_that_day_is_named(bruised):
    bruised.legal_basis = "recognised_legitimate_interest"

    assert replayed(bruised, date(2026, 2, 5)).gone == ()
    assert "Recognised legitimate interest" in replayed(bruised, date(2026, 2, 4)).gone[0]


def test_other_software_is_not_passed_over(bruised):
    bruised.verdict = {**bruised.verdict, "rule": "some_older_rule"}
    assert replayed(bruised).exit_code == 3


def test_what_is_not_signed_cannot_be_replayed(cast, propose):
    for name in (str(propose(REFUSED_HARM).public_id), "nothing"):
        with pytest.raises(CommandError) as refused:
            call_command("replay", name)
        assert refused.value.returncode == 2


@pytest.mark.clause("H-19")
class TestGoldenRules:
    @pytest.fixture(autouse=True)
    def hempsted(self, monkeypatch):
        pack = packs.load("hempsted")
        monkeypatch.setattr(packs, "current", lambda: pack)

    @pytest.mark.parametrize("outcome", ["share", "not_share"])
    def test_whoever_decides_goes_through_all_seven_whichever_way_it_goes(self, cast, propose, in_a_month, outcome):
        words = OVERRIDE if outcome == "share" else NOT_TO_SHARE | {"review_on": in_a_month}
        facts = REFUSED_HARM if outcome == "share" else REFUSED | {"public_interest": "insufficient"}
        decision, golden = propose(facts), list(packs.current().golden)
        with pytest.raises(Refused) as refused:
            decision.sign(by=cast.dee, outcome=outcome, **words | {"checks": [*words.get("checks", []), *golden[1:]]})
        assert [problem.field for problem in refused.value.problems] == ["golden"]

        decision = Decision.objects.get()
        decision.sign(by=cast.dee, outcome=outcome, **words | {"checks": [*words.get("checks", []), *golden]})
        assert packs.current().golden["H-18"] in decision.canonical

    def test_they_stand_under_their_clauses_and_come_to_the_form(self, cast, propose, as_):
        Undertaken.sign(by=cast.dee, typed_name=cast.dee.name)
        assert list(packs.current().golden) == [f"H-{number}" for number in range(14, 21)]
        decision = propose(REFUSED_HARM)
        page = as_(cast.dee).post(at("approve", decision), said(decision, OVERRIDE))
        assert "Go through the golden rules" in page.content.decode()
        as_(cast.dee).post(at("approve", decision), said(decision, OVERRIDE, golden=list(packs.current().golden)))
        assert Decision.objects.get().is_signed
