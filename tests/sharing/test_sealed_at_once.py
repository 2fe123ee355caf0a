"""What is signed, and what was shared in an emergency, is in the ledger before the page answers (S-23)."""

import pytest

from audit import ledger
from audit.models import Leaf, Pending, Trace
from sharing.models import Decision

from .conftest import AGREED, OVERRIDE, REFUSED_HARM, TO_SHARE
from .test_emergency import record

pytestmark = [pytest.mark.django_db, pytest.mark.clause("S-23")]


@pytest.fixture(autouse=True)
def keys_of_its_own(tmp_path, settings):
    settings.KEYS_DIR = tmp_path / "keys"


def in_the_ledger(event):
    trace = Trace.objects.get(event=event)
    return Leaf.objects.filter(source="trace", row=trace.pk).exists()


@pytest.mark.parametrize(
    ("facts", "outcome", "words"), [(REFUSED_HARM, "share", OVERRIDE), (AGREED, "share", TO_SHARE)]
)
def test_a_signed_decision(cast, propose, django_capture_on_commit_callbacks, facts, outcome, words):
    decision = propose(facts)
    with django_capture_on_commit_callbacks(execute=True):
        decision.sign(by=cast.dee, outcome=outcome, **words)
    assert in_the_ledger("decision.signed") and not Pending.objects.exists()


def test_what_was_shared_in_an_emergency(cast, as_, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        record(as_(cast.amara), cast.leo)
    assert Decision.objects.exists() and in_the_ledger("decision.emergency")


def test_where_it_cannot_be_sealed_the_decision_stands_and_waits(
    cast, propose, django_capture_on_commit_callbacks, monkeypatch, caplog
):
    def broken():
        raise ledger.Broken("It is not the one that was signed last.")

    decision = propose(REFUSED_HARM)
    monkeypatch.setattr(ledger, "_last", broken)
    with django_capture_on_commit_callbacks(execute=True):
        decision.sign(by=cast.dee, outcome="share", **OVERRIDE)
    decision.refresh_from_db()
    assert decision.is_signed and Pending.objects.exists() and "not the one that was signed last" in caplog.text
    monkeypatch.undo()
    ledger.seal()
    assert in_the_ledger("decision.signed")
