"""The command that whoever trusts nobody runs: how it ends, and what it says."""

import pytest
from django.core.management import call_command

from audit.verify import Tampered, verify
from records.models import Concern

from .owner import alter, found, history, keys_of_its_own, propose, seal

__all__ = ["history", "keys_of_its_own", "propose"]
pytestmark = [pytest.mark.django_db, pytest.mark.clause("S-23", "S-29")]


class TestTheCommand:
    def ends(self, *words):
        with pytest.raises(SystemExit) as ended:
            call_command("verify_trail", *words)
        return ended.value.code

    def test_ends_with_0_when_nothing_was_touched(self, history, capsys):
        call_command("verify_trail")
        said = capsys.readouterr().out
        assert "Nothing was touched" in said and "not sealed yet" in said and "--anchors" in said

    def test_ends_with_1_and_the_first_that_is_wrong(self, history, capsys):
        alter("UPDATE records_entry SET fact = 'Changed'")
        assert self.ends() == 1
        assert "records_entry" in capsys.readouterr().out
        assert self.ends("--json") == 1
        assert '"what": "fact"' in capsys.readouterr().out

    def test_ends_with_2_when_it_cannot_be_checked(self, history, tmp_path, capsys):
        assert self.ends("--anchors", str(tmp_path / "nowhere")) == 2
        assert "could not be checked" in capsys.readouterr().err


@pytest.mark.django_db(transaction=True)
def test_two_processes_find_what_one_finds(cast, monkeypatch):
    monkeypatch.setattr("audit.verify.AT_ONCE", 7)  # so that there is something to share
    Concern.log(by=cast.vik, danger="no", facts="x", people=[cast.leo])
    seal()
    assert vars(verify(processes=2)) == vars(verify())
    alter("UPDATE audit_trace SET title = 'Another' WHERE id = (SELECT max(id) FROM audit_trace)")
    alone = found()
    with pytest.raises(Tampered) as tampered:
        verify(processes=2)
    assert str(tampered.value) == str(alone)
