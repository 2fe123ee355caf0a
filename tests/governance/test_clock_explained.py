"""A clock that was put right: found by the check, explained by a named person, and told from then on (T19)."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from audit import ledger
from audit.models import Trace
from audit.verify import Tampered, verify
from records.models import Entry
from tests.audit.owner import keys_of_its_own, seal  # noqa: F401
from tests.cast import in_days

WHY = "The battery of the machine's clock was replaced."


@pytest.fixture
def gone_back(cast, time_machine):
    """What was written while the clock was a day ahead, and something after it was put right."""
    seal()
    now = timezone.now()
    time_machine.move_to(now + timedelta(days=1))
    write(cast, "ahead")
    seal()
    time_machine.move_to(now)
    write(cast, "right again")
    seal()


def write(cast, fact):
    folder = cast.leo.folder("personal")
    Entry.write(by=cast.amara, folder=folder, kind="visit", fact=fact, happened_at=in_days(-1))


def test_is_wrong_until_somebody_explains_it_and_is_told_afterwards(cast, gone_back, capsys):
    with pytest.raises(SystemExit):
        call_command("verify_trail")
    said = capsys.readouterr().out
    assert "TAMPERED" in said and "explain_clock" in said
    call_command("explain_clock", cast.dee.email, WHY)
    ledger.seal()
    assert verify().set_back
    call_command("verify_trail")
    assert "THE CLOCK WENT BACK" in capsys.readouterr().out
    trace = Trace.objects.get(event="service.clock_explained")
    assert (trace.facts["why"], trace.by_name) == (WHY, cast.dee.name)


def test_what_goes_back_after_the_explanation_is_wrong_again(cast, gone_back, time_machine):
    call_command("explain_clock", cast.dee.email, WHY)
    seal()
    time_machine.move_to(in_days(-2))
    write(cast, "back once more")
    seal()
    with pytest.raises(Tampered, match="clock"):
        verify()


@pytest.mark.parametrize(("who", "why"), [("amara", WHY), ("vik", WHY), ("dee", "  ")])
def test_is_explained_by_whoever_answers_for_the_trail_and_in_words(cast, gone_back, who, why):
    with pytest.raises(CommandError):
        call_command("explain_clock", getattr(cast, who).email, why)
    with pytest.raises(Tampered):
        verify()


def test_nobody_unknown_explains_it(cast, gone_back):
    with pytest.raises(CommandError):
        call_command("explain_clock", "nobody@example.org", WHY)
